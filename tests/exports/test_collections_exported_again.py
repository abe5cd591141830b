"""Any collection that is exported, imported into a new one with the same settings and exported again is the same."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from made_up import archive
from test_exported_again import KINDS, title
from test_what_comes_back import READERS

from briefbook.catalogue import describe_item
from briefbook.exports.registry import EXPORTS
from briefbook.importers.bundle import BundleFile
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import MemoryCatalogue
from briefbook.model.received import Description

WORD = st.from_regex(r"[a-z]{3,8}", fullmatch=True)
NAME = WORD.map(str.capitalize)
OFFICE = st.one_of(
    NAME.map("Board of {}".format),
    NAME.map("Port of {}".format),
    st.sampled_from(["WASHDC", "EXTERNAL", "DEPARTMENT OF STATE"]),
)
PERSON = st.tuples(NAME, NAME).map(" ".join)
PARTY = st.one_of(OFFICE, PERSON)
WORDS = st.lists(WORD, min_size=2, max_size=25).map(lambda words: " ".join(words).capitalize())
DATE = st.one_of(
    st.dates(datetime.date(1940, 1, 1), datetime.date(1980, 12, 31)).map(str),
    st.sampled_from(["1962-03", "1962"]),
)
FIELDS = {
    "from": PARTY, "to": st.lists(PARTY, min_size=1, max_size=3, unique=True), "date": DATE,
    "number": st.sampled_from(["12", "3316", "A-17"]), "form": st.sampled_from(["telegram", "letter", "despatch"]),
    "subject": WORDS, "classification": st.sampled_from(["SECRET", "CONFIDENTIAL"]),
    "precedence": st.sampled_from(["PRIORITY", "IMMEDIATE"]),
    "tags": st.lists(WORD, min_size=1, max_size=3, unique=True),
    "places": NAME.map("{} Bay".format), "note": WORDS.map("{}.".format),
}  # fmt: skip


@st.composite
def entry(draw, item):
    names = draw(st.lists(st.sampled_from(sorted(FIELDS)), unique=True))
    values = {name: draw(FIELDS[name]) for name in names}
    readings = {
        name: tuple(
            Reading(value, value, SourceKind.RECEIVED, source="list")
            for value in (of_field if isinstance(of_field, list) else [of_field])
        )
        for name, of_field in values.items()
    }
    if "subject" in values and draw(st.booleans()):
        readings["note"] = (*readings.get("note", ()), title(values["subject"]))
    return replace(describe_item(item, descriptions=[Description(item, readings)]), page_count=1)


COLLECTIONS = st.integers(1, 3).flatmap(lambda count: st.tuples(*(entry(f"H10{at}") for at in range(count))))


def exported(kind, entries):
    made = replace(
        archive(address="https://example.org/", title="Harbour Works", repository="A Made-up Archive", fonds="Fonds 1"),
        catalogue=MemoryCatalogue({entry.item: entry for entry in entries}, {}),
    )
    return {
        name.replace("/", "_"): content if isinstance(content, bytes) else b"".join(content)
        for name, content in EXPORTS[kind].files(made, list(entries))
    }


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(entries=COLLECTIONS)
def test_what_leaves_comes_back_and_leaves_again_the_same(kind, entries):
    files = exported(kind, entries)
    descriptions = {}
    if kind in ("mods", "tei"):  # a file an item
        bundles = [[BundleFile(name, lambda data=data: data)] for name, data in files.items()]
    else:
        bundles = [[BundleFile(name, lambda data=data: data) for name, data in files.items()]]
    for bundle in bundles:
        for description in READERS[kind](bundle, bundle[0].read()).descriptions:
            descriptions[description.item] = description

    assert list(descriptions) == [entry.item for entry in entries]
    again = [replace(describe_item(item, descriptions=[told]), page_count=1) for item, told in descriptions.items()]
    assert exported(kind, again) == files
