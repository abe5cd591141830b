"""C101 A cited item is in the collection.

Why:
    A citation is a promise that the reader can open the paper. An id that the collection does not hold is a slip of
    the pen, or a paper that another page or collection has. What stands in parentheses and has not the form of an id,
    but is one slip away from one, is told of too: it would be printed as plain words. So is the row of a table whose id
    is an item's but for signs, zeros, capitals or a prefix.
Fails:
    item CDNW9001 date=1962-11-08 from=WASHDC to=EXTERNAL number=3316
    item CDNW9010 date=1962-11-09 from=WASHDC to=EXTERNAL number=3326
    > The talks were delayed (CDNW9002).
    > The talks were held later (CDNW90O1).
Passes:
    item CDNW9001 date=1962-11-08 from=WASHDC to=EXTERNAL number=3316
    > The talks were delayed (CDNW9001).
Remedy:
    Correct the id (near ids are named), or bring in the scan or its description. Accept the finding where the paper is
    known to be elsewhere.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from rapidfuzz.distance import DamerauLevenshtein

from briefbook.checks.check_input import CheckInput
from briefbook.checks.citation_fit import best_fitting
from briefbook.checks.cited_pages import moved_fix, moved_remedy
from briefbook.checks.near_ids import NearIds, is_one_slip, plain_id
from briefbook.checks.paragraphs import paragraphs
from briefbook.checks.quotations import read_quotation, verify_in
from briefbook.checks.statements import mask_markup, where_of
from briefbook.checks.table_rows import hand_written
from briefbook.model.finding import Finding, Fix, Severity
from briefbook.model.narrative import Citation, Narrative, Quotation

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every place that cites an item not held, and for each that seems meant to cite one."""
    for narrative in inputs.narratives:
        yield from _misspelt(inputs, narrative)
    yield from _rows_of_none(inputs)
    for narrative, citation in inputs.citations:
        if citation.item in inputs.catalogue or citation.item in inputs.catalogue.withdrawn:
            continue
        if place := inputs.place_in_file(citation.item, citation.page or 1):
            yield _moved(citation, place)
            continue
        similar = [
            item for item in inputs.catalogue.similar_items(citation.item, 8) if is_one_slip(citation.item, item)
        ][:3]
        fitting = best_fitting(inputs, narrative, citation, limit=2)
        remedy = "correct the id, or bring in its scan or description."
        if similar:
            remedy = f"did you mean {' or '.join(similar)}? Otherwise bring in its scan or description."
        if fitting:
            remedy += f" The sentence fits {' and '.join(fitting)}."
        certain = similar[0] if len(similar) == 1 and fitting[:1] == similar else None
        if certain and not _has_words(inputs, certain, _quoted_with(narrative, citation)):
            certain = None
        yield Finding(
            "C101",
            citation.where,
            f"{citation.item} is cited but not in the collection",
            remedy=remedy,
            item=citation.item,
            data={"near": similar, "fitting": fitting},
            fix=Fix(citation.where, citation.as_written.replace(citation.item, certain))
            if certain and citation.item in citation.as_written and citation.where.end
            else None,
        )


def _rows_of_none(inputs: CheckInput) -> Iterator[Finding]:
    """A warning for each row of a table whose id no item has, but nearly."""
    for row in hand_written(inputs):
        if row.item in inputs.catalogue or row.item in inputs.catalogue.withdrawn:
            continue
        if near := inputs.ids_alike.near(row.item):
            yield Finding(
                "C101",
                row.where,
                f"the row of {row.item} is of no item in the collection",
                remedy=f"did you mean {' or '.join(near)}? Otherwise bring in its scan or description.",
                severity=Severity.WARNING,
                item=row.item,
                data={"near": near},
            )


_PARENTHESIS = re.compile(r"\((?P<inside>[^()\n]{6,160})\)")
_PIECE = re.compile(r"[^\s;,][^;,]*")
_LIKE_AN_ID = re.compile(r"(?=(?:\D*\d){3})(?:[\w./–-]+|[A-Z0-9./–-]+(?: [A-Z0-9./–-]+){1,4})")
"""Three figures at least, in one word, or in a few without small letters: CDNW1245; 104 10132 10092."""

MIN_LETTERS = 6
"""Letters and figures of an id, at least: a shorter one is one slip away from many a number in prose."""

_MAX_NAMED, _MAX_APART = 3, 2
"""Ids that are named as the one that may be meant, and letters and signs by which the words may differ from one."""


def misspelt_id(ids: Callable[[], NearIds], written: str, min_letters: int = MIN_LETTERS) -> list[str]:
    """The items that words may be meant for: one slip, signs between figures, or letters that look like figures apart.

    Args:
        ids: Gives the collection's ids; asked only for words that may be meant for one.
        written: The words, which are no id themselves.
        min_letters: Letters and figures of an id, at least.

    Returns:
        Up to three ids, the nearest first; none where the words have not the form of an id.
    """
    if not _LIKE_AN_ID.fullmatch(written) or len(plain_id(written)) < min_letters - 1:
        return []
    found = [item for item in ids().one_slip_from(written) if len(plain_id(item)) >= min_letters]
    apart = {item: DamerauLevenshtein.distance(written, item) for item in found}
    return sorted((item for item in found if apart[item] <= _MAX_APART), key=apart.__getitem__)[:_MAX_NAMED]


def _misspelt(inputs: CheckInput, narrative: Narrative) -> Iterator[Finding]:
    """A warning for each piece of a parenthesis that is no citation and seems meant for an id."""
    text = mask_markup(narrative.source)
    taken = [(citation.offset, citation.end) for citation in narrative.citations]
    taken += [(quotation.offset, quotation.end) for quotation in narrative.quotations]
    for parenthesis in _PARENTHESIS.finditer(text):
        for piece in _PIECE.finditer(parenthesis["inside"]):
            start = parenthesis.start("inside") + piece.start()
            written = piece.group().rstrip(" .")
            end = start + len(written)
            if any(first < end and start < last for first, last in taken):
                continue
            if similar := misspelt_id(lambda: inputs.near_ids, written):
                where = where_of(narrative, start, end)
                certain = len(similar) == 1 and _has_words(inputs, similar[0], _quoted_before(narrative, start))
                yield Finding(
                    "C101",
                    where,
                    f"{written} is not an item, and is printed as plain words",
                    remedy=f"did you mean {' or '.join(similar)}?",
                    severity=Severity.WARNING,
                    data={"near": similar},
                    fix=Fix(where, similar[0]) if certain else None,
                )


def _has_words(inputs: CheckInput, item: str, quotations: Iterable[Quotation]) -> bool:
    """Whether an item has every quotation that would be cited from it: else to write its id makes a quotation wrong."""
    text = inputs.text(item)
    return all(
        verify_in(read_quotation(quotation.words), text, inputs.scores_of(item), inputs.usage).verdict.agrees
        for quotation in quotations
    )


def _quoted_with(narrative: Narrative, citation: Citation) -> Iterator[Quotation]:
    """The quotations that a citation stands for."""
    for quotation in narrative.quotations:
        if any(narrative.citations[index] is citation for index in quotation.citations):
            yield quotation


def _quoted_before(narrative: Narrative, offset: int) -> Iterator[Quotation]:
    """The quotations of a paragraph that would be cited by an id at a place in it: those since the last citation."""
    start = next((first for first, last in paragraphs(narrative.source) if first <= offset < last), 0)
    start = max([start, *(citation.end for citation in narrative.citations if start <= citation.end <= offset)])
    for quotation in narrative.quotations:
        if start <= quotation.offset < offset:
            yield quotation


def _moved(citation: Citation, place: tuple[str, int]) -> Finding:
    """The finding about the id of a file that was divided, or joined to another."""
    item, page = place
    where = (
        moved_remedy(citation, place) if citation.page else f"its first page is page {page} of {item} now: cite {item}."
    )
    fix = moved_fix(citation, place)
    if fix is None and citation.page is None and citation.as_written == citation.item and citation.where.end:
        fix = Fix(citation.where, item)
    return Finding(
        "C101",
        citation.where,
        f"{citation.item} is cited, and is not an item: its file was divided, or joined to another",
        remedy=where,
        item=citation.item,
        data={"item": item, "page": page},
        fix=fix,
    )
