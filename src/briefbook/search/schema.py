"""An entry and its pages -> what the index keeps of it."""

import re
from collections.abc import Sequence
from typing import Any

import tantivy

from briefbook.model.catalogue import FIELDS, Entry
from briefbook.model.page import Page
from briefbook.search.days import Days, day_label, edtf_days, month_label

VERSION = 3
"""Of the fields below; an index of another version is made anew."""

BREAK = "\f"
"""Stands between two pages of a stored text."""

NO_DAY = 1 << 22
"""Sorts what has no date after what has one."""

FACETS = ("post", "addressee", "month", "classification", "precedence", "person", "chapter")
"""What is counted over all hits."""

HARD_TO_READ = 0.6
"""Mean confidence below which a page counts as hardly legible."""

LONGEST_WORD = 60

_KEYS = ("from", "to", "info", "classification", "precedence", "form")
_TEXTS = tuple(name for name in FIELDS if name not in (*_KEYS, "date"))
_ABOUT = ("subject", "persons", "places", "tags", "signer", "note", "identifiers", "from", "to", "number", "file")
_FIGURES = re.compile(r"\d{1,9}")


def analyser() -> Any:
    """Words as the index has them: letters and figures, without case and accents."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.remove_long(LONGEST_WORD), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()):
        builder = builder.filter(step)
    return builder.build()


def schema() -> Any:
    """The fields of the index.

    ``text`` is what stands on the pages, ``about`` what the description says; ``k_NAME`` a value as a whole, ``t_NAME``
    its words; ``f_NAME`` a facet; ``day_first`` and ``day_last`` bound the date, ``sort`` orders by date and number.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("item", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", stored=True, tokenizer_name="cable")
    builder.add_text_field("about", tokenizer_name="cable")
    for name in _KEYS:
        builder.add_text_field(f"k_{name}", tokenizer_name="raw", index_option="basic")
    for name in _TEXTS:
        builder.add_text_field(f"t_{name}", tokenizer_name="cable")
    builder.add_text_field("has", tokenizer_name="raw", index_option="basic")
    for name in (*FACETS, "day"):
        builder.add_text_field(f"f_{name}", tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("day_first", "day_last", "serial"):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("sort", "position", "pages", "blank", "hard"):
        builder.add_integer_field(name, indexed=name == "position", fast=True)
    for name in ("numbers", "boxed"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def document_of(entry: Entry, pages: Sequence[Page], position: int, chapters: Sequence[str] = ()) -> Any:
    """An entry as the index keeps it; ``position`` is its place in the catalogue, from 0."""
    document = tantivy.Document()
    add = document.add_text
    texts = [page.text for page in pages]
    add("item", entry.item)
    add("text", BREAK.join(texts))
    add("about", "\n".join((entry.item, *_described(entry))))
    for name in _KEYS:
        for value in entry.values(name):
            add(f"k_{name}", key(value))
    for name in _TEXTS:
        if name in entry.readings:
            for value in entry.values(name):
                add(f"t_{name}", value)
    days = edtf_days(entry.date)
    for value in _has(entry, pages, texts):
        add("has", value)
    for name, values in _facets(entry, days, chapters).items():
        for value in values:
            add(f"f_{name}", value)
    serial = serial_of(entry.value("number"))
    if serial is not None:
        document.add_integer("serial", serial)
    if days:
        document.add_integer("day_first", days[0])
        document.add_integer("day_last", days[1])
    document.add_integer("sort", sort_of(days, serial))
    document.add_integer("position", position)
    document.add_integer("pages", max(len(pages), entry.page_count, 1))
    document.add_integer(
        "blank", sum(not text.strip() for text in texts) + max(0, (entry.page_count or 1) - len(pages))
    )
    hard = sum(1 for page in pages if (sure := _confidence(page)) is not None and sure < HARD_TO_READ)
    document.add_integer("hard", hard)
    if any(page.number != place for place, page in enumerate(pages, 1)):
        add("numbers", " ".join(str(page.number) for page in pages))
    if _boxed(pages):
        add("boxed", "yes")
    return document


def key(value: str) -> str:
    """A value as a whole, as it is compared: in capitals, blanks in one.

    >>> key("Top  secret")
    'TOP SECRET'
    """
    return " ".join(value.upper().split())


def serial_of(number: str | None) -> int | None:
    """The figure of a message number: A-312 is 312; None if it has none or several.

    >>> serial_of("3316"), serial_of("A-312"), serial_of("1 and 2"), serial_of(None)
    (3316, 312, None, None)
    """
    found = _FIGURES.findall(number or "")
    return int(found[0]) if len(found) == 1 else None


def sort_of(days: Days | None, serial: int | None) -> int:
    """Orders by first day, then by number; what is not dated comes last."""
    return ((days[0] if days else NO_DAY) << 32) | min(serial if serial is not None else 2**31, 2**31)


def _described(entry: Entry) -> list[str]:
    return [value for name in _ABOUT if name in entry.readings for value in entry.values(name)]


def _has(entry: Entry, pages: Sequence[Page], texts: Sequence[str]) -> set[str]:
    has = {name for name in entry.readings if entry.value(name)}
    read = any(text.strip() for text in texts)
    marks = {
        "scan": entry.scan is not None,
        "pages": bool(pages),
        "text": read,
        "gap": not read or not all(text.strip() for text in texts),
        "references": bool(entry.references),
        "provisional": entry.provisional,
        "transcript": any(page.by == "person" for page in pages),
        "boxes": _boxed(pages),
        "flag": bool(entry.flags),
    }
    return has | {name for name, holds in marks.items() if holds}


def _facets(entry: Entry, days: Days | None, chapters: Sequence[str]) -> dict[str, Sequence[str]]:
    month = month_label(days)
    return {
        "post": entry.values("from"),
        "addressee": tuple(dict.fromkeys(entry.values("to") + entry.values("info"))),
        "month": (month,) if month else (),
        "classification": entry.values("classification"),
        "precedence": entry.values("precedence"),
        "person": tuple(dict.fromkeys(entry.values("persons"))),
        "chapter": tuple(dict.fromkeys(chapters)),
        "day": (day_label(days[0]),) if days and days[0] == days[1] else (month,) if month else (),
    }


def _boxed(pages: Sequence[Page]) -> bool:
    return any(word.box for page in pages for word in page.words)


def _confidence(page: Page) -> float | None:
    return page.confidence if page.by == "machine" else None
