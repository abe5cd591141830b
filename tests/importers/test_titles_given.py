"""The title that an archive, a library or a researcher gave a paper is what it is called here too."""

import json

import pytest

from briefbook.importers.bundle import BundleFile
from briefbook.importers.csv_table import read_table
from briefbook.importers.ead import read_ead
from briefbook.importers.exhibit_exports import read_collectionbuilder
from briefbook.importers.layout_files import ScanNames
from briefbook.importers.tropy import read_tropy
from briefbook.importers.zotero import read_zotero
from briefbook.model.received import TITLE

NAME = "Dues for the pier"


def zotero(title):
    text = f"TY  - PCOMM\nTI  - {title}\nAU  - Reed, Ann\nID  - H101\nER  - \n"
    return read_zotero([BundleFile("a.ris", text.encode)], "z", scan_names=ScanNames())


def csl(title):
    text = json.dumps([{"id": "H101", "type": "letter", "title": title}])
    return read_zotero([BundleFile("a.json", text.encode)], "z", scan_names=ScanNames())


def tropy(title):
    item = {"@id": "_:b0", "title": title, "identifier": "H101", "photo": []}
    text = json.dumps({"@context": {"@vocab": "https://tropy.org/v1/tropy#"}, "@graph": [item]})
    return read_tropy([BundleFile("a.json", text.encode)], "t", scan_names=ScanNames())


def ead(title):
    text = (
        '<ead><archdesc level="fonds"><did/><dsc><c level="item"><did><unitid>H101</unitid>'
        f"<unittitle>{title}</unittitle></did></c></dsc></archdesc></ead>"
    )
    return read_ead(text.encode(), "e", scan_names=ScanNames())


def collectionbuilder(title):
    return read_collectionbuilder(f"objectid,title,creator\nH101,{title},Ann Reed\n".encode(), "c")


def atom(title):
    text = f"legacyId,identifier,title,levelOfDescription,eventActors\n1,H101,{title},Item,Ann Reed\n"
    return read_table(text.encode(), "a")


def dspace(title):
    return read_table(f"id,dc.identifier,dc.title[en],dc.contributor.author\n1,H101,{title},Ann Reed\n".encode(), "d")


SYSTEMS = [zotero, csl, tropy, ead, collectionbuilder, atom, dspace]


def titles(received):
    (paper,) = received.descriptions
    assert [reading.value for reading in paper.readings.get("subject", ())] != [None]
    words = [reading.as_written for reading in paper.readings.get("note", ()) if reading.value is None]
    return [line.removeprefix(TITLE) for line in words if line.startswith(TITLE)]


@pytest.mark.parametrize("read", SYSTEMS)
def test_a_title_is_what_a_paper_is_called(read):
    assert titles(read(NAME)) == [NAME]


@pytest.mark.parametrize("title", ["IMG_0042.jpg", "104-10236-10054", "Letter", "Letter, 8 May 1962"])
@pytest.mark.parametrize("read", SYSTEMS)
def test_what_names_no_paper_is_no_title(read, title):
    assert titles(read(title)) == []


def test_a_column_of_a_list_of_telegrams_holds_subject_lines():
    received = read_table(b"Item,Title,From,To,Date\nH101,Dues for the pier,LDN,WASHDC,1951-05-01\n", "list")

    assert titles(received) == []
