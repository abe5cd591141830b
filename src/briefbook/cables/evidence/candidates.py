"""Lines of a heading -> candidates: every value that a typed grammar allows, with what speaks for it or against it."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from briefbook.cables.evidence.correspondence import days_at_foot, offices_of_letterheads, persons_addressed, signers
from briefbook.cables.evidence.days import date_candidates, days_with_year_of_receipt, days_with_year_of_text
from briefbook.cables.evidence.labelled_names import names_behind_labels
from briefbook.cables.evidence.letters import addressee_blocks, parties_of_minutes
from briefbook.cables.evidence.markings import level_candidates, precedence_candidates, subject_candidates
from briefbook.cables.evidence.numbers import number_candidates
from briefbook.cables.evidence.paper import FIELDS, Candidate, Finder, Paper, plain_name
from briefbook.cables.evidence.unlabelled_names import (
    addressee_lines,
    bare_pairs,
    bare_stations,
    cities_of_datelines,
    letterheads,
    pairs_of_persons,
    routes,
    telegraphic_addresses,
    urgent_senders,
)


def candidates(
    raws: Sequence[str],
    *,
    window: int = 1900,
    order: str = "",
    year: str = "",
    fields: Collection[str] = FIELDS,
) -> list[Candidate]:
    """Every candidate for the fields asked for.

    Args:
        raws: The lines as they were read.
        window: The first year of the hundred years that years of two figures fall in.
        order: "dmy" or "mdy": how to read a day in figures that could be either; "" leaves such a day out.
        year: The paper's year if it is known, for the codes of its time.
        fields: The fields whose candidates are wanted; others may be among them.
    """
    return offer(Paper(raws, window=window, order=order), year=year, fields=fields)


def offer(paper: Paper, *, year: str = "", fields: Collection[str] = FIELDS) -> list[Candidate]:
    """Every candidate on a paper for the fields asked for; as ``candidates``."""
    offered: list[Candidate] = []
    if "date" in fields or not year:
        for find in _DAYS:
            offered += paper.offered_by(find)
    offered = days_at_foot(paper, offered)
    years = [candidate.value[:4] for candidate in offered if candidate.value[:2] in ("19", "20")]
    paper.year = year or (years[0] if years else "")
    for given, find in _FINDERS:
        if not given.isdisjoint(fields):
            offered += paper.offered_by(find)
    return _agreeing(offered)


_DAYS: tuple[Finder, ...] = (date_candidates, days_with_year_of_receipt, days_with_year_of_text)

_WHO = frozenset({"from", "to", "info", "number", "precedence"})
"""Fields whose values stand behind labels of offices."""

_FINDERS: tuple[tuple[frozenset[str], Finder], ...] = tuple(
    (frozenset(given), find)
    for given, find in (
        (_WHO, names_behind_labels),
        ({"from", "to"}, routes),
        ({"from"}, letterheads),
        ({"from"}, cities_of_datelines),
        ({"from"}, urgent_senders),
        ({"to"}, addressee_lines),
        ({"to"}, addressee_blocks),
        ({"from", "to"}, parties_of_minutes),
        ({"from"}, signers),
        ({"from", "to"}, offices_of_letterheads),
        ({"to"}, persons_addressed),
        ({"to"}, telegraphic_addresses),
        ({"to"}, bare_stations),
        ({"from", "to"}, bare_pairs),
        ({"from", "to"}, pairs_of_persons),
        ({"from", "number"}, number_candidates),
        ({"security"}, level_candidates),
        ({"precedence"}, precedence_candidates),
        ({"subject"}, subject_candidates),
    )
)
"""What finds candidates, and the fields that it finds them for; in this order, for of equals the first is taken."""


def offer_again(paper: Paper, *, year: str, fields: Collection[str]) -> list[Candidate]:
    """As ``offer``, but the paper's year stays what it was."""
    before = paper.year
    try:
        return offer(paper, year=year, fields=fields)
    finally:
        paper.year = before


def _agreeing(offered: list[Candidate]) -> list[Candidate]:
    """The candidates, those that others support or contradict marked: a number that names the sender, and so on."""
    numbered = {
        plain_name(candidate.value.rsplit(" ", 1)[0])
        for candidate in offered
        if candidate.field == "number" and " " in candidate.value and candidate.value[:1].isalpha()
    }
    senders = {
        plain_name(candidate.value) for candidate in offered if candidate.field == "from" and _is_labelled(candidate)
    }
    if not numbered and not senders:
        return offered
    marked = []
    for candidate in offered:
        who = plain_name(candidate.value.rsplit(" ", 1)[0] if candidate.field == "number" else candidate.value)
        mark = ""
        if candidate.field == "number" and " " in candidate.value and who in senders:
            mark = "names-sender"
        elif (candidate.field == "from" and _is_labelled(candidate) and who in numbered) or (
            candidate.field == "to" and who in numbered
        ):
            mark = "named-in-number"
        elif candidate.field == "to" and who in senders:
            mark = "same-as-sender"
        elif candidate.field == "number" and senders and numbered and " " not in candidate.value:
            mark = "beside-a-number-with-post" if numbered & senders else ""
        marked.append(replace(candidate, features=candidate.features | {mark}) if mark else candidate)
    return marked


def _is_labelled(candidate: Candidate) -> bool:
    return "label=from" in candidate.features or "route" in candidate.features
