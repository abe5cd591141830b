"""The catalogue's database gives back what was put in, writes only what changed, and survives damage."""

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from briefbook.catalogue import StoreCatalogue, Update
from briefbook.model.cable import By, How, Reading, Reference
from briefbook.model.catalogue import Entry
from briefbook.model.kept import page_as_json, page_of_json
from briefbook.model.locator import Place
from briefbook.model.page import Box, Kind, Line, Page, Region, Word

ENTRY = Entry(
    "CDNW10",
    {
        "from": (Reading("WASHDG", "WASHDC", By.MACHINE, How.REPAIRED, Place(1, 2, Box(1, 2, 3, 4)), 0.8),),
        "number": (Reading("(no number)", None, By.RECEIVED, source="book"),),
    },
    (Reference("MYTEL 12", "MYTEL", "12", place=Place(1, 3)),),
    page_count=1,
    scan="scans/CDNW10.pdf",
    checksum="abc",
    flags=("odd",),
)
PAGE = Page("CDNW10", 1, (Line((Word("FM", Box(0, 0, 9, 9), 0.5, ("FN",)), Word("X"))),), width=10, height=10)

words = st.builds(
    Word,
    st.text("ABC 1", min_size=1),
    st.none() | st.builds(Box, *[st.integers(0, 9)] * 4),
    st.none() | st.floats(0, 1),
    st.lists(st.text("AB", min_size=1)).map(tuple),
)
pages = st.builds(
    Page,
    st.text("AB1", min_size=1),
    st.integers(1, 9),
    st.lists(st.builds(Line, st.lists(words).map(tuple), st.sampled_from(Kind))).map(tuple),
    st.lists(st.builds(Region, st.sampled_from(Kind), st.builds(Box, *[st.integers(0, 9)] * 4), st.text())).map(tuple),
)


@given(pages)
def test_a_page_and_its_json_undo_each_other(page):
    assert page_of_json(page_as_json(page)) == page


def test_an_entry_and_its_pages_come_back_as_they_were(tmp_path):
    store = StoreCatalogue(tmp_path / "catalogue.sqlite")
    assert store.bring_up_to_date([Update(ENTRY, (PAGE,), "k")], [], "stamp") == 1
    again = StoreCatalogue(tmp_path / "catalogue.sqlite")
    assert again.get("CDNW10") == ENTRY
    assert list(again.pages("CDNW10")) == [PAGE]
    assert (again.stamp, again.keys()) == ("stamp", {"CDNW10": "k"})


def test_items_stand_in_natural_order_and_near_ids_are_found(tmp_path):
    store = StoreCatalogue(tmp_path / "catalogue.sqlite")
    store.bring_up_to_date([Update(Entry(item), (), "") for item in ("CDNW10", "CDNW9", "CDNW10001")], [], "s")
    assert [entry.item for entry in store] == ["CDNW9", "CDNW10", "CDNW10001"]
    assert store.near("CDNW10002") == ["CDNW10001"]
    store.bring_up_to_date([], ["CDNW9"], "t")
    assert "CDNW9" not in store
    assert len(store) == 2


def test_a_damaged_database_is_made_anew(tmp_path):
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(b"not a database at all, but long enough to look like one" * 50)
    store = StoreCatalogue(path)
    assert len(store) == 0
    store.bring_up_to_date([Update(ENTRY, (PAGE,), "k")], [], "s")
    assert len(store) == 1


def test_every_reading_is_a_row_of_a_view_that_others_can_query(tmp_path):
    path = tmp_path / "catalogue.sqlite"
    StoreCatalogue(path).bring_up_to_date([Update(ENTRY, (PAGE,), "k")], [], "s")
    rows = sqlite3.connect(path).execute("SELECT item, field, value, by, page FROM readings").fetchall()
    assert rows == [("CDNW10", "from", "WASHDC", "machine", 1), ("CDNW10", "number", None, "received", None)]


def test_a_database_of_other_columns_is_made_anew(tmp_path):
    path = tmp_path / "catalogue.sqlite"
    StoreCatalogue(path)
    with sqlite3.connect(path) as db:
        db.execute("ALTER TABLE items DROP COLUMN subject")
        db.execute("PRAGMA user_version = 3")
    assert StoreCatalogue(path).get("CDNW10") is None  # asked of a table that has every column
