"""C201 A quotation stands, word for word, in the item it is cited from.

Why:
    A reader who follows the citation must meet the words quoted. Letter case, punctuation, line breaks, page lines and
    what the telegraph added (NOT RPT NOT, QUOTE, STOP) are not compared; [brackets], [sic] and ellipses are the
    author's. A word changed, dropped or added is reported with the difference; where another item of the collection
    has the words, it is named. British spelling for American, or the other way round, is a note. What divides thousands
    is not compared, but 12,500 is not 125,00; a colon, stroke, hyphen or point between figures is the number's own
    (1:10 is not 1.10), and so is a hyphen that makes another word (RESIGNED is not re-signed). Words in another
    language than their paper's may be a translation: they could not be checked (C203).
Fails:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page CASTRO LOOKED DISSATISFIED WITH EVERYTHING AND WAS NOT RPT NOT CALM.
    > He said that Castro “looked satisfied with everything” (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page CASTRO LOOKED DISSATISFIED WITH EVERYTHING AND WAS NOT RPT NOT CALM.
    > He said that Castro “look[ed] dissatisfied … and was not calm” (CDNW9001).
Remedy:
    Correct the quotation, put what is yours in [brackets], or cite the item that has the words.
"""

from collections.abc import Iterator, Sequence

from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim import Claim
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import Locator, PagePosition
from briefbook.model.verdict import Alternative, Difference, Verdict, Verification
from briefbook.text.tokens import is_negation, tokens_of

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

_WRONG = (Verdict.ALTERED, Verdict.ELSEWHERE, Verdict.NOT_FOUND)


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every quotation that is altered, elsewhere or nowhere in its item."""
    for claim in inputs.claims:
        verification = claim.verification
        if claim.is_judged and verification.verdict in _WRONG:
            yield Finding(
                "C201",
                claim.quotation.where,
                _message(claim),
                remedy=_remedy(verification),
                severity=Severity.NOTE if _is_respelt(verification) else Severity.WARNING,
                item=verification.item,
                place=place_of(verification),
                data=data_of(verification) | {"cited": [*_own_citations(claim)]},
            )


def _own_citations(claim: Claim) -> Iterator[dict[str, object]]:
    """The places of the citations that stand for this quotation and for no other."""
    every = claim.narrative.quotations
    others = {index for quotation in every if quotation is not claim.quotation for index in quotation.citations}
    for index in claim.quotation.citations:
        if index not in others:
            cited = claim.narrative.citations[index]
            where = cited.where
            yield {"item": cited.item, "line": where.line, "column": where.column, "end": where.end}


def _is_respelt(verification: Verification) -> bool:
    """Whether all that differs is British spelling for American, or the other way round: that is a note."""
    return bool(verification.difference) and all(step.step == "spelling" for step in verification.difference)


def place_of(verification: Verification) -> PagePosition | None:
    """The place of the words, or of the most similar ones, in the item."""
    if verification.page is None:
        return None
    line = verification.lines[0] if verification.lines else None
    return PagePosition(verification.page, line, verification.boxes[0] if verification.boxes else None)


def locator(verification: Verification) -> str:
    """The place as it is cited: CDNW1, p. 2, ll. 3-4."""
    if verification.item is None or verification.page is None:
        return verification.item or "no item"
    return str(Locator(verification.item, verification.page, verification.lines))


def short(words: str, length: int = 70) -> str:
    """The words on one line, cut at a blank if they are many."""
    plain = " ".join(words.split())
    return plain if len(plain) <= length else plain[:length].rsplit(" ", 1)[0] + " …"


def data_of(verification: Verification) -> dict[str, object]:
    """A verification as JSON values for ``Finding.data``."""
    data: dict[str, object] = {
        "verdict": str(verification.verdict),
        "words": verification.words,
        "found": verification.found,
        "page": verification.page,
        "lines": list(verification.lines) if verification.lines else None,
        "boxes": [box.as_list() for box in verification.boxes],
        "difference": _steps(verification.difference),
        "alternatives": [
            {
                "item": other.item,
                "likeness": other.likeness,
                "verdict": str(other.verdict),
                "difference": _steps(other.difference),
            }
            for other in verification.alternatives
        ],
        "why": verification.why,
        "text_checksum": verification.text_checksum,
    }
    return data | ({"evidence": evidence_of(verification)} if verification.evidence else {})


def _steps(difference: Sequence[Difference]) -> list[dict[str, str]]:
    return [{"step": step.step, "quoted": step.quoted, "source": step.source} for step in difference]


def evidence_of(verification: Verification) -> list[dict[str, object]]:
    """What the picture says of the words that differ from the reading, as JSON values."""
    return [
        {
            "page": evidence.page,
            "box": evidence.box.as_list(),
            "read": evidence.read,
            "quoted": evidence.quoted,
            "gain": evidence.gain,
            "lead": evidence.lead,
            "in_words": str(evidence),
        }
        for evidence in verification.evidence
    ]


def difference_in_words(difference: Sequence[Difference]) -> str:
    """What differs, in a few words: “satisfied” where the paper has DISSATISFIED."""
    parts = []
    for step in difference:
        if step.step in ("changed", "spelling"):
            parts.append(f"“{step.quoted}” where the paper has {step.source.upper()}")
        elif step.step == "dropped":
            parts.append(f"{_shortened(step.source).upper()} left out")
        elif step.step == "added":
            parts.append(f"“{step.quoted}” added")
        elif step.step == "apart":
            parts.append(f"its parts stand apart, at {step.source}")
    return "; ".join(parts[:4]) + ("; …" if len(parts) > 4 else "")


def _shortened(words: str) -> str:
    """The first and the last of many words."""
    every = words.split()
    return words if len(every) <= _MOST_SHOWN else f"{' '.join(every[:6])} … {' '.join(every[-4:])}"


_MOST_SHOWN = 14


def how_to_quote(verification: Verification) -> str:
    """What to do about words that are altered: the passage as the paper has it, whole or not at all.

    Dots are advised only for several words, of which none denies: dots would hide that.

    >>> steps = (Difference("same", "he left", "HE LEFT"), Difference("dropped", "", "ON THE NEXT DAY"))
    >>> how_to_quote(Verification(Verdict.ALTERED, "he left by air", "D7", 1, difference=steps, found="HE LEFT ON …"))
    'mark by dots what is left out, or quote it whole: HE LEFT ON …'
    """
    steps = verification.difference
    if any(step.step == "apart" for step in steps):
        return "quote the two parts as two quotations, or mark by dots what is left out between them."
    left_out = [step.source.split() for step in steps if step.step == "dropped"]
    many = [words for words in left_out if len(words) >= _FEWEST_FOR_DOTS]
    whole = " ".join(verification.found.split())
    is_long = len(whole) > _LONGEST_SHOWN
    passage = f"it stands in {locator(verification)}." if is_long else whole
    if not many or any(is_negation(token) for words in left_out for word in words for token in tokens_of(word)):
        return f"quote it whole: {passage}" if is_long else f"quote it as the paper has it: {passage}"
    if any(step.step in ("changed", "added", "spelling") for step in steps):
        return f"correct what differs, and mark by dots what is left out, or quote it whole: {passage}"
    return f"mark by dots what is left out, or quote it whole: {passage}"


_FEWEST_FOR_DOTS, _LONGEST_SHOWN = 3, 1200


def has_words(other: Alternative) -> bool:
    """Whether another item has the words of a quotation as they are quoted."""
    return other.verdict.agrees


def items_with_words(verification: Verification) -> str:
    """Which other items have the words, and which have them nearly, with what differs; "" if none has.

    >>> steps = (Difference("changed", "sixty", "SIXTEEN"),)
    >>> others = (Alternative("D7", 1.0), Alternative("D8", 0.9, Verdict.ALTERED, steps))
    >>> items_with_words(Verification(Verdict.CANNOT_TELL, "sixty ships had sailed", alternatives=others))
    'these words stand in D7; nearly these words stand in D8 (“sixty” where the paper has SIXTEEN)'
    """
    exact = [other.item for other in verification.alternatives if has_words(other)]
    near = [_nearly(other) for other in verification.alternatives if not has_words(other)]
    parts = [f"these words stand in {' and '.join(exact)}"] if exact else []
    parts += [f"nearly these words stand in {' and '.join(near)}"] if near else []
    return "; ".join(parts)


def _nearly(other: Alternative) -> str:
    difference = difference_in_words(other.difference)
    return f"{other.item} ({difference or 'its text cannot be read well there'})"


def _message(claim: Claim) -> str:
    verification = claim.verification
    words = f"“{short(verification.words)}”"
    cited = claim.cited or "the item cited"
    if verification.verdict is Verdict.ELSEWHERE:
        return f"{words} is not in {cited}, but in {locator(verification)}"
    if verification.verdict is Verdict.NOT_FOUND:
        return f"{words} is not in {cited}"
    difference = difference_in_words(verification.difference) or verification.why
    return f"{words} is not what {locator(verification)} says: {difference}"


def _remedy(verification: Verification) -> str:
    if verification.verdict is Verdict.ELSEWHERE:
        return f"cite {verification.item}, which has these words; or correct the quotation."
    if verification.verdict is Verdict.ALTERED:
        return how_to_quote(verification)
    if others := items_with_words(verification):
        return f"correct the quotation or the citation: {others}."
    return "correct the quotation or the citation; no other item of the collection has these words."
