"""Exports of Zotero as RIS, RDF, CSL-JSON and CSV: names of items, fields, notes, and files that came along."""

import json

import pytest
from made_up import archive

from briefbook.errors import FormatError
from briefbook.exports.csl import csl
from briefbook.exports.ris import ris
from briefbook.importers.bundle import BundleFile
from briefbook.importers.layout_files import ScanNames
from briefbook.importers.zotero import read_zotero

NO_SCANS = ScanNames()


def imported(files, names=NO_SCANS):
    bundle = [
        BundleFile(name, lambda data=data: data if isinstance(data, bytes) else data.encode())
        for name, data in files.items()
    ]
    return read_zotero(bundle, "zotero", scan_names=names)


def fields(received):
    return {
        description.item: {
            name: words
            for name, readings in description.readings.items()
            if (words := "; ".join(r.value for r in readings if r.value))
        }
        for description in received.descriptions
    }


RIS = """TY  - PCOMM
TI  - The ferry timetable
AU  - Berg, Anna
A2  - Lind, Olaf
DA  - 1963/03/02/
PY  - 1963
AV  - RG 12, vol. 7, H101
M3  - Telegram 210
KW  - ferries
KW  - harbours
N1  - <p>Copy in box 3.</p>
ID  - H101
L1  - files/12/H101.pdf
ER  -\x20
"""


def test_ris_of_a_letter():
    received = imported({"list.ris": RIS})
    assert fields(received) == {
        "H101": {
            "subject": "The ferry timetable",
            "from": "Anna Berg",
            "to": "Olaf Lind",
            "date": "1963-03-02",
            "citation": "RG 12, vol. 7, H101",
            "form": "Telegram",
            "number": "210",
            "tags": "ferries; harbours",
            "note": "Copy in box 3.",
        }
    }
    assert received.not_understood == ("1 file did not come along; put it into scans/, files/12/H101.pdf as H101.pdf",)


def test_an_accession_number_is_the_location_where_there_is_no_other():
    alone = RIS.replace("AV  - RG 12, vol. 7, H101\n", "AN  - MS 14/3\nDB  - City Archive\n")
    assert fields(imported({"list.ris": alone}))["H101"]["citation"] == "City Archive, MS 14/3"
    both = RIS.replace("M3  -", "AN  - 1988-2\nM3  -")
    given = fields(imported({"list.ris": both}))["H101"]
    assert (given["citation"], given["note"]) == ("RG 12, vol. 7, H101", "accession number: 1988-2; Copy in box 3.")


RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:bib="http://purl.org/net/biblio#" xmlns:foaf="http://xmlns.com/foaf/0.1/"
 xmlns:link="http://purl.org/rss/1.0/modules/link/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<bib:Letter rdf:about="#item_12"><z:itemType>letter</z:itemType>
<bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Berg</foaf:surname><foaf:givenName>Anna</foaf:givenName>
</foaf:Person></rdf:li></rdf:Seq></bib:authors>
<z:recipients><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Harbour Board</foaf:surname></foaf:Person></rdf:li></rdf:Seq>
</z:recipients><link:link rdf:resource="#item_13"/><dcterms:isReferencedBy rdf:resource="#item_14"/>
<dc:subject>ferries</dc:subject><dc:subject><dcterms:LCC><rdf:value>H102</rdf:value></dcterms:LCC></dc:subject>
<dc:title>The ferry</dc:title><dc:date>March 2, 1963</dc:date><dc:coverage>RG 12, vol. 7</dc:coverage>
<z:type>Despatch</z:type></bib:Letter>
<z:Attachment rdf:about="#item_13"><z:itemType>attachment</z:itemType>
<rdf:resource rdf:resource="files/13/Berg - 1963 - The ferry.pdf"/><link:type>application/pdf</link:type></z:Attachment>
<bib:Memo rdf:about="#item_14"><rdf:value>&lt;p&gt;See box 3.&lt;/p&gt;</rdf:value></bib:Memo>
</rdf:RDF>"""


def test_rdf_with_its_files_names_the_item_by_its_call_number_and_brings_the_scan():
    files = {"out/out.rdf": RDF, "out/files/13/Berg - 1963 - The ferry.pdf": b"%PDF-1.7 ferry"}
    received = imported(files, ScanNames(pattern="H[0-9]+"))
    assert fields(received) == {
        "H102": {
            "from": "Anna Berg",
            "to": "Harbour Board",
            "note": "See box 3.; call number: H102",
            "tags": "ferries",
            "subject": "The ferry",
            "date": "1963-03-02",
            "citation": "RG 12, vol. 7",
            "form": "Despatch",
        }
    }
    assert [(scan.name, scan.read()) for scan in received.scans] == [("H102.pdf", b"%PDF-1.7 ferry")]
    assert (received.counts, received.not_understood) == ({"items": 1, "scans": 1}, ())


def test_csl_json_with_parts_of_dates_and_an_address_for_a_name():
    rows = [
        {
            "id": "http://zotero.org/users/1/items/ABCD2345",
            "type": "personal_communication",
            "title": "The ferry",
            "author": [{"family": "Berg", "given": "Anna"}, {"literal": "Harbour Board"}],
            "issued": {"date-parts": [["1963", 3]], "circa": True},
            "archive_location": "vol. 7",
        }
    ]
    received = imported({"list.json": json.dumps(rows)})
    assert fields(received) == {
        "zotero-ABCD2345": {
            "from": "Anna Berg; Harbour Board",
            "date": "1963-03~",
            "citation": "vol. 7",
            "subject": "The ferry",
        }
    }
    assert "called zotero-… here" in received.not_understood[0]


CSV = (
    '"Key","Item Type","Author","Title","Date","Archive","Archive Location","Call Number","Notes","File Attachments"\n'
    '"AB","letter","Berg, Anna; Lind, Olaf","The ferry","1963-03-02","Made-up","vol. 7","","<p>One</p>",'
    '"/home/a/H103.pdf"\n'
    '"AC","attachment","","H103.pdf","","","","","",""\n'
)


def test_csv_names_the_item_by_its_file_and_takes_no_file_from_elsewhere():
    received = imported({"list.csv": CSV})
    assert fields(received) == {
        "H103": {
            "from": "Anna Berg; Olaf Lind",
            "subject": "The ferry",
            "date": "1963-03-02",
            "note": "One",
            "citation": "Made-up, vol. 7",
        }
    }
    assert (received.scans, len(received.not_understood)) == ((), 1)


@pytest.mark.parametrize("name", ["../secret/H101.pdf", "files/../../H101.pdf", "/etc/H101.pdf"])
def test_a_file_outside_the_export_is_never_taken(name):
    files = {"out/list.ris": RIS.replace("files/12/H101.pdf", name), "secret/H101.pdf": b"%PDF-1.7"}
    assert imported(files).scans == ()


def test_what_is_no_pdf_is_left_out():
    received = imported({"list.ris": RIS, "files/12/H101.pdf": b"<html>not found</html>"})
    assert (received.scans, received.not_understood) == (
        (),
        ("H101: files/12/H101.pdf is no PDF file and was left out",),
    )


def test_a_file_that_did_not_come_is_not_missed_where_the_item_has_a_scan():
    received = imported({"list.ris": RIS}, ScanNames({"H101": ("H101", 0)}, frozenset({"H101"})))
    assert (received.scans, received.not_understood) == ((), ())


@pytest.mark.parametrize(("write", "ending"), [(ris, "ris"), (lambda e, a: json.dumps([csl(e, a)]), "json")])
def test_our_own_citations_come_back(write, ending):
    made = archive()
    entry = made.catalogue.get("SPEC103")
    received = imported({f"items.{ending}": write(entry, made.about)})
    wanted = {"from": "LDN", "to": "EXTERNAL", "date": "1962-11-13", "number": "4028", "subject": "HARBOUR WORKS"}
    got = fields(received)["SPEC103"]
    assert {name: got[name] for name in wanted} == wanted
    assert got["citation"] == "Fonds 1"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"a.ris": RIS, "b.ris": RIS}, "there are 2 exports in it"),
        ({"a.txt": "x"}, "there are 0 exports in it"),
        ({"a.json": "{"}, "this is not JSON"),
        ({"a.json": '[{"a": 1}]'}, "an item in it has no type"),
        ({"a.json": '[{"type": "letter", "volume": NaN}]'}, "NaN is no number there"),
        ({"a.rdf": "<html/>"}, "no RDF of Zotero"),
        ({"a.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'}, "there are no items"),
        ({"a.csv": "Title,Date\nx,y\n"}, "no export of Zotero"),
        ({"a.ris": "TY  - PCOMM"}, ""),
    ],
)
def test_what_is_no_export_is_refused(files, words):
    if not words:  # a record that was cut off is a record
        assert list(fields(imported(files))) == ["zotero-4f53cda18c"]
        return
    with pytest.raises(FormatError, match=words):
        imported(files)


OWN = {
    "key": "UXA97IQG", "itemType": "letter", "title": "The ferry", "date": "1963-03-02", "letterType": "telegram 210",
    "creators": [
        {"creatorType": "author", "firstName": "Anna", "lastName": "Berg"},
        {"creatorType": "recipient", "name": "Harbour Board"},
        {"creatorType": "contributor", "firstName": "Olaf", "lastName": "Lind"},
    ],
    "tags": [{"tag": "ferries"}], "archive": "City Archive", "archiveLocation": "Box 7, H101", "extra": "Seen.",
    "notes": [{"note": "<p>Lights</p>"}], "dateAdded": "2021-11-10T19:44:36Z", "series": "B",
}  # fmt: skip


@pytest.mark.parametrize(
    "whole",
    [
        json.dumps(
            [{"key": "UXA97IQG", "meta": {}, "data": OWN}, {"data": {"itemType": "note", "parentItem": "UXA97IQG"}}]
        ),
        json.dumps({"config": {"label": "BetterBibTeX JSON"}, "items": [OWN]}),
    ],
)
def test_zoteros_own_json_is_read_with_its_creators(whole):
    received = read_zotero([BundleFile("a.json", whole.encode)], "zotero", scan_names=ScanNames())
    (description,) = received.descriptions
    values = {name: [r.value for r in readings] for name, readings in description.readings.items()}
    note = values.pop("note")[0]
    assert description.item == "H101"
    assert values == {
        "subject": ["The ferry"], "from": ["Anna Berg"], "to": ["Harbour Board"], "date": ["1963-03-02"],
        "form": ["telegram"], "number": ["210"], "tags": ["ferries"],
        "citation": ["City Archive, Box 7, H101"],
    }  # fmt: skip
    words = ("contributor: Olaf Lind", "Seen.", "Lights", "series: B")
    assert [word for word in words if word not in note] == []
    if "parentItem" in whole:
        assert any("1 record of notes and files" in sentence for sentence in received.not_understood)


def test_the_archive_is_no_part_of_a_location_where_it_is_the_collections_own():
    file = BundleFile("a.json", json.dumps([OWN]).encode)
    (paper,) = read_zotero([file], "zotero", scan_names=ScanNames(), repository="City archive").descriptions
    assert [reading.value for reading in paper.readings["citation"]] == ["Box 7, H101"]
