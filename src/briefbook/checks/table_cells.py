"""C304 The rows of a hand-written table agree with the catalogue.

Why:
    A table typed by hand keeps the error that was corrected in the catalogue, and the reader meets both.
Fails:
    item CDNW9001 date=1962-11-08 from=WASHDC to=EXTERNAL number=3316
    > Talks (CDNW9001).
    >
    > | Item | Date | From | To | Number |
    > |---|---|---|---|---|
    > | CDNW9001.pdf | 8-Nov-62 | WASHDC | EXTERNAL | 3361 |
Passes:
    item CDNW9001 date=1962-11-08 from=WASHDC to=EXTERNAL number=3316
    > Talks (CDNW9001).
    >
    > | Item | Date | From | To | Number |
    > |---|---|---|---|---|
    > | CDNW9001.pdf | 8-Nov-62 | WASHDC | EXTERNAL | 3316 |
Remedy:
    Correct the cell or the catalogue, or delete the table: Briefbook makes it from the catalogue.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.rows_agree import disagreeing
from briefbook.checks.table_rows import hand_written, same_cell
from briefbook.model.finding import Finding

_FIELDS = ("date", "from", "to", "number", "classification")


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every cell that says something else than the catalogue."""
    among_themselves = disagreeing(inputs)
    for row in hand_written(inputs):
        entry = inputs.entries.get(row.item)
        for name, cell in row.cells.items():
            if entry is None or name not in _FIELDS or (row.item, name) in among_themselves:
                continue  # rows that differ among themselves are C105's
            catalogue_values = entry.values(name)
            if catalogue_values and not any(
                same_cell(inputs, name, cell, value) for value in (*catalogue_values, "; ".join(catalogue_values))
            ):
                yield Finding(
                    "C304",
                    row.where,
                    f"{row.item}: the table gives {name} {cell}, the catalogue {'; '.join(catalogue_values)}",
                    remedy="correct the cell or the catalogue, or delete the table: it is generated.",
                    item=row.item,
                    data={"field": name, "table": cell, "catalogue": "; ".join(catalogue_values)},
                )
