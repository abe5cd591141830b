"""The desk's page of findings: what is open, the fields of an item with their sources, codes to confirm, decisions."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from markupsafe import Markup, escape

from briefbook.catalogue.decision_words import describe_decision
from briefbook.model.cable import SourceKind
from briefbook.model.catalogue import FIELDS, Entry
from briefbook.model.decision import (
    AcceptanceDecision,
    Decision,
    UndoDecision,
    WithdrawalDecision,
    is_about,
    not_undone,
    undos_in_force,
)
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.server.access import DESK, Role, Visitor
from briefbook.server.desk_layout import Desk
from briefbook.server.desk_parts import page_assignments, parts_section
from briefbook.server.desk_withdrawn import withdrawn_rows
from briefbook.server.desk_words import remedy_in_words
from briefbook.server.login import role_name
from briefbook.server.problems import commands_marked
from briefbook.server.transcript import transcript_address
from briefbook.site import urls
from briefbook.site.item_page import overruled_reading, provenance, value_in_words
from briefbook.site.site_data import SiteData
from briefbook.text.field_names import field_label
from briefbook.text.finding_words import finding_in_words
from briefbook.text.safe_names import safe_name
from briefbook.text.services import PLACE
from briefbook.util.translation import N_, counted, gettext, number_in_figures

FINDINGS_PER_PAGE = 40
CODES_PER_PAGE = 200
RECENT_DECISIONS = 20
"""Maximum number of decisions that the desk lists."""
MAX_MESSAGE_LENGTH = 300
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
SEVERITIES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.NOTE: N_("note")}
_WHO_IS_RIGHT = {"received": N_("The list is right"), "machine": N_("The paper is right")}


def findings_page(
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
    """The page of findings, or of one item.

    Args:
        desk: The desk.
        request: The request.
        item: Show the fields of this item.
        field: Show the form that corrects this field of it.
        code: Show the findings of this check alone.
        begin: Show the findings from this place on.
        done: What a decision that was just recorded did.
        trouble: Why nothing was recorded.
        typed: The fields of the form that was refused, to stand there again.
        status: The HTTP status.
    """
    app_state = desk.app_state
    site_data = app_state.site_data(app_state.archive(drafts=True))
    visitor: Visitor = request.scope["briefbook.visitor"]
    may_decide = visitor.may(Role.CURATOR)
    entry = app_state.entry(item) if item else None
    file = app_state.desk.file_parts(entry.item if entry else item) if app_state.desk is not None and item else None
    names = ("page_assignments", "similar", "findings", "codes", "fields", "correction", "parts", "withdrawn", "recent")
    values: dict[str, Any] = dict.fromkeys(names)
    if item and entry is None:
        values["page_assignments"] = page_assignments(file) if file else None
        values["similar"] = () if file else tuple(app_state.catalogue.similar_items(item))
        status = 404 if status == 200 else status
    if entry is None:
        values["findings"] = _open_findings(desk, site_data, code, max(0, begin))
        values["codes"] = tuple(_codes_to_confirm(site_data))
    else:
        values["fields"] = tuple(_field_rows(entry))
        if may_decide and field in FIELDS:
            values["correction"] = _correction(entry, field, typed)
        if file is not None and not field:
            values["parts"] = parts_section(site_data, file, entry.item, typed, may_decide=may_decide)
    if app_state.desk is not None and entry is None:
        rows = withdrawn_rows(app_state.desk.decisions(), item)
        values["withdrawn"] = tuple((row, decision_key(row.line)) for row in rows)
        values["similar"] = () if rows and item else values["similar"]
    if app_state.desk is not None and (entry is None or not field):
        values["recent"] = _recent(app_state.desk.decisions(), entry.item if entry else None)
    return desk.page(
        request,
        "desk_findings.html",
        "Findings",
        section=DESK,
        status=status,
        role=role_name(str(visitor.role or "")),
        trouble=trouble,
        typed_words=_typed_words(typed) if trouble else (),
        done=done[:MAX_MESSAGE_LENGTH],
        item=item,
        entry=entry,
        withdrawing=typed if typed.get("do") == "withdraw" else {},
        entry_title=app_state.title_of(entry) if entry else "",
        item_address=urls.item_url(entry.item) if entry else "",
        review_address=desk.address(f"{DESK}/review/items/{safe_name(entry.item)}") if entry else "",
        **values,
    )


def decision_key(decision: Decision) -> str:
    """What names a line of the journal in a form."""
    return hashlib.sha256(str(decision).encode("utf-8", "replace")).hexdigest()[:32]


def place_of(finding: Finding) -> str:
    """The place of a finding, as a form names it; "" where it has none."""
    return str(finding.where) if finding.where else ""


def is_decided(entry: Entry, name: str) -> bool:
    """Does a person's decision hold for the field?"""
    return any(reading.by is SourceKind.PERSON for reading in entry.effective_readings(name))


def _typed_words(typed: Mapping[str, str]) -> tuple[str, ...]:
    """What was typed into a form that is not shown again with it, so that it is not lost."""
    if typed.get("do") in ("set", "parts"):
        return ()
    return tuple(typed[name] for name in ("name", "why") if typed.get(name))


@dataclass(frozen=True, slots=True)
class _DecisionRow:
    """A decision as the page shows it; ``action`` is the words of the button that undoes it or lets it hold."""

    item: str
    words: str
    who: str
    when: str
    time: str
    why: str
    since: str = ""
    action: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class _Recent:
    """The last decisions, newest first, and how many there are before them; ``of_all``: not of a single item."""

    rows: tuple[_DecisionRow, ...]
    rest: str
    of_all: bool


def _recent(decisions: Sequence[Decision], item: str | None) -> _Recent:
    about = [decision for decision in decisions if item is None or is_about(decision, item)]
    open_lines = {id(decision) for decision in (*not_undone(decisions), *undos_in_force(decisions))}
    rows = tuple(
        _decision_row(decision, is_open=id(decision) in open_lines) for decision in reversed(about[-RECENT_DECISIONS:])
    )
    rest = len(about) - RECENT_DECISIONS
    words = counted("{number} decision before these", "{number} decisions before these", rest) if rest > 0 else ""
    return _Recent(rows, words, item is None)


def _decision_row(decision: Decision, *, is_open: bool) -> _DecisionRow:
    words, since, action = describe_decision(decision), "", ""
    is_redo = isinstance(decision, UndoDecision) and decision.is_redo
    if isinstance(decision, UndoDecision):
        template = gettext("Redone: {what}") if is_redo else gettext("Undone: {what}")
        words = template.format(what=describe_decision(decision.decided))
    if isinstance(decision, AcceptanceDecision):
        words = gettext("accepted: {what}").format(what=words)
    if is_redo:
        pass
    elif not is_open:
        since = gettext("Redone since.") if isinstance(decision, UndoDecision) else gettext("Undone since.")
    elif not isinstance(getattr(decision, "decided", decision), WithdrawalDecision):
        action = gettext("Redo") if isinstance(decision, UndoDecision) else gettext("Undo")
    return _DecisionRow(
        getattr(decision, "item", None) or "",
        words.replace(" -> ", " → "),
        decision.who,
        decision.when,
        _time_words(decision.when),
        decision.why,
        since,
        action,
        decision_key(decision),
    )


def _time_words(when: str) -> str:
    """A time of the journal for people: "2026-11-27 07:20 UTC"."""
    return f"{when[:10]} {when[11:16]} UTC" if len(when) == 20 and when.endswith("Z") else when


@dataclass(frozen=True, slots=True)
class _FieldRow:
    """A field of an item: what holds, where it comes from, and what does not hold."""

    name: str
    label: str
    value: str
    sources: tuple[Markup, ...]
    not_chosen: tuple[Markup, ...]


def _field_rows(entry: Entry) -> Iterator[_FieldRow]:
    def with_places(words: str) -> Markup:
        """The words on a reading, the places in them as addresses on the item's page."""
        return Markup(str(words).replace('href="#', f'href="{urls.item_url(entry.item)}#'))

    for name in FIELDS:
        effective = entry.effective_readings(name)
        others = [reading for reading in entry.readings.get(name, ()) if reading not in effective]
        yield _FieldRow(
            name,
            field_label(name),
            entry.value(name) or "",
            tuple(dict.fromkeys(with_places(provenance(reading)) for reading in effective)),
            tuple(with_places(overruled_reading(name, reading)) for reading in others),
        )


@dataclass(frozen=True, slots=True)
class _Correction:
    """The form of a field; what was typed into it and refused stands in it again."""

    field: str
    label: str
    before: str
    value: str
    why: str
    is_decided: bool


def _correction(entry: Entry, field: str, typed: Mapping[str, str]) -> _Correction:
    before = entry.value(field) or ""
    refused = typed if typed.get("do") == "set" and typed.get("field") == field else {}
    value, why = refused.get("value", before), refused.get("why", "")
    return _Correction(field, field_label(field).lower(), before, value, why, is_decided(entry, field))


@dataclass(frozen=True, slots=True)
class _Choice:
    """A value that a person may say is right: the button's words, what the form does, and what it says of before."""

    label: str
    do: str
    field: str
    before: str
    value: str


@dataclass(frozen=True, slots=True)
class _FindingRow:
    """A finding as the page shows it, with the values to choose from; ``field``: the field they are of.

    ``where`` is its place as the form has it, ``place`` the same for people: the chapter and its line, and where it
    can be edited. ``way`` leads to the page of the desk that does what ``remedy`` advises, where one does.
    """

    code: str
    severity: str
    where: str
    place: str
    place_address: str
    item: str
    is_item_named: bool
    message: Markup
    remedy: Markup
    way: str
    way_address: str
    choices: tuple[_Choice, ...]
    field: str
    field_label: str


@dataclass(frozen=True, slots=True)
class _OpenFindings:
    """The open findings: those of one page of the list, their total, and the number for each check."""

    code: str
    counts: tuple[tuple[str, str], ...]
    total: str
    rows: tuple[_FindingRow, ...]
    next_begin: int | None
    selected: str


def _open_findings(desk: Desk, site_data: SiteData, code: str, begin: int) -> _OpenFindings:
    waiting = [finding for finding in site_data.archive.findings if finding.accepted is None]
    counts = {
        name: sum(1 for finding in waiting if finding.code == name)
        for name in sorted({finding.code for finding in waiting})
    }
    selected = sorted(
        (finding for finding in waiting if code in ("", finding.code)),
        key=lambda finding: _ORDER.index(finding.severity),
    )
    behind = begin + FINDINGS_PER_PAGE
    return _OpenFindings(
        code,
        tuple((name, number_in_figures(number)) for name, number in counts.items()),
        counted("{number} finding:", "{number} findings:", len(waiting)) if waiting else "",
        tuple(_finding_row(desk, finding) for finding in selected[begin:behind]),
        behind if len(selected) > behind else None,
        number_in_figures(len(selected)),
    )


def _finding_row(desk: Desk, finding: Finding) -> _FindingRow:
    name = str(finding.data.get("field", ""))
    entry = desk.app_state.entry(finding.item or "") if name in FIELDS else None
    place, place_address = _place_in_words(desk, finding)
    item, (way, way_address) = finding.item or "", _way(desk, finding)
    remedy = remedy_in_words(finding.remedy, has_link=bool(way))
    return _FindingRow(
        finding.code,
        gettext(SEVERITIES[finding.severity]),
        place_of(finding),
        place,
        place_address,
        item,
        not item or item in finding.message,
        _with_link(finding_in_words(finding.message), item),
        commands_marked(remedy[:1].upper() + remedy[1:]),
        way,
        way_address,
        tuple(_choices(finding, name, entry)) if entry else (),
        name if entry else "",
        field_label(name).lower() if entry else "",
    )


def _way(desk: Desk, finding: Finding) -> tuple[str, str]:
    """The page of the desk that does what a finding advises, and its address; ("", "") where none does."""
    item = finding.item or ""
    if "briefbook parts" in finding.remedy:
        return gettext("The file and its parts"), desk.address(f"{DESK}?{urlencode({'item': item})}#parts")
    is_of_text = "transcript" in finding.remedy or "look at the picture" in finding.remedy
    if is_of_text and item and finding.place and desk.actions.transcripts:
        return gettext("The picture and the text"), transcript_address(desk, item, finding.place.page)
    return "", ""


def _place_in_words(desk: Desk, finding: Finding) -> tuple[str, str]:
    """Where a finding stands, and the address at which that can be edited; ("", "") where it is of no text."""
    where = finding.where
    if not isinstance(where, FilePosition):
        return place_of(finding), ""
    site_data = desk.app_state.site_data(desk.app_state.archive(drafts=True))
    titles = {narrative.path: narrative.title for narrative in site_data.narratives}
    title = titles.get(where.path, where.path)
    words = gettext("{title}, line {line}").format(title=title, line=where.line) if where.line else title
    can_write = f"{DESK}/write" in desk.sections and where.path in titles
    return words, desk.address(f"{DESK}/write?{urlencode({'chapter': where.path})}") if can_write else ""


def _with_link(message: str, item: str) -> Markup:
    """The message of a finding; the id of its item, where it first stands there, leads to the item's fields."""
    before, name, behind = message.partition(item) if item else (message, "", "")
    link = Markup('<a href="desk?{}">{}</a>').format(urlencode({"item": item}), name) if name else ""
    return escape(before) + link + escape(behind)


def _choices(finding: Finding, name: str, entry: Entry) -> Iterator[_Choice]:
    """Of a field on which list and paper differ: each value."""
    current = entry.value(name) or ""
    for key, label in _WHO_IS_RIGHT.items():
        if finding.data.get(key):
            value = str(finding.data[key])
            words = f"{gettext(label)}: {value_in_words(name, value)}"
            do = "keep" if value == current else "set"
            yield _Choice(words, do, name, current, value)


@dataclass(frozen=True, slots=True)
class _CodeRow:
    """A code whose meaning is not confirmed: how many items have it, and its probable meaning."""

    code: str
    address: str
    count: str
    meaning: str
    guess: str


def _codes_to_confirm(site_data: SiteData) -> Iterator[_CodeRow]:
    """The codes, those of most items first."""
    rows = []
    for code, traffic in site_data.post_items.items():
        post = site_data.post(code)
        if post is not None and post.name and post.standing in ("verified", "confirmed", PLACE):
            continue
        guess = post.name if post else ""
        meaning = f"{guess}, {gettext(post.standing)}" if post and guess else gettext("not known")
        rows.append((sum(len(items) for items in traffic.values()), code, meaning, guess))
    for count, code, meaning, guess in sorted(rows, key=lambda row: (-row[0], row[1]))[:CODES_PER_PAGE]:
        yield _CodeRow(code, urls.post_url(code), number_in_figures(count), meaning, guess)
