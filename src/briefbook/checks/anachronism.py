"""C216 A cable does not report what had not happened yet.

Why:
    A past event that is later than the only cable cited for it comes from another source, or one of the dates is wrong.
Fails:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316
    book dates=1962-11-08/1962-11-13
    > The last ship left on November 12 (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316
    book dates=1962-11-08/1962-11-13
    > The last ship was expected to leave by November 12 (CDNW9001).
Remedy:
    Cite the cable that reports the event, or correct the date.
"""

import re
from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim_frames import PAPER, parts_of
from briefbook.checks.date_attribution import dates_in_citations, dates_the_cable, form_of, senders_of
from briefbook.checks.pointers import sources_in_brackets
from briefbook.checks.prose_dates import in_words, is_within
from briefbook.model.finding import Finding, Severity

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

_AHEAD = re.compile(
    r"\b(?:will|would|shall|should|(?-i:may)|might|could|plan(?:s|ned)?|expect\w*|schedul\w*|propos\w*|inten\w+|until|before|due|hop(?:e|ed|ing)"
    r"|forecast\w*|predict\w*|anticipat\w*|later|to\s+be|deadline|next|upcoming|coming|to\s+(?:leave|begin|end|meet|open|take)"
    r"|(?:ask|want|request|need|wish|invit|promis)\w*\b[^.;]{0,60}?\bby"
    r"|(?:was|were|is|are)\s+(?:\w+ly\s+)?(?:to|going\s+to)\s+[a-z]+)\b",
    re.I,
)

MAX_DAYS, MAX_DAYS_WITHOUT_YEAR = 200, 62
"""Days behind its cable above which a past event is not noted: with a year, or on a page that covers it, and without,
where it may be of the year before. In the notes of three volumes of FRUS (1961-63, III, XV, XVI) 48 days without a year
stand in a sentence with one paper of known day: 14 are more than a day later, 13 of them by 62 days at most, none by 93
or more. What is farther off is more likely of the year before, and nothing is said of it."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every past event that a sentence dates after all the cables it cites."""
    for statement in inputs.statements:
        days = [inputs.day(item) for item in statement.items]
        if not statement.own or not days or None in days or _AHEAD.search(statement.text):
            continue
        cited = statement.cited
        if cited and all(map(statement.mentions_aside, cited)):
            continue
        of_others = [
            *sources_in_brackets(statement.text, [(c.offset - statement.sentence.offset, c.end) for c in cited])
        ]
        last = max(day[1] for day in days if day)
        dating = {
            part.start + mention.start
            for part in parts_of(statement)
            for mention in inputs.mentions(part.text)
            if dates_the_cable(part.text, mention, form_of(inputs, part.item), senders_of(inputs, part.item))
        } | dates_in_citations(inputs, statement)
        covered = inputs.dates(statement.narrative)
        for mention in inputs.mentions(statement.text):
            days_named = mention.days_near(*(covered or (last, last)))
            if any(start <= mention.start < end for start, end in of_others):
                continue
            far = MAX_DAYS if mention.year or is_within(days_named, covered) else MAX_DAYS_WITHOUT_YEAR
            if days_named and 1 < (days_named[0] - last).days < far and mention.start not in dating:
                if _is_in_words_quoted(statement.text, mention.start) or _CAME.search(statement.text[: mention.start]):
                    continue
                papers = " and ".join(statement.items)
                yield Finding(
                    "C216",
                    statement.where(mention.start, mention.end),
                    f"{mention.text} is later than {papers} ({in_words(last)}), which is cited for it",
                    remedy="cite the cable that reports the event, or correct the date.",
                    severity=Severity.NOTE,
                    item=statement.items[0],
                )


_CAME = re.compile(
    rf"\b(?:{PAPER}|letter|message|note|report|memorandum|news|it)\s+(?:had\s+|only\s+|was\s+|were\s+|\w+ly\s+)*"
    r"(?:reached|arrived|came\s+in|got\s+to|received|read|delivered|answered|seen|opened|handed|shown)\b[^.;“”]{0,60}$",
    re.I,
)
"""Before a day: it is that on which a paper came or was read, after it was sent."""


def _is_in_words_quoted(text: str, place: int) -> bool:
    """Whether a day stands in a quotation: that the paper has it is checked word by word."""
    return any(match.start() < place < match.end() for match in _QUOTED.finditer(text))


_QUOTED = re.compile(r"[“«][^“”«»]*[”»]|\"[^\"]*\"")
