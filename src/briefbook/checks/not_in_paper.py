"""C229 What a sentence tells of a paper stands in it.

Why:
    A name or a figure that stands nowhere in the paper cited may come from another source, which the reader would look
    for in vain; or it is a slip that no other check can see, as the paper has nothing in its place. It cannot be told
    which, so this is only a note. It is made where the paper plainly tells what the sentence tells, and has all its
    other names and figures.
Fails:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page THREE FREIGHTERS WITH GRAIN WERE HELD AT THE HARBOUR SINCE OCTOBER. THE CREWS WERE FED BY THE MISSION.
    > Three freighters with grain for Halvorsen were held at the harbour, and their crews fed by the mission (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page THREE FREIGHTERS WITH GRAIN WERE HELD AT THE HARBOUR SINCE OCTOBER. THE CREWS WERE FED BY THE MISSION.
    > Three freighters with grain were held at the harbour, and their crews fed by the mission (CDNW9001).
Remedy:
    Cite the paper that has it too, or correct it.
"""

import re
from collections.abc import Iterator, Sequence

from briefbook.checks.approximations import may_tell
from briefbook.checks.check_input import CheckInput
from briefbook.checks.citation_words import sender_names
from briefbook.checks.claim_frames import is_of_another_paper, parts_of
from briefbook.checks.countries import CODE, country, names_of
from briefbook.checks.fact import is_same_name
from briefbook.checks.passage_facts import facts_of, is_known
from briefbook.checks.passages import matches_of, stems_of
from briefbook.checks.statements import mask_markup
from briefbook.checks.told_otherwise import fields_of, told_otherwise
from briefbook.model.finding import Finding, Severity
from briefbook.text.folding import fold
from briefbook.text.lexicon import frequency
from briefbook.text.months import ENGLISH, WEEKDAYS

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

MIN_SHARED = 4
"""Words of content that a sentence shares at least with the passage that it tells."""

MIN_PART = 0.5
"""The part of the sentence's words of content that the paper has."""

RARE = 5_000_000
"""The frequency from which a word with a capital is no name: the Department."""

_OWN = re.compile(r"[“\"‘«][^“”\"’»]*[”\"’»]|\([^()]*\)")
_NAME = re.compile(r"(?<=[a-z,;’'] )[A-ZÀ-Ž][a-zà-ž]{3,}(?:-[A-ZÀ-Ž][a-zà-ž]+)?(?![\w-])")
_NO_NAMES = frozenset(map(str.lower, (*ENGLISH, *WEEKDAYS)))
_NUMBERS = ("count", "figure")


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for the one name or figure of a sentence that the paper which tells all else of it does not have."""
    for part in (part for statement in inputs.statements if statement.own for part in parts_of(statement)):
        entry = inputs.entries.get(part.item)
        if entry is None or all(map(part.statement.mentions_aside, part.statement.cited)):
            continue
        source = inputs.text(part.item)
        if source.is_empty or source.measured or not source.exact:
            continue
        text, fields = mask_markup(part.text), fields_of(entry)
        paper = inputs.plain(part.item)
        absent = _absent(text, paper, fields, sender_names(inputs, entry))
        posts = [inputs.context.post(value) for name in ("from", "to") for value in fields[name]]
        if absent is None or _is_of_a_post(text[absent[0] : absent[1]], [post.country for post in posts if post]):
            continue
        start, end = absent
        if any(fact.start <= start <= fact.end for fact, _ in told_otherwise(text, paper, fields)):
            continue  # C228 tells what the paper has in its place
        yield Finding(
            "C229",
            part.statement.where(part.start + start, part.start + end),
            f"{' '.join(text[start:end].split())} is not found in {part.item}, which has what else the sentence tells",
            remedy="cite the paper that has it too, or correct it.",
            severity=Severity.NOTE,
            item=part.item,
            cannot_tell=True,
        )


def _is_of_a_post(words: str, countries: Sequence[str]) -> bool:
    """Whether a name is of the country of the post that sends a paper, or of the one that gets it: Ottawa."""
    return CODE.get(country(words), "") in countries


def _absent(text: str, paper: str, fields: dict[str, Sequence[str]], senders: frozenset[str]) -> tuple[int, int] | None:
    """Where the one name or figure of a sentence stands that its paper lacks; None where it lacks none, or several."""
    own = _OWN.sub(lambda match: " " * len(match.group()), text)
    words = stems_of(own)
    best = next(iter(matches_of(words, paper)), None)
    if best is None or len(best.shared) < MIN_SHARED or len(words & stems_of(paper)) < MIN_PART * len(words):
        return None
    there = frozenset(re.findall(r"[^\W\d_]+", fold(paper)))
    described = " ".join(fold(value) for values in fields.values() for value in values) + " " + " ".join(senders)
    found = [
        match.span()
        for match in _NAME.finditer(own)
        if _is_name(match.group()) and not _has(fold(match.group()), there, described)
    ]
    found += [
        (fact.start, fact.end)
        for fact in facts_of(own, kinds=_NUMBERS)
        if not is_known(fact, paper, fields)
        and not may_tell(own, fact.start, fact.end, paper)
        and _is_large(fact.value[0])
    ]
    found = [span for span in found if not is_of_another_paper(text, span[0])]
    found = [span for place, span in enumerate(found) if not any(_meet(span, other) for other in found[:place])]
    return found[0] if len(found) == 1 else None


def _meet(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def _is_name(word: str) -> bool:
    plain = word.lower()
    return plain not in _NO_NAMES and (bool(country(word)) or frequency(plain) < RARE)


def _has(name: str, there: frozenset[str], described: str) -> bool:
    """Whether a paper has a name, its country under another name, or who wrote it is called so."""
    if any(part in described for part in name.split("-")):
        return True
    if nation := country(name):
        return any(stem[:4] == word[:4] for each in names_of(nation) for stem in fold(each).split() for word in there)
    return any(is_same_name(name, word) for word in there if len(word) > 3)


MAX_SMALL = 12


def _is_large(value: str) -> bool:
    """Whether a number is one that nobody counts for himself."""
    return float(value) > MAX_SMALL
