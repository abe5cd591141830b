"""Staff cables of the Central Intelligence Agency, in and out."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.boxes import arrange_by_boxes, bears_title
from briefbook.cables.forms.cia_boxes import (
    FORM,
    box_name,
    fill_boxes,
    is_confident,
    measured,
    mended_slug,
    sender_box,
    slug_of,
    slug_of_name,
    squeezed,
)
from briefbook.cables.forms.cia_inferred import cites_headquarters, infer
from briefbook.cables.forms.cia_marks import INTAKE, REPORT, plain_report, put_level
from briefbook.cables.forms.cia_stamps import read_dates, stamped_number
from briefbook.cables.forms.common import add_references
from briefbook.cables.heading_draft import MIN_UNLISTED_NAME_CONFIDENCE, HeadingDraft
from briefbook.model.cable import Derivation
from briefbook.text.dates import find_days
from briefbook.text.ocr_confusion import digits, distance
from briefbook.text.stations import station, stations
from briefbook.text.vocabulary import damaged_precedence

_CITE = re.compile(r"^(?P<to>.*?)\s*\bC[I1]TE\s+(?P<slug>[A-Z]{2,8})\.?\s+(?P<number>[\dOSBIL]{4,5})\b(?<=\d.)")
_FILED = re.compile(r"^\W*(?:(?:TOP )?S ?E ?C ?R ?E ?T|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L)?\W*\d{6}Z?(?=\s|$)")
"""A level and a time of filing, S E C R E T 282311Z: before a CITE they are no addressee, who is on a line below."""

DAMAGED = 0.5
"""A word may be so far from INFO, or from a precedence, and still be that."""

_CITES_ANOTHER = re.compile(r"\bC[I1L]TE\s+(?!D[I1L]R)[A-Z][A-Z0-9]{3,}\s+\d{2,}")
"""A line that cites a station, legible or not: headquarters did not send the message."""

_LABELLED = re.compile(r"^(?P<label>TO|FROM|INFO|ACTION|CONF)\s?:\s*(?P<rest>.+)", re.I)
_URGENCY = {
    "OPIM": "OPERATIONAL IMMEDIATE", "OO": "OPERATIONAL IMMEDIATE", "OPERATIONAL": "OPERATIONAL IMMEDIATE",
    "PRITY": "PRIORITY", "PP": "PRIORITY", "PRIORITY": "PRIORITY", "ROUTINE": "ROUTINE", "RR": "ROUTINE",
    "IMMEDIATE": "IMMEDIATE", "FLASH": "FLASH",
}  # fmt: skip


_OF_ARMY = re.compile(
    r"^(?:WAR DEPARTMENT|DEPARTMENT OF (?:THE (?:ARMY|NAVY|AIR FORCE)|DEFENSE)|NAVY DEPARTMENT|SHAEF|AFHQ|"
    r"STAFF (?:MESSAGE|COMMUNICATIONS)|JOINT CHIEFS OF STAFF)\b",
    re.M,
)
"""What heads the classified messages of other services, at the beginning of a line."""


def recognise_message(draft: HeadingDraft) -> bool:
    """A classified message: its form's name, a CITE, or slugs under a classification with a time of filing."""
    text = draft.text
    capitals = text.upper()
    if _OF_ARMY.search(draft.capitals):
        return False
    if "REPRODUCTION" in capitals and re.search(r"REPRODUCTION BY OTHER THAN (?:THE )?ISSUING OFFICE", capitals):
        return True
    if re.search(r"\(\s?IN\s?\d{5}\s?\)", draft.head):
        return True
    if bears_title(draft, "CLASSIFIED MESSAGE") or sender_box([squeezed(line) for line in draft.texts[:16]]):
        return True
    if re.search(r"CLASSIFIED\s*M[ES]SS?AGE", text):
        return True
    if "CITE" in text and re.search(r"\bCITE\s+[A-Z]{4}\s+\d{3,5}|\bIN\s?\d{5}\b.*\bCITE\b", text):
        return True
    return (
        _plain_cite(draft) is not None
        or cites_headquarters(draft)
        or bool(
            re.search(r"^(?:FROM\s?:?\s*)?DIRECTOR\s*$", text, re.M)
            and re.search(r"S[ -]?E[ -]?C[ -]?R[ -]?E[ -]?T", text)
        )
    )


def read_message(draft: HeadingDraft) -> None:
    """Fill in a staff cable."""
    labels = arrange_by_boxes(draft, FORM)
    _labels(draft)
    cited = _cite(draft)
    if not cited:
        _outgoing(draft)
        if not draft.values.get(slots.FROM) and cites_headquarters(draft):
            note = "CITE DIR is printed on Headquarters' own form"
            draft.put(slots.FROM, "DIRECTOR", written="CITE DIR", how=Derivation.INFERRED, confidence=0.85, note=note)
    read_dates(draft)
    _numbers(draft, incoming=bool(cited))
    put_level(draft)
    _precedence(draft)
    _references(draft)
    fill_boxes(draft)
    infer(draft, labels, cited=cited)


def _labels(draft: HeadingDraft) -> None:
    for index, line in enumerate(draft.texts[:20]):
        match = _LABELLED.match(line)
        if not match:
            continue
        rest = re.split(r"\s(?:ACTION|INFO|FROM|TO|CONF|ROUTING)\s?:", match["rest"])[0].strip(" .")
        label = match["label"].upper()
        name = station(rest) or box_name(squeezed(rest))
        if label == "FROM":
            plain = re.fullmatch(r"[A-Z]{3,14}(?: [A-Z]{3,14}){0,2}", rest.upper()) and not measured(draft, index)
            if name or plain:
                draft.put(slots.FROM, name or rest.upper(), index, written=rest)
            elif measured(draft, index):
                draft.doubt(slots.FROM, rest, index)
        elif label == "TO" and re.fullmatch(r"[A-Z][A-Z .,/()-]{2,60}", rest.upper()):
            info = re.search(r"\(?INFO\)?\s*:?\s*(?P<info>.+)", rest, re.I)
            names = _names(rest[: info.start()] if info else rest)
            if part := re.match(r"[A-Z ]+(/[A-Z]{4,})", rest.upper()):
                names = [f"{name}{part[1]}" for name in names[:1]] + names[1:]
            unsure = part and not draft.lines[index].is_confident(part[1], limit=MIN_UNLISTED_NAME_CONFIDENCE)
            misread = unsure or _unknown(rest[: info.start()] if info else rest)
            if measured(draft, index) and misread:
                draft.doubt(slots.TO, rest, index)  # a misread name among others: part of a list is no list
            else:
                draft.put(slots.TO, names, index, written=rest)
            if info:
                draft.put(slots.INFO, _names(info["info"]), index, written=info["info"])


def _names(text: str) -> list[str]:
    """Stations in a row: slugs, or names of several words."""
    return list(dict.fromkeys(name for name, _ in _row(text) if name))


def _unknown(text: str) -> bool:
    """Stands a word among the stations of a row that may be one too, misread?"""
    return any(len(word) > 3 for name, word in _row(text) if not name)


def _row(text: str) -> list[tuple[str | None, str]]:
    """Each station of a row, or none for a word that names none, with the words it was found in."""
    plain = re.sub(r"\([^)]*\)", " ", text.upper())
    cells: list[tuple[str | None, str]] = []
    words = re.findall(r"[A-Z]+(?:/[A-Z]+)?", plain)
    at = 0
    while at < len(words):
        for size in (2, 1):
            name = station(" ".join(words[at : at + size]).split("/")[0]) if at + size <= len(words) else None
            if name:
                cells.append((name, " ".join(words[at : at + size])))
                at += size
                break
        else:
            cells.append((None, words[at]))
            at += 1
    return cells


def _cite(draft: HeadingDraft) -> bool:
    for index, line in enumerate(draft.texts[:30]):
        match = _CITE.match(re.sub(r"[()]", " ", line.upper()).replace("  ", " "))
        if match:
            _cited(draft, index, match["to"], match["slug"], match["number"])
            return True
    plain = _plain_cite(draft)
    if plain:
        _cited(draft, *plain)
        return True
    labelled = re.search(r"\b(?P<slug>[A-Z]{4})\s(?P<number>\d{3,5})\s+IN\s?\d{5}", draft.text)
    if labelled:
        at = draft.line_at(labelled.start())
        draft.put(slots.NUMBER, f"{labelled['slug']} {labelled['number']}", at)
        return True
    return False


_SLUGS_AND_NUMBER = re.compile(r"(?P<to>(?:[A-Z]{3,5}\s+)+)(?P<slug>[A-Z]{4})\s+(?P<number>\d{4})")


def _plain_cite(draft: HeadingDraft) -> tuple[int, str, str, str] | None:
    """Addressees' slugs, the sender's slug and its number on one line, with no CITE between."""
    for index, line in enumerate(draft.texts[:20]):
        match = _SLUGS_AND_NUMBER.fullmatch(line.strip(" ."))
        if match and all(
            word in stations() or word in ("INFO", *_URGENCY) for word in [*match["to"].split(), match["slug"]]
        ):
            return index, match["to"], match["slug"], match["number"]
    return None


def _cited(draft: HeadingDraft, index: int, to: str, slug: str, number: str) -> None:
    to = " ".join("INFO" if distance(word, "INFO") <= DAMAGED else word for word in to.split())
    action, _, info = re.sub(r"^.*\bGR\s?\d+\s", "", to).partition("INFO")
    action = _FILED.sub("", action)
    names, informed = _names(action), _names(info)
    named = slug_of_name(slug)
    meant = mended_slug(slug) or slug_of(draft.values.get(slots.FROM), slug) or named or slug
    if meant not in stations():
        meant = next((other for other in draft.lines[index].alternatives_of(slug) if other in stations()), meant)
    is_whole = slug in (meant, stations().get(meant))
    how = Derivation.OBSERVED if is_whole and number.isdigit() else Derivation.REPAIRED
    if meant in stations():
        draft.put(slots.FROM, stations()[meant], index, written=slug, how=how)
    figures = digits(number)
    unknown = meant not in stations() and not is_confident(draft, index, slug)
    if figures and is_confident(draft, index, number) and not unknown:
        who = stations()[meant] if named == meant else meant
        is_part = len(slug) != len(who)
        draft.put(
            slots.NUMBER, f"{who} {figures[0]}", index, written=f"{slug} {number}",
            how=Derivation.INFERRED if is_part else how, note="the station is the sender's" if is_part else "",
        )  # fmt: skip
    else:
        draft.doubt(slots.NUMBER, f"{slug} {number}", index)
    misread = measured(draft, index) and _unknown(" ".join(word for word in action.split() if not _is_urgency(word)))
    if misread and slots.TO not in draft.values:
        draft.doubt(slots.TO, action.strip(), index)
    elif names and not misread:
        draft.put(slots.TO, names, index, written=action.strip(), again=True)
    draft.put(slots.INFO, informed, index, written=info.strip())
    urgent = [_URGENCY[word] for word in action.split() if word in _URGENCY]
    if urgent:
        draft.put(slots.PRECEDENCE, urgent[0], index, written=action.strip())


def _is_urgency(word: str) -> bool:
    """Is it a word of precedence, damaged or not?"""
    return damaged_precedence(word) is not None or any(
        distance(word, known) <= DAMAGED or word[1:] == known for known in _URGENCY if len(known) > 3
    )


def _outgoing(draft: HeadingDraft) -> None:
    """Headquarters' form: DIRECTOR is the sender; the line of slugs below says to whom, where the box is lost."""
    if any(_CITES_ANOTHER.search(line.upper()) for line in draft.texts[:24]):
        return
    for index, line in enumerate(draft.texts[:16]):
        if re.fullmatch(r"(?:FROM\s?:?\s*)?DIRECTOR", line.strip(" .:")):
            draft.put(slots.FROM, "DIRECTOR", index, written=line)
            if slots.TO in draft.evidence:  # told, or not to be told
                return
            for above in range(index - 1, max(index - 4, -1), -1):
                text = re.sub(r"^TO\s?:?\s*", "", draft.lines[above].text.upper())
                info = re.search(r"[I1]\W?[FN]{1,2}O\)?\s*:?\s*(?P<info>.+)$|\(INFO\)\s*(?P<also>.+)$", text)
                names = _names(text[: info.start()] if info else text)
                if part := re.match(r"[A-Z ]+(/[A-Z]{4,})", text):
                    names = [f"{name}{part[1]}" for name in names[:1]] + names[1:]
                if names and not find_days(text):
                    draft.put(slots.TO, names[:1], above, written=text)
                    rest = _names((info["info"] or info["also"] or "") if info else "") or names[1:]
                    draft.put(slots.INFO, rest, above, written=text)
                    return
            return


def _numbers(draft: HeadingDraft, *, incoming: bool) -> None:
    for index, line in enumerate(draft.texts[:16]):
        match = INTAKE.search(line)
        if match and incoming and not re.search(r"\(\s*IN\s?\d{5}\s*\)|\bREF", line):
            draft.put(slots.IN_NUMBER, f"IN {match['number']}", index, written=match[0])
    for index, line in enumerate(draft.texts[:25]):
        outgoing = re.search(r"\bCITE\s+DIR\s*(?P<number>\d{5})\b|\bDIR\s+(?P<other>\d{5})$", line)
        if outgoing and not incoming and not re.search(r"\bREF", line):
            draft.put(slots.NUMBER, f"DIR {outgoing['number'] or outgoing['other']}", index)
    if not incoming:
        stamped_number(draft)
    if report := REPORT.search("\n".join(draft.texts[:16])):
        draft.put(slots.REPORT_NO, plain_report(report), 0, written=report[0])
    if subject := re.search(r"^SUBJ(?:ECT)?:?\s+(?P<subject>[A-Z].+)", draft.text, re.M):
        draft.put(slots.SUBJECT, subject["subject"].strip(), draft.line_at(subject.start()))


def _precedence(draft: HeadingDraft) -> None:
    for index, line in enumerate(draft.texts[:18]):
        for word in re.findall(r"[A-Z]{2,11}", line):
            if word in _URGENCY and not (word == "ROUTINE" and re.search(r"PRIORITY|DEFERRED|OPERATIONAL", line)):
                draft.put(slots.PRECEDENCE, _URGENCY[word], index, written=word)
                return


def _references(draft: HeadingDraft) -> None:
    for index, line in enumerate(draft.texts[:30]):
        match = re.match(r"REFS?\b\s*:?\s*(?P<rest>.+)", line)
        if not match:
            continue
        parts = [match["rest"]]
        for below in draft.texts[index + 1 : index + 4]:
            if not re.match(r"\(?[B-F][).\s]", below):
                break
            parts.append(below)
        text = re.sub(r"\(\s*IN\s?\d{5}\s*\)\*?", " | ", " ; ".join(parts))  # a day behind it is a stamp's
        text = re.sub(r"(?:^|(?<=[\s;]))[A-F]\.?\s+(?=[A-Z]{3,5}\s+\d)", " ", text)
        add_references(draft, text, index)
        return
