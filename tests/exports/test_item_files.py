"""An item's files in standard forms, held against the standards' own schemas."""

import gzip
import json
from pathlib import Path

import pytest
from lxml import etree
from made_up import archive

from briefbook.exports import alto, archival_note, bibtex, csl, iiif, ris, tei
from briefbook.model.cable import Derivation, Reading, SourceKind
from briefbook.model.catalogue import Entry
from briefbook.model.page import Box, Kind, Line, Page, Region, Word

SCHEMAS = Path(__file__).parents[1] / "schemas"

MADE = archive(site_address="https://example.org/book/")
ENTRY = MADE.catalogue.get("SPEC103")
PAGES = MADE.catalogue.pages("SPEC103")
PICTURES = {1: ("items/SPEC103/p001.png", "image/png")}
EMPTY = Entry("SPEC1")


def test_archival_note_of_a_specimen():
    assert archival_note.archival(ENTRY, MADE.about) == (
        "[Specimen made for demonstration; not a historical document.] LDN to EXTERNAL, “HARBOUR WORKS,” "
        "[telegram?] 4028, 13 November 1962, Fonds 1, A Made-up Archive, SPEC103."
    ).replace("[telegram?]", "telegram")


def test_of_a_paper_of_which_nothing_is_known_no_kind_and_no_number_is_presumed():
    assert archival_note.archival(EMPTY, {}) == "document, [n.d.], [fonds and file not known], SPEC1."
    assert archival_note.mla(EMPTY, {}) == "Document. [n.d.]. SPEC1, [fonds and file not known]."


def test_what_a_telegram_must_have_had_is_said_to_be_unknown():
    telegram = Entry("SPEC1", {"form": (Reading("telegram", "telegram"),)})
    assert archival_note.archival(telegram, {}) == (
        "[sender not known] to [addressee not known], telegram [number not known], [n.d.], "
        "[fonds and file not known], SPEC1."
    )


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("memorandum", "memorandum, [n.d.]"), ("dispatch", "dispatch 14, [n.d.]"), ("report", "report 14, [n.d.]"),
        ("", "document no. 14, [n.d.]"),
    ],
)  # fmt: skip
def test_a_paper_is_called_by_its_kind_and_by_no_other(form, words):
    readings = {"form": (Reading(form, form),)} if form else {}
    if form != "memorandum":
        readings["number"] = (Reading("14", "14"),)
    assert archival_note.archival(Entry("SPEC1", readings), {}).endswith(f"{words}, [fonds and file not known], SPEC1.")


def test_an_unnumbered_telegram_says_so_and_an_inferred_sender_stands_in_brackets():
    readings = {
        "from": (Reading("WSHDC", "WASHDC", SourceKind.MACHINE, Derivation.INFERRED),),
        "number": (Reading("(no number)", None),),
    }
    assert archival_note.archival(Entry("X1", readings), {}).startswith(
        "[WASHDC?] to [addressee not known], document [no number], "
    )


def test_what_was_hard_to_read_stands_in_brackets():
    readings = {
        "from": (Reading("LDN", "LDN", confidence=0.4),),
        "subject": (Reading("HARBQUR WORKS", "HARBQUR WORKS", confidence=0.3),),
    }
    words = archival_note.archival(Entry("X1", readings), {})
    assert words.startswith("[LDN?] to [addressee not known], “[HARBQUR WORKS?],” ")
    assert csl.csl(Entry("X1", readings), {})["title"] == "[HARBQUR WORKS?]"


@pytest.mark.parametrize(
    ("how", "words"),
    [(Derivation.OBSERVED, "9 November 1962"), (Derivation.SUPPLIED, "[9 November 1962]")],
)
def test_a_persons_date_is_no_doubt_and_is_bracketed_only_if_it_is_supplied(how, words):
    readings = {"date": (Reading("1962-11-09", "1962-11-09", SourceKind.PERSON, how),)}
    assert f", {words}, " in archival_note.archival(Entry("X1", readings), {})


def test_chicago_puts_the_month_first_and_gives_the_address():
    words = archival_note.chicago(ENTRY, MADE.about)
    assert "November 13, 1962" in words
    assert words.endswith("https://example.org/book/items/SPEC103.html.")


def test_mla_names_the_sender_first():
    assert "LDN. Telegram 4028 to EXTERNAL. 13 November 1962." in archival_note.mla(ENTRY, MADE.about)


@pytest.mark.parametrize("entry", [ENTRY, EMPTY])
def test_csl_json_is_valid(entry):
    import jsonschema

    schema = json.loads((SCHEMAS / "csl-data.json").read_text())
    jsonschema.validate(json.loads(csl.csl_json(entry, MADE.about)), schema)


def test_csl_gives_the_number_and_the_genre_and_nothing_unknown():
    assert csl.csl(ENTRY, MADE.about)["genre"] == "telegram 4028"
    assert csl.csl(EMPTY, {}) == {
        "id": "SPEC1",
        "type": "personal_communication",
        "title": "Document",
        "genre": "document",
        "archive_location": "SPEC1",
    }


def test_ris_is_one_record_with_its_end():
    lines = ris.ris(ENTRY, MADE.about).split("\r\n")
    assert lines[0] == "TY  - PCOMM"
    assert "DA  - 1962/11/13" in lines
    assert lines[-2] == "ER  - "


def test_bibtex_makes_special_characters_harmless():
    entry = Entry("A_1", {"subject": (Reading("R&D 100%", "R&D 100%"),)})
    assert r"title = {{R\&D 100\%}}" in bibtex.bibtex(entry, {})


def test_alto_is_valid_and_has_every_word_with_its_place():
    document = etree.fromstring(alto.alto(ENTRY, PAGES, PICTURES).encode())
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "alto-4-4.xsd"))
    schema.assertValid(document)
    words = document.findall(".//{*}String")
    assert len(words) == sum(len(line.words) for line in PAGES[0].lines)


def test_alto_has_a_tagged_block_for_each_block_of_a_page_in_reading_order():
    def line(text, left, top, kind=Kind.MESSAGE):
        return Line((Word(text, Box(left, top, left + 90, top + 20), 0.9),), kind)

    page = Page(
        "D1",
        1,
        (line("HEAD", 10, 10), line("TEXT", 100, 60), line("NEA", 10, 60, Kind.ACTION_COLUMN)),
        (Region(Kind.UNREAD, Box(10, 150, 200, 170)),),
        width=300,
        height=400,
        blocks=(
            Region(Kind.HEADING, Box(10, 10, 100, 30)),
            Region(Kind.MESSAGE, Box(100, 60, 190, 80)),
            Region(Kind.ACTION_COLUMN, Box(10, 60, 100, 80)),
        ),
    )
    document = etree.fromstring(alto.alto(ENTRY, (page,)).encode())
    etree.XMLSchema(etree.parse(SCHEMAS / "alto-4-4.xsd")).assertValid(document)
    blocks = [(block.get("TAGREFS"), block[0][0].get("CONTENT")) for block in document.findall(".//{*}TextBlock")]
    assert blocks == [("is-heading", "HEAD"), ("is-body", "TEXT"), ("is-action-column", "NEA")]
    assert [picture.get("TAGREFS") for picture in document.findall(".//{*}Illustration")] == ["is-typing-not-read"]
    assert {tag.get("LABEL") for tag in document.findall(".//{*}LayoutTag")} == {
        "heading",
        "body",
        "action column",
        "typing not read",
    }


def test_alto_of_a_page_without_boxes_is_left_out():
    assert alto.alto(EMPTY, ()) == ""


@pytest.fixture(scope="module")
def tei_schema():
    """The whole of TEI, which takes a second to understand."""
    with gzip.open(SCHEMAS / "tei_all.rng.gz") as file:
        return etree.RelaxNG(etree.parse(file))


@pytest.mark.slow
@pytest.mark.parametrize("entry", [ENTRY, EMPTY])
def test_tei_is_valid(entry, tei_schema):
    pages = MADE.catalogue.pages(entry.item)
    document = etree.fromstring(tei.tei(entry, pages, MADE.about, PICTURES).encode())
    tei_schema.assertValid(document)


def test_tei_says_that_a_specimen_is_one():
    assert "not a historical document" in tei.tei(ENTRY, PAGES, MADE.about)


def test_iiif_manifest_is_valid():
    import jsonschema

    schema = json.loads((SCHEMAS / "iiif-presentation-3.json").read_text())
    manifest = json.loads(iiif.manifest(ENTRY, PAGES, {"address": "https://example.org/book/"} | MADE.about, PICTURES))
    jsonschema.validate(manifest, schema)
    assert manifest["items"][0]["items"][0]["items"][0]["body"]["id"].endswith("/items/SPEC103/p001.png")


def test_no_manifest_without_the_address_of_the_site():
    assert iiif.manifest(ENTRY, PAGES, {}, PICTURES) == ""
