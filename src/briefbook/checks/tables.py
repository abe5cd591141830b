"""C303 A section's hand-written table lists the items that the section cites.

Why:
    The table is how a reader gets from the section to its papers. An item that is cited but not listed cannot be
    opened from it; one that is listed but not cited has lost its sentence.
Fails:
    item CDNW9001 date=1962-11-08
    item CDNW9002 date=1962-11-08
    > The talks were delayed (CDNW9001, CDNW9002).
    >
    > | Item | Date | From | To | Number |
    > |---|---|---|---|---|
    > | CDNW9001.pdf | 8-Nov-62 | WASHDC | EXTERNAL | 3316 |
Passes:
    item CDNW9001 date=1962-11-08
    item CDNW9002 date=1962-11-08
    > The talks were delayed (CDNW9001, CDNW9002).
    >
    > | Item | Date | From | To | Number |
    > |---|---|---|---|---|
    > | CDNW9001.pdf | 8-Nov-62 | WASHDC | EXTERNAL | 3316 |
    > | CDNW9002.pdf | 8-Nov-62 | WASHDC | EXTERNAL | 3317 |
Remedy:
    Add the row or the citation, or delete the table: Briefbook makes it from what the section cites.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.table_rows import rows_of
from briefbook.model.finding import Finding
from briefbook.model.narrative import Citation, Narrative, Table

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every item that a section cites and its table lacks, or the other way round."""
    for narrative in inputs.narratives:
        by_passage: dict[int, list[Table]] = {}
        for table in narrative.tables:
            if not table.placed and any(True for _ in rows_of(narrative, table)):
                by_passage.setdefault(table.passage, []).append(table)
        for passage, tables in by_passage.items():
            yield from _section(narrative, passage, tables)


def _section(narrative: Narrative, passage: int, tables: list[Table]) -> Iterator[Finding]:
    rows = {row.item: row for table in tables for row in rows_of(narrative, table)}
    lines = {line for table in tables for line in range(table.where.line, (table.end_line or table.where.line) + 1)}
    cited: dict[str, Citation] = {}
    for citation in narrative.citations:
        if citation.passage == passage and citation.where.line not in lines:
            cited.setdefault(citation.item, citation)
    for item, citation in cited.items():
        if item not in rows:
            yield Finding(
                "C303",
                citation.where,
                f"{item} is cited in this section but stands in no row of its table",
                remedy="add the row, or delete the table: it is generated from the citations.",
                item=item,
                data={"table_line": tables[0].where.line},
            )
    for item, row in rows.items():
        if item not in cited:
            yield Finding(
                "C303",
                row.where,
                f"{item} stands in this section's table, but the section does not cite it",
                remedy="cite it where it is used, or delete the row.",
                item=item,
            )
