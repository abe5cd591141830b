"""C110 One cable under two ids is not counted as two sources.

Why:
    The same text is often held twice: the action copy and a repeat, two releases, two files. Cited side by side, they
    look like two witnesses.
Fails:
    copies CDNW9001 CDNW9002
    item CDNW9001 date=1962-10-30 from=NATOPARIS number=2516
    item CDNW9002 date=1962-10-30 from=NATOPARIS number=2516
    > The allies were told at once (CDNW9001, CDNW9002).
Passes:
    copies CDNW9001 CDNW9002
    item CDNW9001 date=1962-10-30 from=NATOPARIS number=2516
    item CDNW9002 date=1962-10-30 from=NATOPARIS number=2516
    > The allies were told at once (CDNW9001).
Remedy:
    Cite the fuller copy, and note the other where it matters.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.model.finding import Finding

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every group of citations that names two copies of one cable."""
    for narrative in inputs.narratives:
        groups: dict[int, list[int]] = {}
        for index, citation in enumerate(narrative.citations):
            groups.setdefault(citation.group, []).append(index)
        for members in groups.values():
            items = [narrative.citations[index].item for index in members]
            for index in members:
                item = narrative.citations[index].item
                twins = [other for other in items if other != item and other in inputs.copies.get(item, ())]
                if twins and items.index(item) > min(items.index(twin) for twin in twins):
                    yield Finding(
                        "C110",
                        narrative.citations[index].where,
                        f"{item} and {twins[0]} are copies of one cable, not two sources",
                        remedy="cite the fuller copy.",
                        item=item,
                        data={"copies": sorted(inputs.copies[item])},
                    )
