"""The report of an import on the screen: what was understood, column by column, and what to look at."""

from collections.abc import Iterator, Mapping
from typing import Any

import typer

from briefbook.cli import print_json
from briefbook.cli.import_cells import cells_in_words
from briefbook.cli.import_changes import changes_in_words
from briefbook.progress import pluralise
from briefbook.util.names import printable_words


def show_report(report: Mapping[str, Any], *, as_json: bool = False) -> None:
    """Print the report of an import.

    Args:
        report: The report, see ``cli.import_results.keep``.
        as_json: Print it as JSON, whole.
    """
    if as_json:
        print_json(report)
        return
    counts = ", ".join(_counted(count, what) for what, count in report["counts"].items())
    _say(f"{report['kind']} {report['name']}: {counts}")
    if "changes" in report:
        _say(f"  against the earlier import: {changes_in_words(report['changes'])}")
    if cells := report.get("changed_cells"):
        where = f" (each in {cells['file']})" if "file" in cells else ""
        _say(f"    {cells_in_words(cells['fields'])}{where}")
    has_table = report["kind"] in _LISTS and report.get("columns")
    for row in _column_table(report) if has_table else ():
        _say(f"  {row}")
    for sentence in report["understood"]:
        _say(f"  understood: {sentence}")
    for sentence in report["not_understood"]:
        if not (has_table and sentence.endswith(_SAID_BY_TABLE)):
            _say(f"  look at: {_not_too_long(sentence)}")
    for written in report["written"]:
        _say(f"  wrote {written}")


def _say(words: str) -> None:
    typer.echo(printable_words(words))


_LISTS = frozenset({"csv", "openrefine", "collectionbuilder"})
"""Kinds whose columns somebody named; those of others are named by their programs and standards."""

_SAID_BY_TABLE = "is not a known field; kept as a note"
"""End of a sentence that the table of columns says too."""


def _counted(count: int, what: str) -> str:
    words = what.replace("_", " ")
    return f"1 {words.removesuffix('s')}" if count == 1 else f"{count} {words}"


_MAX_WORDS = 40
"""Letters of a cell that the table shows."""

_MAX_SENTENCE = 1_500
"""Letters of a sentence that are shown; the report in JSON has all of it."""

_MAX_COLUMNS = 100
"""Columns that the table shows; the report in JSON has all."""


def _column_table(report: Mapping[str, Any]) -> Iterator[str]:
    """Yield the rows of a table: each column, what it was taken for, and its first filled cell."""
    columns = report["columns"]
    examples = report["column_examples"]
    rows = [("column", "taken for", "first cell")]
    for name, field in columns.items():
        taken = "no field: a note" if name in report["unknown_columns"] else field or "left out"
        rows.append((_short(name), taken, _example(examples.get(name))))
    more = len(rows) - 1 - _MAX_COLUMNS
    rows = rows[: _MAX_COLUMNS + 1]
    widths = [max(len(row[at]) for row in rows) for at in (0, 1)]
    for name, taken, example in rows:
        yield f"{name:<{widths[0]}}  {taken:<{widths[1]}}  {example}".rstrip()
    if more > 0:
        yield f"and {pluralise(more, 'column')} more: --json shows all"
    if report["fields_without_column"]:
        yield f"no column for: {', '.join(report['fields_without_column'])}"
    if report["kind"] == "csv":
        yield 'change one with --map "COLUMN=FIELD"'


def _example(example: Mapping[str, str] | None) -> str:
    if not example:
        return "(blank)"
    written, meaning = _short(example["written"]), _short(example["meaning"])
    return f"{written} = {meaning}" if meaning not in ("", written) else written


def _not_too_long(sentence: str) -> str:
    return sentence if len(sentence) <= _MAX_SENTENCE else f"{sentence[:_MAX_SENTENCE]}… (--json shows all)"


def _short(words: str) -> str:
    return words if len(words) <= _MAX_WORDS else words[: _MAX_WORDS - 1] + "…"
