"""docs/exchange.md says of every export what its standard cannot carry; each export is looked through for it."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet
import pytest
from made_up import archive

from briefbook.cli.export_ import DESCRIPTIONS
from briefbook.exports.registry import EXPORTS
from briefbook.model.cable import Reading, Reference, SourceKind
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.network import Network, ResolvedReference
from briefbook.model.page import Box, Kind, Line, Page, Region, Word

TEXT = (Path(__file__).parents[2] / "docs/exchange.md").read_text(encoding="utf-8")
ROWS = {
    "Dublin Core": {"dc"},
    "MODS": {"mods"},
    "EAD": {"ead3", "ead2002"},
    "TEI": {"tei", "tei-corpus"},
    "CMIF": {"cmif"},
    "ALTO, hOCR, PAGE": {"alto", "hocr", "page"},
    "IIIF": {"iiif", "iiif-tiles"},
    "CSL, RIS, BibTeX": {"csl", "ris", "bibtex"},
    "Parquet": {"tables"},
    "Omeka, CollectionBuilder": {"omeka", "omeka-s", "collectionbuilder"},
    "Tropy": {"tropy"},
    "OpenSearch, Quickwit": {"opensearch", "quickwit"},
    "GraphML, GEXF": {"graphml", "gexf"},
    "Annotations": {"annotations"},
    "PDF, EPUB, Word": {"pdf", "epub", "docx"},
    "bag, deposit": {"bag", "deposit"},
}
"""Row of the table -> the exports that it is about."""


def table():
    rows = TEXT.partition("## What a standard cannot carry\n")[2].partition("\n\n")[0].splitlines()
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]


def test_every_export_is_in_the_table_and_every_cell_says_something():
    heading, _, *rows = table()
    assert [row[0] for row in rows] == list(ROWS)
    assert {kind for kinds in ROWS.values() for kind in kinds} == set(DESCRIPTIONS)
    assert {len(row) for row in rows} == {len(heading)}
    assert [row[0] for row in rows if not all(row)] == []


def received(*values):
    return tuple(Reading(value, value, SourceKind.RECEIVED, source="Sourceville") for value in values)


ENTRY = Entry(
    "H101",
    {
        **{name: received(f"{name.title()}ville") for name in ("from", "info", "subject", "persons", "places", "tags")},
        **{name: received(f"{name.title()}ville") for name in ("classification", "precedence")},
        "to": received("Toville", "Secondville"),
        "date": received("1962-03-03"),
        "number": (Reading("4711", "4711", SourceKind.MACHINE, confidence=0.937),),
        "form": received("telegram"),
        "reference": received("YOURTEL 8765"),
    },
    (Reference("YOURTEL 8765", "YOURTEL", "8765"),),
    page_count=1,
    checksum="0" * 64,
)
WORDS = Word("Wordoville", Box(417, 418, 493, 499), 0.4321), Word("Endville", Box(501, 418, 593, 499), 0.95)
REDACTION = Region(Kind.REDACTION, Box(611, 612, 677, 699))
PAGE = Page("H101", 1, (Line(WORDS),), (REDACTION,), 1000, 1400, reader="typed 1.0")
REFERENCE = ResolvedReference(
    "H101", "YOURTEL 8765", "YOURTEL", "8765", "stub", "Fromville 8765 (1962)", confidence=0.8317, date="1962-02"
)
MADE = replace(
    archive(address="https://example.org/"),
    catalogue=MemoryCatalogue({"H101": ENTRY}, {"H101": (PAGE,)}),
    network=Network(references=(REFERENCE,)),
    picture_type=lambda item, number: "image/png",
    narratives=(),
    verifications=(),
)
SURE = {
    "how sure each word is": ("43",),
    "the strongest source; each word's confidence": ("'received'", "43"),
    "each page's confidence": (f"{PAGE.confidence:.3f}".strip("0."),),
    "of references": ("832",),
}
"""Cell of the column on confidence -> what stands in the export."""


def written(kind):
    """All that an export says; Parquet as its rows. What describes its columns is left out."""
    texts = []
    for name, content in EXPORTS[kind].files(MADE, [ENTRY]):
        data = content if isinstance(content, bytes) else b"".join(content)
        if name.endswith(".parquet"):
            texts.append(repr(pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist()))
        elif name not in ("datapackage.json", "index.json", "index.yaml"):
            texts.append(data.decode())
    return "\n".join(texts)


def carried(row, kind):
    """What the table says that an export has: the words to be found in it, and those that are not."""
    whom, marks, named, sure, text, places, redactions, references, _ = row[1:]
    name = {"hocr": "hOCR"}.get(kind, kind.upper())
    yes_in = {
        "Toville": whom != "–",
        "Secondville": whom != "–" and "first" not in whom,
        "Infoville": whom == "yes",
        "Classificationville": marks not in ("–", "as words of the text"),
        "Precedenceville": marks == "yes" or marks.startswith("as notes"),
        "Personsville": named.startswith("yes") or "persons" in named,
        "Placesville": named.startswith("yes") or "places" in named,
        "Tagsville": named.startswith("yes") or "tags" in named,
        "Wordoville": text != "–",
        "417": places != "–",
        "611": redactions == "yes" or name in redactions.split(", "),
        "8765": references != "–",
    }
    assert sure in ("–", "uncertain dates in words", *SURE)
    return yes_in | {
        word: cell == sure for cell, words in SURE.items() for word in words if cell == sure or sure == "–"
    }


OF_ITEMS = [kind for kinds in ROWS.values() for kind in kinds if kind in EXPORTS]
NOT_LOOKED_THROUGH = {"pdf", "epub", "docx", "annotations", "iiif-tiles"}
"""Of the book and its quotations, of which this item has none; and of a IIIF manifest with another size."""


@pytest.mark.parametrize("kind", [kind for kind in OF_ITEMS if kind not in NOT_LOOKED_THROUGH])
def test_what_the_table_says_is_in_the_export_and_nothing_else(kind):
    _, _, *rows = table()
    row = next(row for row in rows if kind in ROWS[row[0]])
    expected, text = carried(row, kind), written(kind)
    found = {word: re.search(rf"(?<![0-9]){re.escape(word)}", text) is not None for word in expected}
    assert found == {word: bool(is_there) for word, is_there in expected.items()}
