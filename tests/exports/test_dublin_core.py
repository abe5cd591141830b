"""An item as a Dublin Core record."""

from lxml import etree
from made_up import archive

from briefbook.exports.dublin_core import dublin_core
from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry

MADE = archive(site_address="https://example.org/book/")
DC = "{http://purl.org/dc/elements/1.1/}"
ELEMENTS = {
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format", "identifier",
    "source", "language", "relation", "coverage", "rights",
}  # fmt: skip


def record(entry, about):
    root = etree.fromstring(dublin_core(entry, about).encode())
    assert root.tag == "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"
    assert all(child.tag.removeprefix(DC) in ELEMENTS and len(child) == 0 for child in root)
    return [(child.tag.removeprefix(DC), child.text) for child in root]


def test_what_is_known_of_a_specimen_stands_in_its_elements():
    rows = record(MADE.catalogue.get("SPEC103"), MADE.about)
    assert ("title", "HARBOUR WORKS") in rows
    assert ("date", "1962-11-13") in rows
    assert ("type", "telegram 4028") in rows
    assert ("identifier", "SPEC103") in rows
    assert ("identifier", "https://example.org/book/items/SPEC103.html") in rows
    assert ("description", "LDN to EXTERNAL") in rows
    assert ("description", "Specimen made for demonstration; not a historical document") in rows
    assert ("source", "A Made-up Archive, Fonds 1") in rows


def test_of_a_paper_of_which_nothing_is_known_nothing_is_presumed():
    assert record(Entry("X1"), {}) == [
        ("title", "Document"),
        ("type", "Text"),
        ("type", "document"),
        ("identifier", "X1"),
    ]


def test_markup_and_control_characters_in_fields_are_text():
    rows = record(Entry("X1", {"subject": (Reading("A & B <c>\x07", "A & B <c>\x07"),)}), {})
    assert rows[0] == ("title", "A & B <c>\ufffd")


def test_the_command_writes_a_record_for_each_item(run_command, harbour):
    folder = harbour / "build/exports/dc"
    assert run_command("-C", harbour, "export", "dc")[:2] == (0, f"8 files in {folder}\n")
    assert record_of_file(folder / "H102.dc.xml")[0] == "HARBOUR WORKS"


def record_of_file(path):
    return etree.parse(path).getroot().xpath("*/text()")
