"""C224 The paper that a cable is said to answer is one that it refers to.

Why:
    A cable names the papers it answers in its reference line. Another number sends the reader to a paper that has
    nothing to do with it.
Fails:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316
    page REF YOUR TELEGRAM 665 OF NOVEMBER 7. THE TALKS WERE DELAYED.
    ref "YOURTEL 665" number=665
    > Replying to Ottawa’s telegram 656, the embassy said that the talks were delayed (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316
    page REF YOUR TELEGRAM 665 OF NOVEMBER 7. THE TALKS WERE DELAYED.
    ref "YOURTEL 665" number=665
    > Replying to Ottawa’s telegram 665, the embassy said that the talks were delayed (CDNW9001).
Remedy:
    Look at the references of the paper, and correct the number or the citation.
"""

import re
from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim_frames import IS_ANSWERED, PAPER, is_of_another_paper, parts_of, plain_number
from briefbook.model.cable import Reference
from briefbook.model.catalogue import Entry
from briefbook.model.finding import Finding, Severity

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

_NUMBER = re.compile(
    rf"(?:\b(?:{PAPER})\s*,?\s*(?:nos?\.?|number|numbered)?|(?-i:\b[A-Z]\w+)[’']s(?=\s+\d{{3}})"
    r"|(?-i:\b(?P<post>[A-Z]\w+))(?=\s+\d{4}))"
    r"\s*(?P<number>[A-Z]{1,3}-?\d{1,5}|\d{1,5})(?![\d,.-]*\d)",
    re.I,
)
_ANSWERS = re.compile(
    r"\b(?:(?:in\s+)?(?:reply|answer|response)\s+to|repl(?:ied|ies|ying)\s+to|answer(?:s|ed|ing)|respond(?:s|ed|ing)?\s+to"
    r"|refer(?:s|red|ring)\s+(?:back\s+)?to|further\s+to)\b(?:[^;.,“”\"]|(?<=\bno)\.|(?<=\btel)\.)*$",
    re.I,
)
MIN_CONFIDENCE = 0.9
"""A reference that was read less surely may itself be the misread one: then nothing is said."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every number of an answered paper that stands neither among the cable's references nor in its text."""
    for part in (part for statement in inputs.statements if statement.own for part in parts_of(statement)):
        entry = inputs.entries.get(part.item)
        if entry is None or not _ANY.search(part.text):
            continue
        references = _sure_references(entry)
        for match in _NUMBER.finditer(part.text):
            start, end = match.span("number")
            if match["post"] and not inputs.context.post(match["post"].upper()):
                continue  # June 1962, Document 1999
            answers = _ANSWERS.search(part.text[:start]) and is_of_another_paper(part.text, start)
            if not answers and not IS_ANSWERED.search(part.text[end:]):
                continue
            said = plain_number(match["number"])
            if any(_is_or_holds(reference, said) for reference in references) or _stands_in_text(
                inputs, part.item, said
            ):
                continue
            named = list(dict.fromkeys(str(reference.number) for reference in references))
            named = named or _with_figures_changed(inputs, part.item, said)
            if not named:
                continue
            yield Finding(
                "C224",
                part.statement.where(part.start + start, part.start + end),
                f"{part.item} refers to {', '.join(named)}, not {match['number']}",
                remedy="look at the references of the paper, and correct the number or the citation.",
                severity=Severity.NOTE,
                item=part.item,
                data={"said": match["number"], "references": named},
            )


_ANY = re.compile(r"\b(?:repl|answer|respon|refer|further)", re.I)


def _sure_references(entry: Entry) -> tuple[Reference, ...]:
    """The references with a number; none where one of them was not read surely."""
    numbered = tuple(reference for reference in entry.references if reference.number)
    unsure = any(one.confidence is not None and one.confidence < MIN_CONFIDENCE for one in entry.references)
    return () if unsure or len(numbered) < len(entry.references) else numbered


def _is_or_holds(reference: Reference, said: str) -> bool:
    number = plain_number(str(reference.number))
    if number.endswith(said) or (said.endswith(number) and said.removesuffix(number).isalpha()):
        return True  # shortened, as historians do, or with the letter of its series
    last = plain_number(reference.end_number or "")
    return all(map(str.isdigit, (number, last, said))) and int(number) <= int(said) <= int(last)


def _with_figures_changed(inputs: CheckInput, item: str, said: str) -> list[str]:
    """The one number of the paper that is the number said with two neighbouring figures changed; [] if there is none.

    Of a paper whose references are not all known only such a slip is told of.
    """
    swaps = {
        said[:k] + said[k + 1] + said[k] + said[k + 2 :] for k in range(len(said) - 1) if said[k : k + 2].isdigit()
    }
    there = {
        number for page in inputs.pages(item) for number in re.findall(r"(?<![\d.,/-])\d{3,6}(?![\d.,/]\d)", page.text)
    }
    found = sorted(swaps & there - {said})
    return found if len(found) == 1 else []


def _stands_in_text(inputs: CheckInput, item: str, said: str) -> bool:
    """Does the number stand anywhere on the paper? Then it may be a reference that was not seen as one."""
    figures = re.sub(r"\D", "", said)
    return any(re.search(rf"(?<!\d)0*{figures}(?!\d)", page.text) for page in inputs.pages(item))
