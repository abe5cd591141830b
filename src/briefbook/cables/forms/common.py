"""What several forms share: lists of posts, captions, levels, references."""

import re
from collections.abc import Sequence
from functools import cache

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.cables.heading_slots import ReferenceRow
from briefbook.cables.references import parse_references, parse_repetitions
from briefbook.model.cable import Derivation, Reference
from briefbook.text import posts
from briefbook.text.dates import find_days, numeric_days
from briefbook.text.vocabulary import captions, damaged_level, find_level


@cache
def _starts() -> frozenset[str]:
    return frozenset(code.split()[0] for code in posts.known_codes() if " " in code)


_BRACKET = re.compile(r"(?P<word>[A-Z]+)?\([^)]*\)")


def _kept(match: re.Match[str]) -> str:
    """What stands in brackets is an attention and left out, unless the brackets belong to a code: CJS(W), DL(1)."""
    return match[0] if match[0] in posts.known_codes() or match[0] in posts.offices() else f"{match['word'] or ''} "


def split_posts(text: str) -> tuple[list[str], list[str]]:
    """A run of codes to the codes that are known, in order, and the words that are not.

    >>> split_posts("WASHDC CJS LONDON QUUX")
    (['WASHDC', 'CJS LONDON'], ['QUUX'])
    """
    words = _BRACKET.sub(_kept, text.upper().replace(",", " ").replace(";", " ")).split()
    known, unknown = [], []
    position = 0
    while position < len(words):
        word = words[position].strip(".:")
        if word in _starts():
            size = next(
                (
                    size
                    for size in (3, 2)
                    if position + size <= len(words)
                    and " ".join(words[position : position + size]) in posts.known_codes()
                ),
                1,
            )
        else:
            size = 1
        code = " ".join(words[position : position + size]) if size > 1 else word
        if code in posts.known_codes() or code in posts.offices():
            known.append(code)
        elif code:
            unknown.append(code)
        position += size
    return known, unknown


@cache
def _caption_pattern() -> re.Pattern[str]:
    return re.compile(r"(?<![A-Z])(?:" + "|".join(re.escape(caption) for caption in captions()) + r")(?![A-Z])")


def known_caption(text: str) -> bool:
    """Is the text a handling caption and nothing else?"""
    return bool(_caption_pattern().fullmatch(text.strip(" .")))


def find_captions(text: str) -> list[str]:
    """The handling captions in a text, in order."""
    found = [match[0] for match in _caption_pattern().finditer(text.upper())]
    return [
        fromkey for fromkey in dict.fromkeys(found) if not any(fromkey != other and fromkey in other for other in found)
    ]


def take_captions(draft: HeadingDraft, text: str, index: int) -> None:
    """Record the captions in a text."""
    for caption in find_captions(text):
        held = list(draft.values.get(slots.CAVEATS, []))
        if caption not in held:
            draft.put(slots.CAVEATS, [*held, caption], index, again=True)


def level_on(draft: HeadingDraft, indexes: Sequence[int], *, alone: bool = True) -> None:
    """The level that stands on one of these lines, ``alone`` on it but for figures and stops."""
    for damaged in (False, True):
        for index in indexes:
            text = draft.lines[index].text.upper()
            found = find_level(text)
            if not damaged and found:
                rest = (text[: found[1]] + text[found[2] :]).strip(" .:-0123456789/*")
                if not alone or len(rest) <= 3 or known_caption(rest):
                    how = (
                        Derivation.OBSERVED
                        if found[0].replace(" ", "") in text.replace(" ", "")
                        else Derivation.REPAIRED
                    )
                    draft.put(slots.SECURITY, found[0], index, written=draft.lines[index].text, how=how)
                    return
            if damaged and not found and len(text) < 24 and (level := damaged_level(text.strip(" .:-0123456789"))):
                draft.put(slots.SECURITY, level, index, written=text, how=Derivation.REPAIRED)
                return


def put_date(draft: HeadingDraft, text: str, index: int) -> None:
    """What stands behind a label DATE: the first day in it that has a year, in words or in figures."""
    days = [day for day in find_days(text, window=draft.window) if day.year]
    if days and days[0].edtf:
        draft.put(slots.DATE, days[0].edtf, index, written=text)
    elif days:
        draft.flag("impossible_date")
        draft.doubt(slots.DATE, text, index)
    else:
        put_numeric_date(draft, text, index)


def put_numeric_date(draft: HeadingDraft, text: str, index: int) -> None:
    """A date written in figures: a value where it can mean one day only, else a doubt and a finding."""
    days = numeric_days(text, window=draft.window, order=draft.order)
    if len(days) == 1:
        draft.put(slots.DATE, days[0], index, written=text.strip())
    elif len(days) == 2 and slots.DATE not in draft.values:
        draft.flag("ambiguous_date")
        draft.doubt(slots.DATE, text.strip(), index)


MIDNIGHT = "midnight"
"""A time of day that does not say of which of two days it is: offices dated by the day that ended with it, or began."""

CORRECTION = re.compile(
    r"\b(?:PLEASE\s+)?(?:CORRECT|AMEND|DELETE|SUBSTITUTE)\b[^.\n]{0,60}\b(?:PARA|PARAGRAPH|LINE|TO READ|WORDS?)\b"
    r"|\bCORRECTION TO\b|\bCANCEL\s+(?:AND\s+SUBSTITUTE\s+)?(?:MY|OUR)",
    re.I,
)
"""Words by which a cable takes back or mends an earlier one."""


def note_correction(draft: HeadingDraft) -> None:
    """Record which own cable this one corrects: the first own reference, where words of correction stand."""
    sender = draft.values.get(slots.FROM)
    own = next((one for one, _ in draft.references if one.number and one.author and one.author == sender), None)
    if own and (match := CORRECTION.search(draft.text)):
        draft.put(slots.CORRECTION_OF, f"{sender} {own.number}", draft.line_at(match.start()), written=match[0])


def reference_as_json(reference: Reference, uncertain: bool = False) -> ReferenceRow:
    """A reference as the heading shows it; a date without a year goes to ``date_md``."""
    date = reference.date
    row: ReferenceRow = {
        "form": reference.form,
        "series": reference.series,
        "number": reference.number,
        "date": None if date and date.startswith("XXXX") else date,
        "author": reference.author,
    }
    if date and date.startswith("XXXX"):
        row["date_md"] = date[5:]
    if reference.end_number:
        row["end_number"] = reference.end_number
    if uncertain:
        row["uncertain"] = True
    return row


def add_references(
    draft: HeadingDraft, text: str, index: int, *, author: str | None = None, line: bool = True, uncertain: bool = False
) -> list[Reference]:
    """Parse the references of a line and record them."""
    date = draft.values.get(slots.DATE)
    found = parse_references(
        text,
        author=author or draft.values.get(slots.FROM),
        addressees=draft.values.get(slots.TO, ()),
        date=slots.edtf_of(date) if date else None,
        window=draft.window,
        line=line,
    )
    rows = []
    aliases = parse_repetitions(text)
    numbers = set(aliases.values())
    for reference in found:
        if (
            reference.form in ("TEL", "THIRD_POST_TEL")
            and reference.number in numbers
            and aliases.get(reference.author or "")
        ):
            continue
        row = reference_as_json(reference, uncertain)
        if aliases:
            row["aliases"] = [f"{post} {number}" for post, number in aliases.items()]
        rows.append(row)
        draft.references.append((reference, index))
    held = list(draft.values.get(slots.REF, []))
    fresh = [row for row in rows if not any(_same(row, one) for one in held)]
    if fresh:
        draft.put(slots.REF, [*held, *fresh], index, written=text, again=True)
    return list(found)


def _same(row: ReferenceRow, other: ReferenceRow) -> bool:
    if row["form"] != other["form"]:
        return False
    if row["number"]:
        return (row["number"], row["series"]) == (other["number"], other["series"])
    return row["date"] == other["date"]
