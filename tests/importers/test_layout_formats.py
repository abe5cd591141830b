"""ALTO, hOCR and PAGE files as several programs write them: lines, words, places, order, and what is refused."""

import pytest

from briefbook.errors import FormatError
from briefbook.importers.page_layout import read_layout
from briefbook.model.page import Box, Kind

ALTO = """<?xml version="1.0"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description>
<MeasurementUnit>pixel</MeasurementUnit><sourceImageInformation><fileName>box/H101.jpg</fileName>
</sourceImageInformation><Processing ID="P"><processingSoftware><softwareName>Ferry OCR</softwareName>
<softwareVersion>2.1</softwareVersion></processingSoftware></Processing></Description>
<Tags>{tags}</Tags><Layout><Page WIDTH="1000" HEIGHT="2000" PHYSICAL_IMG_NR="1"><PrintSpace>{block}</PrintSpace>
</Page></Layout></alto>"""


def alto(block, tags=""):
    return ALTO.format(block=block, tags=tags).encode()


def page_xml(content):
    return f"""<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"><Metadata>
<Creator>Transcriber</Creator></Metadata><Page imageFilename="H101.jpg" imageWidth="1000" imageHeight="2000">
{content}</Page></PcGts>""".encode()


def only_page(data):
    (layout,) = read_layout(data)
    return layout.page


def words(page):
    return [(word.text, word.box.as_list() if word.box else None, word.confidence) for word in page.words]


def test_a_file_of_words_with_places_and_confidence():
    data = alto(
        '<TextBlock><TextLine HPOS="100" VPOS="50" WIDTH="300" HEIGHT="30">'
        '<String CONTENT="FM" HPOS="100" VPOS="50" WIDTH="40" HEIGHT="30" WC="0.9"/><SP/>'
        '<String CONTENT="OS" HPOS="160" VPOS="50" WIDTH="40" HEIGHT="30" WC="0.5"/><HYP CONTENT="-"/>'
        "</TextLine></TextBlock>"
    )
    (layout,) = read_layout(data)
    assert (layout.picture, layout.page.reader, layout.page.width, layout.page.height) == (
        "box/H101.jpg",
        "Ferry OCR 2.1",
        1000,
        2000,
    )
    assert words(layout.page) == [("FM", [100, 50, 140, 80], 0.9), ("OS-", [160, 50, 200, 80], 0.5)]


def test_a_line_in_one_string_gives_each_word_its_share_of_the_line():
    page = only_page(
        alto('<TextLine HPOS="0" VPOS="0" WIDTH="110" HEIGHT="20"><String CONTENT="LIGHTS LIT."/></TextLine>')
    )
    assert words(page) == [("LIGHTS", [0, 0, 60, 20], None), ("LIT.", [70, 0, 110, 20], None)]


def test_our_own_kinds_of_lines_are_known_again():
    data = alto(
        '<TextBlock TAGREFS="is-stamp"><TextLine HPOS="1" VPOS="1" WIDTH="9" HEIGHT="9"><String CONTENT="SEEN"/>'
        "</TextLine></TextBlock>",
        tags='<LayoutTag ID="is-stamp" LABEL="stamp"/>',
    )
    assert only_page(data).lines[0].kind is Kind.STAMP


def test_a_page_without_a_size_has_text_and_no_places():
    data = alto(
        '<TextLine HPOS="1" VPOS="1" WIDTH="9" HEIGHT="9"><String CONTENT="A" HPOS="1" VPOS="1" WIDTH="9" HEIGHT="9"/>'
        "</TextLine>"
    ).replace(b'WIDTH="1000" HEIGHT="2000"', b"")
    page = only_page(data)
    assert (words(page), page.width) == ([("A", None, None)], 0)


def test_page_xml_in_its_reading_order_with_the_corrected_line():
    data = page_xml(
        '<ReadingOrder><OrderedGroup id="g"><RegionRefIndexed index="1" regionRef="a"/>'
        '<RegionRefIndexed index="0" regionRef="b"/></OrderedGroup></ReadingOrder>'
        '<TextRegion id="a"><Coords points="0,500 900,500 900,600 0,600"/>'
        '<TextLine custom="readingOrder {index:1;}"><Coords points="0,550 400,550 400,580 0,580"/>'
        "<TextEquiv><Unicode>third</Unicode></TextEquiv></TextLine>"
        '<TextLine custom="readingOrder {index:0;}"><Coords points="0,510 400,510 400,540 0,540"/>'
        "<TextEquiv><Unicode>second</Unicode></TextEquiv></TextLine></TextRegion>"
        '<TextRegion id="b"><TextLine><Coords points="10,10 110,10 110,40 10,40"/>'
        '<Word><Coords points="10,10 60,10 60,40 10,40"/><TextEquiv><Unicode>frist</Unicode></TextEquiv></Word>'
        '<TextEquiv index="1"><Unicode>frost</Unicode></TextEquiv>'
        '<TextEquiv index="0"><Unicode>first line</Unicode></TextEquiv></TextLine></TextRegion>'
    )
    page = only_page(data)
    assert page.text.splitlines() == ["first line", "second", "third"]
    assert words(page)[0] == ("first", [10, 10, 60, 40], None)


def test_page_xml_of_2010_writes_points_as_elements():
    data = page_xml(
        '<TextRegion id="a"><TextLine><Coords><Point x="5" y="6"/><Point x="50" y="6"/><Point x="50" y="60"/></Coords>'
        "<TextEquiv><Unicode>OSLO</Unicode></TextEquiv></TextLine></TextRegion>"
    )
    assert only_page(data).lines[0].box == Box(5, 6, 50, 60)


def test_a_region_with_text_and_no_lines_shares_its_height():
    data = page_xml(
        '<TextRegion id="a"><Coords points="0,0 100,0 100,80 0,80"/><TextEquiv><Unicode>ONE\nTWO</Unicode></TextEquiv>'
        "</TextRegion>"
    )
    assert words(only_page(data)) == [("ONE", [0, 0, 100, 40], None), ("TWO", [0, 40, 100, 80], None)]


def test_hocr_counts_pages_from_0_and_certainty_to_100():
    data = b"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x.dtd"><html><head>
<meta name="ocr-system" content="ferry 3"/></head><body>
<div class='ocr_page' title='image "H101.png"; bbox 0 0 800 1200; ppageno 1'><p class='ocr_par'>
<span class='ocr_line' title='bbox 10 20 200 50; baseline 0 -5'><span class='ocrx_word'
title='bbox 10 20 90 50; x_wconf 87'>Gr&uuml;n</span> <span class='ocrx_word' title='bbox 100 20 200 50'>ist</span>
</span></p></div></body></html>"""
    (layout,) = read_layout(data)
    assert (layout.picture, layout.number, layout.page.reader) == ("H101.png", 2, "ferry 3")
    assert words(layout.page) == [("Grün", [10, 20, 90, 50], 0.87), ("ist", [100, 20, 200, 50], None)]


def test_a_mets_file_has_no_text_and_is_no_fault():
    assert read_layout(b'<mets xmlns="http://www.loc.gov/METS/"/>') == ()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"FM OSLO", "no ALTO, hOCR or PAGE file"),
        (b"<TEI/>", "its root is <TEI>"),
        (b"<html><p>FM OSLO</p></html>", "no hOCR"),
        (b"<alto><Layout>", "not well-formed"),
        (b'<?xml version="1.0" encoding="UTF-8"?><alto>\xff\xfe</alto>', "not well-formed"),
    ],
)
def test_what_is_no_such_file_is_refused_with_the_reason(data, reason):
    with pytest.raises(FormatError, match=reason):
        read_layout(data)


ONE_LINE = page_xml(
    '<TextRegion id="a"><TextLine><Coords points="0,0 9,0 9,9 0,9"/>'
    "<TextEquiv><Unicode>A &other;</Unicode></TextEquiv></TextLine></TextRegion>"
)


def test_an_entity_of_another_file_is_not_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET WORDS")
    doctype = f'<!DOCTYPE PcGts [<!ENTITY other SYSTEM "{secret.as_uri()}">]>'
    assert only_page(doctype.encode() + ONE_LINE).text == "A"


def test_entities_that_grow_without_limit_are_refused():
    grown = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 20}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE PcGts [<!ENTITY b0 "LIT">{grown}<!ENTITY other "&b11;">]>'
    with pytest.raises(FormatError, match="not well-formed XML"):
        only_page(doctype.encode() + ONE_LINE)


MARKS = (("worden", 684, 120), (";", 804, 13), ("so", 836, 26), ("Durch", 900, 50), ("eine", 950, 40), ("(", 1000, 9))


def test_punctuation_that_touches_a_word_is_the_words_where_no_spaces_are_given():
    strings = "".join(
        f'<String CONTENT="{words}" HPOS="{left}" VPOS="10" WIDTH="{width}" HEIGHT="30"/>'
        for words, left, width in MARKS
    )
    block = f'<TextBlock><TextLine HPOS="684" VPOS="10" WIDTH="400" HEIGHT="30">{strings}</TextLine></TextBlock>'
    page = only_page(alto(block).replace(b'WIDTH="1000"', b'WIDTH="2000"'))
    assert page.text == "worden; so Durch eine ("
    assert words(page)[0] == ("worden;", [684, 10, 817, 40], None)
    spaced = only_page(alto(block.replace("/><String", "/><SP/><String")).replace(b'WIDTH="1000"', b'WIDTH="2000"'))
    assert spaced.text == "worden ; so Durch eine ("


@pytest.mark.parametrize("line_text", ["", "<TextEquiv><Unicode>worden; so</Unicode></TextEquiv>"])
def test_words_of_page_xml_keep_their_places_where_punctuation_is_a_word_of_its_own(line_text):
    elements = "".join(
        f'<Word><Coords points="{left},10 {left + width},40"/><TextEquiv><Unicode>{text}</Unicode></TextEquiv></Word>'
        for text, left, width in (("worden", 84, 120), (";", 204, 13), ("so", 236, 26))
    )
    line = f'<TextLine><Coords points="84,10 262,40"/>{elements}{line_text}</TextLine>'
    page = only_page(page_xml(f'<TextRegion id="r1"><Coords points="84,10 262,40"/>{line}</TextRegion>'))
    assert words(page) == [("worden;", [84, 10, 217, 40], None), ("so", [236, 10, 262, 40], None)]


CELLS = (
    '<TextRegion id="r"{}><TextLine><TextEquiv><Unicode>last</Unicode></TextEquiv></TextLine></TextRegion>'
    '<TableRegion id="t"{}><TableCell id="c"><TextLine><TextEquiv><Unicode>first</Unicode></TextEquiv></TextLine>'
    "</TableCell>"
    '<TableCell id="d"><TextLine><TextEquiv><Unicode>second</Unicode></TextEquiv></TextLine></TableCell></TableRegion>'
)


@pytest.mark.parametrize(
    ("order", "custom"),
    [
        (
            '<ReadingOrder><OrderedGroup><RegionRefIndexed index="0" regionRef="t"/>'
            '<RegionRefIndexed index="1" regionRef="r"/></OrderedGroup></ReadingOrder>',
            ("", ""),
        ),
        ("", (' custom="readingOrder {index:1;}"', ' custom="readingOrder {index:0;}"')),
    ],
)
def test_the_cells_of_a_table_are_read_where_the_table_is(order, custom):
    assert only_page(page_xml(order + CELLS.format(*custom))).text.splitlines() == ["first", "second", "last"]
