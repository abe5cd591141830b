"""C105 All rows for one item say the same.

Why:
    An item stands in the table of every section that cites it. Typed by hand, the rows drift apart, and the reader
    cannot know which of them is right.
Fails:
    item CDNW9001 from=WASHDC
    > Talks (CDNW9001).
    >
    > | Item | Date | From | To | Number |
    > |---|---|---|---|---|
    > | CDNW9001.pdf | 8-Nov-62 | WASHDC | EXTERNAL | 3316 |
    >
    > ## Later
    >
    > More talks (CDNW9001).
    >
    > | Item | Date | From | To | Number |
    > |---|---|---|---|---|
    > | CDNW9001.pdf | 9-Nov-62 | WASHDC | EXTERNAL | 3316 |
Passes:
    item CDNW9001 from=WASHDC
    > Talks (CDNW9001).
    >
    > | Item | Date | From | To | Number |
    > |---|---|---|---|---|
    > | CDNW9001.pdf | 8-Nov-62 | WASHDC | EXTERNAL | 3316 |
    >
    > ## Later
    >
    > More talks (CDNW9001).
    >
    > | Item | Date | From | To | Number |
    > |---|---|---|---|---|
    > | CDNW9001.pdf | 8-Nov-62 | WASHDC | EXTERNAL | 3316 |
Remedy:
    Look at the picture, correct the wrong row, or delete the tables: Briefbook makes them from the catalogue.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.table_rows import HandTableRow, hand_written, same_cell
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.finding import Finding
from briefbook.model.received import OF_ROW
from briefbook.util.advice import typed


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every field in which two rows, or two received descriptions, of one item differ."""
    reported: set[tuple[str, str]] = set()
    first: dict[tuple[str, str], tuple[str, HandTableRow]] = {}
    for row in hand_written(inputs):
        for name, cell in row.cells.items():
            first_row = first.setdefault((row.item, name), (cell, row))
            if not same_cell(inputs, name, first_row[0], cell):
                reported.add((row.item, name))
                yield Finding(
                    "C105",
                    row.where,
                    f"{row.item}: {name} is {cell} here, but {first_row[0]} at {first_row[1].where}",
                    remedy="look at the picture and correct the wrong row, or delete both tables: they are generated.",
                    item=row.item,
                    data={"field": name, "values": [first_row[0], cell]},
                )
    differing = inputs.of_catalogue("C105", lambda: _descriptions(inputs))
    # the rows that the descriptions were made from are reported
    yield from inputs.placed(row for row in differing if (row.item, row.data["field"]) not in reported)


def disagreeing(inputs: CheckInput) -> set[tuple[str, str]]:
    """Items and fields in which hand-written rows differ among themselves."""
    first: dict[tuple[str, str], str] = {}
    differing = set()
    for row in hand_written(inputs):
        for name, cell in row.cells.items():
            if not same_cell(inputs, name, first.setdefault((row.item, name), cell), cell):
                differing.add((row.item, name))
    return differing


def _descriptions(inputs: CheckInput) -> Iterator[Finding]:
    for entry in inputs.entries.values():
        for name in ("date", "from", "to", "number"):
            readings = entry.readings.get(name, ())
            if any(reading.by is SourceKind.PERSON for reading in readings):
                continue  # a person decided
            received = [reading for reading in readings if reading.by is SourceKind.RECEIVED and reading.value]
            for other in received[1:]:
                if not same_cell(inputs, name, received[0].value or "", other.value or "") and name != "to":
                    yield Finding(
                        "C105",
                        None,
                        f"{entry.item}: {_source(received[0])} gives {name} {received[0].value}, "
                        f"{_source(other)} gives {other.value}",
                        remedy=f"look at the picture, then {typed('catalogue', 'set', entry.item, name, 'VALUE')}.",
                        item=entry.item,
                        data={"field": name, "values": [received[0].value, other.value]},
                    )
                    break


def _source(reading: Reading) -> str:
    """Where a reading comes from: the list, and its row where that is told."""
    row = OF_ROW.search(reading.note)
    return f"{reading.source}, row {row['row']}," if row else reading.source
