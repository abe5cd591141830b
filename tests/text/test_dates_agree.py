"""One written date means the same days in a list, at the desk, in a question, in prose, on a page and in a heading."""

from datetime import date

import pytest

from briefbook.cables.forms.common import put_date
from briefbook.cables.heading_draft import draft_of_text
from briefbook.catalogue.field_values import parse_field
from briefbook.checks.prose_dates import cell_agrees, span
from briefbook.importers.csv_table import read_table
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.search import parse_days
from briefbook.text.dates import Outcome, find_mentions, read_date

DAYS = (
    "8-Nov-62", "Nov. 8, 1962", "8 Nov. 1962", "8 November 1962", "November 8th 1962", "NOV 8/62", "8/11/62",
    "8.11.1962", "8.XI.1962", "8 novembre 1962", "Thursday, November 8, 1962",
)  # fmt: skip
"""8 November 1962, as prose and headings write it too."""

OTHERS = (
    ("November 1962", "1962-11-01", "1962-11-30"),
    ("Nov-62", "1962-11-01", "1962-11-30"),
    ("c. Nov 1962", "1962-11-01", "1962-11-30"),
    ("ca. 1962", "1962-01-01", "1962-12-31"),
    ("1963-04-??", "1963-04-01", "1963-04-30"),
    ("8-13 November 1962", "1962-11-08", "1962-11-13"),
    ("30 Oct - 2 Nov 1962", "1962-10-30", "1962-11-02"),
    ("1962-11-08/1962-11-13", "1962-11-08", "1962-11-13"),
    ("spring 1962", "1962-03-01", "1962-05-31"),
    ("196X", "1960-01-01", "1969-12-31"),
)


def list_date(written, **settings):
    received = read_table(f'Item,Date,From,To,Number\nD1,"{written}",LDN,EXTERNAL,1\n'.encode(), "list", **settings)
    return received.descriptions[0].readings["date"][0].value


def page_dates(written, **settings):
    source = f"---\ntitle: A page\ndates: '{written}'\n---\nWords.\n"
    return parse_narrative(source, "a.md", citation="D[0-9]", is_item=lambda item: False, **settings).dates


def days_asked(written, **settings):
    first, last = parse_days(written, **settings)
    return date.fromordinal(first), date.fromordinal(last)


@pytest.mark.parametrize(
    "written", [*DAYS, "8th November, 1962", "1962-11-08", "1962/11/08", "19621108", "[8 Nov 1962]"]
)
def test_a_day_is_the_same_in_a_list_at_the_desk_in_a_question_and_on_a_page(written):
    day = date(1962, 11, 8)

    assert list_date(written, order="dmy") == "1962-11-08"
    assert parse_field("date", written, order="dmy") == "1962-11-08"
    assert page_dates(written, order="dmy") == "1962-11-08"
    assert days_asked(written, order="dmy") == (day, day)
    assert cell_agrees(written, "1962-11-08", order="dmy")


@pytest.mark.parametrize("written", DAYS)
def test_prose_and_headings_read_the_same_day(written):
    day = date(1962, 11, 8)
    draft = draft_of_text("DATE", 1900, "dmy")
    put_date(draft, written.upper(), 0)

    assert [mention.days(1900) for mention in find_mentions(f"the telegram of {written} says", order="dmy")] == [
        (day, day)
    ]
    assert draft.values.as_json()["date"] == "1962-11-08"


PROSE_DAYS = (
    "8 Nov. 62", "Nov 8 62", "8 Nov '62", "8 Nov \u201962", "8\u2013Nov\u201362", "8\u2011Nov\u201162", "1962/11/08",
    "080800Z NOV 62", "8\u00a0Nov\u00a062",
)  # fmt: skip


@pytest.mark.parametrize("written", PROSE_DAYS)
def test_prose_reads_the_rarer_spellings_of_a_day_as_a_list_does(written):
    (mention,) = find_mentions(f"the telegram of {written} says", order="dmy")

    assert mention.text == written
    assert mention.days(1900) == (date(1962, 11, 8), date(1962, 11, 8))
    assert read_date(written, order="dmy").bounds == (date(1962, 11, 8), date(1962, 11, 8))


@pytest.mark.parametrize(
    ("prose", "first", "last"),
    [
        ("between 8 and 13 November 1962 he", "1962-11-08", "1962-11-13"),
        ("between 8 and 13 November he", "1962-11-08", "1962-11-13"),
        ("between 30 October and 2 November he", "1962-10-30", "1962-11-02"),
        ("5 Sept. 62 was", "1962-09-05", "1962-09-05"),
        ("from 8 November to 13 November he", "1962-11-08", "1962-11-13"),
        ("from 30 Oct - 2 Nov 1962 he", "1962-10-30", "1962-11-02"),
        ("from 30 Oct. to 2 Nov. 62 he", "1962-10-30", "1962-11-02"),
        ("from 30 December to 2 January 1962 he", "1961-12-30", "1962-01-02"),
        ("from 30 December 1961 to 2 January he", "1961-12-30", "1962-01-02"),
        ("8\u201113 November 1962", "1962-11-08", "1962-11-13"),
    ],
)
def test_prose_reads_both_ends_of_an_interval_and_a_short_year(prose, first, last):
    (mention,) = find_mentions(prose)

    assert mention.days(1962) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("prose", "mentions"),
    [
        ("pages 8-13 and 62-63", []),
        ("telegram 1962/11 and 371/1962/11/08", []),
        ("three of 8/11 and 1/2", []),
        ("telegrams 080800 and 1962", []),
        ("the 26th of July Movement", []),
        ("in the Rue du 11 novembre", []),
        ("On 8 Nov 62 ships sailed", [("8 Nov", None)]),
        ("On 8 November 62 men left", [("8 November", None)]),
        ("On Nov 8 62,000 tons", [("Nov 8", None)]),
        ("On Nov. 8, 62 had left", [("Nov. 8", None)]),
        ("On Nov 8 62% agreed", [("Nov 8", None)]),
        ("on 8 November and 13 December 1962", [("8 November", None), ("13 December 1962", 1962)]),
    ],
)
def test_ordinary_figures_in_prose_are_no_dates_and_no_years(prose, mentions):
    assert [(mention.text, mention.year) for mention in find_mentions(prose, order="dmy")] == mentions


def test_the_order_of_the_settings_reaches_both_ends_of_an_interval():
    (mention,) = find_mentions("from 11/8/1962 to 11/13/1962", order="mdy")

    assert mention.days(1900) == (date(1962, 11, 8), date(1962, 11, 13))


def test_a_day_beyond_the_thirty_first_is_named_as_it_is_written():
    reading = read_date("32.1.62")

    assert (reading.outcome, reading.note) == (Outcome.IMPOSSIBLE, "neither 32 nor 62 is a day of a month")


@pytest.mark.parametrize(("written", "first", "last"), OTHERS)
def test_a_month_a_year_and_an_interval_are_the_same_everywhere_too(written, first, last):
    days = (date.fromisoformat(first), date.fromisoformat(last))

    assert span(list_date(written)) == days
    assert span(parse_field("date", written)) == days
    assert span(page_dates(written)) == days
    assert days_asked(written) == days


@pytest.mark.parametrize(("order", "day"), [("dmy", "1962-11-08"), ("mdy", "1962-08-11")])
def test_the_order_of_the_settings_reaches_all(order, day):
    draft = draft_of_text("DATE", 1900, order)
    put_date(draft, "8/11/62", 0)
    (mention,) = find_mentions("on 8/11/62", order=order)

    assert list_date("8/11/62", order=order) == day
    assert parse_field("date", "8/11/62", order=order) == day
    assert page_dates("8/11/62", order=order) == day
    assert days_asked("8/11/62", order=order) == (date.fromisoformat(day),) * 2
    assert mention.days(1900) == (date.fromisoformat(day),) * 2
    assert draft.values.as_json()["date"] == day
    assert cell_agrees("8/11/62", day, order=order)


def test_so_does_the_window():
    draft = draft_of_text("DATE", 1850)
    put_date(draft, "NOV 8/62", 0)
    (mention,) = find_mentions("on 8-Nov-62", window=1850)

    assert list_date("8-Nov-62", window=1850) == "1862-11-08"
    assert parse_field("date", "8-Nov-62", window=1850) == "1862-11-08"
    assert page_dates("8-Nov-62", window=1850) == "1862-11-08"
    assert days_asked("8-Nov-62", window=1850) == (date(1862, 11, 8),) * 2
    assert mention.days(1900) == (date(1862, 11, 8),) * 2
    assert draft.values.as_json()["date"] == "1862-11-08"


@pytest.mark.parametrize("written", ["31-Nov-62", "1962-02-30", "soon", "8-Nvo-62"])
def test_what_is_no_day_is_none_anywhere(written):
    assert (list_date(written), parse_field("date", written), page_dates(written)) == (None, None, "")
    assert cell_agrees(written, "1962-11-08") is None
    with pytest.raises(ValueError, match="not recognised as a date"):
        parse_days(written)
