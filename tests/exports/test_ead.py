"""A finding aid of the collection in EAD3 and EAD 2002, held against the schemas of both."""

import datetime
from pathlib import Path

import pytest
from lxml import etree
from made_up import archive

from briefbook.exports.ead import EAD3, EAD2002, finding_aid
from briefbook.model.archive import Archive
from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry, MemoryCatalogue

SCHEMAS = Path(__file__).parents[1] / "schemas"
SCHEMA_OF = {
    EAD3: etree.RelaxNG(etree.parse(SCHEMAS / "ead3.rng")),
    EAD2002: etree.XMLSchema(etree.parse(SCHEMAS / "ead-2002.xsd")),
}
MAY = datetime.date(1999, 5, 4)
both = pytest.mark.parametrize("dialect", [EAD3, EAD2002], ids=["EAD3", "EAD2002"])


def aid(made, dialect):
    root = etree.fromstring("".join(finding_aid(made, made.catalogue, dialect, MAY)).encode())
    SCHEMA_OF[dialect].assertValid(root)
    return lambda path: root.xpath(path, namespaces={"e": dialect.namespace, "x": "http://www.w3.org/1999/xlink"})


@both
def test_the_fonds_and_each_item_are_described(dialect):
    found = aid(archive(site_address="https://example.org/book/"), dialect)
    assert found("count(//e:c[@level='item'])") == 6
    assert found("//e:archdesc/e:did/e:unittitle/text()") == ["Harbour Works, 1962"]
    assert found("//e:archdesc/e:did/e:unitid/text()") == ["Fonds 1"]
    assert found("string(//e:archdesc/e:did/e:repository)") == "A Made-up Archive"
    item = "//e:c[e:did/e:unitid='SPEC103']"
    assert found(f"string({item}/e:did/e:origination)") == "LDN [High Commission London]"
    assert found(f"string({item}/e:controlaccess/e:persname)") == "Minister of Harbours"
    href = "@href" if dialect is EAD3 else "@x:href"
    assert found(f"string({item}/e:did/e:dao/{href})") == "https://example.org/book/items/SPEC103.html"
    assert "13 November 1962" in found(f"string({item}/e:did)")
    assert "not a historical document" in found(f"string({item}/e:scopecontent)")


@both
@pytest.mark.parametrize("date", ["1962-11-08/1962-11-13", "1962-11~", "1962", "196X", "[1962-11-08,1962-11-09]"])
def test_any_date_is_valid(dialect, date):
    entries = {"X&1": Entry("X&1", {"date": (Reading(date, date),), "form": (Reading("letter", "letter"),)})}
    found = aid(Archive(MemoryCatalogue(entries), (), {"title": "<A & B>", "description": "x"}), dialect)
    assert found("//e:c/e:did/e:unitid/text()") == ["X&1"]


@both
def test_a_collection_without_items_is_a_finding_aid_too(dialect):
    assert aid(Archive(MemoryCatalogue({}), (), {}), dialect)("//e:dsc") == []
