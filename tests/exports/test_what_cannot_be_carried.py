"""docs/exchange.md says of every export what its standard cannot carry."""

import re
from pathlib import Path

from briefbook.cli.export_ import DESCRIPTIONS

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
