"""TEI with opener, dateline, names and gaps; the corpus; the register of correspondence: all valid TEI."""

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from made_up import archive

from briefbook.exports.cmif import cmif
from briefbook.exports.tei import tei, tei_corpus
from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry
from briefbook.model.locator import PagePosition
from briefbook.model.network import ResolvedReference
from briefbook.model.page import Box, Kind, Line, Page, Region, Word

NAMES = {"t": "http://www.tei-c.org/ns/1.0"}
MADE = archive(site_address="https://example.org/book/")
ENTRY, PAGES = MADE.catalogue.get("SPEC103"), MADE.catalogue.pages("SPEC103")
PICTURES = {1: ("items/SPEC103/p001.png", "image/png")}


@pytest.fixture(scope="module")
def schema():
    with gzip.open(Path(__file__).parents[1] / "schemas/tei_all.rng.gz") as file:
        return etree.RelaxNG(etree.parse(file))


@pytest.fixture
def read(schema):
    def read(text):
        root = etree.fromstring(text.encode())
        schema.assertValid(root)
        return lambda path: root.xpath(path, namespaces=NAMES)

    return read


@pytest.mark.slow
def test_the_heading_is_an_opener_with_its_dateline_and_names(read):
    found = read(tei(ENTRY, PAGES, MADE.about, PICTURES))
    assert found("string(//t:opener/t:dateline)") == "13-Nov-62 CONFIDENTIAL"
    assert found("//t:opener/t:orgName/@key") == ["LDN", "EXTERNAL"]
    assert found("string(//t:ab)").startswith("THIS IS A SPECIMEN COMPOSED")
    assert found("//t:graphic/@url") == ["https://example.org/book/items/SPEC103/p001.png"]
    assert found("//t:licence/@target") == ["http://rightsstatements.org/vocab/NoC-US/1.0/"]
    assert found("//t:publicationStmt/t:idno[@type='URI']/text()") == ["https://example.org/book/items/SPEC103.html"]
    assert found("//t:particDesc//t:persName/text()") == ["Minister of Harbours"]
    assert found("//t:gap/@reason") == ["redacted"]
    assert found("//t:gap/@facs") == ["#g1-1"]


@pytest.mark.slow
def test_the_header_names_the_papers_that_the_item_refers_to(read):
    references = (
        ResolvedReference("SPEC103", "YOURTEL 4021", "YOURTEL", "4021", "held", "SPEC101"),
        ResolvedReference("SPEC103", "MYTEL 4000", "MYTEL", "4000", "ambiguous", candidates=("A", "B")),
    )
    found = read(tei(ENTRY, PAGES, MADE.about, PICTURES, references))
    assert found("//t:correspContext/t:ref/text()") == ["YOURTEL 4021", "MYTEL 4000"]
    assert found("//t:correspContext/t:ref/@n") == ["SPEC101"]
    assert found("//t:correspContext/t:ref/@target") == ["https://example.org/book/items/SPEC101.html"]


@pytest.mark.slow
def test_a_date_in_the_heading_is_a_date_and_words_that_occur_twice_are_left_alone(read):
    lines = tuple(Line(tuple(Word(word) for word in row.split())) for row in ("OSLO TO OSLO MAR2/63", "A & B < C"))
    readings = {
        "from": (Reading("OSLO", "OSLO", place=PagePosition(1, 1)),),
        "date": (Reading("MAR2/63", "1963-03-02", place=PagePosition(1, 1)),),
    }
    found = read(tei(Entry("X", readings), [Page("X", 1, lines)], {}))
    assert found("//t:dateline/t:date/@when") == ["1963-03-02"]
    assert found("//t:text//t:orgName") == []
    assert found("string(//t:ab)") == "A & B < C"


@pytest.mark.slow
def test_gaps_stand_where_they_are_on_the_page(read):
    def line(text, top, kind=Kind.MESSAGE):
        return Line((Word(text, Box(10, top, 90, top + 20)),), kind)

    regions = (Region(Kind.REDACTION, Box(10, 40, 90, 60)), Region(Kind.UNREAD, Box(10, 120, 90, 140)))
    page = Page("X", 1, (line("ONE", 10), line("TWO", 70), line("CUT", 95, Kind.REDACTION)), regions, 100, 200)
    found = read(tei(Entry("X"), [page], {}))
    assert [node.tag.rpartition("}")[2] for node in found("//t:ab/*")] == ["lb", "gap", "lb", "lb", "gap", "gap"]
    assert found("//t:gap/@reason") == ["redacted", "redacted", "illegible"]


@pytest.mark.slow
def test_a_corpus_holds_every_item_once_with_ids_of_its_own(read):
    found = read("".join(tei_corpus(MADE, MADE.catalogue)))
    assert found("count(/t:teiCorpus/t:TEI)") == 6
    assert found("/t:teiCorpus/t:TEI/@xml:id")[2] == "SPEC103"
    identifiers = found("//@xml:id")
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.slow
def test_the_register_of_correspondence_has_a_description_of_each_letter(read):
    found = read(
        "".join(cmif(replace(MADE, about={**MADE.about, "contact": "a@example.org"}), MADE.catalogue, "1999-05-04"))
    )
    assert found("count(//t:correspDesc)") == 5  # of SPEC106 nothing is known
    letter = "//t:correspDesc[@ref='https://example.org/book/items/SPEC103.html']"
    assert found(f"{letter}/@source") == ["#collection"]
    assert found(f"{letter}/t:correspAction[@type='sent']/t:date/@when") == ["1962-11-13"]
    assert found(f"string({letter}/t:correspAction[@type='received'])") == "EXTERNAL"
    assert found("//t:titleStmt//t:email/text()") == ["a@example.org"]


@pytest.mark.slow
def test_the_registers_of_nothing_are_valid(read):
    assert read("".join(cmif(replace(MADE, about={}), [], "1999-05-04")))("//t:correspDesc") == []


@pytest.mark.slow
def test_of_unknown_parties_there_is_no_element_and_letters_of_which_nothing_is_known_are_not_in_the_register(read):
    nothing, dated = Entry("X1"), Entry("X2", {"date": (Reading("MAR2/63", "1963-03-02"),)})
    addressed = Entry("X3", {"to": (Reading("OSLO", "OSLO"),)})
    assert read(tei(nothing, [], {}))("//t:correspDesc") == []
    found = read(tei(dated, [], {}))
    assert found("//t:correspAction/@type") == ["sent"]
    assert found("//t:correspAction/*/@when") == ["1963-03-02"]
    assert read(tei(addressed, [], {}))("//t:correspAction/@type") == ["received"]
    found = read("".join(cmif(replace(MADE, about={}), [nothing, dated, addressed], "1999-05-04")))
    assert found("//t:correspDesc/@key") == ["X2", "X3"]
