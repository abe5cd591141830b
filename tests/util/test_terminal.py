"""What users wrote stays as they wrote it where rich draws."""

import io
from pathlib import Path

import pytest
from rich.table import Table

import briefbook
from briefbook.util.terminal import console


@pytest.mark.parametrize("text", ["a [bold]word[/bold]", "[/]", "[red on blue] 12:00 :warning:", "[link=x]here[/link]"])
def test_brackets_and_colons_are_no_markup_alone_or_in_a_table(text):
    file = io.StringIO()
    output = console(file=file, width=60)
    output.print(text)
    table = Table("field", text, title=text, caption=text, box=None)
    table.add_row("value", text)
    output.print(table)
    assert file.getvalue().count(text) == 5


def test_no_other_module_makes_a_console_of_its_own():
    source = Path(briefbook.__file__).parent
    makers = [path.name for path in source.rglob("*.py") if "Console(" in path.read_text(encoding="utf-8")]
    assert makers == ["terminal.py"]


def test_no_group_of_commands_takes_markup_in_its_texts():
    source = Path(briefbook.__file__).parent / "cli"
    texts = {path.name: path.read_text(encoding="utf-8") for path in source.glob("*.py")}
    groups = {name for name, text in texts.items() if "typer.Typer(" in text}
    assert {name for name in groups if "rich_markup_mode=None" not in texts[name]} == set()
