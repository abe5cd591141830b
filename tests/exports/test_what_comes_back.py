"""docs/exchange.md says of every export with an import what comes back by it; items are made up, and it is compared."""

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import archive

from briefbook.cables import read_heading
from briefbook.catalogue import describe_item
from briefbook.exports.bag import write_bag
from briefbook.exports.registry import EXPORTS
from briefbook.importers.bag import unpack_bag
from briefbook.importers.bundle import BundleFile
from briefbook.importers.ead import read_ead
from briefbook.importers.exhibit_exports import read_collectionbuilder
from briefbook.importers.iiif import read_iiif
from briefbook.importers.layout_files import ScanNames, read_layout_files
from briefbook.importers.mods import read_mods
from briefbook.importers.omeka import read_omeka
from briefbook.importers.tei_files import read_tei_files
from briefbook.importers.tropy import read_tropy
from briefbook.importers.zotero import read_zotero
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import MemoryCatalogue
from briefbook.model.page import Box, Kind, Line, Page, Region, Word
from briefbook.model.received import Description

TEXT = (Path(__file__).parents[2] / "docs/exchange.md").read_text(encoding="utf-8")
NOON = datetime.datetime(1999, 5, 4, 12, 0, tzinfo=datetime.UTC)
FIELDS = {
    "sender, addressees, day, number, subject": ("from", "to", "date", "number", "subject"),
    "kind": ("form",),
    "classification": ("classification",),
    "precedence": ("precedence",),
    "persons": ("persons",),
    "places": ("places",),
    "tags": ("tags",),
    "for information": ("info",),
}
"""Columns of the table that are of fields; the others are of the page."""

NAME = st.from_regex(r"[A-Z][a-z]{3,8}", fullmatch=True)


def rows():
    lines = TEXT.partition("## What comes back\n")[2].partition("| |")[2].partition("\n\n")[0].splitlines()
    heading = [cell.strip() for cell in lines[0].split("|")[:-1]]
    for line in lines[2:]:
        kinds, *cells = [cell.strip() for cell in line.split("|")[1:-1]]
        for kind in kinds.split(", "):
            yield kind.strip("`"), dict(zip(heading, cells, strict=True))


ROWS = dict(rows())


@st.composite
def items(draw):
    """An item with something in every field, and its page: words in a line, and a redaction."""
    names = draw(st.lists(NAME, min_size=12, max_size=12, unique=True))
    values = {
        "from": [f"Port of {names[0]}"],
        "to": [f"Board of {names[1]}", f"Board of {names[2]}"],
        "info": [f"Office of {names[3]}"],
        "date": [draw(st.dates(datetime.date(1940, 1, 1), datetime.date(1980, 12, 31))).isoformat()],
        "number": [str(draw(st.integers(100, 9999)))],
        "subject": [f"{names[4]} and {names[5]}"],
        "form": [draw(st.sampled_from(["telegram", "letter", "despatch"]))],
        "classification": [draw(st.sampled_from(["SECRET", "CONFIDENTIAL", "TOP SECRET"]))],
        "precedence": [draw(st.sampled_from(["IMMEDIATE", "PRIORITY"]))],
        "persons": [f"{names[6]} {names[7]}"],
        "places": [f"{names[8]} Bay"],
        "tags": [f"{names[9]} works"],
    }
    readings = {
        name: tuple(Reading(value, value, SourceKind.RECEIVED, source="list") for value in of_field)
        for name, of_field in values.items()
    }
    left, top = draw(st.integers(50, 300)), draw(st.integers(50, 900))
    boxes = Box(left, top, left + 131, top + 23), Box(left + 143, top, left + 311, top + 23)
    words = Word(names[10], boxes[0], 0.43), Word(names[11], boxes[1], 0.95)
    gap = Region(Kind.REDACTION, Box(left, top + 101, left + 77, top + 143))
    page = Page("H101", 1, (Line(words),), (gap,), 1000, 1400, reader="typed 1.0")
    return values, replace(describe_item("H101", descriptions=[Description("H101", readings)]), page_count=1), page


def exported(kind, entry, page):
    made = replace(
        archive(address="https://example.org/", title="Harbour Works", repository="A Made-up Archive", fonds="Fonds 1"),
        catalogue=MemoryCatalogue({"H101": entry}, {"H101": (page,)}),
        picture_type=lambda item, number: "image/png",
    )
    return {
        name.replace("/", "_"): content if isinstance(content, bytes) else b"".join(content)
        for name, content in EXPORTS[kind].files(made, [entry])
    }


NAMES = {"scan_names": ScanNames()}
BESIDE = {"scan_names": ScanNames({}, frozenset({"H101"}), "")}
IN = {"repository": "A Made-up Archive"}
READERS = {
    **dict.fromkeys(("ris", "csl"), lambda bundle, data: read_zotero(bundle, "back", **NAMES)),
    **dict.fromkeys(("omeka", "omeka-s"), lambda bundle, data: read_omeka(data, "back")),
    "collectionbuilder": lambda bundle, data: read_collectionbuilder(data, "back"),
    "tropy": lambda bundle, data: read_tropy(bundle, "back", **NAMES),
    "mods": lambda bundle, data: read_mods(bundle, "back", **NAMES, **IN),
    **dict.fromkeys(("ead3", "ead2002"), lambda bundle, data: read_ead(data, "back", **NAMES, **IN)),
    **dict.fromkeys(("tei", "tei-corpus"), lambda bundle, data: read_tei_files(bundle, "back", heading=read_heading)),
    **dict.fromkeys(("alto", "hocr", "page"), lambda bundle, data: read_layout_files(bundle, "back", **BESIDE)),
    "iiif": lambda bundle, data: read_iiif(data, "back", **NAMES),
}


def back(kind, entry, page):
    """The description that comes back."""
    files = exported(kind, entry, page)
    bundle = [BundleFile(name, lambda data=data: data) for name, data in files.items()]
    (description,) = READERS[kind](
        bundle, files.get("items/H101/manifest.json") or next(iter(files.values()))
    ).descriptions
    return description


def state_of_field(values, got, names):
    """How the fields of a column came back: yes, as tags, or "–"."""
    same = [sorted(got.get(name, ())) == sorted(values[name]) for name in names]
    if all(same):
        return "yes"
    if names == ("tags",) and set(values["tags"]) <= set(got.get("tags", ())):
        return "yes"
    if names == ("persons",) and set(values["persons"]) <= set(got.get("tags", ())):
        return "as tags"
    assert not any(same), f"some of {names} come back: the column must be divided"
    return "–"


def state_of_words(page, description):
    """How the text came back, and where its words stand."""
    text, places = "–", "–"
    if description.layouts:
        (layout,) = description.layouts
        (line,), (sent,) = layout.lines, page.lines
        has_same_boxes = [word.box for word in line.words] == [word.box for word in sent.words]
        assert [word.text for word in line.words] == [word.text for word in sent.words]
        text = "yes" if layout.text == page.text else "–"
        places = "yes" if has_same_boxes else "by line" if line.box == sent.box else "–"
    elif " ".join(description.pages).split() == page.text.split():
        text = "yes"
    return text, places


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=10, deadline=None)
@given(item=items())
def test_the_table_says_what_comes_back(kind, item):
    values, entry, page = item
    description = back(kind, entry, page)
    got = {name: [one.value for one in readings if one.value] for name, readings in description.readings.items()}
    row = ROWS[kind]
    found = {column: state_of_field(values, got, names) for column, names in FIELDS.items()}
    text, found["places of words"] = state_of_words(page, description)
    found["the text"] = "by line" if kind == "iiif" and text == "yes" else text
    found["redactions"] = "yes" if [layout.regions for layout in description.layouts] == [page.regions] else "–"
    assert found == row
    for name in values:  # nothing comes back as what it is not
        assert set(got.get(name, ())) <= {*values[name], *(values["persons"] if name == "tags" else ())}


@settings(max_examples=10, deadline=None)
@given(item=items())
def test_of_a_bag_all_that_a_source_says_comes_back(item, tmp_path_factory):
    values, _, page = item
    folder = tmp_path_factory.mktemp("bag")
    readings = {
        name: tuple(Reading(value, value, SourceKind.RECEIVED, source="list") for value in of_field)
        for name, of_field in values.items()
    }
    told = Description("H101", readings, layouts=(page,))
    (folder / "c/received/list").mkdir(parents=True)
    (folder / "c/briefbook.toml").write_text("[collection]\n")
    stored = (json.dumps(told.as_json(), ensure_ascii=False) + "\n").encode()
    (folder / "c/received/list/descriptions.jsonl").write_bytes(stored)
    write_bag(folder / "c", folder / "bag", {}, (), program_version="1", packed_at=NOON)
    unpack_bag(folder / "bag", folder / "back")
    came = (folder / "back/received/list/descriptions.jsonl").read_bytes()
    assert Description.of_json(json.loads(came), "list") == Description.of_json(json.loads(stored), "list")
    assert {name: [one.value for one in told.readings[name]] for name in values} == values
    assert set(ROWS["bag"].values()) == {"yes"}


def test_every_import_of_what_is_exported_is_in_the_table():
    assert set(ROWS) == {*READERS, "bag"}
    assert {column for row in ROWS.values() for column in row} == {*FIELDS, "the text", "places of words", "redactions"}
