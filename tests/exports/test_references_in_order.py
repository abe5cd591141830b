"""Each item with its references, of which no others are in memory."""

import pytest

from briefbook.exports.cited_papers import with_references
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.network import Network, ResolvedReference
from briefbook.project import pipeline
from briefbook.project.collection import Collection

ITEMS = ("A1", "A2", "A9", "A10", "A11")
REFERENCES = tuple(
    ResolvedReference(item, mention, "MYTEL", None, "stub", mention)
    for item, mention in (("A2", "first"), ("A2", "second"), ("A10", "third"), ("A11", "fourth"))
)


@pytest.fixture
def archive():
    catalogue = MemoryCatalogue({item: Entry(item, {}) for item in ITEMS}, {})
    return Archive(catalogue, (), {}, network=Network(REFERENCES))


def mentions(archive, *items):
    entries = [archive.catalogue.get(item) for item in items]
    return {entry.item: [one.mention for one in given] for entry, given in with_references(archive, entries)}


def test_every_item_has_its_own(archive):
    expected = {"A1": [], "A2": ["first", "second"], "A9": [], "A10": ["third"], "A11": ["fourth"]}
    assert mentions(archive, *ITEMS) == expected


def test_items_that_are_not_chosen_are_passed_over(archive):
    assert mentions(archive, "A9", "A11") == {"A9": [], "A11": ["fourth"]}
    assert mentions(archive, "A1") == {"A1": []}


def test_another_order_is_refused_and_loses_nothing_in_silence(archive):
    with pytest.raises(ValueError, match="A2 comes after A10"):
        mentions(archive, "A10", "A2")


def test_references_worked_out_alone_are_those_of_the_whole_book(harbour):
    here = Collection.open(harbour)
    alone = pipeline.open_papers(here, references=True)
    first, again = list(alone.references()), list(alone.references())
    assert first == again == list(pipeline.open_archive(here).references())
    assert first
