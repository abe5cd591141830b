"""Exports of thousands of items hold few of them: what Python allocates grows by next to nothing with the items."""

import gc
import tracemalloc
from dataclasses import replace
from functools import partial

import pytest
from made_up import archive

from briefbook.catalogue import StoreCatalogue, Update, describe_item
from briefbook.catalogue import store as store_module
from briefbook.exports.annotations import files as annotation_files
from briefbook.exports.registry import EXPORTS, ChosenEntries
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.network import ResolvedReference
from briefbook.model.page import Box, Line, Page, Word
from briefbook.model.received import Description

FEW, MANY = 2_200, 4_400  # more than what is remembered of posts, days and names of files, and than is read at once
BYTES_OF_AN_ITEM = 100
"""What an item more may take, beside what is kept for good: its name in a list of all took 170, its entry 5,000."""

KINDS = ("ris", "dc", "graphml", "annotations", "iiif", "alto")
"""Of each way in which items are gone through one: all in a file, a file each, references, chapters, pictures."""


def updates(count):
    for number in range(count):
        item = f"HARBOUR-{number:06}"
        fields = {
            "from": f"POST {number}",
            "to": "EXTERNAL",
            "date": f"19{number % 90 + 10}-03-04",
            "number": str(number),
        }
        readings = {
            name: (Reading(value, value, SourceKind.RECEIVED, source="list"),) for name, value in fields.items()
        }
        entry = describe_item(item, descriptions=[Description(item, readings)])
        words = tuple(
            Word(text, Box(left, 20, left + 70, 40))
            for left, text in zip((20, 120, 220), ("SPECIMEN", str(number), "NO"), strict=True)
        )
        page = Page(item, 1, (Line(words),), width=400, height=520, reader="list", by="received")
        yield Update.of(entry, [page], "k")


def references_of(count):
    def each():
        for number in range(count):
            yield ResolvedReference(
                f"HARBOUR-{number:06}", f"MYTEL {number}", "MYTEL", str(number), "stub", target=f"POST {number} tel"
            )

    return each


@pytest.fixture(scope="module")
def collections(tmp_path_factory):
    store_module.PLAIN_ITEMS, plain_items = 100, store_module.PLAIN_ITEMS  # so that nearly all are packed in both
    yield list(map(partial(collection_of, tmp_path_factory), (FEW, MANY)))
    store_module.PLAIN_ITEMS = plain_items


def collection_of(tmp_path_factory, count):
    store = StoreCatalogue(tmp_path_factory.mktemp("flat") / "catalogue.sqlite")
    store.bring_up_to_date(updates(count), (), "s")
    store.keeps_entries = False
    return replace(
        archive(title="Harbour", site_address="https://example.org/"),
        catalogue=store,
        each_reference=references_of(count),
        picture_type=lambda item, page: "image/png",
    )


def peak(made, make):
    entries = ChosenEntries(made.catalogue)
    gc.collect()
    tracemalloc.start()
    try:
        for _, content in make(made, entries):
            if not isinstance(content, bytes):
                for _ in content:
                    pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_of_many_items_takes_no_more_memory_than_one_of_few(collections, kind):
    make = annotation_files if kind == "annotations" else EXPORTS[kind].files
    few, many = collections
    peak(many, make)  # what is kept for good, by names and days, is there from here on
    growth = peak(many, make) - peak(few, make)
    assert growth < BYTES_OF_AN_ITEM * (MANY - FEW)
