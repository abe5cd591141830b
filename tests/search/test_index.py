"""The index follows the catalogue: readers go on while it is written, a corrected item is found at once."""

import shutil

import pytest

from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry
from briefbook.model.page import Page
from briefbook.model.post import Post
from briefbook.search import (
    CursorError,
    DamagedIndex,
    build_index,
    index,
    open_index,
    precompute_counts,
    prepare_index,
    search,
    update_index,
)
from briefbook.search.highlighting import Highlighter, Marks
from briefbook.search.ocr_variants import candidates
from briefbook.search.query_dates import parse_days


def item_of(item, text, **values):
    readings = {
        name.rstrip("_"): tuple(Reading(value, value) for value in value.split("; ")) for name, value in values.items()
    }
    pages = (
        [Page.of_text(item, page_number, page) for page_number, page in enumerate(text.split("|"), 1)] if text else []
    )
    return Entry(item, readings, page_count=max(1, len(pages))), pages


COLLECTION = [
    item_of(
        "S1", "THE FERRY LEFT AT NOON|MIKOYAN WAS ABOARD", from_="HAVANA", to="LDN", date="1962-11-08", number="101"
    ),
    item_of("S2", "MIKOVAN SPOKE OF THE HARBOUR", from_="HAVANA", to="EXTERNAL", date="1962-11-09", number="102"),
    item_of("S3", "HARBOUR DUES AND FERRY TIMES", from_="PARIS", to="LDN", date="1962-12", persons="Anastas Mikoyan"),
    item_of("S4", "", from_="PARIS", to="LDN", classification="TOP SECRET"),
    item_of("S5", "CAFÉ DE LA GARE", from_="LDN", to="PARIS", date="1963", classification="SECRET", subject="Dinner"),
]
POSTS = {
    "HAVANA": Post("HAVANA", "Embassy Havana", "Cuba"),
    "LDN": Post("LDN", "High Commission London", "United Kingdom", aliases=("LONDON",)),
    "LONDON": Post("LDN", "High Commission London", "United Kingdom", aliases=("LONDON",)),
}


@pytest.fixture
def folder(tmp_path):
    build_index(
        tmp_path / "index",
        COLLECTION,
        stamp="one",
        chapters=lambda item: ["The ferry"] if item == "S1" else [],
        precompute=precompute_counts,
    )
    return tmp_path / "index"


def pages_of(item):
    return next((pages for entry, pages in COLLECTION if entry.item == item), [])


def ask(folder, question, **more):
    return search(open_index(folder), question, posts=POSTS.get, **{"pages_of": pages_of} | more)


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("ferry", {"S1", "S3"}),
        ("ferry -dues", {"S1"}),
        ("ferry OR gare", {"S1", "S3", "S5"}),
        ("cafe", {"S5"}),
        ("Café", {"S5"}),
        ("mikoyan", {"S1", "S3"}),
        ("mikoyan~", {"S1", "S2", "S3"}),
        ("mik*", {"S1", "S2", "S3"}),
        ("ferry NEAR/3 noon", {"S1"}),
        ("noon NEAR/3 ferry", {"S1"}),
        ("ferry NEAR/2 noon", set()),
        ('"ferry noon"~2', {"S1"}),
        ("from:Cuba", {"S1", "S2"}),
        ("from:havana", {"S1", "S2"}),
        ("to:LONDON", {"S1", "S3", "S4"}),
        ("post:london", {"S1", "S3", "S4", "S5"}),
        ("person:Mikoian", {"S3"}),
        ("class:secret", {"S5"}),
        ('class:"top secret"', {"S4"}),
        ("subject:dinner", {"S5"}),
        ("dinner", {"S5"}),
        ("number:101..101", {"S1"}),
        ("number:>101", {"S2"}),
        ("date:1962-11", {"S1", "S2"}),
        ("date:1962-12-31", {"S3"}),
        ("date:1963-05-05", {"S5"}),
        ("date:..1962-11-08", {"S1"}),
        ("has:gap", {"S4"}),
        ("NOT has:date", {"S4"}),
        ("chapter:ferry", {"S1"}),
        ("item:s4", {"S4"}),
        ("s4", {"S4"}),
        ("from:NOWHERE", set()),
    ],
)
def test_questions_find_what_they_ask_for(folder, question, items):
    assert {hit.item for hit in ask(folder, question).hits} == items


def test_misreadings_rank_below_the_true_word(folder):
    hits = ask(folder, "mikoyan~").hits
    assert hits[-1].item == "S2"
    assert "\ue000MIKOVAN\ue001" in hits[-1].snippet


def test_a_hit_names_the_page_of_the_words(folder):
    (hit,) = ask(folder, "aboard").hits
    assert (hit.page, hit.snippet) == (2, "MIKOYAN WAS \ue000ABOARD\ue001")


def test_a_hit_in_the_description_alone_claims_no_page(folder):
    (hit,) = ask(folder, "dinner").hits
    assert (hit.page, hit.boxes) == (None, ())


def test_every_answer_says_what_could_not_be_searched(folder):
    coverage = ask(folder, "mikoyan").coverage
    assert coverage["pages"] == 6
    assert coverage["pages_without_text"] == 1
    assert coverage["possibly_missed"] == 1
    assert "1 without text" in coverage["says"]
    assert ask(folder, "mikoyan from:HAVANA").coverage["items"] == 2


def test_what_finds_nothing_proposes_what_finds_something(folder):
    assert "mikoyan" in ask(folder, "mikoyen").proposals
    assert "aboard" in ask(folder, "aboard date:1970").proposals
    assert all(ask(folder, proposal).total for proposal in ask(folder, "aboard from:PARIS").proposals)


def test_hits_are_leafed_through_with_the_cursor_of_the_same_question(folder):
    first = ask(folder, "to:LDN", limit=2, order="date")
    rest = ask(folder, "to:LDN", limit=2, order="date", cursor=first.cursor)
    assert [hit.item for hit in (*first.hits, *rest.hits)] == ["S1", "S3", "S4"]
    assert rest.cursor is None
    for question, order in (("to:PARIS", "date"), ("to:LDN", "item")):
        with pytest.raises(CursorError, match="another question"):
            ask(folder, question, order=order, cursor=first.cursor)
    with pytest.raises(CursorError, match="not a cursor"):
        ask(folder, "to:LDN", cursor="nonsense!")


def test_an_item_like_another_shares_its_rare_words(tmp_path):
    same = "THE TURBINE HALL AT THE DAM WAS FLOODED AND THE SLUICE STOOD OPEN"
    filler = [item_of(f"F{number}", f"ROUTINE MATTERS OF THE DAY {number}") for number in range(60)]
    items = [item_of("A", same), item_of("B", f"AGAIN {same}"), *filler]
    build_index(tmp_path, items, stamp="x")
    pages = {entry.item: pages for entry, pages in items}
    assert [hit.item for hit in ask(tmp_path, "like:A", pages_of=pages.get).hits] == ["B"]
    with pytest.raises(ValueError, match="no item"):
        ask(tmp_path, "like:NONE")


def test_a_hit_is_shown_as_its_text_is_now_with_the_number_that_its_page_has(folder):
    numbered = [Page.of_text("S1", 4, "THE FERRY\fLEFT"), Page.of_text("S1", 9, "MIKOYAN WAS ABOARD")]
    (hit,) = ask(folder, "aboard", pages_of=lambda item: numbered).hits
    assert (hit.page, hit.snippet) == (9, "MIKOYAN WAS \ue000ABOARD\ue001")
    (hit,) = ask(folder, "aboard", texts_of=lambda item: [(2, "corrected")]).hits
    assert (hit.page, hit.snippet) == (None, "corrected")
    (hit,) = ask(folder, "aboard", texts_of=lambda item: []).hits
    assert (hit.item, hit.page, hit.snippet) == ("S1", None, "")


def test_a_corrected_item_is_found_by_a_reader_that_was_open_before(folder):
    reader = open_index(folder)
    assert search(reader, "zeppelin").total == 0
    update_index(folder, [item_of("S2", "A ZEPPELIN OVER THE HARBOUR")], ["S4"], stamp="two")
    assert [hit.item for hit in search(reader, "zeppelin").hits] == ["S2"]
    assert search(reader, "mikovan").total == 0
    assert (len(reader), reader.stamp) == (4, "two")
    assert [hit.item for hit in search(reader, "", order="item").hits] == ["S1", "S2", "S3", "S5"]


def test_readers_keep_the_old_index_until_the_new_one_is_whole(folder):
    reader = open_index(folder)

    def entries():
        yield COLLECTION[0]
        assert search(reader, "").total == 5
        yield COLLECTION[1]

    build_index(folder, entries(), stamp="new")
    assert search(reader, "").total == 2


def test_a_build_that_breaks_off_leaves_the_former_index(folder):
    def entries():
        yield COLLECTION[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(folder, entries(), stamp="new")
    assert open_index(folder).stamp == "one"


def test_what_a_killed_update_left_is_in_nobodys_way(tmp_path, monkeypatch):
    monkeypatch.setattr(index, "WRITER_THREADS", 1)  # one segment, of which an update deletes a part
    folder, other = tmp_path / "index", tmp_path / "other"
    build_index(folder, COLLECTION, stamp="one")
    shutil.copytree(folder, other)
    before = {path.name for path in (folder / "g1").iterdir()}
    changed = [item_of("S1", "THE FERRY SANK", from_="HAVANA")]
    update_index(other, changed, stamp="two")
    left = [path for path in (other / "g1").iterdir() if path.name not in before]
    assert [path.suffix for path in left].count(".del") == 1  # the next update gives the same name to its own
    for path in left:
        shutil.copy(path, folder / "g1")
    update_index(folder, changed, stamp="two")
    assert [hit.item for hit in ask(folder, "sank").hits] == ["S1"]


def test_nothing_can_be_brought_up_to_date_where_nothing_is(tmp_path):
    with pytest.raises(DamagedIndex, match="nothing to bring up to date"):
        update_index(tmp_path, [], [], stamp="x")


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("1962-11-08", "1962-11-08", "1962-11-08"),
        ("November 1962", "1962-11-01", "1962-11-30"),
        ("8 Nov 1962", "1962-11-08", "1962-11-08"),
        ("November 8, 1962", "1962-11-08", "1962-11-08"),
        ("8-13 November 1962", "1962-11-08", "1962-11-13"),
        ("1962-11-08/1962-11-13", "1962-11-08", "1962-11-13"),
        ("196X", "1960-01-01", "1969-12-31"),
        ("1962-11?", "1962-11-01", "1962-11-30"),
        ("1962-11-14T22:05Z", "1962-11-14", "1962-11-14"),
        ("[1962-11-08,1962-11-10]", "1962-11-08", "1962-11-10"),
    ],
)
def test_dates_are_bounded_by_their_first_and_last_day(typed, first, last):
    import datetime

    days = parse_days(typed)
    assert [datetime.date.fromordinal(day).isoformat() for day in days] == [first, last]


def test_a_misreading_is_one_or_two_slips_of_shape():
    assert {"castr0", "casiro"} <= set(candidates("castro"))
    assert "xxxxxx" not in candidates("castro")


def test_hits_are_marked_whatever_their_case_and_accents():
    highlighter = Highlighter(Marks(frozenset({("cafe",), ("de", "gaulle")})))
    assert highlighter.snippet("Café, de\nGaulle")[1] == "\ue000Café\ue001, \ue000de Gaulle\ue001"


@pytest.mark.parametrize("question", ["1962", "1962-11", "1961-12-31..1962-01-01", "1962-02-01..1963-03", "1900..2100"])
@pytest.mark.parametrize("date", ["1962-11-08", "1962", "1962-11", "1961/1963", "1950/1970", "1963-03-31", "1899"])
def test_a_date_is_found_by_every_interval_that_it_may_touch(tmp_path, date, question):
    build_index(tmp_path, [item_of("A", "FERRY", date=date)], stamp="x")
    (first, last), (begin, end) = parse_days(date), parse_days(question)
    assert bool(ask(tmp_path, f"date:{question}").total) is (first <= end and last >= begin)


def test_what_is_counted_beforehand_is_what_is_counted_when_asked(tmp_path, monkeypatch):
    from briefbook.search import facets

    monkeypatch.setattr(facets, "MIN_ITEMS_TO_PRECOMPUTE", 1)
    build_index(tmp_path, COLLECTION, stamp="x", precompute=precompute_counts)
    index = open_index(tmp_path)
    assert {"every", "word ferry", "word harbour"} <= set(index.prepared)
    ready = search(index, "ferry")
    index.prepared = {}
    index.clear_cache()
    hits = search(index, "ferry")
    assert (ready.total, ready.facets, ready.histogram) == (hits.total, hits.facets, hits.histogram)


def test_after_an_update_nothing_counted_before_is_told(tmp_path, monkeypatch):
    from briefbook.search import facets

    monkeypatch.setattr(facets, "MIN_ITEMS_TO_PRECOMPUTE", 1)
    build_index(tmp_path, COLLECTION, stamp="x", precompute=precompute_counts)
    reader = open_index(tmp_path)
    before = search(reader, "ferry").total
    update_index(tmp_path, [item_of("S9", "A FERRY", from_="LDN")], stamp="y")
    assert search(reader, "ferry").total == before + 1
    assert reader.prepared == {}
    prepare_index(reader)
    assert search(reader, "ferry").facets["post"] == search(open_index(tmp_path), "ferry").facets["post"]
    assert open_index(tmp_path).prepared
