"""Verify the quotations of the narratives against the items they are cited from, then against all items."""

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from briefbook.checks.attribution import doubt
from briefbook.checks.check_input import CheckInput
from briefbook.checks.cited_by_number import items_named
from briefbook.checks.claim import Claim
from briefbook.checks.paragraphs import paragraphs
from briefbook.checks.quotations import Quoted, read_quotation, verify_in
from briefbook.checks.quotations.quotation_search import MIN_LETTERS, likeness
from briefbook.checks.short_quotations import is_given_to_source, judge_short
from briefbook.errors import BriefbookError
from briefbook.model.narrative import Narrative, Quotation
from briefbook.model.verdict import Alternative, NotJudged, Verdict, Verification
from briefbook.progress import pluralise
from briefbook.text.languages import NAMES, is_translated, language_of
from briefbook.util.extras import raise_missing_extra
from briefbook.util.logs import get_logger

log = get_logger(__name__)

MIN_JUDGED_WORDS = 3
"""Quotations of fewer words are judged only where the author plainly gives them to the item (``short_quotations``)."""

_ORDER = (
    Verdict.VERBATIM,
    Verdict.AS_ON_SCAN,
    Verdict.NOISY,
    Verdict.EDITED,
    Verdict.ALTERED,
    Verdict.CANNOT_TELL,
    Verdict.NOT_FOUND,
    Verdict.ELSEWHERE,
)


def verify_quotations(inputs: CheckInput) -> list[Claim]:
    """Every quotation of every narrative, verified, in order; words in italics or bold only if they are an item's."""
    return [
        claim for narrative in inputs.narratives for claim in claims_of(inputs, narrative, verified(inputs, narrative))
    ]


def verified(inputs: CheckInput, narrative: Narrative) -> list[Verification]:
    """Every quotation of a narrative compared, in order."""
    return [_verification(inputs, narrative, number) for number in range(len(narrative.quotations))]


def claims_of(inputs: CheckInput, narrative: Narrative, verifications: Sequence[Verification]) -> list[Claim]:
    """The quotations of a narrative, compared already, that its author gives for words of an item."""
    claims = []
    for quotation, verification in zip(narrative.quotations, verifications, strict=True):
        absent = verification.verdict in (Verdict.NOT_FOUND, Verdict.ELSEWHERE, Verdict.CANNOT_TELL)
        if quotation.form != "emphasis" or not absent:  # else the author stresses words of his own
            claims.append(Claim(narrative, quotation, verification, _items_of(inputs, narrative, quotation)))
    return claims


def _verification(inputs: CheckInput, narrative: Narrative, number: int) -> Verification:
    quotation = narrative.quotations[number]
    if _is_file_title(narrative, quotation):
        return Verification(
            Verdict.CANNOT_TELL,
            quotation.words,
            why="the title of a file in the archive, not words of a cable",
            narrative=narrative.path,
            quotation=number,
            not_judged=NotJudged.FILE_TITLE,
        )
    items = _items_of(inputs, narrative, quotation)
    unsure = doubt(narrative, quotation) if items else ""
    is_short = len(quotation.words.split()) < MIN_JUDGED_WORDS
    given = "given" if is_short and is_given_to_source(narrative, quotation) else ""
    beside = _others_in_paragraph(narrative, quotation, items) if unsure else ()
    key = _key(inputs, f"{quotation.words}\n{unsure}\n{given}\n{quotation.form}\n{' '.join(beside)}", (*items, *beside))
    stored = inputs.context.remembered
    verification = stored.get(key) or (stored.get(f"{key} {inputs.texts_key}") if stored else None)
    if verification is None:
        try:
            verification = _verify(inputs, narrative, quotation, items, unsure)
        except BriefbookError:
            raise
        except Exception as error:
            raise_missing_extra(error)
            log.exception("%s: the quotation was not compared, by a fault of the program", quotation.where)
            verification = Verification(
                Verdict.CANNOT_TELL,
                quotation.words,
                why=f"not compared, by a fault of Briefbook itself: {type(error).__name__}",
                not_judged=NotJudged.PROGRAM_FAULT,
            )
            return replace(verification, narrative=narrative.path, quotation=number)  # without a key: nothing is stored
        verification = replace(verification, key=_full_key(inputs, key, verification))
    return replace(verification, narrative=narrative.path, quotation=number)


def _verify(
    inputs: CheckInput, narrative: Narrative, quotation: Quotation, items: Sequence[str], unsure: str
) -> Verification:
    quoted = read_quotation(quotation.words)
    verification = verify_among(inputs, quoted, items)
    if (translated := _translated(inputs, verification, quotation.words, items)) is not None:
        return translated
    if quoted.size < MIN_JUDGED_WORDS and verification.verdict is not Verdict.VERBATIM:
        item = next((item for item in items if item in inputs.catalogue), None)
        source = inputs.text(item) if item else None
        judged = judge_short(verification, narrative, quotation, source, unsure)
        return judged or _too_short(verification, source is not None and not source.is_empty)
    if unsure and (_is_hardly_there(verification) or verification.verdict in (Verdict.NOT_FOUND, Verdict.ELSEWHERE)):
        beside = _in_paragraph(inputs, narrative, quotation, quoted, items)
        if beside is not None:
            return beside
        return _not_attributed(verification, items, unsure)
    return verification


def _translated(
    inputs: CheckInput, verification: Verification, words: str, items: Sequence[str]
) -> Verification | None:
    """CANNOT_TELL for words that hardly stand in papers which are all in another language; None for any others."""
    if verification.verdict is not Verdict.NOT_FOUND and not _is_hardly_there(verification):
        return None
    languages = [language_of(inputs.plain(item)) for item in items if item in inputs.catalogue]
    if not languages or not all(is_translated(words, language) for language in languages):
        return None
    of = "the paper is" if len(languages) == 1 else "the papers are"
    why = f"{of} in {NAMES[languages[0]]} and these words are not, so they may be a translation"
    return Verification(Verdict.CANNOT_TELL, verification.words, why=why, alternatives=verification.alternatives)


def _in_paragraph(
    inputs: CheckInput, narrative: Narrative, quotation: Quotation, quoted: Quoted, items: Sequence[str]
) -> Verification | None:
    """The words, or plainly the same but altered, in another item that the paragraph cites; None if in none of them.

    "The ambassador's report is X. … Y says otherwise. “…”, he wrote." The citation next to the words is not theirs.
    """
    tried = [
        verify_in(quoted, inputs.text(item), inputs.scores_of(item), inputs.usage)
        for item in _others_in_paragraph(narrative, quotation, items)
        if item in inputs.catalogue
    ]
    near = [v for v in tried if v.verdict.agrees or (v.verdict is Verdict.ALTERED and not _is_hardly_there(v))]
    return min(near, key=_rank) if near else None


def _others_in_paragraph(narrative: Narrative, quotation: Quotation, items: Sequence[str]) -> tuple[str, ...]:
    span = next(((a, b) for a, b in paragraphs(narrative.source) if a <= quotation.offset < b), (0, 0))
    every = (citation.item for citation in narrative.citations if span[0] <= citation.offset < span[1])
    return tuple(dict.fromkeys(item for item in every if item not in items))


NOT_SHOWN = "not shown: "
"""How the reason begins why words of an item that was withdrawn are compared with nothing."""

MIN_LIKENESS = 0.7
"""Words that agree so far (``likeness``) with another item of the paragraph are taken for its words, altered."""


def _is_hardly_there(verification: Verification) -> bool:
    """Whether words that differ are hardly those of the item: two of three do not agree, or their letters do not."""
    if verification.verdict is not Verdict.ALTERED:
        return False
    agreed = sum(len(d.quoted.split()) for d in verification.difference if d.step in ("same", "on-scan", "noise"))
    return 3 * agreed < 2 * len(verification.words.split()) or likeness(verification) < MIN_LIKENESS


def _too_short(verification: Verification, held: bool) -> Verification:
    """CANNOT_TELL for one or two words that are not verbatim in an item, and that nobody says are the item's."""
    why = "too short to check: one or two words"
    if held and verification.item:
        why += f", which are not in {verification.item} and may be the author's own"
    if not held or verification.verdict is not Verdict.ALTERED:
        return Verification(Verdict.CANNOT_TELL, verification.words, why=why, not_judged=NotJudged.SHORT)
    return replace(verification, verdict=Verdict.CANNOT_TELL, why=why, not_judged=NotJudged.SHORT)


def _not_attributed(verification: Verification, items: Sequence[str], unsure: str) -> Verification:
    """CANNOT_TELL in place of an accusation: the words are not in the item, but nobody says that they are."""
    there = f", but in {verification.item}" if verification.verdict is Verdict.ELSEWHERE else ""
    why = f"not known whose words these are: they are not in {' or '.join(items)}{there}, and {unsure}"
    return Verification(Verdict.CANNOT_TELL, verification.words, why=why, alternatives=verification.alternatives)


def _full_key(inputs: CheckInput, key: str, verification: Verification) -> str:
    """The key; with the checksum of all texts if other items were searched, or their words weighed with the picture."""
    by_picture = bool(verification.evidence) or verification.verdict is Verdict.NOISY
    alone = verification.verdict.agrees and not verification.alternatives and not by_picture
    return key if alone else f"{key} {inputs.texts_key}"


_FILE_REFERENCE = re.compile(
    r"[,.]?[”\"]?,?\s*(?:[^.“”\"]{0,60},\s*)?(?:\bRG\s?\d|\bMG\s?\d|vol\.?\s*\d|file\s+(?:no\.?\s*)?\d)", re.I
)


def _is_file_title(narrative: Narrative, quotation: Quotation) -> bool:
    """Whether it is followed by volume and file, as the title of a file is cited, and no item is cited with it."""
    match = _FILE_REFERENCE.match(narrative.source, quotation.end)
    if match is None or quotation.citations:
        return False
    return not any(quotation.end <= citation.offset < match.end() for citation in narrative.citations)


def _key(inputs: CheckInput, words: str, items: Sequence[str]) -> str:
    """Cache key of a verification: a checksum of the words and of the texts they are compared with."""
    parts = [words, *(f"{item} {inputs.text_key(item)}" for item in items)]
    return sha256("\n".join(parts).encode()).hexdigest()


def _items_of(inputs: CheckInput, narrative: Narrative, quotation: Quotation) -> tuple[str, ...]:
    """The items that a quotation is cited from, by id or, where none is given with it, by post, number and date."""
    if quotation.citations:
        return cited_for(narrative, quotation)
    return items_named(inputs, narrative, quotation) or cited_for(narrative, quotation)


def cited_for(narrative: Narrative, quotation: Quotation) -> tuple[str, ...]:
    """The items that a quotation is cited from: those given with it, else those next cited in its paragraph."""
    if quotation.citations:
        return tuple(dict.fromkeys(narrative.citations[i].item for i in quotation.citations))
    end = next((stop for start, stop in paragraphs(narrative.source) if start <= quotation.offset < stop), 0)
    following = [c for c in narrative.citations if quotation.end <= c.offset < end]
    if not following:
        every = tuple(dict.fromkeys(c.item for c in narrative.citations))
        return every if len(every) == 1 else ()  # a page on one item
    group = following[0].group
    return tuple(dict.fromkeys(c.item for c in following if c.group == group))


def verify_among(inputs: CheckInput, quoted: Quoted, items: Sequence[str]) -> Verification:
    """Verify a quotation against some items, and where none has the words, against the whole collection.

    Args:
        inputs: Catalogue and texts.
        quoted: The quotation as parsed.
        items: Ids of the items that it is cited from, held or not.

    Returns:
        The best verification; verdict ``elsewhere`` if another item has the words and these do not.
    """
    held_items = [item for item in items if item in inputs.catalogue]
    tried = [
        _with_item(verify_in(quoted, inputs.text(item), inputs.scores_of(item), inputs.usage), item)
        for item in held_items
    ]
    best = min(tried, key=_rank) if tried else None
    if best is not None and best.verdict.agrees:
        return best
    if gone := [item for item in items if item in inputs.catalogue.withdrawn and item not in held_items]:
        why = f"{NOT_SHOWN}{' and '.join(gone)} was withdrawn"
        return Verification(Verdict.CANNOT_TELL, quoted.words, item=gone[0], why=why)
    others = _elsewhere(inputs, quoted, frozenset(items)) if quoted.size >= MIN_JUDGED_WORDS + 1 else ()
    alternatives = tuple(map(_alternative, others))
    if best is None:
        why = f"{' and '.join(items)} is not in the collection" if items else "no item is cited for it"
        return Verification(Verdict.CANNOT_TELL, quoted.words, why=why, alternatives=alternatives)
    if others and _fits_better(others[0], best):
        unsure = "" if others[0].verdict.agrees else ", as far as they can be read,"
        why = f"the words stand{unsure} in {others[0].item}, not in {' or '.join(held_items)}"
        return replace(others[0], verdict=Verdict.ELSEWHERE, alternatives=alternatives, why=why)
    return replace(best, alternatives=alternatives)


def _fits_better(other: Verification, best: Verification) -> bool:
    """Whether another item has the words and the cited one does not.

    If the cited item has no text, or its place cannot be read well, the words may be in it too.
    """
    if best.verdict is Verdict.CANNOT_TELL and (best.difference or not best.text_checksum):
        return False
    if other.verdict.agrees:
        return True
    return other.verdict is Verdict.CANNOT_TELL and best.verdict is Verdict.NOT_FOUND and likeness(other) >= 0.8


def _with_item(verification: Verification, item: str) -> Verification:
    if verification.item:
        return verification
    return replace(
        verification, item=item, why=verification.why.replace("no text is held", f"no text of {item} is held")
    )


def _rank(verification: Verification) -> tuple[int, float]:
    return _ORDER.index(verification.verdict), -likeness(verification)


MIN_ELSEWHERE = 0.8
"""Another item has the words, or nearly, from this ``likeness`` on."""

MIN_LETTERS_ELSEWHERE = 60.0
"""What such words in one run come to at least, of 100 letters: where all are misread or unsure, three fifths agree."""


def _elsewhere(inputs: CheckInput, quoted: Quoted, without: frozenset[str]) -> tuple[Verification, ...]:
    least = MIN_LETTERS_ELSEWHERE if len(quoted.runs) == 1 else MIN_LETTERS
    hits = inputs.finder.find(quoted, limit=3, without=without, min_letters=least)
    return tuple(hit for hit in hits if hit.verdict.agrees or likeness(hit) >= MIN_ELSEWHERE)


def _alternative(other: Verification) -> Alternative:
    steps = tuple(step for step in other.difference if step.step not in ("same", "gap"))
    return Alternative(other.item or "", round(likeness(other), 3), other.verdict, steps)


def where_it_stands(inputs: CheckInput, quoted: Quoted) -> Verification:
    """Verify words without a citation: find the item of the collection that has them, exactly or nearly."""
    hits = inputs.finder.find(quoted, limit=4)
    if hits:
        return replace(hits[0], alternatives=tuple(map(_alternative, hits[1:])))
    if not any(inputs.has_text(item) for item in inputs.entries):
        return Verification(Verdict.CANNOT_TELL, quoted.words, why="no text of any item is held")
    if not quoted.size:
        return Verification(Verdict.CANNOT_TELL, quoted.words, why="the quotation holds no words to compare")
    bare = sum(not inputs.has_text(item) for item in inputs.entries)
    missing = f"; {pluralise(bare, 'item')} {'has' if bare == 1 else 'have'} no text" if bare else ""
    return Verification(Verdict.NOT_FOUND, quoted.words, why=f"no item of the collection has these words{missing}")
