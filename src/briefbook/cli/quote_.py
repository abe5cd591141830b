"""``briefbook quote``: check whether a quotation is word for word what a cable says."""

import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from briefbook.checks.check_input import CheckInput
from briefbook.checks.quotation_words import (
    data_of,
    difference_in_words,
    how_to_quote,
    items_with_words,
    locator,
)
from briefbook.checks.quotations import read_quotation
from briefbook.checks.verifications import verify_among, where_it_stands
from briefbook.cli import collection, print_json
from briefbook.errors import FormatError, InputError, UsageError
from briefbook.model.verdict import Verdict, Verification
from briefbook.util.advice import typed
from briefbook.util.encodings import decode_text
from briefbook.util.nearest import did_you_mean


def command(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ITEM] WORDS",
            help="The quotation, in single quotation marks; before it, if you like, the item cited.",
        ),
    ] = None,
    item: Annotated[str | None, typer.Option("--in", help="The item cited (default: look in all items).")] = None,
    batch: Annotated[
        str | None,
        typer.Option(help='File of JSON lines {"quote": …, "item": …}, or - for standard input; "item" is optional.'),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    details: Annotated[
        bool, typer.Option("--details", help="With JSON: also the words found, lines, reason, checksum of the text.")
    ] = False,
) -> None:
    """Compare a quotation with the papers.

    The verdict is verbatim, as-on-scan (the reading differs, the picture does not), verbatim-noisy (misread
    letters), verbatim-edited (the author's dots may change the sense),
    altered, elsewhere, not-found or cannot-tell.
    """
    from briefbook.project import pipeline

    if bool(words) == (batch is not None):
        raise UsageError("quote needs either a quotation or --batch FILE", remedy="write briefbook quote 'the words'.")
    if details and batch is None and not as_json:
        raise UsageError("--details goes with --json or --batch", remedy="write `briefbook quote --json --details`.")
    book = pipeline.open_for_quotations(collection())
    if batch is not None:
        _batch(book, batch, details)
        return
    quotation, item = _item_and_words(book, words or [], item)
    verification = judge(book, quotation, item)
    if as_json:
        print_json(answer(verification, details))
    else:
        typer.echo(in_words(verification))


_MIN_LETTERS_OF_WORD = 4
"""Letters and figures of an id that a word with a letter may misspell; one of figures alone is rather a number."""


def _items_meant(book: CheckInput, word: str) -> list[str]:
    """The items that the word before a quotation may be meant for."""
    from briefbook.checks.cited_items import MIN_LETTERS, misspelt_id  # only where several words are given

    has_letter = any(map(str.isalpha, word))
    return misspelt_id(lambda: book.near_ids, word, _MIN_LETTERS_OF_WORD if has_letter else MIN_LETTERS)


def _item_and_words(book: CheckInput, words: Sequence[str], item: str | None) -> tuple[str, str | None]:
    """The quotation and the item cited: named with --in, or before the quotation; else every word is quoted."""
    if item is None and len(words) > 1 and words[0] in book.catalogue:
        return " ".join(words[1:]), words[0]
    if item is None and len(words) > 1 and (meant := _items_meant(book, words[0])):
        raise UsageError(
            f"there is no item {words[0]!r}",
            remedy=f"did you mean {' or '.join(meant)}? If it is quoted, put all words into one pair of quotes.",
        )
    if item is None and len(words) == 1 and words[0] in book.catalogue:
        raise UsageError(
            f"{words[0]} is an item of this collection; the words that are quoted from it are missing",
            remedy=f"write {typed('quote', words[0], 'the words')}.",
        )
    if item is not None and item not in book.catalogue:
        near = did_you_mean(item, [entry.item for entry in book.catalogue])
        raise UsageError(f"there is no item {item!r}", remedy=f"{near}`briefbook catalogue list` shows all ids.")
    return " ".join(words), item


def judge(book: CheckInput, words: str, item: str | None) -> Verification:
    """The verdict on some words against one item, or against the collection."""
    quoted = read_quotation(words)
    return verify_among(book, quoted, (item,)) if item else where_it_stands(book, quoted)


ANSWER_KEYS = ("verdict", "item", "page", "boxes", "difference", "alternatives")
"""The keys of the JSON output; `evidence` is with them where the picture was asked."""


def answer(verification: Verification, details: bool = False) -> dict[str, Any]:
    """The verdict as JSON values: those of ``ANSWER_KEYS``, and with ``details`` everything else that is known."""
    data = {
        "item": verification.item,
        **data_of(verification),
        "later_pages": [
            {"page": number, "boxes": [box.as_list() for box in boxes]} for number, boxes in verification.later_boxes
        ],
        "editing": [dataclasses.asdict(hand) for hand in verification.editing],
        "redaction": verification.redaction or None,
    }
    keys = (*ANSWER_KEYS, "evidence") if verification.evidence else ANSWER_KEYS
    rest = {name: value for name, value in data.items() if name not in keys} if details else {}
    return {name: data[name] for name in keys} | rest


_LEFT_OUT = ("dropped", "apart")


def in_words(verification: Verification) -> str:
    """The verdict for the terminal."""
    lines = [f"{verification.verdict}: {verification.why}"]
    if verification.page is not None:
        lines.append(f"  {locator(verification)}: {verification.found}")
    lines += [f"  on the scan: {evidence}" for evidence in verification.evidence]
    if difference := difference_in_words(verification.difference):
        lines.append(f"  difference: {difference}")
    if verification.verdict is Verdict.ALTERED and any(step.step in _LEFT_OUT for step in verification.difference):
        lines.append(f"  What to do: {how_to_quote(verification)}")
    for hand in verification.editing:
        there = hand.source or "nothing"
        lines.append(f"  {hand.written} stands for: {there}" + (f" ({hand.why})" if hand.why else ""))
    if others := items_with_words(verification):
        lines.append(f"  {others}")
    return "\n".join(lines)


def _batch(book: CheckInput, source: str, details: bool) -> None:
    """Print one JSON line for each line of the file, in order; for an invalid line, what is wrong with it."""
    try:
        text = sys.stdin.read() if source == "-" else decode_text(Path(source).read_bytes())[0]
    except (OSError, FormatError) as error:
        raise InputError(f"cannot read {source}: {error}", remedy="name a text file of JSON lines, or -.") from error
    for row in text.splitlines():
        if row.strip():
            sys.stdout.write(json.dumps(_answer_row(book, row, details), ensure_ascii=False) + "\n")


def _answer_row(book: CheckInput, row: str, details: bool) -> dict[str, Any]:
    try:
        request = json.loads(row)
        words = request["quote"]
        if not isinstance(words, str):
            raise TypeError("quote")
    except (json.JSONDecodeError, KeyError, TypeError):
        return _fault(f'not a JSON object with "quote": {row[:80]}', details)
    for key in request:
        if key not in ("quote", "item"):
            guess = did_you_mean(key, ("quote", "item")) or 'there are "quote" and "item"'
            return _fault(f"unknown key {key!r}; {guess}".strip(), details)
    item = request.get("item")
    return answer(judge(book, words, str(item) if item else None), details)


def _fault(why: str, details: bool) -> dict[str, Any]:
    """The output for an invalid line."""
    return answer(Verification(Verdict.CANNOT_TELL, "", why=why), details) | {"why": why}
