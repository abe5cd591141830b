"""Rows of fonds and series are no papers: their titles are a part of where the papers below them are kept."""

import pytest

from briefbook.errors import FormatError
from briefbook.importers.csv_table import read_table
from briefbook.importers.ead import read_ead
from briefbook.importers.layout_files import ScanNames

ATOM = """legacyId,parentId,identifier,title,levelOfDescription,scopeAndContent,eventDates,publicationStatus
1,,F 12,Hale family fonds,Fonds,All of it,1950-1960,Published
2,1,F 12-S1,Letters,Series,Letters sent,1950-1960,Published
3,2,F 12-S1-D1,Dues for the pier,Item,To the clerk,1951-05-01,Published
4,1,F 12-S2,Plans,Sub-series,,1950,Published
5,4,F 12-S2-D2,Plan of the pier,File,,1952-05-01,Published
6,,F 13,A paper of its own,Item,,1953-05-01,Published
"""
ASPACE = """hierarchy,level,title,component_id,date
1,series,Letters,,
2,subseries,Letters of 1951,,
3,item,Dues for the pier,A-101,1951-05-01
1,series,Plans,,
2,item,Plan of the pier,A-102,1952-05-01
"""
FRENCH = """Cote;Niveau de description;Titre;Date
12 J;Fonds;Fonds Hale;1950
12 J 1;Sous-série;Lettres;1950
12 J 1/3;Pièce;Droits du quai;1951-05-01
"""


def described(text, **options):
    received = read_table(text.encode(), "list", **options)
    return {
        row.item: row.readings["citation"][0].value if "citation" in row.readings else ""
        for row in received.descriptions
    }, received


def test_of_atom():
    items, received = described(ATOM)

    assert items == {
        "F 12-S1-D1": "Hale family fonds, Letters",
        "F 12-S2-D2": "Hale family fonds, Plans",
        "F 13": "",
    }
    assert received.not_understood[0] == (
        "3 rows are of a series, a fonds or a collection, and no paper: kept in the original, and a part of where the "
        "papers below are: Hale family fonds; Letters; Plans"
    )


def test_of_archivesspace_by_depth():
    items, _ = described(ASPACE)

    assert items == {"A-101": "Letters, Letters of 1951", "A-102": "Plans"}


def test_in_another_language():
    items, received = described(FRENCH)

    assert list(items) == ["12 J 1/3"]
    assert "Fonds Hale; Lettres" in received.not_understood[0]


@pytest.mark.parametrize("level", ["SECRET", "CONFIDENTIAL", "Item", "file"])
def test_a_level_that_is_none_of_description_says_nothing(level):
    items, _ = described(f"Item,Level,Date\nD1,{level},1951-05-01\n")

    assert list(items) == ["D1"]


def finding_aid(*components):
    inner = "".join(
        f'<c level="{level}"><did><unitid>{item}</unitid><unittitle>{title}</unittitle></did></c>'
        for level, item, title in components
    )
    return (
        '<ead xmlns="urn:isbn:1-931666-22-9"><archdesc level="fonds"><did><unittitle>Hale papers</unittitle></did>'
        f"<dsc>{inner}</dsc></archdesc></ead>"
    ).encode()


def test_of_a_finding_aid_a_series_of_which_no_part_is_described_is_no_paper():
    received = read_ead(
        finding_aid(("series", "F1-S1", "Letters"), ("item", "F1-S2-7", "Dues")), "aid", scan_names=ScanNames()
    )

    assert [row.item for row in received.descriptions] == ["F1-S2-7"]
    assert (
        "1 component is of a series or fonds of which no part is described, and no paper" in received.not_understood[0]
    )
    assert "Letters" in received.not_understood[0]


def test_a_scan_makes_a_series_a_paper():
    received = read_ead(
        finding_aid(("series", "F1-S1", "Letters")), "aid", scan_names=ScanNames({}, frozenset({"F1-S1"}))
    )

    assert [row.item for row in received.descriptions] == ["F1-S1"]


def test_a_finding_aid_of_series_alone_says_that_it_describes_no_paper():
    with pytest.raises(FormatError, match="describes 1 series or fonds and no paper: Letters"):
        read_ead(finding_aid(("series", "F1-S1", "Letters")), "aid", scan_names=ScanNames())
