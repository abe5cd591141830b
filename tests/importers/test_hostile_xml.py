"""XML made to read other files or to grow without limit, in every kind of file that holds XML: neither happens."""

import pytest
from word_files import OFFICE, word_file

from briefbook.cables import read_heading
from briefbook.errors import FormatError
from briefbook.importers.bundle import BundleFile
from briefbook.importers.ead import read_ead
from briefbook.importers.exhibit import read_exhibit
from briefbook.importers.frus import read_frus
from briefbook.importers.layout_files import ScanNames
from briefbook.importers.mods import read_mods
from briefbook.importers.omeka import read_omeka
from briefbook.importers.tei_files import read_tei_files
from briefbook.importers.tei_xml import is_plain_corpus
from briefbook.importers.zotero import read_zotero

SECRET = "THE WORDS OF ANOTHER FILE"

OMEKA = """<?xml version="1.0"?>{doctype}<itemContainer
 xmlns="http://omeka.org/schemas/omeka-xml/v5"
 xmlns:xi="http://www.w3.org/2001/XInclude"><item itemId="3" public="1"><elementSetContainer>
<elementSet elementSetId="1">
<name>Dublin Core</name><elementContainer><element elementId="50"><name>Title</name><elementTextContainer>
<elementText elementTextId="1"><text>ABCD10001 {inside}</text></elementText></elementTextContainer></element>
</elementContainer></elementSet></elementSetContainer></item></itemContainer>"""

VOLUME = """<?xml version="1.0"?>{doctype}<TEI xmlns="http://www.tei-c.org/ns/1.0"
 xmlns:xi="http://www.w3.org/2001/XInclude" xml:id="v1"><text><body>
<div type="document" xml:id="d1"><head>1. Letter</head><p>Lights {inside}</p></div></body></text>
</TEI>"""

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:xi="http://www.w3.org/2001/XInclude"'
WORD = (
    '<?xml version="1.0"?>{doctype}<w:document ' + W + "><w:body><w:p><w:r><w:t>Lights {inside}</w:t></w:r></w:p>"
    "</w:body></w:document>"
)

EAD = """<?xml version="1.0"?>{doctype}<ead xmlns="urn:isbn:1-931666-22-9" xmlns:xi="http://www.w3.org/2001/XInclude">
<archdesc level="fonds"><did><unitid>F</unitid></did><dsc><c01 level="item"><did><unitid>H101</unitid>
<unittitle>Lights {inside}</unittitle></did></c01></dsc></archdesc></ead>"""

RDF = """<?xml version="1.0"?>{doctype}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:bib="http://purl.org/net/biblio#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xi="http://www.w3.org/2001/XInclude"><bib:Letter rdf:about="#H101">
<z:itemType>letter</z:itemType><dc:title>Lights {inside}</dc:title></bib:Letter></rdf:RDF>"""


MODS = """<?xml version="1.0"?>{doctype}<mods xmlns="http://www.loc.gov/mods/v3" xmlns:xi="http://www.w3.org/2001/XInclude">
<titleInfo><title>Lights {inside}</title></titleInfo><identifier>H101</identifier></mods>"""


def files(name, text):
    return [BundleFile(name, lambda: text.encode())]


READERS = {
    "Omeka": (OMEKA, lambda text: read_omeka(text.encode(), "omeka")),
    "TEI": (VOLUME, lambda text: read_frus(text.encode(), "volume", heading=read_heading)),
    "TEI files": (VOLUME, lambda text: read_tei_files(files("v.xml", text), "volume", heading=read_heading)),
    "EAD": (EAD, lambda text: read_ead(text.encode(), "aid", scan_names=ScanNames())),
    "MODS": (MODS, lambda text: read_mods(files("m.xml", text), "mods", scan_names=ScanNames())),
    "Zotero": (RDF, lambda text: read_zotero(files("a.rdf", text), "zotero", scan_names=ScanNames())),
    "Word": (WORD, lambda text: read_exhibit(word_file(text), "docx", "page")),
}


def outcome(kind, doctype, inside):
    """All that comes of the file, or why it was refused."""
    template, read = READERS[kind]
    try:
        received = read(template.format(doctype=doctype, inside=inside))
    except FormatError as error:
        return str(error)
    return repr(received)


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path.as_uri()


@pytest.mark.parametrize("kind", READERS)
def test_an_external_entity_reads_no_other_file(kind, secret):
    doctype = f'<!DOCTYPE a [<!ENTITY other SYSTEM "{secret}">]>'
    assert SECRET not in outcome(kind, doctype, "&other;")


@pytest.mark.parametrize("kind", READERS)
def test_a_parameter_entity_reads_no_other_file(kind, secret):
    doctype = f'<!DOCTYPE a [<!ENTITY % other SYSTEM "{secret}"> %other;]>'
    assert SECRET not in outcome(kind, doctype, "are lit")


@pytest.mark.parametrize("kind", READERS)
def test_an_inclusion_reads_no_other_file(kind, secret):
    assert SECRET not in outcome(kind, "", f'<xi:include href="{secret}" parse="text"/>')


@pytest.mark.parametrize("kind", READERS)
def test_entities_that_multiply_do_not_grow(kind):
    entities = "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 10))
    doctype = f'<!DOCTYPE a [<!ENTITY e0 "grow">{entities}]>'
    assert len(outcome(kind, doctype, "&e9;")) < 100_000


def test_a_picture_that_word_links_to_is_not_read(secret):
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip '
        f'xmlns:r="{OFFICE}" r:link="p1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
        "</w:r></w:p>"
    )
    relation = f'<Relationship Id="p1" Type="{OFFICE}/image" Target="{secret}" TargetMode="External"/>'
    document = WORD.format(doctype="", inside="are lit").replace("<w:body>", f"<w:body>{drawing}")
    try:
        result = repr(read_exhibit(word_file(document, relation), "docx", "page"))
    except FormatError as error:
        result = str(error)
    encoded = "VEhFIFdPUkRTIE9GIEFOT1RIRVIgRklMRQ"  # the same words in base 64
    assert SECRET not in result
    assert encoded not in result


def test_a_file_that_begins_with_many_comments_is_seen_at_once_to_be_no_corpus():
    corpus = b'<teiCorpus xml:id="c" xmlns="http://www.tei-c.org/ns/1.0">'

    assert not is_plain_corpus(b"<!--a-->" * 1000 + b"<TEI>")
    assert is_plain_corpus(b"<!--a-->\n<!-- b - c\nd -->" * 50 + corpus)
