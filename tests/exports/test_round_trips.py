"""What our exports carry comes back by our imports: sender, addressees, day, kind and number, as a property."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import archive

from briefbook.catalogue import describe_item
from briefbook.exports import csl, mods, ris
from briefbook.exports.ead import EAD3, EAD2002, finding_aid
from briefbook.exports.exhibits import collection_builder, omeka_classic, omeka_s, tropy
from briefbook.importers.bundle import BundleFile
from briefbook.importers.ead import read_ead
from briefbook.importers.exhibit_exports import read_collectionbuilder
from briefbook.importers.layout_files import ScanNames
from briefbook.importers.mods import read_mods
from briefbook.importers.omeka import read_omeka
from briefbook.importers.tropy import read_tropy
from briefbook.importers.zotero import read_zotero
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.received import Description
from briefbook.text.posts import city_in_any_tongue

ABOUT = {"title": "Harbour Works", "repository": "A Made-up Archive", "fonds": "Fonds 1", "rights": "CC BY 4.0"}
MADE = archive(**ABOUT)
NAME = st.from_regex(r"[A-Z][a-z]{2,8}( [A-Z][a-zé]{2,8})?", fullmatch=True).filter(
    lambda name: city_in_any_tongue(name) is None  # an import gives a city its code: Hue comes back as HUE
)


@st.composite
def entries(draw):
    fields = {
        "from": [draw(NAME)],
        "to": draw(st.lists(NAME.map("Board of {}".format), min_size=1, max_size=3, unique=True)),
        "date": [f"{draw(st.dates()).replace(year=draw(st.integers(1890, 1990)), day=draw(st.integers(1, 28)))}"],
        "form": [draw(st.sampled_from(["telegram", "airgram", "letter", "despatch"]))],
        "number": draw(st.lists(st.sampled_from(["210", "A-17", "3316"]), max_size=1)),
    }
    readings = {
        name: tuple(Reading(value, value, SourceKind.RECEIVED, source="list") for value in values)
        for name, values in fields.items()
        if values
    }
    return describe_item("H101", descriptions=[Description("H101", readings)])


def by_zotero(name, text):
    return read_zotero([BundleFile(name, text.encode)], "back", scan_names=ScanNames())


def by_spreadsheet(write, read):
    def back(entry):
        return read(b"".join(write(MADE, [entry], lambda entry: {})), "back")

    return back


def by_ead(dialect):
    def back(entry):
        text = "".join(finding_aid(MADE, [entry], dialect))
        return read_ead(text.encode(), "back", scan_names=ScanNames(), repository="A Made-up Archive")

    return back


def by_tropy(entry):
    data = b"".join(tropy(MADE, [entry], lambda entry: {}))
    return read_tropy([BundleFile("items.json", lambda: data)], "back", scan_names=ScanNames())


def by_mods(entry):
    bundle = [BundleFile("H101.xml", mods.mods(entry, ABOUT).encode)]
    return read_mods(bundle, "back", scan_names=ScanNames(), repository="A Made-up Archive")


WHOLE = ("from", "to", "date", "form", "number")
PAIRS = {
    "ris": (lambda entry: by_zotero("items.ris", ris.ris(entry, ABOUT)), WHOLE),
    "csl": (lambda entry: by_zotero("items.json", csl.csl_json(entry, ABOUT)), WHOLE),
    "omeka": (by_spreadsheet(omeka_classic, read_omeka), WHOLE),
    "omeka-s": (by_spreadsheet(omeka_s, read_omeka), WHOLE),
    "collectionbuilder": (by_spreadsheet(collection_builder, read_collectionbuilder), WHOLE),
    "tropy": (by_tropy, WHOLE),
    "mods": (by_mods, WHOLE),
    "ead3": (by_ead(EAD3), ("from", "to", "date", "form")),
    "ead2002": (by_ead(EAD2002), ("from", "to", "date", "form")),
}
"""Export -> what writes and reads it, and the fields that it carries."""


@pytest.mark.parametrize("kind", PAIRS)
@settings(max_examples=25)
@given(entry=entries())
def test_what_an_export_carries_comes_back(kind, entry):
    back, names = PAIRS[kind]
    (description,) = back(entry).descriptions
    assert description.item == "H101"
    values = {
        name: sorted(reading.value for reading in description.readings.get(name, ()) if reading.value) for name in names
    }
    assert values == {name: sorted(entry.values(name)) for name in names}
