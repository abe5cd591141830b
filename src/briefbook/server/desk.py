"""The curator's desk: accept findings, confirm codes, correct fields; each decision is a line of the journal."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from markupsafe import Markup

from briefbook.catalogue.decision_words import describe_decision
from briefbook.catalogue.undo import holding_after, take_back
from briefbook.model.cable import SourceKind
from briefbook.model.catalogue import FIELDS, Entry
from briefbook.model.decision import (
    AcceptanceDecision,
    CodeDecision,
    Decision,
    FieldDecision,
    UndoDecision,
    UnsetDecision,
    WithdrawalDecision,
    is_about,
    not_undone,
    undos_in_force,
)
from briefbook.model.finding import Finding, Severity
from briefbook.progress import pluralise
from briefbook.server import desk_parts
from briefbook.server.access import DESK, Role, Visitor
from briefbook.server.api.app_state import AppState
from briefbook.server.api.responses import Refusal
from briefbook.server.csrf import fields_of, is_same_site, nonce_of
from briefbook.server.desk_layout import Desk
from briefbook.site import urls
from briefbook.site.item_page import LABELS, how, lost, value_in_words
from briefbook.site.site_data import SiteData
from briefbook.text.date_display import date_in_words
from briefbook.text.services import PLACE
from briefbook.text.titles import title_of
from briefbook.util.nearest import did_you_mean

FINDINGS_PER_PAGE = 40
RECENT_DECISIONS = 20
"""Maximum number of decisions that the desk lists."""
MAX_INPUT_LENGTH = 4_000
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def desk_routes(app: FastAPI, desk: Desk) -> None:
    """Add the routes of the desk (GET and POST /desk) to an application."""
    app_state, prefix, tokens = desk.app_state, desk.prefix, desk.tokens

    @app.get("/desk", include_in_schema=False)
    def shown(
        request: Request, item: str = "", field: str = "", code: str = "", begin: int = 0, done: str = ""
    ) -> Response:
        """Show the desk, or one item on it."""
        return _page(desk, request, item=item, field=field, code=code, begin=begin, done=done)

    @app.post("/desk", include_in_schema=False)
    async def sent(request: Request) -> Response:
        """Record the decision of a submitted form."""
        raw_fields = await fields_of(request)
        form = {name: many[0].strip()[:MAX_INPUT_LENGTH] for name, many in raw_fields.items()}
        item = form.get("item", "") if form.get("do") in ("set", "keep", "unset", "parts") else ""
        typed = form if is_same_site(request) else {}
        if not tokens.is_ours(request, raw_fields):
            why = "The form had expired. Nothing was saved; please check the values and save again."
            return await run_in_threadpool(
                _page, desk, request, item=item, field=typed.get("field", ""), typed=typed,
                trouble=why, status=403,
            )  # fmt: skip
        try:
            done = await run_in_threadpool(_decide, app_state, form, request.scope.get("briefbook.who", ""))
        except Refusal as refusal:
            why = f"{refusal.what[:1].upper()}{refusal.what[1:]}. {refusal.remedy}"
            return await run_in_threadpool(
                _page, desk, request, item=item, field=form.get("field", ""), typed=typed,
                trouble=why, status=refusal.status,
            )  # fmt: skip
        back = urlencode({"done": done} | ({"item": item} if item else {}))
        return Response(status_code=303, headers={"Location": f"{prefix}/desk?{back}"})


# What is decided

_FIELDS = ("form", "do", "item", "field", "value", "before", "why", "code", "where", "name", "line", "how", "other")
"""The fields of the desk's forms; another one would change nothing, unseen."""


def _decide(app_state: AppState, form: Mapping[str, str], who: str) -> str:
    """Record a decision; returns a sentence that says what was done."""
    assert app_state.desk is not None
    if strange := [name for name in form if name not in _FIELDS and not desk_parts.is_field(name)]:
        guess = did_you_mean(strange[0], _FIELDS)
        raise Refusal(400, f"the form has no field {strange[0]!r}", f"{guess}Nothing was recorded.")
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
        raise Refusal(404, f"there is no item {item!r}", "Check the id.")
    if name not in FIELDS:
        raise Refusal(400, f"there is no field {name!r}", f"The fields are {', '.join(FIELDS)}.")
    before = entry.value(name)
    if (before or "") != form.get("before", ""):
        what = f"{name} of {item} has been changed in the meantime and is now {before or 'blank'}"
        raise Refusal(409, what, "Nothing was saved; check the new value and decide again.")
    after = app_state.desk.parse_field(name, value)
    if after is None:
        what = f"{value!r} is not recognised as a value of {name}"
        raise Refusal(400, what, "Write a date as 1962-11-08, 8-Nov-62 or 1962-11; an uncertain one as 1962-11-08?.")
    if both := app_state.desk.date_alternatives(name, value):
        first, second = (date_in_words(day) for day in both)
        what = f"{value!r} can mean {first} or {second}"
        raise Refusal(400, what, f"Nothing was saved; write {both[0]} or {both[1]}.")
    if after == (before or ""):
        raise Refusal(400, f"{name} of {item} is already {before or 'blank'}", "Nothing was saved.")
    decision = FieldDecision(item=item, field=name, before=before, after=after or None)
    return decision, f"{item}: {name} is now {after or 'blank'} (was {before or 'blank'})."


def _keep(app_state: AppState, form: Mapping[str, str]) -> tuple[Decision, str]:
    """A person looked, and the value that holds is right: the matter is closed."""
    item, name = form.get("item", ""), form.get("field", "")
    entry = app_state.catalogue.get(item)
    if entry is None or name not in FIELDS:
        raise Refusal(404, f"there is no {name or 'field'} of {item!r}", "Check the id.")
    value = entry.value(name)
    if not value or value != form.get("before", ""):
        what = f"{name} of {item} has been changed in the meantime and is now {value or 'blank'}"
        raise Refusal(409, what, "Nothing was saved; check the new value and decide again.")
    return FieldDecision(item=item, field=name, before=value, after=value), f"{item}: {name} is {value}, as you say."


def _unset(app_state: AppState, form: Mapping[str, str]) -> tuple[Decision, str]:
    item, name = form.get("item", ""), form.get("field", "")
    entry = app_state.catalogue.get(item)
    if entry is None:
        raise Refusal(404, f"there is no item {item!r}", "Check the id.")
    if name not in FIELDS or not _is_decided(entry, name):
        raise Refusal(409, f"no correction of {name} of {item} is recorded", "Nothing was saved; look again.")
    before = entry.value(name)
    done = f"{item}: {name} is again what the list or the machine says (was {before or 'blank'})."
    return UnsetDecision(item=item, field=name, before=before), done


def _is_decided(entry: Entry, name: str) -> bool:
    """Does a person's decision hold for the field?"""
    return any(reading.by is SourceKind.PERSON for reading in entry.effective_readings(name))


def _accept(app_state: AppState, form: Mapping[str, str]) -> tuple[Decision, str]:
    code, item, where = (form.get(name, "") for name in ("code", "item", "where"))
    if not form.get("why"):
        raise Refusal(400, "a reason is needed to accept a finding", "Say why it is accepted.")
    if not any(
        (finding.code, finding.item or "", _where(finding)) == (code, item, where)
        for finding in app_state.archive(drafts=True).findings
    ):
        raise Refusal(404, f"this finding ({code or 'no code'}) no longer exists", "Reload the page.")
    decision = AcceptanceDecision(code=code, item=item or None, where=where or None)
    return decision, f"{code} is accepted{f' for {item}' if item else ''}; it remains visible as accepted."


def _confirm(app_state: AppState, form: Mapping[str, str]) -> tuple[Decision, str]:
    code, name = form.get("code", "").upper(), " ".join(form.get("name", "").split())
    if not code or not name:
        raise Refusal(400, "a code and its meaning are needed", "Write a name such as: Embassy Oslo.")
    if code not in app_state.site_data().post_items:
        raise Refusal(404, f"no item writes the code {code!r}", "Nothing was recorded; look again.")
    return CodeDecision(code=code, name=name), f"{code} stands for {name}."


def _undo(app_state: AppState, form: Mapping[str, str]) -> tuple[Decision, str]:
    assert app_state.desk is not None
    decisions = app_state.desk.decisions()
    open_lines = (*not_undone(decisions), *undos_in_force(decisions))
    chosen = [decision for decision in open_lines if _key(decision) == form.get("line")]
    if not chosen:
        raise Refusal(409, "this decision was taken back already", "Nothing was saved; look again.")
    if isinstance(chosen[-1], WithdrawalDecision) or isinstance(
        getattr(chosen[-1], "decided", None), WithdrawalDecision
    ):
        raise Refusal(400, "an import is brought back on the command line", "Use `briefbook catalogue undo`.")
    if isinstance(chosen[-1], UndoDecision):
        (again,) = take_back(chosen[-1:])
        return again, f"Holds again: {_about(chosen[-1])}{describe_decision(again.decided)}."
    (undo,) = take_back(chosen[-1:])
    done = f"Taken back: {_about(chosen[-1])}{describe_decision(chosen[-1])}."
    if isinstance(undo.undone, FieldDecision):
        later = holding_after([*decisions, undo], undo.undone.item, undo.undone.field)
        if later and later.when > undo.undone.when:
            done += f" A later decision still holds: {later.after or 'blank'}."
    return undo, done


def _key(decision: Decision) -> str:
    """What names a line of the journal in a form."""
    return hashlib.sha256(str(decision).encode("utf-8", "replace")).hexdigest()[:32]


def _about(decision: Decision) -> str:
    item = getattr(decision, "item", None)
    return f"{item}, " if item else ""


def _unknown(app_state: AppState, form: Mapping[str, str]) -> tuple[Decision, str]:
    raise Refusal(400, "the form names no action", "Reload the page.")


_KINDS = {
    "set": _set,
    "keep": _keep,
    "unset": _unset,
    "accept": _accept,
    "confirm": _confirm,
    "undo": _undo,
    "parts": desk_parts.divide,
}


# What is shown


def _page(
    desk: Desk,
    request: Request,
    *,
    item: str = "",
    field: str = "",
    code: str = "",
    begin: int = 0,
    done: str = "",
    trouble: str = "",
    typed: Mapping[str, str] = MappingProxyType({}),
    status: int = 200,
) -> Response:
    app_state = desk.app_state
    site_data = app_state.site_data(app_state.archive(drafts=True))
    visitor: Visitor = request.scope["briefbook.visitor"]
    may_decide = visitor.may(Role.CURATOR)
    token = desk.tokens.sign(nonce_of(request))
    hidden = Markup('<input type="hidden" name="form" value="{}">').format(token) if may_decide else None
    parts: list[Markup] = []
    if trouble:
        parts.append(Markup('<p role="alert"><strong>{}</strong>{}</p>').format(trouble, _typed_words(typed)))
    if done:
        saved = '<p role="status"><strong>Saved.</strong> {} <span class="quiet">Search and the item show it now; lists and checks follow in a moment.</span></p>'  # noqa: E501
        parts.append(Markup(saved).format(done[:300]))
    entry = app_state.entry(item) if item else None
    file = app_state.desk.file_parts(entry.item if entry else item) if app_state.desk is not None and item else None
    if item and entry is None:
        similar = Markup(", ").join(
            _to_item(similar_id, similar_id) for similar_id in app_state.catalogue.similar_items(item)
        )
        where = desk_parts.lead_on(file) if file else Markup("")
        parts.append(Markup('<p role="alert">There is no item {}.{}{}</p>').format(
            item, where, Markup(" Similar ids: {}.").format(similar) if similar and not file else ""))  # fmt: skip
        status = 404 if status == 200 else status
    parts.append(_look_up(item))
    if entry is not None:
        parts.append(_item(entry, field, hidden, typed))
        if file is not None and not field:
            parts.append(desk_parts.section(site_data, file, entry.item, hidden, typed))
    else:
        parts += [_findings(app_state, site_data, code, max(0, begin), hidden), _codes(site_data, hidden)]
    if app_state.desk is not None and (entry is None or not field):
        parts.append(_recent(app_state.desk.decisions(), entry.item if entry else None, hidden))
    lede = "Each decision taken here is recorded in the journal with your name, the time and the reason."
    if not may_decide:
        lede = (
            f"What is open, and where each value comes from. Decisions are taken by curators; you are {visitor.role}."
        )
    body = Markup("\n").join(parts)
    return desk.page(request, "desk_body.html", "Findings", section=DESK, status=status, lede=lede, body=body)


def _typed_words(typed: Mapping[str, str]) -> Markup:
    """What was typed into a form that is not shown again with it, so that it is not lost."""
    words = [typed[name] for name in ("name", "why") if typed.get(name)]
    if typed.get("do") in ("set", "parts") or not words:
        return Markup("")
    return Markup(" You typed: {}").format(Markup("; ").join(Markup("“{}”").format(part) for part in words))


def _recent(decisions: Sequence[Decision], item: str | None, hidden: Markup | None) -> Markup:
    """The last decisions, newest first, of an item or of all; what is not taken back yet can be."""
    about = [decision for decision in decisions if item is None or is_about(decision, item)]
    if not about:
        return Markup("") if item else Markup("<h2>Recent decisions</h2><p>None yet.</p>")
    open_lines = {id(decision) for decision in (*not_undone(decisions), *undos_in_force(decisions))}
    rows = Markup("").join(
        _decision_row(decision, hidden, is_open=id(decision) in open_lines)
        for decision in reversed(about[-RECENT_DECISIONS:])
    )
    rest = len(about) - RECENT_DECISIONS
    more = (
        Markup('<p class="quiet">{} before these; `briefbook catalogue history` lists all.</p>').format(
            pluralise(rest, "decision")
        )
        if rest > 0
        else Markup("")
    )
    return Markup('<h2 id="recent">Recent decisions</h2><ul class="plain decisions">{}</ul>{}').format(rows, more)


def _decision_row(decision: Decision, hidden: Markup | None, *, is_open: bool) -> Markup:
    item = getattr(decision, "item", None)
    words = describe_decision(decision)
    brings_back = False
    if isinstance(decision, UndoDecision):
        brings_back = decision.brings_back
        words = f"{'Holds again' if brings_back else 'Taken back'}: {describe_decision(decision.decided)}"
    if isinstance(decision, AcceptanceDecision):
        words = f"accepted: {words}"
    why = Markup(" <q>{}</q>").format(decision.why) if decision.why else Markup("")
    row = Markup('<li><p>{}{}{} <span class="quiet">{}{}{}</span></p>').format(
        _to_item(item, item) if item else "",
        ": " if item else "",
        words.replace(" -> ", " → "),
        f"{decision.who}, " if decision.who else "",
        Markup('<time datetime="{}">{}</time>').format(decision.when, _time_words(decision.when)),
        why,
    )
    if not is_open and not brings_back:
        since = "Holds again since." if isinstance(decision, UndoDecision) else "Taken back since."
        return row + Markup('<p class="quiet">{}</p></li>').format(since)
    if hidden is None or brings_back or isinstance(getattr(decision, "decided", decision), WithdrawalDecision):
        return row + Markup("</li>")
    button = "Let it hold again" if isinstance(decision, UndoDecision) else "Take back"
    return row + Markup(
        '<form action="desk" method="post">{0}<input type="hidden" name="do" value="undo">'
        '<input type="hidden" name="line" value="{1}"><label>Reason '
        '<input type="text" name="why" maxlength="1000" size="30"></label> '
        '<button aria-label="{3}: {2}">{3}</button></form></li>'
    ).format(hidden, _key(decision), words, button)


def _time_words(when: str) -> str:
    """A time of the journal for people: "2026-11-27 07:20 UTC"."""
    return f"{when[:10]} {when[11:16]} UTC" if len(when) == 20 and when.endswith("Z") else when


def _look_up(item: str) -> Markup:
    return Markup(
        '<form action="desk" method="get"><p><label for="item">Item id</label></p><p class="searchbox">'
        '<input type="text" id="item" name="item" value="{}" autocomplete="off" required> '
        "<button>Show its fields</button></p></form>"
    ).format(item)


def _item(entry: Entry, field: str, hidden: Markup | None, typed: Mapping[str, str]) -> Markup:
    rows = []
    for name in FIELDS:
        value = entry.value(name) or ""
        effective = entry.effective_readings(name)
        others = [reading for reading in entry.readings.get(name, ()) if reading not in effective]
        source = _with_places(entry, Markup("; ").join(dict.fromkeys(Markup(how(reading)) for reading in effective)))
        source += Markup("").join(
            Markup("<br>Not chosen: {}").format(_with_places(entry, lost(name, reading))) for reading in others
        )
        address = f"desk?{urlencode({'item': entry.item, 'field': name})}#correct"
        rows.append(
            Markup(
                '<tr><th scope="row">{0}<br><a href="{3}" aria-label="Correct {4}">Correct</a></th>'
                '<td>{1}<br><span class="how quiet">{2}</span></td></tr>'
            ).format(
                LABELS.get(name, name.capitalize()),
                value or Markup('<span class="quiet">blank</span>'),
                source,
                address,
                name,
            )
        )
    form = _correct(entry, field, hidden, typed) if field in FIELDS and hidden is not None else Markup("")
    return Markup(
        '<h2><a href="{}">{}</a></h2><p>{}</p>{}<div class="table"><table>'
        '<caption class="visually-hidden">Fields of {}</caption>'
        '<thead><tr><th scope="col">Field</th><th scope="col">Current value and source</th></tr>'
        "</thead><tbody>{}</tbody></table></div><p><a href='desk'>Back to the desk</a></p>"
    ).format(urls.item_url(entry.item), entry.item, title_of(entry), form, entry.item, Markup("").join(rows))


def _with_places(entry: Entry, words: str) -> Markup:
    """The words on a reading, the places in them as addresses on the item's page."""
    return Markup(str(words).replace('href="#', f'href="{urls.item_url(entry.item)}#'))


def _correct(entry: Entry, field: str, hidden: Markup, typed: Mapping[str, str]) -> Markup:
    """The form of a field; what was typed into it and refused stands in it again."""
    value = entry.value(field) or ""
    refused = typed if typed.get("do") == "set" and typed.get("field") == field else {}
    take_back = Markup(
        '<form action="desk" method="post">{0}<input type="hidden" name="do" value="unset">'
        '<input type="hidden" name="item" value="{1}"><input type="hidden" name="field" value="{2}">'
        "<p><label>Or go back to what the list or the machine says; reason "
        '<input type="text" name="why" maxlength="1000" size="40"></label> '
        "<button>Take back the correction</button></p></form>"
    ).format(hidden, entry.item, field)
    return Markup(
        '<form id="correct" action="desk" method="post">{0}<input type="hidden" name="do" value="set">'
        '<input type="hidden" name="item" value="{1}"><input type="hidden" name="field" value="{2}">'
        '<input type="hidden" name="before" value="{3}">'
        '<p><label for="value">Corrected {4} (leave empty if blank)</label><br>'
        '<input type="text" id="value" name="value" value="{5}" maxlength="4000" size="60" autofocus></p>'
        '<p><label for="why">Reason (recorded in the journal)</label><br>'
        '<input type="text" id="why" name="why" value="{6}" maxlength="1000" size="60"></p>'
        "<p><button>Save</button></p></form>"
    ).format(
        hidden,
        entry.item,
        field,
        value,
        LABELS.get(field, field).lower(),
        refused.get("value", value),
        refused.get("why", ""),
    ) + (take_back if _is_decided(entry, field) else Markup(""))


def _findings(app_state: AppState, site_data: SiteData, code: str, begin: int, hidden: Markup | None) -> Markup:
    waiting = [finding for finding in site_data.archive.findings if finding.accepted is None]
    counts = {
        name: sum(1 for finding in waiting if finding.code == name)
        for name in sorted({finding.code for finding in waiting})
    }
    selected = sorted(
        (finding for finding in waiting if code in ("", finding.code)),
        key=lambda finding: _ORDER.index(finding.severity),
    )
    head = Markup("<h2>Open issues</h2>")
    if not waiting:
        return head + Markup("<p>None. Accepted findings are listed on the page about the checks.</p>")
    links = Markup(", ").join(
        Markup('<a href="desk?{}">{}</a> ({})').format(urlencode({"code": name}), name, f"{number:,}")
        for name, number in counts.items()
    )
    rows = Markup("").join(
        _finding(app_state, finding, hidden) for finding in selected[begin : begin + FINDINGS_PER_PAGE]
    )
    more = Markup("")
    if len(selected) > begin + FINDINGS_PER_PAGE:
        parameters = urlencode({"code": code, "begin": begin + FINDINGS_PER_PAGE})
        more = Markup('<p><a rel="next" href="desk?{}">Next of {}</a></p>').format(parameters, f"{len(selected):,}")
    return head + Markup('<p>{}: {}.{}</p><ul class="plain findings">{}</ul>{}').format(
        pluralise(len(waiting), "finding"), links, Markup(' <a href="desk">All</a>') if code else "", rows, more
    )


def _choices(app_state: AppState, finding: Finding, hidden: Markup) -> Markup:
    """Of a field on which list and paper differ: a button for each value, and the way to any other."""
    item, name = finding.item or "", str(finding.data.get("field", ""))
    entry = app_state.entry(item) if name in FIELDS else None
    if entry is None:
        return Markup("")
    current = entry.value(name) or ""
    labels = {"received": "The list is right", "machine": "The paper is right"}
    values = {label: str(finding.data[key]) for key, label in labels.items() if finding.data.get(key)}
    buttons = Markup(" ").join(
        Markup(
            '<form action="desk" method="post">{0}<input type="hidden" name="do" value="{1}">'
            '<input type="hidden" name="item" value="{2}"><input type="hidden" name="field" value="{3}">'
            '<input type="hidden" name="before" value="{4}">{5}<label>Reason '
            '<input type="text" name="why" maxlength="1000" size="24"></label> <button>{6}: {7}</button></form>'
        ).format(
            hidden,
            "keep" if value == current else "set",
            item,
            name,
            current,
            "" if value == current else Markup('<input type="hidden" name="value" value="{}">').format(value),
            label,
            value_in_words(name, value),
        )
        for label, value in values.items()
    )
    other = f"desk?{urlencode({'item': item, 'field': name})}#correct"
    return Markup('{}<p><a href="{}">Neither: correct {}</a></p>').format(
        buttons, other, LABELS.get(name, name).lower()
    )


def _finding(app_state: AppState, finding: Finding, hidden: Markup | None) -> Markup:
    where = _where(finding)
    place = Markup("{}{}").format(
        f"{where} " if where else "", _to_item(finding.item, finding.item) if finding.item else ""
    )
    about = Markup(
        '<li><p><strong>{}</strong> <span class="quiet">{}</span> {}: {} <span class="quiet">{}</span></p>'
    ).format(finding.code, finding.severity, place, finding.message, finding.remedy)
    if hidden is None:
        return about + Markup("</li>")
    accept = Markup(
        '<form action="desk" method="post">{0}<input type="hidden" name="do" value="accept">'
        '<input type="hidden" name="code" value="{1}"><input type="hidden" name="item" value="{2}">'
        '<input type="hidden" name="where" value="{3}"><label>Why accept this? '
        '<input type="text" name="why" required maxlength="1000" size="40"></label> <button>Accept</button></form></li>'
    ).format(hidden, finding.code, finding.item or "", where)
    return about + _choices(app_state, finding, hidden) + accept


def _codes(site_data: SiteData, hidden: Markup | None) -> Markup:
    rows = []
    for code, traffic in site_data.post_items.items():
        post = site_data.post(code)
        if post is not None and post.name and post.standing in ("verified", "confirmed", PLACE):
            continue
        number = sum(len(items) for items in traffic.values())
        guess = post.name if post else ""
        meaning = f"{guess}, {post.standing}" if post and guess else "not known"
        rows.append((number, code, meaning, guess))
    head = Markup("<h2>Codes to confirm</h2>")
    if not rows:
        return head + Markup("<p>None: the meaning of every code is certain.</p>")
    form = (
        Markup(
            '<form action="desk" method="post">{0}<input type="hidden" name="do" value="confirm">'
            '<input type="hidden" name="code" value="{1}">'
            '<label>Stands for <input type="text" name="name" value="{2}" required maxlength="200"></label> '
            '<label>Evidence <input type="text" name="why" maxlength="1000"></label> '
            "<button>Confirm</button></form>"
        )
        if hidden is not None
        else Markup("Curators decide.")
    )
    body = Markup("").join(
        Markup('<tr><th scope="row"><a href="{}">{}</a></th><td>{}</td><td>{}</td><td>{}</td></tr>').format(
            urls.post_url(code), code, f"{number:,}", meaning, form.format(hidden, code, guess)
        )
        for number, code, meaning, guess in sorted(rows, key=lambda row: (-row[0], row[1]))[: FINDINGS_PER_PAGE * 5]
    )
    return head + Markup(
        '<div class="table"><table><thead><tr><th scope="col">Code</th><th scope="col">Items</th>'
        '<th scope="col">Probable meaning</th><th scope="col">Your decision</th></tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(body)


def _to_item(item: str | None, words: str | None) -> Markup:
    return Markup('<a href="desk?{}">{}</a>').format(urlencode({"item": item or ""}), words)


def _where(finding: Finding) -> str:
    return str(finding.where) if finding.where else ""
