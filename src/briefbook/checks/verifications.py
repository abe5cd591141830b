"""Quotations of the narratives -> verifications: each held against the items it is cited from, then against all."""

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim import Claim
from briefbook.checks.paragraphs import paragraphs
from briefbook.checks.quotations import Quoted, read_quotation, verify_in
from briefbook.checks.quotations.quotation_search import likeness
from briefbook.errors import BriefbookError
from briefbook.model.narrative import Narrative, Quotation
from briefbook.model.verdict import NotJudged, Verdict, Verification
from briefbook.util.extras import raise_missing_extra
from briefbook.util.logs import get_logger

log = get_logger(__name__)

FEWEST = 3
"""Words in quotation marks that are judged; one or two are as often a manner of speaking: counted, not judged."""

_ORDER = (Verdict.VERBATIM, Verdict.NOISY, Verdict.ALTERED, Verdict.CANNOT_TELL, Verdict.NOT_FOUND, Verdict.ELSEWHERE)
_GOOD = (Verdict.VERBATIM, Verdict.NOISY)


def verify_quotations(inputs: CheckInput) -> list[Claim]:
    """Every quotation of every narrative, verified, in order."""
    return [
        Claim(narrative, quotation, _verification(inputs, narrative, number), cited_for(narrative, quotation))
        for narrative in inputs.narratives
        for number, quotation in enumerate(narrative.quotations)
    ]


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
    items = cited_for(narrative, quotation)
    key = _key(inputs, quotation.words, items)
    known = inputs.context.remembered
    made = known.get(key) or (known.get(f"{key} {inputs.texts_key}") if known else None)
    if made is None:
        try:
            made = _verified(inputs, quotation, items)
        except BriefbookError:
            raise
        except Exception as error:
            raise_missing_extra(error)
            log.exception("%s: the quotation was not compared, by a fault of the program", quotation.where)
            made = Verification(
                Verdict.CANNOT_TELL,
                quotation.words,
                why=f"not compared, by a fault of Briefbook itself: {type(error).__name__}",
                not_judged=NotJudged.PROGRAM_FAULT,
            )
            return replace(made, narrative=narrative.path, quotation=number)  # without a key: nothing is stored
        made = replace(made, key=_whole_key(inputs, key, made))
    return replace(made, narrative=narrative.path, quotation=number)


def _verified(inputs: CheckInput, quotation: Quotation, items: Sequence[str]) -> Verification:
    quoted = read_quotation(quotation.words)
    made = verify_among(inputs, quoted, items)
    if quoted.size < FEWEST and made.verdict is not Verdict.VERBATIM:
        return Verification(
            Verdict.CANNOT_TELL,
            quotation.words,
            why="too short to check: one or two words",
            not_judged=NotJudged.SHORT,
        )
    return made


def _whole_key(inputs: CheckInput, key: str, verification: Verification) -> str:
    """The key, and where the other items were searched too, what that depends on."""
    return key if verification.verdict in _GOOD and not verification.alternatives else f"{key} {inputs.texts_key}"


_FILE_REFERENCE = re.compile(
    r"[,.]?[”\"]?,?\s*(?:[^.“”\"]{0,60},\s*)?(?:\bRG\s?\d|\bMG\s?\d|vol\.?\s*\d|file\s+(?:no\.?\s*)?\d)", re.I
)


def _is_file_title(narrative: Narrative, quotation: Quotation) -> bool:
    """Is it followed by volume and file, as archives cite the title of a file?"""
    return _FILE_REFERENCE.match(narrative.source, quotation.end) is not None


def _key(inputs: CheckInput, words: str, items: Sequence[str]) -> str:
    """What a verification depends on: the words and the texts they were held against."""
    parts = [words, *(f"{item} {inputs.text_key(item)}" for item in items)]
    return sha256("\n".join(parts).encode()).hexdigest()


def cited_for(narrative: Narrative, quotation: Quotation) -> tuple[str, ...]:
    """The items a quotation is cited from: those given with it, else those next cited in its paragraph."""
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
    """The best verification against any of some items; where none holds the words, what the collection says."""
    held = [item for item in items if item in inputs.catalogue]
    tried = [_named(verify_in(quoted, inputs.text(item)), item) for item in held]
    best = min(tried, key=_rank) if tried else None
    if best is not None and best.verdict in _GOOD:
        return best
    others = _elsewhere(inputs, quoted, frozenset(items)) if quoted.size >= FEWEST + 1 else ()
    alternatives = tuple((v.item or "", round(likeness(v), 3)) for v in others)
    if best is None:
        why = f"{' and '.join(items)} is not in the collection" if items else "no item is cited for it"
        return Verification(Verdict.CANNOT_TELL, quoted.words, why=why, alternatives=alternatives)
    if others and _fits_better(others[0], best):
        unsure = "" if others[0].verdict in _GOOD else ", as far as they can be read,"
        why = f"the words stand{unsure} in {others[0].item}, not in {' or '.join(held)}"
        return replace(others[0], verdict=Verdict.ELSEWHERE, alternatives=alternatives, why=why)
    return replace(best, alternatives=alternatives)


def _fits_better(other: Verification, best: Verification) -> bool:
    """Does another item have the words, where the cited one does not?

    Where the cited item has no text, or its place cannot be read well, nobody can tell that they are not in it too.
    """
    if best.verdict is Verdict.CANNOT_TELL and (best.difference or not best.text_checksum):
        return False
    if other.verdict in _GOOD:
        return True
    return other.verdict is Verdict.CANNOT_TELL and best.verdict is Verdict.NOT_FOUND and likeness(other) >= 0.8


def _named(verification: Verification, item: str) -> Verification:
    if verification.item:
        return verification
    return replace(
        verification, item=item, why=verification.why.replace("no text is held", f"no text of {item} is held")
    )


def _rank(verification: Verification) -> tuple[int, float]:
    return _ORDER.index(verification.verdict), -likeness(verification)


def _elsewhere(inputs: CheckInput, quoted: Quoted, without: frozenset[str]) -> tuple[Verification, ...]:
    found = inputs.finder.find(quoted, limit=3, without=without)
    return tuple(one for one in found if one.verdict in _GOOD or likeness(one) >= 0.8)


def where_it_stands(inputs: CheckInput, quoted: Quoted) -> Verification:
    """The verdict on words that nobody cites: the item of the collection that has them, or nearly."""
    found = inputs.finder.find(quoted, limit=4)
    if found:
        others = tuple((one.item or "", round(likeness(one), 3)) for one in found[1:])
        return replace(found[0], alternatives=others)
    if not any(inputs.has_text(item) for item in inputs.entries):
        return Verification(Verdict.CANNOT_TELL, quoted.words, why="no text of any item is held")
    if not quoted.size:
        return Verification(Verdict.CANNOT_TELL, quoted.words, why="the quotation holds no words to compare")
    bare = sum(not inputs.has_text(item) for item in inputs.entries)
    missing = f"; {bare} items have no text" if bare else ""
    return Verification(Verdict.NOT_FOUND, quoted.words, why=f"no item of the collection has these words{missing}")
