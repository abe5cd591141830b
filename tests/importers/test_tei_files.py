"""TEI comes back: what our own export carries is the same afterwards; other programs' TEI with its places."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from briefbook.cables import read_heading
from briefbook.catalogue import describe_item
from briefbook.errors import FormatError
from briefbook.exports.tei import tei, tei_corpus
from briefbook.importers.bundle import BundleFile
from briefbook.importers.tei_files import read_tei_files
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.page import Box, Kind, Line, Page, Region, Word
from briefbook.model.received import Description
from briefbook.ocr.received_layout import laid_over

ABOUT = {"title": "Harbour Works", "repository": "A Made-up Archive", "fonds": "Fonds 1", "rights": "CC BY 4.0"}
WORD = st.text(st.sampled_from("ABCDEFGHJKLMNÄÖ0123456789<&>'\".,-"), min_size=1, max_size=9)
WORDS = st.lists(WORD, min_size=1, max_size=5).map(" ".join)
NAME = st.from_regex(r"[A-Z][a-zé]{2,8}( [A-Z][a-z]{2,8})?", fullmatch=True)
DATES = st.sampled_from(
    ["1962-11-08", "1962-11", "1962", "1962-11~", "1962-11-08?", "1962-10-30/1962-11-02", "../1962", "196X", ""]
)
KINDS = st.sampled_from([Kind.MESSAGE, Kind.STAMP, Kind.PAGE_LINE, Kind.FORM, Kind.REDACTION, Kind.ACTION_COLUMN])


@st.composite
def documents(draw):
    """An item's description and its pages, with places."""
    fields = {
        "from": draw(st.lists(NAME, max_size=1)),
        "to": draw(st.lists(NAME, max_size=3, unique=True)),
        "date": [day for day in [draw(DATES)] if day],
        "number": draw(st.lists(st.sampled_from(["210", "A-17"]), max_size=1)),
        "form": draw(st.lists(st.sampled_from(["telegram", "memorandum of conversation"]), max_size=1)),
        "subject": draw(st.lists(NAME, max_size=1)),
        "persons": draw(st.lists(NAME, max_size=3, unique=True)),
        "places": draw(st.lists(NAME, max_size=2, unique=True)),
    }
    readings = {
        name: tuple(Reading(value, value, SourceKind.RECEIVED, source="list") for value in values)
        for name, values in fields.items()
        if values
    }
    if readings.get("from") and draw(st.booleans()):
        readings["from"] = (Reading("Embassy in Oslo", "OSLO", SourceKind.RECEIVED, source="list"),)
    pages = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        lines, top = [], 10
        for words in draw(st.lists(WORDS, min_size=1, max_size=5)):
            box = Box(20, top, draw(st.integers(100, 900)), top + 20)
            kind = draw(KINDS)
            lines.append(Line((Word(words.replace(" ", "_"), box),), kind))
            top += 40
        gap = Region(Kind.REDACTION, Box(20, top, 900, top + 30))
        regions = (gap,) if draw(st.booleans()) else ()
        pages.append(Page("H101", number, tuple(lines), regions, 1000, 1400))
    return Description("H101", readings, layouts=tuple(pages))


def made(description):
    """The item as the catalogue has it when nothing but the description is known."""
    pages = [laid_over(page, None) for page in description.layouts]
    return describe_item("H101", descriptions=[description], page_count=len(pages)), pages


def back(*texts):
    files = [BundleFile(f"x{place}.tei.xml", lambda text=text: text.encode()) for place, text in enumerate(texts)]
    return read_tei_files(files, "tei", heading=read_heading, repository="A Made-up Archive")


@given(documents())
def test_what_tei_carries_is_the_same_after_a_round_trip(description):
    entry, pages = made(description)
    first = tei(entry, pages, ABOUT)
    received = back(first)
    (again,) = received.descriptions
    entry, pages = made(again)
    assert tei(entry, pages, ABOUT) == first
    assert received.not_understood == ()


def test_a_telegram_comes_back_with_code_date_and_places():
    readings = {
        "from": (Reading("Embassy in Oslo", "OSLO", SourceKind.RECEIVED, source="list"),),
        "date": (Reading("c. Nov 1962", "1962-11~", SourceKind.RECEIVED, source="list"),),
    }
    line = Line((Word("LIGHTS", Box(10, 10, 70, 30)), Word("LIT", Box(80, 10, 110, 30))))
    page = Page("H101", 1, (line, Line((Word("SEEN", Box(10, 50, 60, 70)),), Kind.STAMP)), width=500, height=700)
    entry, pages = made(Description("H101", readings, layouts=(page,)))
    text = tei(entry, pages, ABOUT)
    assert '<orgName key="OSLO">Embassy in Oslo</orgName><date key="1962-11~">' in text
    (description,) = back(text).descriptions
    assert {name: [reading.value for reading in values] for name, values in description.readings.items()} == {
        "from": ["OSLO"],
        "date": ["1962-11~"],
        "rights": ["CC BY 4.0"],
        "citation": ["Fonds 1"],
    }
    (layout,) = description.layouts
    assert [(line.text, str(line.kind), line.box.as_list()) for line in layout.lines] == [
        ("LIGHTS LIT", "message", [10, 10, 110, 30]),
        ("SEEN", "stamp", [10, 50, 60, 70]),
    ]
    with gzip.open(Path(__file__).parents[1] / "schemas/tei_all.rng.gz") as file:
        etree.RelaxNG(etree.parse(file)).assertValid(etree.fromstring(text.encode()))


def test_an_edition_without_a_facsimile_comes_back_as_text():
    pages = [Page.of_text("H101", 1, "FM OSLO\nLIGHTS LIT", by="received"), Page.of_text("H101", 2, "END")]
    text = tei(describe_item("H101", descriptions=[Description("H101")]), pages, ABOUT)
    (description,) = back(text).descriptions
    assert (description.pages, description.layouts) == (("FM OSLO\nLIGHTS LIT", "END"), ())


def test_a_corpus_comes_back_item_by_item():
    from made_up import archive

    made_archive = archive()
    entries = [made_archive.catalogue.get(item) for item in ("SPEC101", "SPEC103")]
    received = back("".join(tei_corpus(made_archive, entries)))
    assert [description.item for description in received.descriptions] == ["SPEC101", "SPEC103"]
    assert received.counts == {"items": 2, "pages": 2, "files": 1}


def own_corpus():
    from made_up import archive

    made_archive = archive()
    return "".join(tei_corpus(made_archive, [made_archive.catalogue.get(item) for item in ("SPEC101", "SPEC103")]))


def opened(path):
    return [BundleFile(path.name, path.read_bytes, lambda: path.open("rb"))]


def test_a_corpus_is_read_document_by_document_however_large_it_is(tmp_path):
    path = tmp_path / "corpus.xml"
    path.write_text(own_corpus(), encoding="utf-8")

    def refuse():
        raise FormatError("larger than 256 MiB")

    streamed = read_tei_files([BundleFile(path.name, refuse, lambda: path.open("rb"))], "corpus", heading=dict)
    whole = read_tei_files([BundleFile(path.name, path.read_bytes)], "corpus", heading=dict)
    assert list(streamed.descriptions) == list(whole.descriptions)
    assert [description.item for description in streamed.descriptions] == ["SPEC101", "SPEC103"]
    assert streamed.counts == whole.counts == {"items": 2, "pages": 2, "files": 1}


def test_half_a_corpus_is_refused_and_a_document_without_an_id_is_named(tmp_path):
    path = tmp_path / "corpus.xml"
    text = own_corpus()
    path.write_text(text[: len(text) * 3 // 4], encoding="utf-8")
    with pytest.raises(FormatError, match="not well-formed XML"):
        list(read_tei_files(opened(path), "corpus", heading=dict).descriptions)
    path.write_text(text.replace('<idno type="item">SPEC103</idno>', "<idno>SPEC103</idno>"), encoding="utf-8")
    received = read_tei_files(opened(path), "corpus", heading=dict)
    assert [description.item for description in received.descriptions] == ["SPEC101"]
    assert received.not_understood == ("corpus.xml: 1 document has no idno of the type item, and stayed out",)


def test_a_file_that_cannot_be_opened_is_named_and_the_others_come_in(tmp_path):
    def refuse():
        raise PermissionError(13, "Permission denied")

    def refuse_whole():
        raise FormatError("locked.xml cannot be read: Permission denied")

    path = tmp_path / "corpus.xml"
    path.write_text(own_corpus(), encoding="utf-8")
    received = read_tei_files([BundleFile("locked.xml", refuse_whole, refuse), *opened(path)], "letters", heading=dict)

    assert received.not_understood == ("locked.xml: locked.xml cannot be read: Permission denied; it was left out",)
    assert [description.item for description in received.descriptions] == ["SPEC101", "SPEC103"]


def test_a_corpus_with_entities_that_nothing_declares_is_read_whole(tmp_path):
    path = tmp_path / "corpus.xml"
    path.write_text(own_corpus().replace("<summary>", "<summary>&nbsp;&frob; ", 1), encoding="utf-8")
    received = read_tei_files(opened(path), "corpus", heading=dict)
    assert [description.item for description in received.descriptions] == ["SPEC101", "SPEC103"]
    assert received.not_understood == (
        "corpus.xml: &frob;: the file does not say what text this stands for; kept as written",
    )


def test_a_date_without_an_attribute_is_read_by_its_words():
    entry = describe_item("H101", descriptions=[Description("H101")])
    text = tei(entry, [Page.of_text("H101", 1, "LIGHTS")], ABOUT)
    for words, value in (("8 November 1962", "1962-11-08"), ("one fine day", None)):
        sent = f'<correspAction type="sent"><date>{words}</date></correspAction>'
        dated = text.replace("<profileDesc>", f"<profileDesc><correspDesc>{sent}</correspDesc>", 1)
        received = back(dated)
        assert [
            (reading.as_written, reading.value) for reading in next(iter(received.descriptions)).readings["date"]
        ] == [(words, value)]
        assert received.not_understood == (
            () if value else ("H101: the date 'one fine day' could not be read; kept as written",)
        )


TRANSKRIBUS = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Box 7</title>
</titleStmt></fileDesc></teiHeader><facsimile xml:id="facs_1"><surface ulx="0" uly="0" lrx="900" lry="1200">
<graphic url="0001.jpg" width="900px" height="1200px"/><zone points="10,10 500,10 500,90 10,90"
 rendition="TextRegion" xml:id="facs_1_r1"><zone points="10,10 400,12 400,40 10,40" xml:id="facs_1_r1l1"/></zone>
</surface></facsimile><text><body><pb facs="#facs_1" n="1"/><p facs="#facs_1_r1"><lb facs="#facs_1_r1l1" n="N001"/>
Lights lit.<lb n="N002"/>Ferry <hi>late</hi>.</p></body></text></TEI>""".replace(
    '<surface ulx="0"', '<surface xml:id="facs_1" ulx="0"'
).replace('<facsimile xml:id="facs_1">', "<facsimile>")


def test_transkribus_tei_comes_with_the_places_of_its_lines():
    received = back(TRANSKRIBUS)
    (description,) = received.descriptions
    assert (description.item, description.readings["note"][0].value) == ("x0", "title: Box 7")
    assert [(line.text, line.box and line.box.as_list()) for line in description.layouts[0].lines] == [
        ("Lights lit.", [10, 10, 400, 40]),
        ("Ferry late.", None),
    ]


def test_volumes_are_read_as_editions():
    volume = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="v1"><text><body><div type="document" xml:id="d1">
<head>1. Telegram From the Embassy in Norway</head><p>Lights lit.</p></div></body></text></TEI>"""
    received = back(volume)
    assert [(description.item, description.pages) for description in received.descriptions] == [
        ("v1-d1", ("1. Telegram From the Embassy in Norway\nLights lit.",))
    ]


def test_two_descriptions_of_an_item_are_reported_and_other_files_passed_over():
    entry = describe_item("H101", descriptions=[Description("H101")])
    texts = [tei(entry, [Page.of_text("H101", 1, words)], ABOUT) for words in ("LIGHTS LIT", "LIGHTS OUT")]
    files = [BundleFile(f"x{place}.xml", lambda text=text: text.encode()) for place, text in enumerate(texts)]
    files += [BundleFile("p001.webp", lambda: b""), BundleFile("bad.xml", lambda: b"<TEI")]
    received = read_tei_files(files, "tei", heading=read_heading)
    assert [description.pages for description in received.descriptions] == [("LIGHTS LIT",)]
    assert received.not_understood[0] == "x1.xml: H101 came before and differs; this was left out"
    assert received.not_understood[1].startswith("bad.xml: this is not well-formed XML")
    assert received.not_understood[2] == "1 file of other kinds left out"


def test_what_is_no_tei_is_refused():
    with pytest.raises(FormatError, match="this is not TEI: its root is <html>"):
        back("<html/>")
    with pytest.raises(FormatError, match="there is no TEI file in it"):
        read_tei_files([BundleFile("a.txt", lambda: b"")], "tei", heading=read_heading)
