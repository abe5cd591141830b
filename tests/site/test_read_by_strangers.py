"""What a reader who knows nothing of the program would stumble over: repetition, names cut off, empty columns."""

import re

import pytest

from briefbook.model.archive import Archive
from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.site.charts import in_lines
from briefbook.site.entity_pages import _traffic_in_words, _without_empty_columns
from briefbook.site.list_pages import PAPERS_ON_FRONT_PAGE, some_papers, table
from briefbook.site.narrative_page import _says, first_words
from briefbook.site.site_data import ItemRow
from briefbook.site.views import web_page
from briefbook.text.titles import office_of_code
from briefbook.util.translation import using

SCHOLAR = re.compile(r'<span class="scholar">.*?</span>', re.S)


def item_page(narratives=(), **values):
    entry = Entry("X1", {name: (Reading(value, value),) for name, value in values.items()})
    made = Archive(MemoryCatalogue({"X1": entry}), narratives, about={"title": "T"}, office=office_of_code)
    return web_page("items/X1.html", made).body.decode()


def chapter_of(text):
    return parse_narrative(f"# A\n\n{text}\n", "a.md", citation="X[0-9]+", is_item=lambda name: False)


def route(page):
    line = re.search(r'<p class="route">(.*?)</p>', page, re.S)
    return SCHOLAR.sub("", line[1]) if line else ""


def test_the_line_under_a_title_does_not_say_again_what_the_title_says():
    values = {"form": "telegram", "number": "12", "from": "WASHDC", "to": "EXTERNAL", "date": "1962-11-08"}
    assert route(item_page(**values)) == ""  # the title has all of it
    assert route(item_page(subject="Ferries", **values)) == "Telegram 12"


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"form": "memorandum", "from": "CHIEF, HARBOURS", "to": "CHIEF, FERRIES", "date": "1962-07-20"}, ""),
        ({"from": "CHIEF, HARBOURS", "to": "CHIEF, FERRIES", "date": "1962-07-20"}, ""),
        ({"from": "CHIEF, HARBOURS"}, "Date not known"),
        ({"form": "despatch", "number": "UFGA-169", "from": "CHIEF, HARBOURS", "to": "REED"}, "Date not known"),
    ],
)
def test_offices_in_words_are_not_said_again_under_the_title_nor_a_kind_that_is_not_known(values, line):
    assert route(item_page(**values)) == line


def test_the_line_under_a_title_says_that_a_date_is_not_known():
    assert route(item_page(form="telegram", number="12", **{"from": "WASHDC"})) == "Date not known"


def test_a_subject_typed_in_capitals_is_set_smaller_and_another_is_not():
    typed = item_page(subject="FERRIES AND HARBOURS", **{"from": "WASHDC"})
    assert '<span class="of-paper about">FERRIES AND HARBOURS</span></h1>' in typed
    assert 'about"' not in item_page(subject="Ferries and harbours", **{"from": "WASHDC"})


@pytest.mark.parametrize(
    ("traffic", "english", "french"),
    [
        ((1, 0, 0), "1 message sent", "1 message expédié"),
        ((0, 12, 0), "12 messages received", "12 messages reçus"),
        ((0, 0, 1), "1 message copied to it", "1 message reçu en copie"),
        ((3, 1, 2), "3 messages sent, 1 message received, 2 messages copied to it",
         "3 messages expédiés, 1 message reçu, 2 messages reçus en copie"),
    ],
)  # fmt: skip
def test_of_what_an_office_has_none_nothing_is_said(traffic, english, french):
    assert _traffic_in_words(*traffic) == english
    with using("fr"):
        assert _traffic_in_words(*traffic) == french


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Embassy in Washington", ("Embassy in Washington",)),
        ("Deputy Director of the Ferry Group (Reed)", ("Deputy Director of the Ferry", "Group (Reed)")),
        ("Assistant Secretary for Inland Waters and Ferries, and Acting Keeper of the Lights",
         ("Assistant Secretary for Inland", "Waters and Ferries, and…")),
        ("Donaudampfschiffahrtsgesellschaftskapitaen", ("Donaudampfschiffahrtsgesellsc", "haftskapitaen")),
    ],
)  # fmt: skip
def test_a_long_name_in_a_chart_has_two_lines(name, lines):
    assert in_lines(name, 30) == lines


def test_a_column_without_any_value_is_not_shown():
    shown = _without_empty_columns("Offices", ("Office", "Here", "Source"), [("Clerk", "", "an almanac")])
    assert re.findall(r'<th scope="col"[^>]*>(.*?)</th>', shown) == ["Office", "Source"]


def test_a_zero_is_marked_for_the_cards_of_a_phone_and_stays_in_the_table():
    shown = table("Messages", ("Office", "Sent", "Received"), [("Oslo", 0, 3)], numbers=frozenset({1, 2}))
    assert '<td class="num zero" data-label="Sent">0</td><td class="num" data-label="Received">3</td>' in shown


def test_an_abstract_ends_with_a_sentence_where_it_can():
    text = "The ferry left at dawn. Nobody had been told of the storm that was coming. It was seen too late by all."
    chapter = chapter_of(text)
    assert first_words(chapter, 80) == "The ferry left at dawn. Nobody had been told of the storm that was coming."
    assert first_words(chapter, 60) == "The ferry left at dawn."
    assert first_words(chapter_of("The ferry left at dawn, for the islands beyond."), 25) == (
        "The ferry left at dawn …"
    )


def test_a_front_page_without_chapters_has_no_empty_section():
    made = Archive(MemoryCatalogue({"X1": Entry("X1", {})}), (), about={"title": "T"})
    page = web_page("index.html", made).body.decode()
    assert "Chapters</h2>" not in page
    assert "Papers</h2>" not in page  # nothing is known of the only one
    assert 'Browse <a href="items.html">all items</a>.' in page


def test_a_front_page_without_chapters_names_papers_of_all_its_time():
    rows = [ItemRow(f"X{day}", date=f"1962-11-{day:02}", subject="FERRIES") for day in range(30, 0, -1)]
    rows += [ItemRow("X90", date="1962-12-01"), ItemRow("X91", subject="UNDATED")]
    shown = [row.item for row in some_papers(rows)]
    assert len(shown) == PAPERS_ON_FRONT_PAGE
    assert (shown[0], shown[-1]) == ("X1", "X28")
    assert [row.item for row in some_papers(rows[:2])] == ["X29", "X30"]
    assert some_papers(()) == []


@pytest.mark.parametrize(
    ("title", "is_said"),
    [
        ("November 8 - November 13, 1962", True),
        ("8–13 November 1962", True),
        ("The ferries, 8 to 13 November", False),
        ("November 1962", False),
        ("The ferries", False),
    ],
)
def test_dates_are_not_repeated_above_a_title_that_says_them(title, is_said):
    assert _says(title, "8–13 November 1962") is is_said
