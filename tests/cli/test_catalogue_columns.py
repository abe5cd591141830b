"""The list of items for a file or a pipe is the table that a terminal would draw, without drawing it."""

import io

import pytest
from rich.console import Console
from rich.table import Table
from rich.text import Text

from briefbook.cli import catalogue_, print_json_list
from briefbook.cli.catalogue_ import _columns_without_room, _plain_columns
from briefbook.model.catalogue import Entry
from briefbook.text.titles import office_of_code

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


@pytest.mark.parametrize(
    ("width", "left_out"),
    [
        (120, []),
        (80, []),
        (74, ["source"]),
        (60, ["classification", "source"]),
        (40, ["classification", "pages", "source"]),
    ],
)
def test_a_narrow_terminal_leaves_columns_out_so_that_a_title_has_room(width: int, left_out: list[str]) -> None:
    columns = ["item", "date", "classification", "pages", "source", "title"]
    row = ("A-1", "1962-10-30", "UNCLASSIFIED", "2", "received", "Embassy in Bonn to Ottawa, 30 October 1962")
    assert _columns_without_room(columns, [row], width) == left_out


@pytest.mark.parametrize("cell", ["two\nlines", "a\ttab", "long" * 3000])
def test_cells_of_several_lines_tabs_and_lines_too_long_are_left_to_the_drawn_table(cell: str) -> None:
    assert _plain_columns(COLUMNS, [("A-1", "1962", cell)]) is None


def test_colours_that_the_environment_asks_for_are_left_to_the_drawn_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert _plain_columns(COLUMNS, ROWS) is None


def test_of_a_long_list_each_item_is_printed_as_it_comes(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    printed: list[int] = []

    def entries():
        for number in range(6):
            printed.append(len(capsys.readouterr().out.splitlines()))
            yield Entry(f"D{number}" + "0" * 9 * (number == 5), {})

    monkeypatch.setattr(catalogue_, "MAX_DRAWN_ROWS", 2)
    assert catalogue_._print_table(entries(), {}, {}, office_of_code)
    printed.append(len(capsys.readouterr().out.splitlines()))
    assert printed == [0, 0, 0, 4, 1, 1, 1], "the heading and three rows once three are there, then one by one"


def test_a_list_as_json_is_one_array_and_of_nothing_an_empty_one(capsys) -> None:
    print_json_list([{"item": "D1", "title": "two\nlines"}, {"item": "D2", "to": ["A", "B"]}])
    assert capsys.readouterr().out == (
        '[\n  {\n    "item": "D1",\n    "title": "two\\nlines"\n  },\n'
        '  {\n    "item": "D2",\n    "to": [\n      "A",\n      "B"\n    ]\n  }\n]\n'
    )
    print_json_list([])
    assert capsys.readouterr().out == "[]\n"
