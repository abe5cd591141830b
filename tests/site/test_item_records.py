"""What is kept of items between two builds is read as it was written, and passed on without being read."""

import json

import pytest

from briefbook.site.item_records import ItemRecords
from briefbook.site.site_data import ItemRow
from briefbook.site.staging import Staging


def record(item, page_key="p", urls=()):
    row = json.loads(json.dumps(ItemRow(item, date="1962-11-08", to=("EXTERNAL", "LDN"), subject="Zoë — ships\u2028")))
    keys = {"key": f"key of {item}", "paper_key": "paper", "page_key": page_key, "files_key": "files"}
    return {"row": row, **keys, "urls": [f"items/{item}.html", *urls], "pictures": {"1": "image/png", "2": None}}


def rows(*items):
    return [ItemRow(item) for item in items]


def made(*items):
    return ItemRecords([], [], [], []).updated(rows(*items), {item: record(item) for item in items})


def test_records_are_read_as_they_were_written():
    again = ItemRecords.read(list(made("SPEC1", "SPEC2").written()))
    assert list(again) == ["SPEC1", "SPEC2"]
    assert again["SPEC2"] == record("SPEC2")
    assert again.keys_of_items == {"SPEC1": "key of SPEC1", "SPEC2": "key of SPEC2"}
    assert dict(again.pictures())["SPEC1"] == {"1": "image/png", "2": None}
    row = next(again.rows())
    assert (row.item, row.to, row.info, row.date) == ("SPEC1", ("EXTERNAL", "LDN"), (), "1962-11-08")


def test_an_update_keeps_what_was_not_made_again():
    before = ItemRecords.read(list(made("SPEC1", "SPEC2", "SPEC3").written()))
    after = before.updated(rows("SPEC0", "SPEC2", "SPEC3"), {"SPEC0": record("SPEC0"), "SPEC3": record("SPEC3", "new")})
    assert list(after) == ["SPEC0", "SPEC2", "SPEC3"]
    assert [after[item]["page_key"] for item in after] == ["p", "p", "new"]
    assert list(after.written())[4] == list(before.written())[4]
    with pytest.raises(KeyError):
        before.updated(rows("SPEC9"), {})


def test_web_pages_are_counted_among_the_addresses():
    records = ItemRecords([], [], [], []).updated(
        rows("SPEC1"), {"SPEC1": record("SPEC1", urls=["items/SPEC1/a.txt", "fr/items/SPEC1.html"])}
    )
    assert records.page_count() == 2
    assert list(records.urls()) == ["items/SPEC1.html", "items/SPEC1/a.txt", "fr/items/SPEC1.html"]


def test_half_of_them_is_nothing():
    with pytest.raises(ValueError, match="not whole"):
        ItemRecords.read(list(made("SPEC1", "SPEC2").written())[:-1])


def test_a_state_that_an_earlier_version_wrote_counts_for_removal_only(tmp_path):
    (tmp_path / "site").mkdir()
    former = {**record("SPEC1"), "row": {"item": "SPEC1", "date": ""}}
    (tmp_path / ".site.state.json").write_text(json.dumps({"version": "1", "outputs": {}, "items": {"SPEC1": former}}))
    state = Staging(tmp_path / "site").state()
    assert state["version"] == ""
    assert list(state["items"].urls()) == ["items/SPEC1.html"]
    assert state["items"]["SPEC1"]["urls"] == ["items/SPEC1.html"]


def test_a_state_that_is_cut_off_is_none(tmp_path):
    (tmp_path / "site").mkdir()
    whole = b"\n".join([b'{"version": "1"}', *made("SPEC1", "SPEC2").written()])
    for end in (10, len(whole) // 2, len(whole) - 3):
        (tmp_path / ".site.state.json").write_bytes(whole[:end])
        state = Staging(tmp_path / "site").state()
        assert state == {} or "items" in state
    (tmp_path / ".site.state.json").write_bytes(whole)
    assert len(Staging(tmp_path / "site").state()["items"]) == 2
