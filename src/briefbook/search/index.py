"""Entries and pages -> a tantivy index in a folder, and back."""

import contextlib
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from briefbook.collection import write_atomic
from briefbook.model.catalogue import Entry
from briefbook.model.page import Page
from briefbook.search.days import days_of

VERSION = 1
FACETS = ("post", "addressee", "month", "classification", "precedence", "person")
KEYS = ("from", "to", "info", "classification", "precedence", "number", "persons", "item")


@dataclass(frozen=True, slots=True)
class Index:
    """An open index: the folder, what it was made from, and how many pages hold no text."""

    folder: Path
    stamp: str
    index: Any
    about: dict[str, Any]


def schema() -> Any:
    """The fields of the index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", fast=True)
    builder.add_text_field("text", stored=True)
    builder.add_text_field("subject", stored=True)
    for name in KEYS:
        builder.add_text_field(f"k_{name}", tokenizer_name="raw")
    for name in FACETS:
        builder.add_text_field(f"f_{name}", tokenizer_name="raw", fast=True)
    for name in ("first", "last", "serial"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_integer_field("sort", fast=True)
    return builder.build()


def build_index(folder: Path, entries: Iterable[tuple[Entry, Sequence[Page]]], *, stamp: str) -> None:
    """Make the index anew beside the old one and put it in its place when it is whole."""
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    index = tantivy.Index(schema(), path=str(fresh))
    writer = index.writer(heap_size=256_000_000, num_threads=min(2, os.cpu_count() or 1))
    about: dict[str, Any] = {"version": VERSION, "stamp": stamp, "items": 0, "pages": 0, "without_text": 0}
    for position, (entry, pages) in enumerate(entries):
        writer.add_document(document(entry, pages, position))
        about["items"] += 1
        about["pages"] += len(pages)
        about["without_text"] += sum(not any(page.words) for page in pages) or (not pages)
    writer.commit()
    writer.wait_merging_threads()
    write_atomic(fresh / "about.json", json.dumps(about, sort_keys=True))
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    with contextlib.suppress(FileNotFoundError):
        os.replace(folder, old)
    os.replace(fresh, folder)
    shutil.rmtree(old, ignore_errors=True)


def document(entry: Entry, pages: Sequence[Page], position: int) -> Any:
    """An entry as the index keeps it; pages are parted by a form feed."""
    document = tantivy.Document()
    document.add_text("id", entry.item)
    document.add_text("text", "\f".join(page.text for page in pages))
    if subject := entry.value("subject"):
        document.add_text("subject", subject)
    for name in KEYS:
        for value in (entry.item,) if name == "item" else entry.values(name):
            document.add_text(f"k_{name}", value.upper())
    date = entry.date
    days = days_of(date)
    if days:
        document.add_integer("first", days[0])
        document.add_integer("last", days[1])
    if date and len(date) >= 7:
        document.add_text("f_month", date[:7])
    for facet, name in zip(FACETS, ("from", "to", "", "classification", "precedence", "persons"), strict=True):
        for value in entry.values(name) if name else ():
            document.add_text(f"f_{facet}", value)
    number = entry.value("number") or ""
    if number.isdigit() and len(number) < 15:
        document.add_integer("serial", int(number))
    document.add_integer("sort", (days[0] if days else 0) * 10_000_000 + position)
    return document


def open_index(folder: Path) -> Index | None:
    """The index in a folder; None if there is none, it is damaged, or another version made it."""
    try:
        about = json.loads((folder / "about.json").read_text())
        if about["version"] != VERSION:
            return None
        index = tantivy.Index.open(str(folder))
        index.reload()
        return Index(folder, about["stamp"], index, about)
    except (OSError, ValueError, KeyError):
        return None
