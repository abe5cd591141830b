"""C201 A quotation stands, word for word, in the item it is cited from.

Why:
    A reader who follows the citation must meet the words quoted. Letter case, punctuation, line breaks, page lines and
    what the telegraph added (NOT RPT NOT, QUOTE, STOP) are not compared; [brackets], [sic] and ellipses are the
    author's. A word changed, dropped or added is reported with the difference; where another item of the collection
    has the words, it is named. British spelling for American, or the other way round, is a note.
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

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim import Claim
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import Locator, PagePosition
from briefbook.model.verdict import Verdict, Verification

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
                data=data_of(verification),
            )


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
        "difference": [{"step": d.step, "quoted": d.quoted, "source": d.source} for d in verification.difference],
        "alternatives": [{"item": item, "likeness": share} for item, share in verification.alternatives],
        "why": verification.why,
        "text_checksum": verification.text_checksum,
    }
    return data | ({"evidence": evidence_of(verification)} if verification.evidence else {})


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


def difference_in_words(verification: Verification) -> str:
    """What differs, in a few words: "satisfied" for DISSATISFIED."""
    parts = []
    for step in verification.difference:
        if step.step in ("changed", "spelling"):
            parts.append(f"“{step.quoted}” for {step.source.upper()}")
        elif step.step == "dropped":
            parts.append(f"{step.source.upper()} left out")
        elif step.step == "added":
            parts.append(f"“{step.quoted}” added")
    return "; ".join(parts[:4]) + ("; …" if len(parts) > 4 else "")


def _message(claim: Claim) -> str:
    verification = claim.verification
    words = f"“{short(verification.words)}”"
    cited = claim.cited or "the item cited"
    if verification.verdict is Verdict.ELSEWHERE:
        return f"{words} is not in {cited}, but in {locator(verification)}"
    if verification.verdict is Verdict.NOT_FOUND:
        return f"{words} is not in {cited}"
    difference = difference_in_words(verification) or verification.why
    return f"{words} is not what {locator(verification)} says: {difference}"


def _remedy(verification: Verification) -> str:
    if verification.verdict is Verdict.ELSEWHERE:
        return f"cite {verification.item}."
    if verification.verdict is Verdict.ALTERED:
        return f"it reads: {short(verification.found, 300)}"
    others = [item for item, _ in verification.alternatives]
    if others:
        return f"nearly these words stand in {' and '.join(others)}; else correct the quotation or the citation."
    return "correct the quotation or the citation; no other item of the collection has these words."
