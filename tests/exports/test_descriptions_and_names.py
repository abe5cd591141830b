"""Every export has an item's own description, apart from what editors and programs say, and its parties one by one."""

import json
from dataclasses import replace

import pytest
from lxml import etree
from made_up import archive

from briefbook.exports.descriptions import item_description
from briefbook.exports.parties import NameKind, parties_of
from briefbook.exports.registry import EXPORTS
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.page import Box, Line, Page, Word
from briefbook.text.titles import office_of_code


def given(*values, by=SourceKind.RECEIVED):
    return tuple(Reading(value, value, by, source="list") for value in values)


ENTRY = Entry(
    "H101",
    {
        "from": given("Robert A. Smith; Mary Jones"),
        "to": given("Dean Rusk", "Department of Harbours", "Minister of Ferries", "WASHDC"),
        "date": given("1962-03-03"),
        "note": given("Ownwords on the ferry.", by=SourceKind.PERSON) + given("Lostwords of a list"),
        "subject": given("Ferries"),
    },
    page_count=1,
)
PAGE = Page("H101", 1, (Line((Word("FERRY", Box(10, 10, 60, 30), 0.9),)),), (), 1000, 1400)


def made(entry=ENTRY, head_note="Headwords."):
    return replace(
        archive(address="https://example.org/"),
        catalogue=MemoryCatalogue({"H101": entry}, {"H101": (PAGE,)}),
        picture_type=lambda item, number: "image/png",
        narratives=(),
        verifications=(),
        head_notes={"H101": head_note} if head_note else {},
    )


def written(kind, entry=ENTRY, head_note="Headwords."):
    files = EXPORTS[kind].files(made(entry, head_note), [entry])
    return "\n".join((data if isinstance(data, bytes) else b"".join(data)).decode() for _, data in files)


DESCRIBING = (
    "dc", "mods", "ead3", "ead2002", "tei", "tei-corpus", "ris", "csl", "bibtex", "iiif", "omeka", "omeka-s",
    "collectionbuilder", "tropy",
)  # fmt: skip


@pytest.mark.parametrize("kind", DESCRIBING)
def test_the_own_description_and_the_head_note_leave_and_what_lost_does_not(kind):
    text = written(kind)
    assert "Ownwords on the ferry." in text
    assert "Headwords." in text
    assert "Lostwords" not in text


@pytest.mark.parametrize("kind", [*DESCRIBING, "opensearch"])
def test_what_is_kept_for_those_who_work_and_what_a_program_noted_is_no_description(kind):
    kept = replace(ENTRY, readings={**ENTRY.readings, "note": (Reading("Keptwords", None, SourceKind.RECEIVED),)})
    assert "Keptwords" not in written(kind, kept, "")
    noted = replace(ENTRY, readings={**ENTRY.readings, "note": (Reading("Machinewords", "Machinewords"),)})
    assert ("Machinewords" in written(kind, noted, "")) == (kind == "opensearch")  # which has every field as it is


def test_the_three_kinds_of_words_stand_in_places_of_their_own():
    root = etree.fromstring(written("mods").encode())
    names = {"m": "http://www.loc.gov/mods/v3"}
    assert root.xpath("m:abstract/text()", namespaces=names) == ["Ownwords on the ferry."]
    assert root.xpath("m:note[@type='editor']/text()", namespaces=names) == ["Headwords."]
    assert len(root.xpath("m:note[@type='route']", namespaces=names)) == 1
    (csl,) = json.loads(written("csl"))
    assert (csl["abstract"], csl["note"]) == ("Ownwords on the ferry.", "Editor’s note: Headwords.")


def test_what_an_edition_says_is_the_editions():
    words = "Foreign Relations of the United States\nTitle: Letter"
    description = item_description(replace(ENTRY, readings={"note": given(words)}), {})
    assert (description.own, description.edition) == ("", words)
    assert description.all_editors == "Editor’s note: Foreign Relations of the United States Title: Letter"


def test_a_head_note_that_came_back_in_a_note_is_the_editors_again():
    entry = replace(ENTRY, readings={"note": given("Own.; Editor’s note: Head.")})
    description = item_description(entry, {})
    assert (description.own, description.editors) == ("Own.", "Head.")


def test_parties_are_persons_offices_or_neither():
    parties = [*parties_of(ENTRY, "from", office_of_code), *parties_of(ENTRY, "to", office_of_code)]
    assert [(party.indexed, party.kind) for party in parties] == [
        ("Smith, Robert A.", NameKind.PERSON),
        ("Jones, Mary", NameKind.PERSON),
        ("Rusk, Dean", NameKind.PERSON),
        ("Department of Harbours", NameKind.OFFICE),
        ("Minister of Ferries", NameKind.UNKNOWN),
        ("WASHDC [Washington]", NameKind.OFFICE),
    ]


def test_a_name_that_is_hard_to_read_is_left_whole():
    entry = Entry("H1", {"from": (Reading("DEAN RUSK", "DEAN RUSK", confidence=0.3),)})
    (party,) = parties_of(entry, "from", office_of_code)
    assert (party.indexed, party.kind) == ("[DEAN RUSK?]", NameKind.UNKNOWN)


def test_several_senders_are_several_names():
    assert written("dc").count("<dc:creator>") == 2
    assert "AU  - Smith, Robert A.\r\nAU  - Jones, Mary\r\n" in written("ris")
    assert "author = {Smith, Robert A. and Jones, Mary}" in written("bibtex")
    (csl,) = json.loads(written("csl"))
    assert csl["author"] == [{"family": "Smith", "given": "Robert A."}, {"family": "Jones", "given": "Mary"}]
    assert csl["recipient"][1] == {"literal": "Department of Harbours"}
    assert written("mods").count('<name type="personal">') == 3
    assert written("ead3").count("<persname>") == 2
    assert written("tei").count("<persName>") == 3
