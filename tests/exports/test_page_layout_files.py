"""Words with their places as PAGE XML and as hOCR."""

from dataclasses import replace
from pathlib import Path

from lxml import etree
from made_up import archive

from briefbook.exports.hocr import hocr
from briefbook.exports.page_xml import NAMESPACE, page_xml
from briefbook.model.page import Box, Kind, Line, Page, Region, Word

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parents[1] / "schemas/page-2019-07-15.xsd"))
MADE = archive()
ENTRY, PAGE = MADE.catalogue.get("SPEC103"), MADE.catalogue.pages("SPEC103")[0]
XHTML = {"h": "http://www.w3.org/1999/xhtml"}


def page_root(page):
    root = etree.fromstring(page_xml(page, "p001.png", "1999-05-04T12:00:00Z").encode())
    SCHEMA.assertValid(root)
    return lambda path: root.xpath(path, namespaces={"p": NAMESPACE})


def hocr_root(*pages):
    root = etree.fromstring(hocr(ENTRY, pages, {1: ("items/SPEC103/p001.png", "image/png")}).encode())
    return lambda path: root.xpath(path, namespaces=XHTML)


def test_page_xml_has_every_word_with_its_box_and_its_confidence():
    found = page_root(PAGE)
    assert found("count(//p:Word)") == sum(len(line.words) for line in PAGE.lines)
    assert found("string(//p:TextLine[2]/p:TextEquiv/p:Unicode)") == "FM LDN"
    assert found("string(//p:TextLine[2]/p:Word[1]/p:Coords/@points)") == "90,144 109,144 109,162 90,162"
    assert found("string(//p:TextLine[2]/p:Word[1]/p:TextEquiv/@conf)") == "0.950"
    assert found("string(//p:Page/@imageFilename)") == "p001.png"
    assert found("//p:UnknownRegion/@custom") == ["structure {type:redaction;}"]


def test_page_xml_has_a_region_for_each_block_in_reading_order():
    def line(text, left, top, kind=Kind.MESSAGE):
        return Line((Word(text, Box(left, top, left + 90, top + 20)),), kind)

    lines = (line("HEAD", 10, 10), line("TEXT <&", 100, 60), line("NEA", 10, 60, Kind.ACTION_COLUMN))
    blocks = (
        Region(Kind.HEADING, Box(10, 10, 100, 30)),
        Region(Kind.MESSAGE, Box(100, 60, 190, 80)),
        Region(Kind.ACTION_COLUMN, Box(10, 60, 100, 80)),
    )
    page = Page("D1", 1, lines, width=300, height=400, blocks=blocks)
    found = page_root(page)
    assert found("//p:TextRegion/@type") == ["heading", "paragraph", "paragraph"]
    assert found("//p:RegionRefIndexed/@regionRef") == ["r1", "r2", "r3"]
    assert found("//p:TextRegion/p:TextEquiv/p:Unicode/text()") == ["HEAD", "TEXT <&", "NEA"]
    assert hocr_root(page)("//h:div[@class='ocr_carea']/@title") == [
        "bbox 10 10 100 30",
        "bbox 100 60 190 80",
        "bbox 10 60 100 80",
    ]


def test_hocr_has_pages_lines_and_words():
    found = hocr_root(PAGE, replace(PAGE, number=2))
    assert found("//h:div[@class='ocr_page']/@title") == [
        'image "items/SPEC103/p001.png"; bbox 0 0 850 1100; ppageno 0',
        "bbox 0 0 850 1100; ppageno 1",
    ]
    assert found("string(//h:span[@class='ocr_line'][2])") == "FM LDN"
    assert found("string(//h:span[@id='word_1_2_1']/@title)") == "bbox 90 144 109 162; x_wconf 95"
    identifiers = found("//@id")
    assert len(identifiers) == len(set(identifiers))


def test_a_page_without_boxes_has_neither():
    plain = Page.of_text("D1", 1, "FM PARIS")
    assert (page_xml(plain, "", "1999-05-04T12:00:00Z"), hocr(ENTRY, [plain])) == ("", "")
