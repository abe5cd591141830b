"""Further parsers: drafts, bags, what people write by hand beside the papers, and what the desk is sent."""

import hashlib
import json
import shutil

import docx
from mutations import odd_bytes, odd_json, odd_text, odd_zip
from targets import ADDRESSES, DESCRIPTION, FOLDER, PAGE, READ_PAGE, TARGETS, TROPY, Target, as_bytes, written

from briefbook.catalogue.cell_edits import CellEdit, check_edits
from briefbook.catalogue.received_descriptions import find_received
from briefbook.catalogue.table import Filter, TableQuery, items_in_order
from briefbook.checks.quotations import verify
from briefbook.errors import FormatError, InputError
from briefbook.importers import word_draft
from briefbook.importers.bag import verify_bag
from briefbook.importers.bundle import BundleFile
from briefbook.importers.draft_citations import KeptCitations, cited_by_control, cited_by_field, kept_citations
from briefbook.importers.draft_files import bibliographies, entries_of_bibliography, included_files
from briefbook.importers.layout_files import ScanNames
from briefbook.importers.text_draft import cited_keys, prose_of_markdown, prose_of_tex, prose_of_typst
from briefbook.importers.tropy import read_tropy
from briefbook.importers.wikileaks import read_wikileaks
from briefbook.importers.zotero import read_zotero
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.finding import Finding
from briefbook.model.finding_json import finding_as_json, finding_from_json
from briefbook.model.page_json import page_as_json, page_of_json
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.narratives.render import render_passages
from briefbook.project.fixity import FixityLine
from briefbook.text.abbreviations import abbreviations_of_csv
from briefbook.text.dates import edtf_bounds
from briefbook.text.item_notes import as_prose, item_notes
from briefbook.util.encodings import decode_text
from briefbook.util.merging import merge
from briefbook.util.packed_lines import line_at, lines_of, packed
from briefbook.util.translation import read_catalogue

QUARTO = """---
title: Harbours
bibliography: [refs.bib, "more.json"]
---
# Lights {#sec-lights}
He left^[See @D7001, p. 2.]. {{< include part.qmd >}} [-@smith:1999]
::: {.note}
```{r}
x
```
:::
"""
BIBTEX = "@misc{smith:1999,\n  note = {D7001},\n}\n@string{a = {b}}\n@book(c, title = {d})\n"
FIELD_CODES = [
    ' ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": [{"itemData": {"archive_location": "D7001"}, "locator": "2"}]} ',
    " ADDIN EN.CITE <EndNote><Cite><Pages>2</Pages><record><titles><title>D7001</title></titles></record></Cite></EndNote>",
    "ADDIN CitaviPlaceholdereyJFbnRyaWVzIjpbeyJSZWZlcmVuY2UiOnsiVGl0bGUiOiJEIn19XX0=",
    r" CITATION Hav62 \p 7 \m Hav63 \l 1033 ",
    "MENDELEY_CITATION_v3_eyJjaXRhdGlvbkl0ZW1zIjpbeyJpdGVtRGF0YSI6e319XX0",
]


def citation_of_field(text):
    """Every way in which a .docx file says what it cites."""
    cited_by_field(text, text, KeptCitations())
    cited_by_control(text)
    kept_citations(
        [("/docProps/custom.xml", text.encode("utf-8", "replace")), ("/customXml/item1.xml", b"bibliography")]
    )


def names_of_draft(text):
    """The files, bibliographies and keys that a draft names."""
    for ending in (".tex", ".typ", ".qmd"):
        list(included_files(text, ending))
        list(bibliographies(text, ending))
        cited_keys(text, ending)
    entries_of_bibliography(text, ".bib")
    entries_of_bibliography(text, ".json")


TEX = r"""\documentclass{article}\begin{document}\section{Harbour} % a comment
``The lights were lit''\footnote{D7001, p.~1.} \cite[p.~2]{D7002} \begin{quote}A quotation\end{quote} \emph{x} \verb|y|
\begin{tabular}{ll}a & b \\ \end{tabular} $x^2$ \includegraphics{a.png} \input{other}
\end{document}
"""
TYPST = """= Harbour
"The lights were lit" @D7001[p. 1] #footnote[D7002, p. 2.] // a comment
#quote(block: true)[A quotation] /* another */ *strong* _emphasis_ $x^2$ #table(columns: 2, [a], [b]) `raw`
"""
NOTES = "---\ntitle: x\n---\nA head note.\n\n## “LIGHTS WERE LIT”, p. 1\n\nThat is, “the lamps” (D7001, p. 1).\n"
ABBREVIATIONS = "abbreviation,meaning,source\nOAS,Organization of American States,own\nTDY,,\n"
FIXITY = {"v": 1, "when": "2026-11-27T10:00:00Z", "event": "arrival", "path": "scans/a.pdf", "sha256": "0a", "size": 3}
WIKILEAKS = '"1","1/2/1974 10:00","74LAPAZ00060","Embassy La Paz","CONFIDENTIAL","","HEAD","FM AMEMBASSY LA PAZ"\n'
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=n>1;\\n"\n\nmsgid "Search"\nmsgstr "Suche"\n\nmsgid "{number} item"\nmsgid_plural "{number} items"\nmsgstr[0] "a"\nmsgstr[1] "b"\n'
BAG = {
    "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
    "manifest-sha256.txt": f"{hashlib.sha256(b'x').hexdigest()}  data/collection/briefbook.toml\n",
}
ENCODED = "Der Leuchtturm für die Häfen – “lit”, Łódź, порт, 港".encode()
QUOTATIONS = ["lights were lit", "the [lights] ... were not lit", "TO EXTERNAL 431", "Lights [sic] were", "“lit”"]
OWN_COMMENT = "Harbour “lights were lit” (D7001, p. 1)."
ENTRIES = MemoryCatalogue({f"D{number}": Entry(f"D{number}") for number in range(1, 4)})


def word_parts():
    document = docx.Document()
    document.add_heading("Harbour", 1)
    document.add_paragraph(OWN_COMMENT).add_run(" At night.").italic = True
    path = FOLDER / "draft.docx"
    document.save(path)
    return [path.read_bytes()]


def word_draft_with_comments(data):
    paragraphs = word_draft._whole(word_draft._read_draft, data)
    comments = tuple(word_draft.DraftComment(at, 0, len(part.text), "so") for at, part in enumerate(paragraphs))
    word_draft._whole(word_draft._with_comments, data, comments)


def bag(parts):
    folder = FOLDER / "bag"
    shutil.rmtree(folder, ignore_errors=True)
    written("bag/data/collection/briefbook.toml", "x")
    for name, text in parts.items() if isinstance(parts, dict) else ():
        if name in BAG and isinstance(text, str):
            written(f"bag/{name}", text)
    verify_bag(folder)


def notes(text):
    prose = as_prose(
        item_notes(parse_narrative(text, "annotations/D7001.md", citation="[A-Z][0-9]+", is_item=lambda word: False))
    )
    str(prose.title).encode("utf-8", "replace")


def table_request(row):
    """What the table of the desk is asked, as far as it comes from the page: filters, order, cells."""
    texts = [value for value in (row if isinstance(row, list | dict) else ()) if isinstance(value, str)] or [""]
    name, words = texts[0], texts[-1]
    query = TableQuery(filters=(Filter("subject", words), Filter("date", words)), sort="date")
    items_in_order(ENTRIES, query)
    check_edits([CellEdit(name, "subject", "", words), CellEdit("D1", "date", "", words, pasted=True)], ENTRIES)


def translation_of(data):
    messages = read_catalogue(written("locales/de.po", data))
    messages.gettext("Search")
    messages.ngettext("{number} item", "{number} items", 3)


def rendered(text):
    parsed = parse_narrative(text, "narratives/b.md", citation="[A-Z]{4}[0-9]{5}", is_item=lambda word: False)
    return [passage.html for passage in render_passages(parsed, ADDRESSES)]


ZOTERO_CSV = '"Key","Item Type","Title","Date","Loc. in Archive","File Attachments"\n"A","letter","Lights","1962-10-14","D7001","a.pdf; b.jpg"\n'

FURTHER = [
    Target("Word drafts", word_parts, word_draft_with_comments, odd_zip, (FormatError,), 5),
    Target("LaTeX drafts", lambda: [TEX], prose_of_tex),
    Target("Typst drafts", lambda: [TYPST], prose_of_typst),
    Target("Quarto drafts", lambda: [QUARTO], prose_of_markdown),
    Target("files and keys of drafts", lambda: [TEX, TYPST, QUARTO, BIBTEX], names_of_draft),
    Target("citations of reference managers", lambda: FIELD_CODES, citation_of_field),
    Target("notes on items", lambda: [NOTES], notes),
    Target("abbreviations.csv", lambda: [ABBREVIATIONS], abbreviations_of_csv, odd_text, (FormatError,)),
    Target("checksums", lambda: [FIXITY], lambda row: FixityLine.parse(json.dumps(row)), odd_json, (ValueError,)),
    Target("bags", lambda: [BAG], bag, odd_json, (FormatError,)),
    Target("bags' manifests", lambda: list(BAG.values()), lambda text: bag({"bagit.txt": BAG["bagit.txt"], "manifest-sha256.txt": text} if text[:3] != "Bag" else {**BAG, "bagit.txt": text}), odd_text, (FormatError,)),
    Target("WikiLeaks", lambda: [WIKILEAKS], lambda text: read_wikileaks(written("cables.csv", text), "wikileaks"), odd_text, (FormatError,)),
    Target("translations", lambda: [PO.encode()], translation_of, odd_bytes, (ValueError,)),
    Target("stored readings", lambda: [page_as_json(READ_PAGE)], page_of_json, odd_json, (ValueError, KeyError, TypeError, AttributeError)),
    Target("stored findings", lambda: [finding_as_json(Finding("C201", None, "so", "do"))], finding_from_json, odd_json, (ValueError,)),
    Target("encodings", lambda: [ENCODED, ENCODED.decode().encode("utf-16"), "für".encode("latin-1"), "порт".encode("cp1251")], decode_text, odd_bytes, (FormatError,)),
    Target("merging", lambda: [PAGE], lambda text: merge(PAGE, text, PAGE.replace("lights", "lamps"))),
    Target("quotations", lambda: QUOTATIONS, lambda words: verify(words, [READ_PAGE])),
    Target("Zotero's tables", lambda: [ZOTERO_CSV], as_bytes(lambda data: read_zotero([BundleFile("a.csv", lambda: data)], "zotero", scan_names=ScanNames())), odd_text, (FormatError,)),
    Target("JSON-LD as text", lambda: [json.dumps(TROPY)], as_bytes(lambda data: read_tropy([BundleFile("a.json", lambda: data)], "tropy", scan_names=ScanNames())), odd_text, (FormatError,)),
    Target("EDTF", lambda: ["1962-10-14/1962-10-28", "1962-10~", "196X", "[1962..1963]", "1962-10-14T12:00:00Z"], edtf_bounds),
    Target("the desk's table", lambda: [["D1", "1962..1963"], ["D2", "=SUM(A1)"]], table_request, odd_json, (InputError,)),
    Target("drafts as written at the desk", lambda: [PAGE.split("## Ships")[0]], rendered),
]  # fmt: skip

PACKED = b"".join(packed([json.dumps(DESCRIPTION).encode() + b"\n"] * 60))


def packed_descriptions(data):
    path = written("packed/a/descriptions.jsonl.gz", data)
    received = find_received(FOLDER / "packed")
    for item in list(received.places)[:3]:
        received.of(item)
    if not received.findings and data != PACKED:
        assert all(line_at(path, place) == line for place, line in lines_of(path))


FURTHER = [*FURTHER, Target("packed descriptions", lambda: [PACKED], packed_descriptions, odd_bytes)]

ALL = (*TARGETS, *FURTHER)
