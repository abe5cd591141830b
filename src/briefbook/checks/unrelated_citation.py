"""C206 A cited item has to do with its sentence.

Why:
    An id that exists but is the wrong one is the hardest slip to see. Where a sentence shares no name, number or rare
    word with the item it cites, and many with another, the other may be meant. This is a question, not a verdict.
Fails:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316
    page WHEAT PRICES ROSE AGAIN IN THE PRAIRIES AND ELEVATORS WERE FULL.
    item CDNW9002 date=1962-11-08 from=WASHDC number=3317
    page THE TANKER GROZNY STOPPED NEAR BERMUDA WHILE HELICOPTERS PHOTOGRAPHED BOMBERS ON DECK.
    item CDNW9003 date=1962-11-09 from=WASHDC number=3320
    page PARLIAMENT DEBATED THE PENSION BILL UNTIL MIDNIGHT WITHOUT RESULT.
    > Helicopters photographed bombers on the deck of the tanker Grozny near Bermuda (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316
    page WHEAT PRICES ROSE AGAIN IN THE PRAIRIES AND ELEVATORS WERE FULL.
    item CDNW9002 date=1962-11-08 from=WASHDC number=3317
    page THE TANKER GROZNY STOPPED NEAR BERMUDA WHILE HELICOPTERS PHOTOGRAPHED BOMBERS ON DECK.
    item CDNW9003 date=1962-11-09 from=WASHDC number=3320
    page PARLIAMENT DEBATED THE PENSION BILL UNTIL MIDNIGHT WITHOUT RESULT.
    > Helicopters photographed bombers on the deck of the tanker Grozny near Bermuda (CDNW9002).
Remedy:
    Open both items; cite the one that carries the sentence.
"""

from collections.abc import Iterator
from itertools import islice

from briefbook.checks.check_input import CheckInput
from briefbook.checks.citation_fit import content_words, ranked
from briefbook.checks.statements import Statement
from briefbook.checks.word_stems import STEM_LETTERS
from briefbook.model.finding import Finding, Severity

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every item that shares nothing with its sentence, where another shares much."""
    for statement in inputs.statements:
        if not statement.own or not all(inputs.has_text(item) for item in statement.items):
            continue
        text = _about(statement)
        words = set(content_words(text)) - _OF_APPARATUS
        if len(words) < 5 or any(_shared_with(inputs, item, words) > 1 for item in statement.items):
            continue
        fitting = (item for item, _ in ranked(inputs, text) if _shared(inputs, item, words) >= 4)
        better = list(islice(fitting, 2))
        if better and not set(better) & set(statement.items):
            yield Finding(
                "C206",
                statement.sentence.where,
                f"the sentence shares hardly a word with {' and '.join(statement.items)}; "
                f"it fits {' and '.join(better)}",
                remedy="open both; cite the one that carries the sentence.",
                severity=Severity.NOTE,
                item=statement.items[0],
                data={"fitting": better},
            )


def _about(statement: Statement) -> str:
    """What a sentence says of what it cites: of one that only points to a paper, the words with the pointer."""
    cited, begin, text = statement.cited, statement.sentence.offset, statement.text
    pointed = [statement.pointed_from(citation) for citation in cited]
    for citation in cited:
        text = (
            f"{text[: citation.offset - begin]}{' ' * (citation.end - citation.offset)}{text[citation.end - begin :]}"
        )
    if not cited or None in pointed:
        return text
    return text[min(place for place in pointed if place is not None) :]


_OF_APPARATUS = frozenset(
    (
        "apparently",
        "attached",
        "attachment",
        "despatch",
        "document",
        "documents",
        "enclosed",
        "enclosure",
        "footnote",
        "footnotes",
        "former",
        "found",
        "identified",
        "latter",
        "letter",
        "memoranda",
        "memorandum",
        "message",
        "page",
        "paragraph",
        "printed",
        "published",
        "reference",
        "regarding",
        "source",
        "telegram",
    )
)
"""Words of notes that say where a paper is, and nothing of what it is about."""


def _shared(inputs: CheckInput, item: str, words: set[str]) -> int:
    """How many of the words stand in the item, endings aside."""
    return inputs.items_by_stem.shared(item, words)


def _shared_with(inputs: CheckInput, item: str, words: set[str]) -> int:
    """The same of a cited item, by its text: the table of all words costs more where few items are asked of."""
    stems = inputs.stems(item)
    return sum(word[:STEM_LETTERS] in stems for word in words)
