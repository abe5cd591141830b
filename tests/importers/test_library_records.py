"""MODS and METS as libraries write them: who wrote to whom, when, where, and the pictures of the pages."""

import pytest

from briefbook.errors import FormatError
from briefbook.importers.bundle import BundleFile
from briefbook.importers.layout_files import ScanNames
from briefbook.importers.mods import read_mods

NAMES = 'xmlns:m="http://www.loc.gov/mods/v3" xmlns:xlink="http://www.w3.org/1999/xlink"'
LETTER = """<m:titleInfo><m:nonSort>The </m:nonSort><m:title>ferry</m:title><m:subTitle>a report
</m:subTitle></m:titleInfo><m:titleInfo type="alternative"><m:title>Fergen</m:title></m:titleInfo>
<m:name type="personal"><m:namePart type="family">Berg</m:namePart><m:namePart type="given">Anna
</m:namePart><m:namePart type="date">1900-1980</m:namePart><m:role><m:roleTerm type="code">aut
</m:roleTerm><m:roleTerm type="text">Author</m:roleTerm></m:role></m:name>
<m:name type="corporate"><m:namePart>Harbour Board</m:namePart><m:role><m:roleTerm type="text">Addressee
</m:roleTerm></m:role></m:name>
<m:name><m:namePart>Lind, Olaf</m:namePart><m:role><m:roleTerm>scribe</m:roleTerm></m:role></m:name>
<m:name><m:namePart>Moe, Kari</m:namePart></m:name>
<m:typeOfResource>text</m:typeOfResource><m:genre authority="aat">letter</m:genre>
<m:originInfo><m:place><m:placeTerm type="text">Oslo</m:placeTerm></m:place>
<m:dateCreated encoding="w3cdtf" keyDate="yes" qualifier="approximate">1963-03</m:dateCreated>
<m:dateIssued>1970</m:dateIssued></m:originInfo>
<m:language><m:languageTerm type="text">Norwegian</m:languageTerm></m:language>
<m:abstract>Lights.</m:abstract><m:note type="ownership">Bought.</m:note>
<m:subject><m:topic>ferries</m:topic><m:geographic>Bergen</m:geographic><m:name><m:namePart>
Ås, Per</m:namePart></m:name><m:temporal>1963</m:temporal></m:subject>
<m:relatedItem type="host"><m:titleInfo><m:title>Harbour papers</m:title></m:titleInfo></m:relatedItem>
<m:identifier type="local">H101</m:identifier><m:identifier type="urn">urn:nbn:no-1</m:identifier>
<m:location><m:physicalLocation>City Archive</m:physicalLocation><m:shelfLocator>Box 7</m:shelfLocator>
<m:url>https://example.org/H101</m:url></m:location>
<m:accessCondition type="use and reproduction">CC BY</m:accessCondition>
<m:accessCondition type="restriction on access">none</m:accessCondition>"""
WANTED = {
    "subject": ["The ferry: a report"],
    "from": ["Anna Berg"],
    "to": ["Harbour Board"],
    "date": ["1963-03~"],
    "form": ["letter"],
    "tags": ["ferries"],
    "places": ["Oslo", "Bergen"],
    "persons": ["Moe, Kari", "Ås, Per"],
    "citation": ["City Archive, Harbour papers, Box 7"],
    "rights": ["CC BY"],
}
KEPT = (
    "alternative title: Fergen", "scribe: Lind, Olaf", "dateIssued: 1970", "language: Norwegian", "Lights.",
    "ownership: Bought.", "temporal: 1963", "urn:nbn:no-1", "https://example.org/H101", "access: none",
)  # fmt: skip


def imported(text, **files):
    bundle = [BundleFile("records.xml", text.encode)]
    bundle += [BundleFile(name, lambda data=data: data) for name, data in files.get("files", {}).items()]
    return read_mods(bundle, "mods", scan_names=ScanNames())


def fields(received):
    return {
        description.item: {
            name: values
            for name, readings in description.readings.items()
            if (values := [r.value for r in readings if r.value])
        }
        for description in received.descriptions
    }


@pytest.mark.parametrize(
    "whole",
    [
        f"<m:mods {NAMES}>{LETTER}</m:mods>",
        f"<m:modsCollection {NAMES}><m:mods>{LETTER}</m:mods></m:modsCollection>",
        f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><metadata><m:mods {NAMES}>{LETTER}'
        "</m:mods></metadata></record></ListRecords></OAI-PMH>",
    ],
)
def test_a_record_has_its_fields_and_all_else_as_notes(whole):
    received = imported(whole)
    values = fields(received)["H101"]
    note = " ".join(values.pop("note"))
    assert values == WANTED
    assert [words for words in KEPT if words not in note] == []


@pytest.mark.parametrize(
    ("origin", "day"),
    [
        ('<m:dateCreated point="start">1963-03</m:dateCreated><m:dateCreated point="end">1963-04</m:dateCreated>',
         "1963-03/1963-04"),
        ('<m:dateIssued>1970</m:dateIssued><m:dateCreated encoding="iso8601">19630302</m:dateCreated>',
         "1963-03-02"),
        ('<m:dateCreated>2 March 1963</m:dateCreated><m:dateCreated encoding="w3cdtf" keyDate="yes">1963-03-02'
         "</m:dateCreated>", "1963-03-02"),
        ('<m:dateIssued qualifier="inferred">1963</m:dateIssued>', "1963?"),
        ("<m:dateCreated>[1963?]</m:dateCreated>", "1963?"),
    ],
)  # fmt: skip
def test_the_day_is_the_papers_own(origin, day):
    text = f"<m:mods {NAMES}><m:identifier>H1</m:identifier><m:originInfo>{origin}</m:originInfo></m:mods>"
    assert fields(imported(text))["H1"]["date"] == [day]


def mets(sections, files, physical, logical, links=""):
    return (
        f'<t:mets xmlns:t="http://www.loc.gov/METS/" {NAMES} OBJID="H9">{sections}<t:fileSec>{files}</t:fileSec>'
        f'<t:structMap TYPE="LOGICAL">{logical}</t:structMap><t:structMap TYPE="PHYSICAL"><t:div '
        f'TYPE="physSequence">{physical}</t:div></t:structMap><t:structLink>{links}</t:structLink></t:mets>'
    )


def section(name, item):
    return (
        f'<t:dmdSec ID="{name}"><t:mdWrap MDTYPE="MODS"><t:xmlData><m:mods><m:titleInfo><m:title>{item} of'
        f"</m:title></m:titleInfo><m:identifier>{item}</m:identifier></m:mods></t:xmlData></t:mdWrap>"
        "</t:dmdSec>"
    )


def group(use, folder, ending="jpg"):
    listed = "".join(
        f'<t:file ID="{use}{page}" MIMETYPE="image/jpeg"><t:FLocat LOCTYPE="URL" '
        f'xlink:href="{folder}/p{page}.{ending}"/></t:file>'
        for page in (3, 1, 2)
    )
    return f'<t:fileGrp USE="{use}">{listed}</t:fileGrp>'


GROUPS = (
    group("THUMBS", "small")
    + group("DEFAULT", "img")
    + group("FULLTEXT", "text", "xml").replace("image/jpeg", "text/xml")
)
PHYSICAL = "".join(
    f'<t:div ID="P{page}" TYPE="page"><t:fptr FILEID="THUMBS{page}"/><t:fptr FILEID="DEFAULT{page}"/></t:div>'
    for page in (1, 2, 3)
)
JPEG = b"\xff\xd8\xff\xe0 "
PICTURES = {f"img/p{page}.jpg": JPEG + str(page).encode() for page in (1, 2, 3)}


def test_the_pages_of_mets_come_in_their_order_and_not_as_thumbnails():
    logical = '<t:div ID="L0" TYPE="letter" DMDID="D0"/>'
    received = imported(mets(section("D0", "H9"), GROUPS, PHYSICAL, logical), files=PICTURES)
    assert [(scan.item, scan.name, scan.read()[-1:]) for scan in received.scans] == [
        ("H9", "H9/p001.jpg", b"1"),
        ("H9", "H9/p002.jpg", b"2"),
        ("H9", "H9/p003.jpg", b"3"),
    ]
    assert any("3 files of text with places of words: import them as ocr" in words for words in received.not_understood)


def test_parts_of_a_volume_that_are_described_are_items_with_their_own_pages():
    sections = section("D0", "V1") + section("D1", "H101") + section("D2", "H102")
    logical = (
        '<t:div ID="L0" TYPE="volume" DMDID="D0"><t:div ID="L1" TYPE="letter" DMDID="D1"/>'
        '<t:div ID="L2" TYPE="letter" DMDID="D2"/></t:div>'
    )
    links = "".join(
        f'<t:smLink xlink:from="{part}" xlink:to="P{page}"/>' for part, page in (("L1", 1), ("L1", 2), ("L2", 3))
    )
    received = imported(mets(sections, GROUPS, PHYSICAL, logical, links), files=PICTURES)
    pages = {}
    for scan in received.scans:
        pages[scan.item] = pages.get(scan.item, b"") + scan.read()[-1:]
    assert pages == {"V1": b"123", "H101": b"12", "H102": b"3"}


def test_a_file_outside_of_the_package_is_not_taken_and_an_address_is_named():
    files = group("DEFAULT", "../../etc") + group("MASTER", "https://example.org")
    received = imported(mets(section("D0", "H9"), files, "", '<t:div DMDID="D0"/>'), files={"etc/p1.jpg": JPEG})
    assert received.scans == ()
    assert any("https://example.org/p3.jpg" in words for words in received.not_understood)


KITODO = """<m:location><m:physicalLocation displayLabel="City Library, Oslo">NO-1</m:physicalLocation>
<m:shelfLocator>Gq 14</m:shelfLocator></m:location><m:originInfo eventType="publication"><m:dateIssued keyDate="yes">
1839</m:dateIssued><m:edition>2nd</m:edition></m:originInfo><m:originInfo eventType="digitization"><m:place><m:placeTerm
type="text">Bergen</m:placeTerm></m:place><m:dateCaptured>2013</m:dateCaptured></m:originInfo>
<m:relatedItem type="host"><m:recordInfo><m:recordIdentifier>PPN1</m:recordIdentifier></m:recordInfo></m:relatedItem>
<m:recordInfo><m:recordIdentifier source="ppn">PPN2</m:recordIdentifier></m:recordInfo>
<m:identifier type="purl">http://example.org/PPN2</m:identifier>"""


def test_a_record_of_a_digitised_print_has_its_own_day_number_and_place():
    values = fields(imported(f"<m:mods {NAMES}>{KITODO}</m:mods>"))["PPN2"]
    note = " ".join(values.pop("note"))
    assert values == {"date": ["1839"], "citation": ["City Library, Oslo, Gq 14"]}
    kept = ("edition: 2nd", "digitization: Bergen; 2013", "host: PPN1", "http://example.org/PPN2")
    assert [words for words in kept if words not in note] == []


def test_pictures_and_texts_of_mets_are_told_by_their_types_and_the_first_pictures_are_best():
    groups = (
        group("OCR-D-IMG-BIN", "bin")
        + group("OCR-D-IMG", "img")
        + group("OCR-D-OCR-TESS", "ocr", "xml").replace("image/jpeg", "application/vnd.prima.page+xml")
    )
    received = imported(mets(section("D0", "H9"), groups, "", '<t:div DMDID="D0"/>'), files=PICTURES)
    assert [scan.read()[-1:] for scan in received.scans] == [b"3", b"1", b"2"]
    assert any("3 files of text" in words for words in received.not_understood)


@pytest.mark.parametrize("text", ["<recipe/>", f"<m:modsCollection {NAMES}/>", mets("", GROUPS, PHYSICAL, "")])
def test_a_file_without_mods_is_refused(text):
    with pytest.raises(FormatError, match="no MODS"):
        imported(text)
