"""The list of items for a file or a pipe is the table that a terminal would draw, without drawing it."""

import io

import pytest
from rich.console import Console
from rich.table import Table
from rich.text import Text

from briefbook.cli.catalogue_ import _plain_columns

COLUMNS = ("item", "date", "title")
ROWS = (
    ("A-1", "1962-10-30", "Embassy in Łódź to Ottawa [draft]"),
    ("A-20", "", "電報 of the day "),
    ("B-3", "1962", ""),
)


def test_columns_are_as_wide_as_their_widest_cell_and_wide_letters_count_two() -> None:
    assert _plain_columns(COLUMNS, ROWS) == [
        " item  date        title                             ",
        " A-1   1962-10-30  Embassy in Łódź to Ottawa [draft] ",
        " A-20              電報 of the day                   ",
        " B-3   1962                                          ",
    ]


def test_columns_are_those_of_a_drawn_table() -> None:
    table = Table(*COLUMNS, box=None)
    for row in ROWS:
        table.add_row(*map(Text, row))
    drawn = io.StringIO()
    Console(file=drawn, width=10_000).print(table)
    assert drawn.getvalue().splitlines() == _plain_columns(COLUMNS, ROWS)


@pytest.mark.parametrize("cell", ["two\nlines", "a\ttab", "long" * 3000])
def test_cells_of_several_lines_tabs_and_lines_too_long_are_left_to_the_drawn_table(cell: str) -> None:
    assert _plain_columns(COLUMNS, [("A-1", "1962", cell)]) is None


def test_colours_that_the_environment_asks_for_are_left_to_the_drawn_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert _plain_columns(COLUMNS, ROWS) is None
