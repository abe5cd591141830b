"""The parsers of what comes from outside, each with specimens and the errors by which it may refuse one."""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import docx
import xlsxwriter
from mutations import odd_json, odd_text, odd_zip

from briefbook.cables import read_cable, read_heading
from briefbook.cables.references import parse_references, parse_repetitions
from briefbook.catalogue import describe_item
from briefbook.catalogue.received_descriptions import find_received
from briefbook.catalogue.spreadsheet import compare_spreadsheet, write_spreadsheet
from briefbook.errors import FormatError, InputError
from briefbook.importers.bundle import BundleFile
from briefbook.importers.csv_table import read_table
from briefbook.importers.ead import read_ead
from briefbook.importers.exhibit import read_exhibit
from briefbook.importers.exhibit_exports import read_collectionbuilder
from briefbook.importers.frus import read_frus
from briefbook.importers.iiif import read_iiif
from briefbook.importers.layout_files import ScanNames
from briefbook.importers.mods import read_mods
from briefbook.importers.omeka import read_omeka
from briefbook.importers.openrefine import read_openrefine
from briefbook.importers.page_layout import read_layout
from briefbook.importers.state_cables import split_message
from briefbook.importers.tei_files import read_tei_files
from briefbook.importers.tropy import read_tropy
from briefbook.importers.zotero import read_zotero
from briefbook.model.catalogue import MemoryCatalogue
from briefbook.model.decision import FieldDecision, in_force, parse_decision
from briefbook.model.page import Line, Page, Word
from briefbook.model.rendering import Addresses
from briefbook.narratives.blocks import front_matter
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.narratives.render import render_passages
from briefbook.ocr.transcript import contradictions, correct, overlay
from briefbook.search.query_parser import QuestionError, parse
from briefbook.server.accounts import Accounts
from briefbook.settings import read_settings
from briefbook.text.authorities import persons_of_csv, places_of_csv
from briefbook.text.dates import edtf_bounds, read_by, read_date
from briefbook.text.dates.clock import find_clock, find_group
from briefbook.text.dates.headings import find_days, mend_months, numeric_days
from briefbook.text.dates.prose import find_mentions
from briefbook.util.tables import read_tables


@dataclass(frozen=True)
class Target:
    """A parser, what it reads when all is well, how that is changed, and the errors by which it may refuse it."""

    name: str
    specimens: Callable[[], list]
    parse: Callable[[object], object]
    change: Callable = odd_text
    refusals: tuple[type[Exception], ...] = ()
    seconds: float = 1.0
    """No input may take longer."""
    tags: tuple[str, ...] = field(default=())


FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))


def written(name, text):
    path = FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return path


PAGE = """---
title: The harbour
dates: 1962-10-14/1962-10-28
author: [A. Nobody, B. Nobody]
updated: 2026-11-27
formerly: [old-harbour]
---

# The harbour

## Ships

On 14 October 1962 “the lights were lit” (ABCD10001, p. 1, l. 2), and the ferry[^1] left [as planned][plan].

| Item | Date | From | To | Number |
|---|---|---|---|---|
| ABCD10001 | 14-Oct-62 | HAVANA | EXTERNAL | 431 |

{{table}}

> A quotation ABCD10002

![A ship](ship.png)

[^1]: A note on ABCD10002.
[plan]: https://example.org "The plan"
"""

ADDRESSES = Addresses(
    citation=lambda citation, index: f"{citation.item}.html",
    link=lambda link: link.target,
    image=lambda image: image.source,
    table=lambda items, columns: f"<table>{','.join(items)}</table>",
)


def narrative(text):
    parsed = parse_narrative(text, "narratives/a.md", citation="[A-Z]{2,}[0-9]{3,}", is_item=lambda word: False)
    shown = "".join(passage.html for passage in render_passages(parsed, ADDRESSES))
    (shown + str(parsed.title) + "".join(map(str, parsed.findings))).encode()


JOURNAL = [
    {"v": 1, "when": "2026-11-27T10:00:00Z", "who": "Kim", "kind": "set", "item": "D1", "field": "date", "from": None, "to": "1962-10-14", "why": "", "supplied": True, "spreadsheet": "a.xlsx"},
    {"v": 1, "when": "", "who": "Kim", "kind": "accept", "code": "C201", "item": "D1", "where": "narratives/a.md:3", "until": "2027-01-31", "why": "so"},
    {"v": 1, "when": "", "who": "Kim", "kind": "confirm", "vocabulary": "post", "code": "HAVANA", "name": "Embassy", "why": ""},
    {"v": 1, "when": "", "who": "Kim", "kind": "read", "item": "D1", "from": None, "to": "lines", "why": ""},
    {"v": 2, "when": "", "who": "Kim", "kind": "undo", "undone": {"v": 1, "when": "", "who": "Kim", "kind": "sign", "state": "0a", "why": ""}, "why": ""},
    {"v": 2, "when": "", "who": "Kim", "kind": "unset", "item": "D1", "field": "to", "from": "A; B", "why": ""},
    {"when": "", "who": "Kim", "item": "D1", "field": "number", "from": None, "to": 7, "why": ""},
]  # fmt: skip


def journal_line(row):
    decision = parse_decision(json.dumps(row))
    str(decision).encode("utf-8", "surrogatepass")
    decisions = [decision for decision in in_force([decision]) if isinstance(decision, FieldDecision)]
    shown(describe_item("D1", decisions=decisions))


def shown(entry):
    for name in entry.readings:
        entry.value(name)
        entry.values(name)


SETTINGS = """[collection]
title = "The harbour"
language = "en"
[items]
pattern = '(?P<item>[A-Z]{4}[0-9]{5})'
citation = '[A-Z]{4}[0-9]{5}'
[dates]
window = 1900
order = "dmy"
[reading]
reader = "auto"
workers = 2
[posts]
aliases = { "HAV" = "HAVANA" }
[checks]
ignore = ["C104"]
severity = { "C104" = "note" }
[site]
address = "https://example.org/"
columns = ["item", "date"]
moved = { "A1" = "A2" }
"""

LIST = "List of cables\nItem,Date,From,To,Tel. no.,Subject,Remarks\n" + "".join(
    f'ABCD1000{number},{number}-Oct-62,HAVANA,"EXTERNAL; LDN",43{number},"Harbour, lights",see file\n'
    for number in range(1, 6)
)


def sheet_of(rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("List")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.merge_range(8, 0, 9, 0, "ABCD10009")
    return out.getvalue()


ODS_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="List">
<table:table-row><table:table-cell office:value-type="string"><text:p>Item</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Date</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>ABCD10001</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="1962-10-14"><text:p>14/10/62</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


def ods():
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mime, "content.xml": ODS_CONTENT.replace("\n", ""), "META-INF/manifest.xml": manifest})


def word_page():
    document = docx.Document()
    document.add_heading("The harbour", 1)
    paragraph = document.add_paragraph("Lights were lit (ABCD10001), ")
    paragraph.add_run("at night").bold = True
    table = document.add_table(rows=2, cols=5)
    for cell, words in zip(table.rows[0].cells, ("Item", "Date", "From", "To", "Number"), strict=True):
        cell.text = words
    for cell, words in zip(table.rows[1].cells, ("ABCD10001", "14-Oct-62", "HAVANA", "EXTERNAL", "431"), strict=True):
        cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


HTML_PAGE = """<html><head><title>The harbour</title></head><body><h1>The harbour</h1><h2>Ships</h2>
<p>Lights were <b>lit</b> (<a href="a.html#x">ABCD10001</a>).<sup><a href="#_ftn1">[1]</a></sup></p>
<table><tr><th>Item</th><th>Date</th><th>From</th><th>To</th><th>Number</th></tr>
<tr><td rowspan="2">ABCD10001</td><td>14-Oct-62</td><td>HAVANA</td><td>EXTERNAL</td><td>431</td></tr>
<tr><td colspan="2">ABCD10002</td><td>HAVANA</td><td>EXTERNAL</td><td>432</td></tr></table>
<ul><li>One<ol><li>Two</li></ol></li></ul><div id="_ftn1"><p class="MsoFootnoteText">A note</p></div></body></html>"""

TEXT_PAGE = """The harbour

Lights were lit (ABCD10001).

Item Date From To Number
ABCD10001 14-Oct-62 HAVANA EXTERNAL 431
ABCD10002 15-Oct-62 HAVANA EXTERNAL 432

Item
Date
From
To
Number
ABCD10003
16-Oct-62
HAVANA
EXTERNAL
433
"""

OMEKA_S = [{"o:id": 7, "o:is_public": True, "o:title": "Harbour", "o:media": [{"o:id": 9}], "o:item_set": [{"@id": "x", "o:id": 2}],
            "dcterms:title": [{"type": "literal", "@value": "Harbour", "is_public": True}],
            "dcterms:identifier": [{"@value": "ABCD10001"}], "dcterms:date": [{"@value": "1962-10-14"}],
            "dcterms:creator": [{"@id": "https://example.org/a", "o:label": "A. Nobody", "type": "uri"}]}]  # fmt: skip
OMEKA_CLASSIC = {"items": [{"id": 3, "public": True, "tags": [{"name": "ships"}], "files": {"count": 1}, "collection": {"id": 1},
                            "element_texts": [{"html": False, "text": "ABCD10001", "element": {"name": "Identifier"}, "element_set": {"name": "Dublin Core"}},
                                              {"html": True, "text": "<p>Lights</p>", "element": {"name": "Description"}}]}]}  # fmt: skip
OMEKA_XML = """<?xml version="1.0"?><itemContainer xmlns="http://omeka.org/schemas/omeka-xml/v5"><item itemId="3" public="1" featured="0">
<elementSetContainer><elementSet elementSetId="1"><name>Dublin Core</name><elementContainer><element elementId="50"><name>Title</name>
<elementTextContainer><elementText elementTextId="1"><text>ABCD10001</text></elementText></elementTextContainer></element></elementContainer>
</elementSet></elementSetContainer><tagContainer><tag tagId="1"><name>ships</name></tag></tagContainer></item></itemContainer>"""

DESCRIPTION = {
    "item": "D1", "fields": {"date": [{"as_written": "14 Oct 62", "value": "1962-10-14", "how": "repaired", "note": "so"}],
                             "to": [{"as_written": "LDN", "value": "LDN"}, {"as_written": "X", "value": None}]},
    "pages": ["FM HAVANA\nTO EXTERNAL 431"], "row": 4, "flags": ["a_flag"], "provisional": True,
    "references": [{"mention": "YOURTEL 7", "number": "7", "author": "LDN", "date": "1962", "page": 1}],
}  # fmt: skip


def description(row):
    written("received/a/descriptions.jsonl", json.dumps(DESCRIPTION) + "\n" + json.dumps(row) + "\n")
    received = find_received(FOLDER / "received")
    for item in received.places:
        descriptions = received.of(item)
        entry = describe_item(item, descriptions=descriptions)
        shown(entry)
        for each in descriptions:
            read_cable(item, tuple(Page(item, at, (Line((Word(text),)),)) for at, text in enumerate(each.pages, 1)))
    assert any(found.item == "D1" for found in received.of("D1"))


FRUS = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="frus1961-63v99">
<teiHeader><fileDesc><titleStmt><title>Harbours</title></titleStmt></fileDesc></teiHeader><text><front>
<list type="participants"><item><hi rend="strong"><persName xml:id="p_A1">Nobody, A.</persName></hi>, Consul</item></list></front>
<body><div type="compilation" xml:id="comp1"><pb n="1"/><div type="document" n="1" xml:id="d1" frus:doc-dateTime-min="1962-10-14T00:00:00">
<head>1. Telegram From the Embassy in Cuba to the Department of State<note n="1" type="source">Source: Department of State, Central Files, 737.00/10-1462. Secret; Priority. Repeated to London.</note></head>
<dateline><placeName>Havana</placeName>, <date when="1962-10-14">October 14, 1962</date>, 7 p.m.</dateline>
<p><gloss type="telegram">431.</gloss> Lights were lit, <choice><sic>teh</sic><corr>the</corr></choice> ferry left. See <ref target="#d2">Document 2</ref>.</p>
<pb n="2"/><p>More<note n="2">See footnote 1.</note>.</p><closer><signed><persName corresp="#p_A1">Nobody</persName></signed></closer></div>
</div></body></text></TEI>"""

STATE = ["CONFIDENTIAL\nPAGE 01 LA PAZ 00060 041955Z\nR 041930Z JAN 74\nFM AMEMBASSY LA PAZ\nTO SECSTATE WASHDC 1234\nSUBJ: HARBOUR",
         "Message Attributes\nDocument Number: 1974LAPAZ00060\nDate: 04 JAN 1974\nTAGS: PFOR, BL\nTo: STATE\nSubject: HARBOUR\nDraft Date: 04 JAN 1974"]  # fmt: skip

CABLE = """CONFIDENTIAL
14 OCT 62 1930Z
FM HAVANA
TO EXTERNAL 431 OPIMMEDIATE
INFO WASHDC LDN
REF YOURTEL 7 OCT 12 AND LDN TEL 2210
SUBJ HARBOUR WORKS
1. THE LIGHTS WERE LIT ON 13 OCTOBER. MYTEL 430 REFERS.
DECLASSIFIED 1992"""

PERSONS = "name,variants,misspellings,office,country,post,start,end\nA. Nobody,Nobody;Nobodie,,Consul,Cuba,HAVANA,1960,1963\nA. Nobody,,,Clerk,,,1958,\n"
PLACES = "name,variants\nHavana,La Habana;Habana\n"
DATES = ["14 October 1962", "1962-10-14", "14-Oct-62", "14/10/62", "c. 1962", "1962-10~/1963", "between 14 and 20 October 1962", "141930Z OCT 62",
         "14 OCT 62 7.30 PM", "Oct. 14-16, 1962", "[1962?]", "spring 1962", "October 14, 7 p.m.", "1962-10-XX", "XXIII.X.1962"]  # fmt: skip
QUESTIONS = [
    'castro "harbour lights" from:HAVANA date:1962-10..1963 -ferry',
    "(a OR b) AND c near/5 d NOT e~2",
    "to:LDN number:400..500",
    "light* subject:ship*",
]
TRANSCRIPT = "FM HAVANA\nTO EXTERNAL 431\n\nLIGHTS WERE LIT\n"
CORRECTIONS = "- LIGHTS WERE LIT\n+ LIGHTS WERE NOT LIT\n"
READ_PAGE = Page("D1", 1, tuple(Line(tuple(map(Word, row.split()))) for row in TRANSCRIPT.splitlines()))


def dates(text):
    for order in ("", "dmy", "mdy"):
        read_date(text, order=order)
        read_by(text, order=order)
        numeric_days(text, order=order)
    edtf_bounds(text)
    find_days(text, damaged=True)
    mend_months(text)
    find_clock(text)
    find_group(text)
    for mention in find_mentions(text):
        edtf_bounds(mention.edtf if hasattr(mention, "edtf") else None)


def transcript(text):
    overlay(READ_PAGE, text)
    correct(READ_PAGE, text)
    contradictions(text, READ_PAGE, READ_PAGE)


def heading(text):
    return read_heading(text)


def exhibit(kind):
    def read(source):
        read_exhibit(source, kind, "page", is_post=lambda code: code.isupper())

    return read


def spreadsheet(data):
    entry = describe_item(
        "D1",
        decisions=[
            FieldDecision(item="D1", field="date", after="1962-10-14"),
            FieldDecision(item="D1", field="to", after="LDN"),
        ],
    )
    catalogue = MemoryCatalogue({"D1": entry})
    compare_spreadsheet(read_tables(data), catalogue, lambda name, value: value)


def exported():
    entry = describe_item(
        "D1",
        decisions=[
            FieldDecision(item="D1", field="date", after="1962-10-14"),
            FieldDecision(item="D1", field="to", after="LDN"),
        ],
    )
    return [write_spreadsheet([entry])]


def as_bytes(parse_bytes):
    return lambda text: parse_bytes(text.encode("utf-8", "surrogatepass"))


ACCOUNTS = {
    "accounts": {"kim": "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA"},
    "roles": {"kim": "keeper"},
    "secret": "x" * 40,
}


def account_file(row):
    accounts = Accounts.read(written("accounts.json", json.dumps(row)))
    accounts.names()
    accounts.current_roles()
    accounts.user_of({"user": "kim", "id": "1", "mark": ""})


ALTO = '<alto><Layout><Page WIDTH="90" HEIGHT="90"><TextLine HPOS="1" VPOS="1" WIDTH="9" HEIGHT="9"><String CONTENT="LIGHTS LIT" WC="0.5"/></TextLine></Page></Layout></alto>'
PAGE_XML = '<PcGts><Page imageFilename="a.jpg" imageWidth="90" imageHeight="90"><ReadingOrder><OrderedGroup id="g"><RegionRefIndexed index="0" regionRef="r"/></OrderedGroup></ReadingOrder><TextRegion id="r"><Coords points="0,0 9,9"/><TextLine custom="readingOrder {index:0;}"><Coords points="0,0 9,0 9,9"/><TextEquiv index="0" conf="0.5"><Unicode>LIGHTS LIT</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>'
HOCR = "<html><body><div class='ocr_page' title='image \"a.png\"; bbox 0 0 90 90; ppageno 0'><span class='ocr_line' title='bbox 1 1 9 9'><span class='ocrx_word' title='bbox 1 1 5 9; x_wconf 80'>LIGHTS</span></span></div></body></html>"
OWN_TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><publicationStmt><idno type="item">D7001</idno></publicationStmt></fileDesc><profileDesc><correspDesc><correspAction type="sent"><orgName key="LDN">London</orgName><date key="1962-10~">about</date></correspAction></correspDesc></profileDesc></teiHeader><facsimile><surface xml:id="s1" ulx="0" uly="0" lrx="90" lry="90"><zone xml:id="z1" ulx="1" uly="1" lrx="9" lry="9"/></surface></facsimile><text><body><div><pb n="1" facs="#s1"/><ab><lb n="1" facs="#z1"/>LIGHTS <gap reason="redacted" facs="#z1"/></ab></div></body></text></TEI>'
RIS = (
    "TY  - PCOMM\nAU  - Berg, Anna\nDA  - 1962/10/14/\nAV  - vol. 7, D7001\nID  - D7001\nL1  - files/1/a.pdf\nER  - \n"
)
CSL = [
    {
        "id": "D7001",
        "type": "personal_communication",
        "author": [{"family": "Berg", "given": "Anna"}],
        "issued": {"date-parts": [[1962, 10, 14]]},
        "archive_location": "vol. 7, D7001",
    }
]
ZOTERO_RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:bib="http://purl.org/net/biblio#" xmlns:dc="http://purl.org/dc/elements/1.1/"><bib:Letter rdf:about="#item_1"><z:itemType>letter</z:itemType><dc:title>Lights</dc:title></bib:Letter></rdf:RDF>'
TROPY = {
    "@context": {
        "title": "http://purl.org/dc/elements/1.1/title",
        "photo": {"@id": "https://tropy.org/v1/tropy#photo"},
    },
    "@graph": [{"title": "D7001", "photo": [{"path": "a.jpg", "note": [{"text": "LIGHTS"}]}]}],
}
IIIF = {
    "id": "https://a.example/D7001/manifest",
    "type": "Manifest",
    "label": {"en": ["Lights"]},
    "metadata": [{"label": {"en": ["Date"]}, "value": {"en": ["14 October 1962"]}}],
    "items": [
        {
            "type": "Canvas",
            "width": 90,
            "height": 90,
            "items": [{"items": [{"body": {"id": "https://a.example/1.jpg"}}]}],
            "annotations": [
                {"items": [{"motivation": "supplementing", "body": {"value": "LIGHTS"}, "target": "x#xywh=1,1,9,9"}]}
            ],
        }
    ],
}
MODS = '<mods><titleInfo><title>Lights</title></titleInfo><name><namePart type="given">A</namePart><role><roleTerm>aut</roleTerm></role></name><identifier>D7001</identifier><originInfo><dateCreated point="start" keyDate="yes">1962</dateCreated></originInfo><relatedItem type="host"><titleInfo><title>Harbours</title></titleInfo></relatedItem></mods>'
METS = f'<mets xmlns:xlink="http://www.w3.org/1999/xlink"><dmdSec ID="D"><mdWrap><xmlData>{MODS}</xmlData></mdWrap></dmdSec><fileSec><fileGrp USE="DEFAULT"><file ID="F" MIMETYPE="image/jpeg"><FLocat xlink:href="p.jpg"/></file></fileGrp></fileSec><structMap><div ID="L" DMDID="D"/><div ID="P"><fptr FILEID="F"/></div></structMap><structLink><smLink xlink:from="L" xlink:to="P"/></structLink></mets>'
EAD = '<ead><archdesc><did><unittitle>Harbours</unittitle></did><dsc><c level="item"><did><unitid>D7001</unitid><unittitle>Lights</unittitle><unitdate normal="1962-10-14">x</unitdate></did></c></dsc></archdesc></ead>'
REFINE = {"rows": [{"Item": "D7001", "To": "LDN", "Date": "1962-10-14T00:00:00Z"}, {"Item": None, "To": "ROME"}]}


TARGETS = [
    Target("front matter", lambda: [PAGE.split("\n# ")[0], "---\ntitle: a\n? b\n: [c]\n---\n", "---\ndates: 1962-02-30T25:00:00\nx: !!int 3\ny: 0x1F\nz: 1:30\n---\n"], front_matter),
    Target("narratives", lambda: [PAGE], narrative),
    Target("journal lines", lambda: JOURNAL, journal_line, odd_json, (ValueError,)),
    Target("journal text", lambda: [json.dumps(row) for row in JOURNAL], parse_decision, odd_text, (ValueError,)),
    Target("settings", lambda: [SETTINGS], lambda text: read_settings(written("briefbook.toml", text), lambda: ["C104", "C201"]), odd_text, (InputError,)),
    Target("lists", lambda: [LIST, LIST.replace(",", ";"), LIST.replace(",", "\t"), LIST.replace("\n", "\r\n")], as_bytes(lambda data: read_table(data, "list")), odd_text, (FormatError,)),
    Target("workbooks", lambda: [sheet_of(csv.reader(io.StringIO(LIST)))], lambda data: read_table(data, "list"), odd_zip, (FormatError,), 5),
    Target("OpenDocument sheets", lambda: [ods()], lambda data: read_table(data, "list"), odd_zip, (FormatError,), 5),
    Target("spreadsheets", exported, as_bytes(spreadsheet), odd_text, (FormatError,)),
    Target("Omeka JSON", lambda: [OMEKA_S, OMEKA_CLASSIC], lambda row: read_omeka(json.dumps(row).encode(), "omeka"), odd_json, (FormatError,)),
    Target("Omeka texts", lambda: [json.dumps(OMEKA_S), OMEKA_XML], as_bytes(lambda data: read_omeka(data, "omeka")), odd_text, (FormatError,)),
    Target("CollectionBuilder", lambda: ["objectid,title,date,creator\nABCD10001,Lights,1962-10-14,A. Nobody\n"], as_bytes(lambda data: read_collectionbuilder(data, "cb")), odd_text, (FormatError,)),
    Target("layout files", lambda: [ALTO, PAGE_XML, HOCR], as_bytes(read_layout), odd_text, (FormatError,)),
    Target("TEI files", lambda: [OWN_TEI], as_bytes(lambda data: read_tei_files([BundleFile("a.xml", lambda: data)], "tei", heading=read_heading)), odd_text, (FormatError,)),
    Target("Zotero", lambda: [RIS, json.dumps(CSL), ZOTERO_RDF], as_bytes(lambda data: read_zotero([BundleFile("a.ris", lambda: data)], "zotero", scan_names=ScanNames())), odd_text, (FormatError,)),
    Target("CSL-JSON", lambda: [CSL], lambda value: read_zotero([BundleFile("a.json", lambda: json.dumps(value).encode())], "zotero", scan_names=ScanNames()), odd_json, (FormatError,)),
    Target("Tropy", lambda: [TROPY], lambda value: read_tropy([BundleFile("a.json", lambda: json.dumps(value).encode())], "tropy", scan_names=ScanNames()), odd_json, (FormatError,)),
    Target("IIIF", lambda: [IIIF], lambda value: read_iiif(json.dumps(value).encode(), "iiif", scan_names=ScanNames()), odd_json, (FormatError,)),
    Target("MODS and METS", lambda: [MODS, METS], as_bytes(lambda data: read_mods([BundleFile("a.xml", lambda: data)], "mods", scan_names=ScanNames())), odd_text, (FormatError,)),
    Target("lists in JSON", lambda: [REFINE, REFINE["rows"]], lambda value: read_table(json.dumps(value).encode(), "list"), odd_json, (FormatError,)),
    Target("lists in lines of JSON", lambda: ['{"Item": "D7001", "Date": "1962-10-14"}\n{"Item": "D7002", "Tags": ["a", {"b": null}]}\n'], as_bytes(lambda data: read_table(data, "list")), odd_text, (FormatError,)),
    Target("Zotero's own JSON", lambda: [[{"key": "A1", "data": {"itemType": "letter", "creators": [{"creatorType": "author", "name": "A"}], "tags": [{"tag": "x"}], "notes": ["n"]}}]], lambda value: read_zotero([BundleFile("a.json", lambda: json.dumps(value).encode())], "zotero", scan_names=ScanNames()), odd_json, (FormatError,)),
    Target("EAD", lambda: [EAD], as_bytes(lambda data: read_ead(data, "ead", scan_names=ScanNames())), odd_text, (FormatError,)),
    Target("OpenRefine", lambda: [REFINE], lambda value: read_openrefine(json.dumps(value).encode(), "refine"), odd_json, (FormatError,)),
    Target("descriptions.jsonl", lambda: [DESCRIPTION], description, odd_json),
    Target("persons.csv", lambda: [PERSONS], persons_of_csv, odd_text, (FormatError,)),
    Target("places.csv", lambda: [PLACES], places_of_csv, odd_text, (FormatError,)),
    Target("dates", lambda: DATES, dates),
    Target("references", lambda: ["YOURTEL 7 OCT 12 AND LDN TEL 2210; MYTEL 430 OF 13 OCTOBER, MY LETTER NO. 12 OF 3.4.62, EMBTEL 55 RPTD TO PARIS 12"],
           lambda text: (parse_references(text, author="HAVANA", addressees=["LDN"], date="1962-10-14"), parse_references(text, line=True), parse_repetitions(text))),
    Target("headings", lambda: [CABLE], heading),
    Target("cables", lambda: [CABLE], lambda text: read_cable("D1", [Page("D1", 1, tuple(Line(tuple(map(Word, row.split()))) for row in text.splitlines()))])),
    Target("pasted exhibits", lambda: [TEXT_PAGE], exhibit("text")),
    Target("HTML exhibits", lambda: [HTML_PAGE], exhibit("html"), odd_text, (FormatError,)),
    Target("Word exhibits", lambda: [word_page()], exhibit("docx"), odd_zip, (FormatError,), 5),
    Target("FRUS volumes", lambda: [FRUS], as_bytes(lambda data: read_frus(data, "frus", heading=read_heading)), odd_text, (FormatError,)),
    Target("State cables", lambda: ["\f".join(STATE)], lambda text: split_message(text.split("\f"))),
    Target("transcripts", lambda: [TRANSCRIPT, CORRECTIONS], transcript),
    Target("questions", lambda: QUESTIONS, parse, odd_text, (QuestionError,)),
    Target("accounts", lambda: [ACCOUNTS], account_file, odd_json, (InputError,)),
]  # fmt: skip
