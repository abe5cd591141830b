"""A document as Documents on Canadian External Relations prints it."""

import re
from itertools import pairwise

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.ca_offices import canadian_office
from briefbook.cables.forms.common import add_references, find_captions
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.cables.heading_slots import PostSlot, ReferenceRow
from briefbook.cables.reference_dates import with_year
from briefbook.model.cable import Derivation
from briefbook.text.dates import find_days
from briefbook.text.vocabulary import find_level, precedences


def recognise_print(draft: HeadingDraft) -> bool:
    """A document's number and file (604. DEA/11049-40), or a title between Canadian offices and "Telegram n"."""
    head = "\n".join(line.text[:200] for line in draft.lines[:8])
    return bool(
        re.search(
            r"^\d{1,4}\.\s+(?:DEA|PCO|L\.?B\.?P|J\.?G\.?D|H\.?C\.?G|DF|CEW|A\.?G\.?L|D\.?F|W\.?L\.?M)[/.\s]", head, re.M
        )
        or (
            "External Affairs" in head
            and re.search(
                r"\bto (?:Under-)?Secretary of State for External Affairs\b"
                r"|^(?:Under-)?Secretary of State for External Affairs\s+to\b",
                head,
                re.M,
            )
        )
    )


def read_print(draft: HeadingDraft) -> None:
    """Fill in what the print gives."""
    for index, line in enumerate(draft.texts[:6]):
        if numbered := re.match(r"(?P<doc>\d{1,4})\.\s+(?P<file>\S+(?:/\S+)?)$", line):
            draft.put(slots.DCER_DOC, int(numbered["doc"]), index)
            draft.put(slots.FILE, numbered["file"], index)
    _print_dateline(draft)
    year = str(draft.values.get(slots.DATE) or "")[:4]
    for index, (line, below) in enumerate(pairwise([*draft.texts[:8], ""])):
        title = _title(f"{line} {below}" if below.startswith("to ") else line, year)
        if slots.FROM not in draft.values and title:
            ends: tuple[PostSlot, PostSlot] = (slots.FROM, slots.TO)
            for slot, (words, code) in zip(ends, title, strict=True):
                draft.put_post(slot, code, index, written=words, how=Derivation.INFERRED, confidence=0.9)
        if number := re.match(
            r"(?P<kind>Telegram|Letter|Despatch|Message|Airgram)\s+(?:No\.\s*)?(?P<number>(?:[A-Z]{1,3}-?)?\d{1,5})\b",
            line,
            re.I,
        ):
            draft.put(slots.NUMBER, number["number"], index)
            if number["kind"].lower() != "telegram":
                draft.put(slots.DOC_TYPE, number["kind"].lower(), index)
        level = find_level(line)
        if level and level[1] <= 1:
            draft.put(slots.SECURITY, level[0], index)
            draft.put(slots.CAVEATS, find_captions(line), index)
            for word in re.findall(r"[A-Za-z]{5,}", line):
                if word.upper() in precedences():
                    draft.put(slots.PRECEDENCE, _short(word), index)
    for index, line in enumerate(draft.texts[:14]):
        if ref := re.match(r"Reference\s*:\s*(?P<rest>.+)", line):
            _print_reference(draft, ref["rest"], index)
        if repeat := re.match(r"Repeat(?:ed)?\s+for\s+Information\s*:?\s*(?:to\s*:?)?\s*(?P<rest>.+)", line, re.I):
            _print_info(draft, repeat["rest"], index)


def _title(line: str, year: str) -> tuple[tuple[str, str | None], tuple[str, str | None]] | None:
    """Sender and receiver in a title, cut at the "to" that has a known office on either side."""
    if not re.match(r"[A-Z][\w ,.'()-]+\sto\s[A-Z]", line):
        return None
    for match in re.finditer(r"\s+to\s+", line):
        parts = line[: match.start()], line[match.end() :]
        codes = [canadian_office(part, year, printed=True) for part in parts]
        if all(codes):
            return (parts[0], codes[0]), (parts[1], codes[1])
    first, _, rest = line.partition(" to ")
    return (first, canadian_office(first, year, printed=True)), (rest, canadian_office(rest, year, printed=True))


def _short(word: str) -> str:
    """OpImmediate is OPIMMED; other words stay as they are."""
    return "OPIMMED" if word.upper().startswith("OPIM") else word.upper()


def _print_dateline(draft: HeadingDraft) -> None:
    for index, line in enumerate(draft.texts[:8]):
        days = [day for day in find_days(line, window=draft.window) if day.year]
        if days and re.match(r"\[?[A-Z][\w .']+\]?,\s", line) and days[0].edtf:
            draft.put(slots.DATE, days[0].edtf, index, written=line[days[0].start : days[0].end])
            return


def _print_reference(draft: HeadingDraft, text: str, index: int) -> None:
    if add_references(draft, text, index):
        return
    memo = re.search(
        r"\b(?P<own>My|Our|Your)\s+(?:\w+\s+){0,2}?(?P<kind>memo(?:randum)?|letter)\b(?P<rest>.*)", text, re.I
    )
    if not memo:
        return
    days = find_days(memo["rest"], window=draft.window)
    date = draft.values.get(slots.DATE)
    when = with_year(days[0], date if isinstance(date, str) else None) if days else None
    own = "MY" if memo["own"].upper() != "YOUR" else "YOUR"
    author = draft.values.get(slots.FROM) if own == "MY" else next(iter(draft.values.get(slots.TO) or ()), None)
    form = f"{own} {'LETTER' if memo['kind'].lower() == 'letter' else 'MEMO'}"
    row: ReferenceRow = {"form": form, "series": None, "number": None, "date": when, "author": author}
    draft.put(slots.REF, [row], index, written=text)


def _print_info(draft: HeadingDraft, text: str, index: int) -> None:
    text = re.sub(r"\s+from\s+Ottawa\.?$", "", text.strip(), flags=re.I)
    info, urgency = [], {}
    for part in re.split(r",\s*(?![^()]*\))", text):
        match = re.fullmatch(r"(?P<name>[^()]+?)\s*(?:\((?P<urgency>[A-Za-z]+)\))?\.?", part.strip())
        if not match:
            continue
        name = match["name"].strip(" .").upper()
        if name:
            info.append(name)
        if match["urgency"] and match["urgency"].upper() in precedences():
            urgency[name] = _short(match["urgency"])
    draft.put(slots.INFO, info, index, written=text)
    if urgency:
        draft.values[slots.INFO_PRECEDENCE] = urgency
