"""An edition's cross-references beside our own reading of the text: agreement, contradiction, or the editors alone."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from briefbook.model.cable import Reference
from briefbook.model.network import ResolvedReference

FORM = "EDITOR"
"""The form of a reference that an editor's note makes."""

_NUMBER = r"(?P<number>[\w.–-]*\d)"
_OTHER = r"(?:telegram|airgram|despatch) (?P<other>[\w–-]*\d)(?: (?:to|from) [\w .]+)?,?"
_NAMED = re.compile(
    rf"(?:Dep|Emb)?(?:telegram|tel|airgram|despatch|circular)s? {_NUMBER}(?: from [\w .]+| to [\w .]+)?,?"
    rf"(?: dated [\w ,]+)? (?:is|was) (?:printed (?:as|in) )?(?:{_OTHER} )?@",
    re.I,
)
_BARE = re.compile(rf"(?:Printed (?:as|in) )?(?:{_OTHER} )?@", re.I)


@dataclass(frozen=True, slots=True)
class Word:
    """What an editor's note says a reference means; ``other`` is the number under which the edition prints it."""

    target: str
    other: str | None
    said: str


def editors_words(references: Sequence[Reference]) -> dict[int, Word]:
    """Which references (by their place in the row) an editor's note identifies, and with what.

    A note identifies if it is nothing but the place ("Document 39."), or says so of a number ("Telegram 1066 is
    Document 115"). "See Document 49" identifies nothing.
    """
    found: dict[int, Word] = {}
    ours = [(at, one) for at, one in enumerate(references) if one.form != FORM and one.number]
    for note in references:
        if note.form != FORM or not note.target:
            continue
        said = note.said.replace(note.mention, "@", 1).strip(" .;")
        if bare := _BARE.fullmatch(said):
            at = _before(note.after, ours)
            number = bare["other"]
        elif named := _NAMED.fullmatch(said):
            wanted = _figures(named["number"])
            at = next((at for at, one in ours if one.number == wanted), None)
            number = named["other"]
        else:
            continue
        if at is not None:
            found.setdefault(at, Word(note.target, _figures(number) if number else None, note.said))
    return found


def _before(after: str, ours: Sequence[tuple[int, Reference]]) -> int | None:
    """The reference whose words stand last before the note."""
    words = _plain(after)
    ends = [
        (len(one.mention), at) for at, one in ours if re.search(rf"(?:^| ){re.escape(_plain(one.mention))}$", words)
    ]
    return max(ends)[1] if ends else None


def without_borrowed_date(reference: Reference, references: Sequence[Reference]) -> Reference:
    """The reference without a date that stands behind an editor's note, and so belongs to the next sentence.

    In "tels 5 and 6 [note] May 15, following talks," the note parts the number from the day.
    """
    if not reference.date or reference.form == FORM:
        return reference
    words = _plain(reference.mention).split()
    for note in references:
        after = _plain(note.after).split() if note.form == FORM else []
        for size in range(1, len(words)):
            if words[size - 1] == reference.number and after[-size:] == words[:size]:
                mention = reference.mention[: reference.mention.find(reference.number) + len(reference.number)]
                return replace(reference, date=None, mention=mention)
    return reference


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[A-Z0-9]+", text.upper()))


def _figures(number: str) -> str:
    return re.sub(r"\D", "", number).lstrip("0") or "0"


def weigh(ours: ResolvedReference, word: Word, numbers_of: Callable[[str], frozenset[int] | None]) -> ResolvedReference:
    """What we found by number and date, in the light of what the editors say.

    ``numbers_of`` gives the numbers of an item, None where it is not held. Where the two contradict each other, the
    reference is ambiguous and both are listed: editions have misprints, and so have we.
    """
    numbers = numbers_of(word.target)
    if numbers is None:
        return replace(ours, note=_joined(ours.note, f"the edition says: {word.said} (not held: {word.target})"))
    if word.target == ours.target or word.target in ours.candidates:
        note = _joined(ours.note if ours.status == "held" else "", "the edition says so too")
        return replace(ours, status="held", target=word.target, candidates=(word.target,), confidence=0.99, note=note)
    if ours.status == "held":
        return replace(
            ours,
            status="ambiguous",
            target=None,
            candidates=(ours.target or "", word.target),
            confidence=0.5,
            note=f"the number leads to {ours.target}, the edition to {word.target}: {word.said}",
        )
    number = int(word.other or ours.number or 0)
    if not numbers or number in numbers:
        note = f"the edition says: {word.said}"
        return replace(
            ours, status="held", target=word.target, candidates=(word.target,), confidence=0.9, date=None, note=note
        )
    note = f"the edition leads to {word.target}, which bears another number: {word.said}"
    candidates = tuple(dict.fromkeys((*ours.candidates, word.target)))
    return replace(ours, status="ambiguous", target=None, candidates=candidates, confidence=0.5, note=note)


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def follow(item: str, reference: Reference, held: bool) -> ResolvedReference:
    """An editor's cross-reference as it stands: it needs no resolving."""
    return ResolvedReference(
        item,
        reference.mention,
        reference.form,
        None,
        "held" if held else "stub",
        target=reference.target,
        candidates=(reference.target,) if held and reference.target else (),
        confidence=1.0,
        note=reference.said,
    )
