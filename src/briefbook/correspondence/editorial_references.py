"""Reconcile an edition's cross-references with our own resolution of the text's references."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from briefbook.model.cable import Reference
from briefbook.model.network import ResolvedReference

FORM = "EDITOR"
"""``Reference.form`` of an editor's note."""

_NOTE_NUMBER = r"(?P<number>[\w.–-]*\d)"
_OTHER = r"(?:telegram|airgram|despatch) (?P<other>[\w–-]*\d)(?: (?:to|from) [\w .]+)?,?"
_NAMED = re.compile(
    rf"(?:Dep|Emb)?(?:telegram|tel|airgram|despatch|circular)s? {_NOTE_NUMBER}(?: from [\w .]+| to [\w .]+)?,?"
    rf"(?: dated [\w ,]+)? (?:is|was) (?:printed (?:as|in) )?(?:{_OTHER} )?@",
    re.I,
)
_BARE = re.compile(rf"(?:Printed (?:as|in) )?(?:{_OTHER} )?@", re.I)


@dataclass(frozen=True, slots=True)
class EditorialIdentification:
    """What an editor's note says a reference means; ``other`` is the number under which the edition prints it."""

    target: str
    other: str | None
    said: str


def identified_by_editors(references: Sequence[Reference]) -> dict[int, EditorialIdentification]:
    """Find the references that an editor's note identifies.

    A note identifies a reference if it is nothing but the document ("Document 39."), or says so of a number
    ("Telegram 1066 is Document 115"). "See Document 49" identifies nothing.

    Returns:
        What each is identified with, by its index among ``references``.
    """
    identified: dict[int, EditorialIdentification] = {}
    ours = [(at, reference) for at, reference in enumerate(references) if reference.form != FORM and reference.number]
    for note in references:
        if note.form != FORM or not note.target:
            continue
        wording = note.said.replace(note.mention, "@", 1).strip(" .;")
        if bare := _BARE.fullmatch(wording):
            at = _before(note.after, ours)
            number = bare["other"]
        elif named := _NAMED.fullmatch(wording):
            wanted = _figures(named["number"])
            at = next((at for at, reference in ours if reference.number == wanted), None)
            number = named["other"]
        else:
            continue
        if at is not None:
            identified.setdefault(
                at, EditorialIdentification(note.target, _figures(number) if number else None, note.said)
            )
    return identified


def _before(after: str, ours: Sequence[tuple[int, Reference]]) -> int | None:
    """The index of the reference that ends directly before the note."""
    words = _plain(after)
    ends = [
        (len(reference.mention), at)
        for at, reference in ours
        if re.search(rf"(?:^| ){re.escape(_plain(reference.mention))}$", words)
    ]
    return max(ends)[1] if ends else None


def without_borrowed_date(reference: Reference, references: Sequence[Reference]) -> Reference:
    """Remove from a reference a date that follows an editor's note and so belongs to the next phrase.

    In "tels 5 and 6 [note] May 15, following talks," the note separates the number from the day.
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


def reconcile(
    ours: ResolvedReference, identification: EditorialIdentification, numbers_of: Callable[[str], frozenset[int] | None]
) -> ResolvedReference:
    """Combine our resolution of a reference with the editors'.

    Where the two contradict each other, the reference is ambiguous and both are listed: editions have misprints, and
    we make mistakes.

    Args:
        ours: The reference resolved by number and date.
        identification: What the edition says it is.
        numbers_of: Gives the message numbers of an item, None where it is not held.
    """
    numbers = numbers_of(identification.target)
    if numbers is None:
        return replace(
            ours,
            note=_joined(ours.note, f"the edition says: {identification.said} (not held: {identification.target})"),
        )
    if identification.target == ours.target or identification.target in ours.candidates:
        note = _joined(ours.note if ours.status == "held" else "", "the edition says so too")
        return replace(
            ours,
            status="held",
            target=identification.target,
            candidates=(identification.target,),
            confidence=0.99,
            note=note,
        )
    if ours.status == "held":
        return replace(
            ours,
            status="ambiguous",
            target=None,
            candidates=(ours.target or "", identification.target),
            confidence=0.5,
            note=f"the number leads to {ours.target}, the edition to {identification.target}: {identification.said}",
        )
    number = int(identification.other or ours.number or 0)
    if not numbers or number in numbers:
        note = f"the edition says: {identification.said}"
        return replace(
            ours,
            status="held",
            target=identification.target,
            candidates=(identification.target,),
            confidence=0.9,
            date=None,
            note=note,
        )
    note = f"the edition leads to {identification.target}, which bears another number: {identification.said}"
    candidates = tuple(dict.fromkeys((*ours.candidates, identification.target)))
    return replace(ours, status="ambiguous", target=None, candidates=candidates, confidence=0.5, note=note)


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def resolve_editorial(item: str, reference: Reference, held: bool) -> ResolvedReference:
    """Resolve an editor's cross-reference, which names its target itself."""
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
