"""C109 A cable that was corrected is not cited without its correction.

Why:
    A post that finds an error sends a second cable: CORRECT MYTEL 769, AMEND, CANCEL. Whoever cites only the first
    spreads what its author took back.
Fails:
    item CDNW9001 date=1962-11-13 from=BONN number=769
    page GERMAN VIEWS ON BERLIN.
    item CDNW9002 date=1962-11-14 from=BONN number=770
    page REF OURTEL 769 NOV13
    | PLEASE CORRECT OURTEL 769 AS FOLLOWS.
    > The Germans thought of Berlin (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-13 from=BONN number=769
    page GERMAN VIEWS ON BERLIN.
    item CDNW9002 date=1962-11-14 from=BONN number=770
    page REF OURTEL 769 NOV13
    | PLEASE CORRECT OURTEL 769 AS FOLLOWS.
    > The Germans thought of Berlin (CDNW9001, as corrected by CDNW9002).
Remedy:
    Read the correction, correct what rests on the error, and cite both.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from briefbook.checks.check_input import CheckInput
from briefbook.model.finding import Finding

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

_OWN = r"(?:MY|OUR|REF)\s?TEL(?:EGRAM)?(?:\s+NO\.?)?\s*(?P<{0}>\d{{1,5}})"
_FAULT = r"CORRECT(?:ION|IONS|ED|S)?|AMEND(?:MENT|MENTS|S)?|CORRIGENDUM|ERRATUM"
_VERB = rf"(?:{_FAULT}|CANCEL(?:S|LED)?|SUPERSEDES?|DELETE|SUBSTITUTE)"
_FAULT_THERE = re.compile(r"CORRECT|AMEND|CORRIG|ERRAT|CANCEL|SUPERSED|DELETE|SUBSTITUT|SHOULD")
_DONE = r"(?:SHOULD\s+(?:BE\s+)?(?:READ|CORRECTED|AMENDED)|IS\s+(?:CANCELLED|SUPERSEDED)|CORRECT(?:ED|ION)|AMENDED)"
_CORRECTS = re.compile(
    rf"\b{_VERB}\b[^.\n]{{0,80}}?\b{_OWN.format('one')}|\b{_OWN.format('two')}\b[^.\n]{{0,60}}?\b{_DONE}\b"
)


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every page that cites a corrected item without the item that corrects it."""
    corrections = inputs.corrections(corrected_by)
    for narrative in inputs.narratives:
        cited = {citation.item for citation in narrative.citations}
        reported = set()
        for citation in narrative.citations:
            missing = [item for item in corrections.get(citation.item, ()) if item not in cited]
            if not missing or citation.item in reported:
                continue
            reported.add(citation.item)
            yield Finding(
                "C109",
                citation.where,
                f"{citation.item} was corrected by {' and '.join(missing)}, which this page does not cite",
                remedy="read the correction, correct what rests on the error, and cite both.",
                item=citation.item,
                data={"corrected_by": missing},
            )


def corrected_by(inputs: CheckInput) -> dict[str, list[str]]:
    """For every item that another of the same sender corrects, those that correct it."""
    corrections: dict[str, list[str]] = defaultdict(list)
    named = list(_numbers_corrected(inputs))
    numbered = inputs.items_numbered({key for _, _, key in named})
    for item, last, key in named:
        for target in numbered.get(key, ()):
            before = inputs.day(target)
            if target != item and before and before[0] <= last and item not in corrections[target]:
                corrections[target].append(item)
    return corrections


def _numbers_corrected(inputs: CheckInput) -> Iterator[tuple[str, date, tuple[str, str, int]]]:
    """Each item that corrects a number, with its last day, and sender, number and year of what it may correct."""
    for item, entry in inputs.entries.items():
        sender, day = inputs.post(entry.value("from")), inputs.day_of(entry)
        if not sender or not day:
            continue
        text = inputs.plain(item).upper()
        if not _FAULT_THERE.search(text):
            continue
        for match in _CORRECTS.finditer(text):
            number = match["one"] or match["two"]
            for year in (day[0].year, day[0].year - 1):
                yield item, day[1], (sender, number, year)
