"""``briefbook heading``: parse the heading of one cable from text."""

import sys
from pathlib import Path

import typer

from briefbook.cables.heading import read_heading
from briefbook.cli import print_json
from briefbook.errors import InputError, UsageError
from briefbook.text.dates import ORDERS
from briefbook.util.encodings import decode
from briefbook.util.file_endings import looks_binary


def command(
    file: str = typer.Argument("-", help="A text file, or - for standard input."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
    window: int = typer.Option(1900, help="First year of the hundred years that two-digit years fall in."),
    order: str = typer.Option("", help="Order of days in figures that could be either: dmy or mdy."),
) -> None:
    """Parse the heading of one cable from text."""
    if order not in ("", *ORDERS):
        raise UsageError(f"--order {order} is not known", remedy="write dmy or mdy.")
    heading = read_heading(_read_text(file), window=window, order=order)
    if as_json:
        print_json(heading)
        return
    for key, value in heading.items():
        if value not in (None, [], {}):
            typer.echo(f"{key:16} {value}")
    if not any(value not in (None, [], {}) for value in heading.values()):
        typer.echo("No heading was recognised in this text.")


def _read_text(file: str) -> str:
    if file == "-":
        content = sys.stdin.buffer.read()
        if looks_binary(content[:4000]):
            raise InputError("what standard input holds is not text", remedy="give the text of a heading.")
        return decode(content)[0]
    path = Path(file)
    if not path.is_file():
        raise InputError(f"{file}: file not found", remedy="name a text file, or - for standard input.")
    content = path.read_bytes()
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8", b"II*\x00", b"MM\x00*")):
        raise InputError(f"{file} is a scan, not text", remedy="put it into scans/ and run `briefbook read`.")
    if looks_binary(content[:4000]):
        raise InputError(f"{file} is not text", remedy="name a text file, or - for standard input.")
    return decode(content)[0]
