"""Days, weekdays, hours and small counts that the paper has otherwise are told of (C227); what may be right is not."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings
from briefbook.text import posts

ITEMS = """item H301 date=1964-03-09 from=LIMA number=41 ref=STATE
page 1. THE DEAN OF THE LAW SCHOOL RESIGNED EARLY FEBRUARY 18 AFTER A STRIKE THAT BEGAN ON JANUARY 21.
| FOUR FOREIGN MINISTERS WILL DINE AT 12:25 P.M. AT THE GRAND HOTEL. THE DELEGATION LEAVES MONDAY AFTERNOON FOR CARACAS.
| FOR TEN DAYS THE PRESS ASSOCIATION TRIED TO MEDIATE BETWEEN STUDENTS AND PROFESSORS. 114,000 METERS OF PIPE ARRIVED.
item H302 date=1964-03-09 from=LIMA number=42
page THE DEAN RESIGNED TODAY AFTER A LONG STRIKE. TALKS BEGIN MARCH 16 IN THE LAW SCHOOL WITH THE DEAN.
item H303 date=1962-03-23 from=GENEVA number="SECTO 91"
page SECTO 91. THE MINISTER SHOWED NO INCLINATION TO BREAK OFF THE TALKS.
"""


def messages(prose, *select):
    made = example(ITEMS)
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=list(select)), post=posts.post)
    return [finding.message for finding in check(made.catalogue, [page], context=context)[0]]


@pytest.mark.parametrize(
    ("prose", "message"),
    [
        ("The dean of the law school resigned on 28 February (H301).", "28 February where H301 has FEBRUARY 18"),
        ("The strike had begun on January 12 (H301).", ""),
        ("The strike at the law school began on January 12 (H301).", "January 12 where H301 has JANUARY 21"),
        ("Five foreign ministers were to dine (H301).", "Five foreign ministers where H301 has FOUR FOREIGN MINISTERS"),
        ("The ministers were to dine at the Grand Hotel at 2:25 p.m. (H301).", "2:25 p.m. where H301 has 12:25 P.M."),
        ("The delegation was to leave for Caracas on Tuesday afternoon (H301).", ""),
        ("The delegation was to leave for Caracas on Thursday afternoon (H301).", "Thursday where H301 has MONDAY"),
        ("For ten weeks the press association tried to mediate (H301).", "ten weeks where H301 has TEN DAYS"),
        ("Of pipe 141,000 metres had come (H301).", "141,000 metres where H301 has 114,000 METERS"),
    ],
)
def test_a_slip_is_told_of_where_the_paper_tells_of_the_same(prose, message):
    assert messages(prose, "C227") == ([message] if message else [])


@pytest.mark.parametrize(
    "prose",
    [
        "The dean of the law school resigned on 18 February (H301).",
        "The dean of the law school wrote to the press on 28 February (H302).",
        "The dean resigned after a long strike on 8 March (H302).",
        "The talks at the law school were to begin on Monday, 16 March (H302).",
        "“The dean of the law school resigned early February 28” (H301).",
        "Replying to a letter on the dean of the law school who resigned on 28 February, Lima wrote (H301).",
        "Four foreign ministers were to dine at 12:25 p.m. at the Grand Hotel (H301).",
        "The ministers dined at 5:25 p.m. GMT at the Grand Hotel (H301).",
        "Five tired foreign correspondents waited (H301).",
        "Ten days later the press association tried to mediate (H301).",
        "The press association had tried to mediate for ten days (H301).",
        "In 1964 the strike began (H301).",
    ],
)
def test_what_is_right_or_may_be_known_otherwise_is_not_told_of(prose):
    assert messages(prose, "C227") == []


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("In Secto 19 he wrote of the talks (H303).", ["H303 is number SECTO 91, not 19"]),
        ("In Secto 91 he wrote of the talks (H303).", []),
        ("Secto 19 is printed in volume XXVII (H303).", []),
        ("The telegram’s number was 14 (H301).", ["H301 is number 41, not 14"]),
        ("The telegram’s number was 41 (H301).", []),
    ],
)
def test_a_number_of_a_delegations_series_is_a_number(prose, expected):
    assert messages(prose, "C213") == expected


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("The talks in March were to be about the law school: “talks begin March 16” (H302).", []),
        (
            "The talks at the school began on 16 March (H302).",
            ["16 March is later than H302 (9 March 1964), which is cited for it"],
        ),
        (
            "The dean was shot on 30 March (H302).",
            ["30 March is later than H302 (9 March 1964), which is cited for it"],
        ),
    ],
)
def test_a_later_day_in_words_of_the_paper_is_no_anachronism(prose, expected):
    assert messages(prose, "C216") == expected


def test_the_day_on_which_somebody_reported_is_that_of_the_paper():
    assert messages("The dean, he reported on the 24th, had resigned (H301).", "C207") == [
        "H301 is dated 9 March 1964, not the 24th"
    ]
    assert messages("The dean, he reported on the 9th, had resigned (H301).", "C207") == []
