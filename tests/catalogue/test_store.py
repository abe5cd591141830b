"""The catalogue's database gives back what was put in, writes only what changed, and survives damage."""

import contextlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbook.catalogue import StoreCatalogue, Update, store
from briefbook.errors import OutsideError
from briefbook.model.cable import Derivation, Reading, Reference, SourceKind
from briefbook.model.catalogue import Entry
from briefbook.model.locator import PagePosition
from briefbook.model.page import Box, Kind, Line, Page, Region, Word
from briefbook.model.page_json import page_as_json, page_of_json

ENTRY = Entry(
    "CDNW10",
    {
        "from": (
            Reading(
                "WASHDG", "WASHDC", SourceKind.MACHINE, Derivation.REPAIRED, PagePosition(1, 2, Box(1, 2, 3, 4)), 0.8
            ),
        ),
        "number": (Reading("(no number)", None, SourceKind.RECEIVED, source="book"),),
    },
    (Reference("MYTEL 12", "MYTEL", "12", place=PagePosition(1, 3)),),
    page_count=1,
    scan="scans/CDNW10.pdf",
    checksum="abc",
    flags=("odd",),
    candidates={"date": (Reading("12 MAY", "1961-05-12", place=PagePosition(1, 4), confidence=0.4, note="why"),)},
)
PAGE = Page("CDNW10", 1, (Line((Word("FM", Box(0, 0, 9, 9), 0.5, ("FN",)), Word("X"))),), width=10, height=10)

words = st.builds(
    Word,
    st.text("ABC 1", min_size=1),
    st.none() | st.builds(Box, *[st.integers(0, 9)] * 4),
    st.none() | st.floats(0, 1),
    st.lists(st.text("AB", min_size=1)).map(tuple),
    certainty=st.none() | st.floats(0, 1),
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
    kept = StoreCatalogue(tmp_path / "catalogue.sqlite")
    assert kept.bring_up_to_date([Update.of(ENTRY, (PAGE,), "k")], [], "stamp") == 1
    again = StoreCatalogue(tmp_path / "catalogue.sqlite")
    assert again.get("CDNW10") == ENTRY
    assert list(again.pages("CDNW10")) == [PAGE]
    assert (again.stamp, again.keys()) == ("stamp", {"CDNW10": "k"})


def test_the_cable_s_own_text_is_that_of_its_pages_without_stamps_and_form_labels(tmp_path):
    kept = StoreCatalogue(tmp_path / "catalogue.sqlite")
    stamped = Page("D1", 1, (Line((Word("RELEASED"),), Kind.STAMP), Line((Word("THE"), Word("TALKS")))))
    typed = Page.of_text("D1", 2, "WERE  HELD\nTODAY")
    kept.bring_up_to_date([Update.of(Entry("D1"), (stamped, typed), "k")], [], "stamp")
    assert kept.message("D1") == "THE TALKS\nWERE HELD\nTODAY"
    assert kept.message("D1") == "\n".join(page.message for page in kept.pages("D1"))


def test_items_stand_in_natural_order_and_near_ids_are_found(tmp_path):
    kept = StoreCatalogue(tmp_path / "catalogue.sqlite")
    kept.bring_up_to_date([Update.of(Entry(item), (), "") for item in ("CDNW10", "CDNW9", "CDNW10001")], [], "s")
    assert [entry.item for entry in kept] == ["CDNW9", "CDNW10", "CDNW10001"]
    assert kept.similar_items("CDNW10002") == ["CDNW10001"]
    kept.bring_up_to_date([], ["CDNW9"], "t")
    assert "CDNW9" not in kept
    assert len(kept) == 2


def test_a_damaged_database_is_made_anew(tmp_path):
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(b"not a database at all, but long enough to look like one" * 50)
    kept = StoreCatalogue(path)
    assert len(kept) == 0
    kept.bring_up_to_date([Update.of(ENTRY, (PAGE,), "k")], [], "s")
    assert len(kept) == 1


def test_every_reading_is_a_row_of_a_view_that_others_can_query(tmp_path):
    path = tmp_path / "catalogue.sqlite"
    StoreCatalogue(path).bring_up_to_date([Update.of(ENTRY, (PAGE,), "k")], [], "s")
    rows = sqlite3.connect(path).execute("SELECT item, field, value, by, page FROM readings").fetchall()
    assert rows == [("CDNW10", "from", "WASHDC", "machine", 1), ("CDNW10", "number", None, "received", None)]


def texts(least=0):
    return st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=least, max_size=4)


boxes = st.builds(Box, *[st.integers(0, 99)] * 4)
places = st.builds(PagePosition, st.integers(1, 9), st.none() | st.integers(1, 9), st.none() | boxes)
readings = st.builds(
    Reading,
    st.none() | texts(1),
    st.none() | texts(1) | st.just("same"),
    st.sampled_from(list(SourceKind)),
    st.sampled_from(list(Derivation)),
    st.none() | places,
    st.none() | st.floats(0, 1),
    texts(),
    texts(),
    texts(),
) | st.builds(Reading, st.just("same"), st.just("same"))


@given(st.lists(readings, min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_readings_come_back_from_the_file_and_the_view_says_the_same(of_field):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.sqlite"
        first = StoreCatalogue(path)
        fields = {"subject": tuple(of_field), "to": tuple(of_field)}
        first.bring_up_to_date([Update.of(Entry("D1", fields), (), "k")], [], "s")
        first.close()
        again = StoreCatalogue(path)
        assert [again.get("D1").values(name) for name in fields] == [
            Entry("D1", fields).values(name) for name in fields
        ]
        assert again.get("D1").readings["subject"] == tuple(of_field)
        again.close()
        with contextlib.closing(sqlite3.connect(path)) as db:
            rows = db.execute(
                "SELECT as_written, value, by, how, page, line, confidence, source, note, confirmed_by FROM readings "
                "WHERE field = 'to'"
            ).fetchall()
    assert rows == [
        (
            one.as_written,
            one.value,
            one.by,
            one.how,
            one.place and one.place.page,
            one.place and one.place.line,
            one.confidence,
            one.source or None,
            one.note or None,
            one.confirmed_by or None,
        )
        for one in of_field
    ]


def packed_values(path):
    with contextlib.closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT items.item, typeof(readings_json), typeof(text) FROM items JOIN pages USING (item)")
        return {item: {readings, text} for item, readings, text in rows}


def of_kent(item):
    page = Page.of_text(item, 1, f"TELEGRAM {item} OF KENT\nÉTÉ. STOP", by="received")
    return Update.of(Entry(item, {"subject": (Reading(f"{item} KENT", f"{item} KENT"),)}), (page,), f"{item}'s")


def test_texts_and_readings_of_further_items_are_packed_and_come_back_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "PLAIN_ITEMS", 3)
    names = [f"D{number}" for number in range(1, 9)]
    plain = StoreCatalogue(tmp_path / "plain.sqlite")
    plain.bring_up_to_date(map(of_kent, names), [], "s")
    packed = StoreCatalogue(tmp_path / "packed.sqlite")
    packed.bring_up_to_date(map(of_kent, names[:3]), [], "half")
    packed.bring_up_to_date(map(of_kent, names[3:]), [], "s")
    kinds = packed_values(packed.path)
    assert [name for name in names if kinds[name] == {"blob"}] == names[3:]
    assert all(kind == {"text"} for kind in packed_values(plain.path).values())
    for again in (packed, StoreCatalogue(packed.path)):
        assert list(again) == list(plain)
        for name in names:
            assert again.page_texts(name) == plain.page_texts(name) == [(1, f"TELEGRAM {name} OF KENT\nÉTÉ. STOP")]
            assert again.texts(name) == plain.texts(name)
            assert again.pages(name) == plain.pages(name)
            assert (again.text(name), again.message(name)) == (plain.text(name), plain.message(name))
        assert again.text_keys() == plain.text_keys()
        assert list(again.first_texts(23)) == [(name, f"TELEGRAM {name} OF KENT\nÉTÉ") for name in sorted(names)]


def test_packing_that_was_undone_is_begun_again(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "PLAIN_ITEMS", 1)
    kept = StoreCatalogue(tmp_path / "catalogue.sqlite")
    kept.bring_up_to_date([of_kent("D1")], [], "s")

    def broken():
        yield of_kent("D2")
        yield Update("D2", ("too", "few"), ())

    with pytest.raises(IndexError):
        kept.bring_up_to_date(broken(), [], "t")
    kept.bring_up_to_date([of_kent("D3")], [], "t")
    assert packed_values(kept.path) == {"D1": {"text"}, "D3": {"blob"}}
    assert StoreCatalogue(kept.path).text("D3") == "TELEGRAM D3 OF KENT\nÉTÉ. STOP"


def test_an_item_whose_field_is_decided_at_once_is_written_packed_where_others_are(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "PLAIN_ITEMS", 1)
    kept = StoreCatalogue(tmp_path / "catalogue.sqlite")
    kept.bring_up_to_date([of_kent("D1")], [], "s")
    kept.bring_up_to_date([of_kent("D2")], [], "s")
    again = StoreCatalogue(kept.path)
    again.write_quickly([Entry("D2", {"subject": (Reading("NEW", "NEW", SourceKind.PERSON),)})], {})
    assert kept.get("D2").value("subject") == "NEW"
    assert kept.text("D2") == "TELEGRAM D2 OF KENT\nÉTÉ. STOP"


def test_a_database_of_other_columns_is_made_anew(tmp_path):
    path = tmp_path / "catalogue.sqlite"
    StoreCatalogue(path)
    with sqlite3.connect(path) as db:
        db.execute("ALTER TABLE items DROP COLUMN subject")
        db.execute("PRAGMA user_version = 3")
    assert StoreCatalogue(path).get("CDNW10") is None  # asked of a table that has every column


def updates(*items):
    return [
        Update.of(Entry(item, page_count=1), (Page.of_text(item, 1, f"SPECIMEN {item}"),), f"{item}'s")
        for item in items
    ]


def broken_off(coming):
    yield from coming
    raise KeyboardInterrupt


def test_of_many_items_what_was_written_before_an_interruption_is_kept_and_has_no_stamp(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "BATCH_SIZE", 2)
    path = tmp_path / "catalogue.sqlite"
    kept = StoreCatalogue(path)
    kept.bring_up_to_date(updates("D7"), [], "an earlier stamp")
    with pytest.raises(KeyboardInterrupt):
        kept.bring_up_to_date(broken_off(updates("D1", "D9", "D10")), ["D7"], "stamp")
    again = StoreCatalogue(path)
    assert again.stamp == ""
    assert again.keys() == {"D1": "D1's", "D7": "D7's", "D9": "D9's"}
    assert again.text("D9") == "SPECIMEN D9"


def test_gone_on_with_the_catalogue_is_the_same_as_if_made_at_once(tmp_path, monkeypatch):
    at_once = StoreCatalogue(tmp_path / "one.sqlite")
    at_once.bring_up_to_date(updates("D1", "D2", "D9", "D10", "D11"), [], "stamp")
    monkeypatch.setattr(store, "BATCH_SIZE", 2)
    kept = StoreCatalogue(tmp_path / "two.sqlite")
    with pytest.raises(KeyboardInterrupt):
        kept.bring_up_to_date(broken_off(updates("D2", "D10")), [], "stamp")
    kept.bring_up_to_date(updates("D1", "D9", "D11"), [], "stamp")
    assert list(kept) == list(at_once)
    assert [entry.item for entry in kept] == ["D1", "D2", "D9", "D10", "D11"]
    assert kept.stamp == "stamp"


def test_an_index_made_between_two_transactions_is_told_of_what_came_later(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "BATCH_SIZE", 1)
    kept = StoreCatalogue(tmp_path / "catalogue.sqlite")
    seen = []

    def looking_on():
        for update in updates("D1", "D2"):
            yield update
            seen.append(StoreCatalogue(kept.path).generation)

    kept.bring_up_to_date(looking_on(), [], "stamp")
    assert kept.changes(seen[0])[0] == ["D2"]


def test_several_programs_that_open_a_new_catalogue_at_once_make_it_once(tmp_path):
    command = (
        "import sys; from pathlib import Path; from briefbook.catalogue.store import StoreCatalogue; "
        "print(StoreCatalogue(Path(sys.argv[1])).database_id)"
    )
    arguments = [sys.executable, "-c", command, str(tmp_path / "catalogue.sqlite")]
    programs = [subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = [program.communicate()[0] for program in programs]
    assert [program.returncode for program in programs] == [0, 0, 0, 0]
    assert len(set(answers)) == 1


def test_a_write_that_fails_takes_nothing_of_another_thread_with_it(tmp_path):
    catalogue = StoreCatalogue(tmp_path / "catalogue.sqlite")
    other = threading.Thread(target=catalogue.store_result, args=("words", "k", b"of the other"), daemon=True)

    def fail_half_way():
        with catalogue._transaction():
            catalogue._db.execute("INSERT INTO results VALUES ('network', 'k', 'half')")
            other.start()
            other.join(0.2)
            raise ValueError("failed")

    with pytest.raises(ValueError, match="failed"):
        fail_half_way()
    other.join(30)
    assert catalogue.result("words", "k") == b"of the other"
    assert catalogue._db.execute("SELECT name FROM results").fetchall() == [("words",)]
    catalogue.close()


def test_a_result_that_a_locked_database_does_not_take_is_used_and_the_refusal_said(tmp_path, caplog):
    store = StoreCatalogue(tmp_path / "catalogue.sqlite")
    store.store_result("network", "old", b"former")
    store._db.execute("PRAGMA busy_timeout = 0")
    with contextlib.closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as other:
        other.execute("BEGIN IMMEDIATE")
        store.store_result("network", "new", b"worked out")
        assert store.result("network", "new") == b"worked out"
        assert store.result("network", "old") is None
        assert "network was worked out and could not be stored (database is locked)" in caplog.text
        other.rollback()
    assert StoreCatalogue(tmp_path / "catalogue.sqlite").result("network", "old") == b"former"
    store.store_result("network", "new", b"worked out")
    assert StoreCatalogue(tmp_path / "catalogue.sqlite").result("network", "new") == b"worked out"
    store.close()


def test_lines_come_back_one_by_one_and_only_under_their_key(tmp_path):
    store = StoreCatalogue(tmp_path / "catalogue.sqlite")
    lines = [f"{number} {'x' * 100}\n".encode() for number in range(5_000)]
    store.store_lines("rows", "k", lines)
    assert list(store.lines("rows", "k")) == lines
    assert store.lines("rows", "another") is None
    store.store_lines("rows", "k2", [])
    assert list(store.lines("rows", "k2")) == []


def test_lines_that_are_replaced_while_they_are_read_are_an_error_and_no_end(tmp_path):
    store = StoreCatalogue(tmp_path / "catalogue.sqlite")
    store.store_lines("rows", "k", (f"{number} {'x' * 1_000}\n".encode() for number in range(1_000)))
    reading = store.lines("rows", "k")
    next(reading)
    store.store_lines("rows", "k2", (b"y" * 1_000 + b"\n" for _ in range(1_000)))
    with pytest.raises(OutsideError, match="was replaced while it was read"):
        list(reading)


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, RuntimeError])
def test_lines_whose_storing_was_interrupted_are_not_there_under_either_key(tmp_path, error):
    path = tmp_path / "catalogue.sqlite"
    store = StoreCatalogue(path)
    lines = [f"{number} {'x' * 100}\n".encode() for number in range(5_000)]
    store.store_lines("rows", "k", lines)

    def cut_off():
        yield from lines[:3_000]
        raise error

    with pytest.raises(error):
        store.store_lines("rows", "k2", cut_off())
    for reader in (store, StoreCatalogue(path)):
        assert reader.lines("rows", "k") is None
        assert reader.lines("rows", "k2") is None
    store.store_lines("rows", "k", lines)
    assert list(StoreCatalogue(path).lines("rows", "k")) == lines


def test_lines_one_part_of_which_is_lost_are_worked_out_again(tmp_path):
    store = StoreCatalogue(tmp_path / "catalogue.sqlite")
    store.store_lines("rows", "k", (f"{number} {'x' * 1_000}\n".encode() for number in range(1_000)))
    with store._db:
        store._db.execute("DELETE FROM results WHERE name LIKE 'rows, part 3%'")
    assert store.lines("rows", "k") is None


def test_lines_that_a_full_disk_takes_in_part_hold_for_this_process_alone(tmp_path):
    path = tmp_path / "catalogue.sqlite"
    store = StoreCatalogue(path)
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    lines = [f"{random.Random(number).randbytes(400).hex()}\n".encode() for number in range(1_000)]
    store._db.execute(f"PRAGMA max_page_count = {pages + 30}")
    store.store_lines("rows", "k", lines)
    assert list(store.lines("rows", "k")) == lines
    assert StoreCatalogue(path).lines("rows", "k") is None
    store._db.execute("PRAGMA max_page_count = 100000")
    store.store_lines("rows", "k", lines)
    assert list(StoreCatalogue(path).lines("rows", "k")) == lines


def test_lines_stored_anew_leave_no_part_of_the_old_ones(tmp_path):
    store = StoreCatalogue(tmp_path / "catalogue.sqlite")
    lines = [f"{number} {'x' * 100}\n".encode() for number in range(5_000)]
    store.store_lines("rows", "k", lines)
    store.store_lines("rows", "k2", lines[:3])
    assert store._db.execute("SELECT count(*) FROM results").fetchone() == (2,)
