"""Words, fields and dates find the pages they stand on, with boxes, facets and a histogram."""

import pytest

from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import Entry
from briefbook.model.page import Box, Line, Page, Word
from briefbook.search import QuestionError, build_index, open_index, search


def entry(item, sender, date, number):
    values = {"from": sender, "to": "EXTERNAL", "date": date, "number": number}
    return Entry(item, {name: (Reading(value, value),) for name, value in values.items()}, page_count=1)


PAGES = {
    "D1": (Page("D1", 1, (Line((Word("CASTRO", Box(1, 2, 30, 9), 0.9), Word("WAITS."))),)),),
    "D2": (Page("D2", 1, (Line((Word("NOTHING"),)),)), Page("D2", 2, (Line((Word("CASTR0"), Word("WENT"))),))),
    "D3": (),
}
ENTRIES = {
    "D1": entry("D1", "WASHDC", "1962-11-08", "3316"),
    "D2": entry("D2", "LDN", "1962-11-13", "4028"),
    "D3": entry("D3", "LDN", "1962-12", "4100"),
}


@pytest.fixture
def ask(tmp_path):
    build_index(tmp_path / "index", [(ENTRIES[item], PAGES[item]) for item in ENTRIES], stamp="s")
    index = open_index(tmp_path / "index")
    return lambda question, **more: search(index, question, pages_of=lambda item: PAGES[item], **more)


def test_a_word_is_found_with_its_page_snippet_and_box(ask):
    (hit,) = ask("castro").hits
    assert (hit.item, hit.page, hit.snippet) == ("D1", 1, "\ue000CASTRO\ue001 WAITS.")
    assert hit.boxes == (Box(1, 2, 30, 9),)


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("from:Moskau", ["L1", "L2"]),  # the list's own word, and the city's name in another language
        ("from:moscow", ["L1", "L2"]),
        ('to:"ministère des affaires"', ["L1"]),
        ("Moskau", ["L1"]),
        ("from:legation", ["L3"]),  # a word of an office that no list has
        ("info:Havana", ["L1"]),  # an office in words, with the city in its language
        ("from:M0SC0W", []),  # what a machine misread is no name of a post
    ],
)
def test_a_post_is_found_by_the_words_of_the_list(tmp_path, question, items):
    listed = {
        "from": (Reading("Moskau", "MOSCOW", by=SourceKind.RECEIVED),),
        "to": (Reading("Ministère des Affaires", "AFFAIRES", by=SourceKind.RECEIVED),),
        "info": (Reading("Botschaft Havanna", "Botschaft Havanna", by=SourceKind.RECEIVED),),
    }
    read = {"from": (Reading("M0SC0W", "MOSCOW"),)}
    legation = {"from": (Reading("Legation at Nowhere", "Legation at Nowhere", by=SourceKind.RECEIVED),)}
    entries = [(Entry("L1", listed), ()), (Entry("L2", read), ()), (Entry("L3", legation), ())]
    build_index(tmp_path / "index", entries, stamp="s")
    assert [hit.item for hit in search(open_index(tmp_path / "index"), question, order="item").hits] == items


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("from:LDN", {"D2", "D3"}),
        ("from:ldn castr0", {"D2"}),
        ("date:1962-11", {"D1", "D2"}),
        ("date:1962-11-09..1962-12-31", {"D2", "D3"}),
        ('date:"December 1962"', {"D3"}),
        ("number:3316", {"D1"}),
        ("number:4000..4050", {"D2"}),
        ("NOT from:LDN", {"D1"}),
        ("item:D3 OR went", {"D2", "D3"}),
        ('"castro waits"', {"D1"}),
        ('"waits castro"', set()),
        ("castro~", {"D1", "D2"}),
        ("person:castro", {"D1"}),
        ("subject:none", set()),
        ("", {"D1", "D2", "D3"}),
    ],
)
def test_questions_find_what_they_ask_for(ask, question, items):
    assert {hit.item for hit in ask(question).hits} == items


def test_counts_are_over_all_hits_and_say_what_was_not_searched(ask):
    hits = ask("", limit=1)
    assert (hits.total, len(hits.hits)) == (3, 1)
    assert hits.facets["post"] == {"WASHDC": 1, "LDN": 2}
    assert hits.facets["month"] == {"1962-11": 2, "1962-12": 1}
    assert hits.histogram == {"1962-11-08": 1, "1962-11-13": 1, "1962-12": 1}
    assert hits.coverage["pages_without_text"] == 1


def test_hits_can_be_ordered_by_date(ask):
    assert [hit.item for hit in ask("to:EXTERNAL", order="date").hits] == ["D1", "D2", "D3"]


def test_a_date_that_is_none_is_refused(ask):
    with pytest.raises(QuestionError, match="not recognised as a date"):
        ask("date:someday")


def test_a_damaged_or_missing_index_is_noticed_and_made_again(tmp_path):
    assert open_index(tmp_path / "none") is None
    folder = tmp_path / "index"
    build_index(folder, [(ENTRIES["D1"], PAGES["D1"])], stamp="s")
    store = next(folder.glob("g*/*.store"))
    store.write_bytes(store.read_bytes()[:-9])
    assert open_index(folder) is None
    build_index(folder, [(ENTRIES["D1"], PAGES["D1"])], stamp="s")
    assert open_index(folder).stamp == "s"


def test_an_overwritten_byte_of_the_index_is_noticed(tmp_path):
    build_index(tmp_path, [(ENTRIES["D1"], PAGES["D1"])], stamp="s")
    path = next(tmp_path.glob("g*/*.term"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    assert open_index(tmp_path) is None


def test_an_index_of_another_version_is_not_opened(tmp_path):
    build_index(tmp_path, [(ENTRIES["D1"], PAGES["D1"])], stamp="s")
    current = tmp_path / "current.json"
    current.write_text(current.read_text().replace('"version": ', '"version": 9'))
    assert open_index(tmp_path) is None


@pytest.mark.parametrize("order", ["relevance", "date"])
def test_equal_hits_stand_in_the_catalogues_order_whenever_the_index_was_made_and_on_every_page(tmp_path, order):
    names = [f"E{number:03}" for number in range(120)]
    page = Page("", 1, (Line((Word("CASTRO"), Word("WAITS"))),))
    rows = [(entry(name, "LDN", "1962-11-13", "12"), (page,)) for name in names]
    for made in range(3):
        build_index(tmp_path / f"index{made}", rows, stamp="s")
        index = open_index(tmp_path / f"index{made}")
        pages = [
            search(index, "castro", order=order, limit=25, offset=at, counts=False).hits for at in (0, 25, 50, 100)
        ]
        shown = [hit.item for hits in pages for hit in hits]
        assert shown == [*names[:75], *names[100:]]
