"""An item as a MODS record, held against the schema of the Library of Congress."""

from pathlib import Path

import pytest
from lxml import etree
from made_up import archive

from briefbook.exports.mods import mods
from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry
from briefbook.model.network import ResolvedReference

MADE = archive(site_address="https://example.org/book/")
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parents[1] / "schemas/mods-3-4.xsd"))
NAMES = {"m": "http://www.loc.gov/mods/v3"}


def record(entry, about):
    root = etree.fromstring(mods(entry, about).encode())
    SCHEMA.assertValid(root)
    return lambda path: root.xpath(path, namespaces=NAMES)


def test_who_wrote_to_whom_and_where_the_paper_is():
    found = record(MADE.catalogue.get("SPEC103"), MADE.about)
    assert found("m:titleInfo/m:title/text()") == ["HARBOUR WORKS"]
    assert found("m:name[m:role/m:roleTerm='aut']/m:namePart/text()") == ["LDN [High Commission London]"]
    assert found("m:name[m:role/m:roleTerm='rcp']/m:namePart/text()") == ["EXTERNAL [External Affairs, Ottawa]"]
    assert found("m:originInfo/m:dateCreated[@keyDate='yes']/text()") == ["1962-11-13"]
    assert found("m:location/m:physicalLocation/text()") == ["A Made-up Archive"]
    assert found("m:location/m:shelfLocator/text()") == ["Fonds 1"]
    assert found("m:location/m:url/text()") == ["https://example.org/book/items/SPEC103.html"]
    assert found("m:note[@type='number']/text()") == ["4028"]
    assert found("m:note[@type='specimen']/text()") == ["Specimen made for demonstration; not a historical document"]
    assert found("m:subject/m:name/m:namePart/text()") == ["Minister of Harbours"]
    assert found("m:relatedItem[@type='host']/m:titleInfo/m:title/text()") == ["Harbour Works, 1962"]


def test_the_papers_that_it_refers_to_are_named_with_the_items_that_are_meant():
    references = (
        ResolvedReference("SPEC103", "YOURTEL  4021", "YOURTEL", "4021", "held", "SPEC101"),
        ResolvedReference("SPEC103", "MYTEL 4000", "MYTEL", "4000", "stub", "LDN 4000 (1962)"),
        ResolvedReference("SPEC103", "TEL 1", "TEL", "1", "none", note="doubtful: hard to read"),
    )
    root = etree.fromstring(mods(MADE.catalogue.get("SPEC103"), MADE.about, references).encode())
    SCHEMA.assertValid(root)
    cited = root.findall("m:relatedItem[@type='references']", NAMES)
    assert [
        (paper.findtext("m:titleInfo/m:title", "", NAMES), [part.text for part in paper.findall("m:identifier", NAMES)])
        for paper in cited
    ] == [
        ("YOURTEL 4021", ["SPEC101", "https://example.org/book/items/SPEC101.html"]),
        ("MYTEL 4000", ["LDN 4000 (1962)"]),
    ]


@pytest.mark.parametrize(
    ("date", "written"),
    [
        ("1962-11", ["1962-11"]), ("1962-11-08/1962-11-13", ["1962-11-08", "1962-11-13"]), ("1962-11~", ["1962-11~"]),
        ("1962-11-08T21:30Z", ["1962-11-08"]), ("1962-11-08/..", ["1962-11-08/.."]),
    ],
)  # fmt: skip
def test_a_date_is_plain_or_as_it_is(date, written):
    found = record(Entry("X1", {"date": (Reading(date, date),)}), {})
    assert found("m:originInfo/m:dateCreated/text()") == written


def test_of_a_paper_of_which_nothing_is_known_there_is_a_record():
    found = record(Entry("X 1"), {})
    assert found("m:identifier/text()") == ["X 1"]
    assert found("m:titleInfo/m:title/text()") == ["Document"]
    assert found("m:originInfo | m:name | m:location | m:relatedItem") == []
