"""The curator's desk: accept findings, confirm codes, correct fields; each decision is a line of the journal."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from briefbook.catalogue.decision_words import describe_decision
from briefbook.catalogue.undo import decision_in_force, undo_decisions
from briefbook.model.catalogue import FIELDS
from briefbook.model.decision import (
    AcceptanceDecision,
    CodeDecision,
    Decision,
    FieldDecision,
    UndoDecision,
    UnsetDecision,
    WithdrawalDecision,
    not_undone,
    undos_in_force,
)
from briefbook.server import desk_parts, desk_withdrawn
from briefbook.server.api.app_state import AppState
from briefbook.server.api.responses import Refusal
from briefbook.server.csrf import fields_of, is_same_site
from briefbook.server.desk_findings import decision_key, findings_page, is_decided, place_of
from briefbook.server.desk_layout import Desk
from briefbook.server.desk_words import refusal_sentences
from briefbook.text.date_display import date_in_words
from briefbook.text.field_names import field_in_words
from briefbook.util.nearest import did_you_mean
from briefbook.util.translation import gettext

MAX_INPUT_LENGTH = 4_000


def desk_routes(app: FastAPI, desk: Desk) -> None:
    """Add the routes of the desk (GET and POST /desk) to an application."""
    app_state, prefix, tokens = desk.app_state, desk.prefix, desk.tokens

    @app.get("/desk", include_in_schema=False)
    def shown(
        request: Request, item: str = "", field: str = "", code: str = "", begin: int = 0, done: str = ""
    ) -> Response:
        """Show the desk, or one item on it."""
        return findings_page(desk, request, item=item, field=field, code=code, begin=begin, done=done)

    @app.post("/desk", include_in_schema=False)
    async def sent(request: Request) -> Response:
        """Record the decision of a submitted form."""
        raw_fields = await fields_of(request)
        form = {name: many[0].strip()[:MAX_INPUT_LENGTH] for name, many in raw_fields.items()}
        item = form.get("item", "") if form.get("do") in ("set", "keep", "unset", "parts", "withdraw") else ""
        typed = form if is_same_site(request) else {}
        if not tokens.is_ours(request, raw_fields):
            why = gettext("The form had expired. Nothing was saved; please check the values and save again.")
            return await run_in_threadpool(
                findings_page, desk, request, item=item, field=typed.get("field", ""), typed=typed,
                trouble=why, status=403,
            )  # fmt: skip
        try:
            done = await run_in_threadpool(_decide, app_state, form, request.scope.get("briefbook.who", ""))
        except Refusal as refusal:
            why = refusal_sentences(refusal.what, refusal.remedy)
            return await run_in_threadpool(
                findings_page, desk, request, item=item, field=form.get("field", ""), typed=typed,
                trouble=why, status=refusal.status,
            )  # fmt: skip
        back = urlencode({"done": done} | ({"item": item} if item else {}))
        return Response(status_code=303, headers={"Location": f"{prefix}/desk?{back}"})


# What is decided

_FIELDS = (
    "form",
    "do",
    "item",
    "field",
    "value",
    "before",
    "why",
    "code",
    "where",
    "name",
    "line",
    "how",
    "other",
    "said",
)
"""The fields of the desk's forms; another one would change nothing, unseen."""


def _decide(app_state: AppState, form: Mapping[str, str], who: str) -> str:
    """Record a decision; returns a sentence that says what was done."""
    assert app_state.desk is not None
    if strange := [name for name in form if name not in _FIELDS and not desk_parts.is_field(name)]:
        guess = did_you_mean(strange[0], _FIELDS)
        what = gettext("the form has no field {name}").format(name=repr(strange[0]))
        raise Refusal(400, what, guess + gettext("Nothing was recorded."))
    done = ""

    def decided() -> Sequence[Decision]:
        nonlocal done
        decision, done = _KINDS.get(form.get("do", ""), _unknown)(app_state, form)
        return [replace(decision, why=form.get("why", ""))]

    app_state.desk.decide(decided, who, wait=True)
    return done


def _set(app_state: AppState, form: Mapping[str, str]) -> tuple[Decision, str]:
    assert app_state.desk is not None
    item, name, value = form.get("item", ""), form.get("field", ""), form.get("value", "")
    entry = app_state.catalogue.get(item)
    if entry is None:
        raise _no_item(item)
    if name not in FIELDS:
        what = gettext("there is no field {name}").format(name=repr(name))
        raise Refusal(400, what, gettext("The fields are {names}.").format(names=", ".join(FIELDS)))
    before = entry.value(name)
    if (before or "") != form.get("before", ""):
        raise _changed(name, item, before)
    after = app_state.desk.parse_field(name, value)
    if after is None:
        what = gettext("{value} is not recognised as a value of {name}").format(
            value=repr(value), name=field_in_words(name)
        )
        remedy = gettext("Write a date as 1962-11-08, 8-Nov-62 or 1962-11; an uncertain one as 1962-11-08?.")
        raise Refusal(400, what, remedy)
    if both := app_state.desk.date_alternatives(name, value):
        first, second = (date_in_words(day) for day in both)
        what = gettext("{value} can mean {first} or {second}").format(value=repr(value), first=first, second=second)
        remedy = gettext("Nothing was saved; write {first} or {second}.").format(first=both[0], second=both[1])
        raise Refusal(400, what, remedy)
    if after == (before or ""):
        what = gettext("{name} of {item} is already {value}").format(name=name, item=item, value=_or_blank(before))
        raise Refusal(400, what, gettext("Nothing was saved."))
    decision = FieldDecision(item=item, field=name, before=before, after=after or None)
    words = gettext("{item}: {name} is now {value} (was {before}).")
    return decision, words.format(item=item, name=name, value=_or_blank(after), before=_or_blank(before))


def _keep(app_state: AppState, form: Mapping[str, str]) -> tuple[Decision, str]:
    """A person looked, and the value that holds is right: the matter is closed."""
    item, name = form.get("item", ""), form.get("field", "")
    entry = app_state.catalogue.get(item)
    if entry is None or name not in FIELDS:
        raise _no_item(item)
    value = entry.value(name)
    if not value or value != form.get("before", ""):
        raise _changed(name, item, value)
    words = gettext("{item}: {name} is {value}, as you say.").format(item=item, name=name, value=value)
    return FieldDecision(item=item, field=name, before=value, after=value), words


def _unset(app_state: AppState, form: Mapping[str, str]) -> tuple[Decision, str]:
    item, name = form.get("item", ""), form.get("field", "")
    entry = app_state.catalogue.get(item)
    if entry is None:
        raise _no_item(item)
    if name not in FIELDS or not is_decided(entry, name):
        what = gettext("no correction of {name} of {item} is recorded").format(name=name, item=item)
        raise Refusal(409, what, gettext("Nothing was saved; look again."))
    before = entry.value(name)
    words = gettext("{item}: {name} is again what the list or the machine says (was {before}).")
    done = words.format(item=item, name=name, before=_or_blank(before))
    return UnsetDecision(item=item, field=name, before=before), done


def _accept(app_state: AppState, form: Mapping[str, str]) -> tuple[Decision, str]:
    code, item, where = (form.get(name, "") for name in ("code", "item", "where"))
    if not form.get("why"):
        raise Refusal(400, gettext("a reason is needed to accept a finding"), gettext("Say why it is accepted."))
    if not any(
        (finding.code, finding.item or "", place_of(finding)) == (code, item, where)
        for finding in app_state.archive(drafts=True).findings
    ):
        what = gettext("this finding ({code}) no longer exists").format(code=code)
        raise Refusal(404, what, gettext("Reload the page."))
    decision = AcceptanceDecision(code=code, item=item or None, where=where or None)
    words = gettext("{what} is accepted; it remains visible as accepted.")
    return decision, words.format(what=f"{code} ({item})" if item else code)


def _confirm(app_state: AppState, form: Mapping[str, str]) -> tuple[Decision, str]:
    code, name = form.get("code", "").upper(), " ".join(form.get("name", "").split())
    if not code or not name:
        remedy = gettext("Write a name such as: Embassy Oslo.")
        raise Refusal(400, gettext("a code and its meaning are needed"), remedy)
    if code not in app_state.site_data().post_items:
        what = gettext("no item writes the code {code}").format(code=repr(code))
        raise Refusal(404, what, gettext("Nothing was recorded."))
    return CodeDecision(code=code, name=name), gettext("{code} stands for {name}.").format(code=code, name=name)


def _undo(app_state: AppState, form: Mapping[str, str]) -> tuple[Decision, str]:
    assert app_state.desk is not None
    decisions = app_state.desk.decisions()
    open_lines = (*not_undone(decisions), *undos_in_force(decisions))
    chosen = [decision for decision in open_lines if decision_key(decision) == form.get("line")]
    if not chosen:
        what = gettext("this decision has already been undone")
        raise Refusal(409, what, gettext("Nothing was saved; look again."))
    if isinstance(chosen[-1], WithdrawalDecision) or isinstance(
        getattr(chosen[-1], "decided", None), WithdrawalDecision
    ):
        what = gettext("an import is brought back on the command line")
        raise Refusal(400, what, gettext("Use `briefbook catalogue undo`."))
    if isinstance(chosen[-1], UndoDecision):
        (again,) = undo_decisions(chosen[-1:])
        what = _about(chosen[-1]) + describe_decision(again.decided)
        return again, gettext("Redone: {what}.").format(what=what)
    (undo,) = undo_decisions(chosen[-1:])
    done = gettext("Undone: {what}.").format(what=_about(chosen[-1]) + describe_decision(chosen[-1]))
    if isinstance(undo.undone, FieldDecision):
        later = decision_in_force([*decisions, undo], undo.undone.item, undo.undone.field)
        if later and later.when > undo.undone.when:
            words = gettext("A later decision still applies: {value}.").format(value=_or_blank(later.after))
            done = f"{done} {words}"
    return undo, done


def _or_blank(value: str | None) -> str:
    return value or gettext("blank")


def _no_item(item: str) -> Refusal:
    return Refusal(404, gettext("there is no item {item}").format(item=repr(item)), gettext("Check the id."))


def _changed(name: str, item: str, value: str | None) -> Refusal:
    what = gettext("{name} of {item} has been changed in the meantime and is now {value}")
    remedy = gettext("Nothing was saved; check the new value and decide again.")
    return Refusal(409, what.format(name=name, item=item, value=_or_blank(value)), remedy)


def _about(decision: Decision) -> str:
    item = getattr(decision, "item", None)
    return f"{item}, " if item else ""


def _unknown(app_state: AppState, form: Mapping[str, str]) -> tuple[Decision, str]:
    raise Refusal(400, gettext("the form names no action"), gettext("Reload the page."))


_KINDS = {
    "set": _set,
    "keep": _keep,
    "unset": _unset,
    "accept": _accept,
    "confirm": _confirm,
    "undo": _undo,
    "parts": desk_parts.divide,
    "withdraw": desk_withdrawn.withdraw,
}
