"""Columns for archive, record group, box and folder of a researcher's list become one archival source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.importers.archival_units import joined, with_unit
from briefbook.importers.csv_table import ListOptions, read_table


def sources(text: str, **columns: str) -> dict[str, str | None]:
    """Each item's archival source in a list."""
    received = read_table(text.encode(), "list", options=ListOptions(columns))
    return {
        description.item: "; ".join(reading.value or "?" for reading in description.readings.get("citation", ()))
        for description in received.descriptions
    }


@pytest.mark.parametrize(
    ("heading", "row", "expected"),
    [
        ("Archive,Record Group,Box,Folder", "NARA,59,12,Cuba 1962", "NARA, Record Group 59, Box 12, Folder Cuba 1962"),
        ("Folder,Box,RG,Repository", "3,Box 12,RG 59,NARA", "NARA, RG 59, Box 12, Folder 3"),
        ("Fonds,Volume", "RG 25,4181", "RG 25, Volume 4181"),
        ("Dépôt,Fonds,Boîte", "La Courneuve,Amérique,12 bis", "La Courneuve, Amérique, 12 bis"),
        ("Archiv,Bestand,Band", "PA AA,B 130,2154", "PA AA, B 130, Band 2154"),
    ],
)
def test_columns_from_the_archive_to_the_folder_are_one_archival_source(heading, row, expected):
    expected = expected.replace("Folder Cuba 1962", "Cuba 1962")
    assert sources(f"Item,{heading}\nNA01,{row}\n") == {"NA01": expected}


def test_a_box_without_its_archive_is_no_archival_source_but_stays_a_note():
    received = read_table(b"Item,Box\nNA01,12\n", "list")
    (description,) = received.descriptions
    assert "citation" not in description.readings
    assert [reading.value for reading in description.readings["note"]] == ["box: 12"]


def test_a_collection_alone_is_of_no_known_kind():
    assert sources("Item,Collection\nNA01,9/42\n") == {"NA01": ""}


def test_a_column_that_the_curator_chooses_gives_its_name_to_a_bare_number():
    assert sources("Item,Box\nNA01,12\n", Box="citation") == {"NA01": "Box 12"}


def test_blank_cells_and_unknown_places_leave_no_gap():
    assert sources("Item,Archive,Box,Folder\nNA01,NARA,,n/a\nNA02,,12,\n") == {"NA01": "NARA", "NA02": "Box 12"}


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["NARA", "RG 59", "Box 1", "Box 2", ""]))))
def test_a_source_says_each_part_once_and_none_is_lost(parts):
    said = joined(parts).split(", ")
    assert sorted(filter(None, said)) == sorted({words for _, words in parts} - {""})


@given(st.text("0123456789IVXabc-./ ", min_size=1))
def test_a_cell_keeps_its_words(cell):
    assert with_unit("Box", cell, 3).endswith(" ".join(cell.split()))
