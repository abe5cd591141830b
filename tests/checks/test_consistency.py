"""A book that contradicts itself: names in two spellings, a number of two papers, an event on two days, two holders."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings
from briefbook.text import posts

PAPERS = """item H101 date=1963-03-02 from=OSLO to=EXTERNAL
page THE FERRY LEFT LATE.
item H102 date=1963-03-04 from=OSLO to=EXTERNAL
page GRANITE WAS NOT TO BE HAD.
"""


def codes_of(first, second=""):
    """The codes of what is found on two pages of one week."""
    made = example(PAPERS)
    pages = [
        parse_narrative(
            f"---\ntitle: Page\ndates: 1963-03-01/1963-03-08\n---\n\n{prose}\n",
            f"narratives/{name}.md",
            citation="H[0-9]{3}",
            is_item=made.catalogue.__contains__,
        )
        for name, prose in (("a", first), ("b", second))
    ]
    context = CheckContext(settings=CheckSettings(select=["C211", "C221", "C222", "C223"]), post=posts.post)
    return [finding.code for finding in check(made.catalogue, pages, context=context)[0]]


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("Halvorsen came early. Later Halvorson spoke.", "", "C211"),
        ("Oslo’s telegram 210 told of the ferry (H101).", "Oslo’s telegram 210 told of granite (H102).", "C221"),
        (
            "The mayor of Bergen opened the new Halvorsen bridge in the valley on 3 March 1963.",
            "On 4 March 1963 the mayor opened the new Halvorsen bridge in the valley of Bergen.",
            "C222",
        ),
        ("Norwegian Foreign Minister Knut Brandvik spoke.", "Norwegian Foreign Minister Olav Tveit left.", "C223"),
        (
            "The Norwegian Foreign Minister, Knut Brandvik, spoke.",
            "Norwegian Foreign Minister Olav Tveit left.",
            "C223",
        ),
        (
            "Norwegian Foreign Minister Knut Brandvik spoke.",
            "Norway’s foreign minister Olav Brandvik left.",
            "C223",
        ),
        (
            "The Norwegian Foreign Minister, Knut Brandvik, resigned, and the new Foreign Minister Olav Tveit spoke.",
            "Norwegian Foreign Minister Sigurd Moe left.",
            "C223",
        ),
        ("Erik Halvorsen came.", "At noon Eric Halvorsen left.", "C211"),
        ("Gunnar Thorvaldsson came.", "At noon Gunnar Thorvaldson left.", "C211"),
        ("Oslo’s telegram 210 told of the ferry (H101).", "Telegram 210 from Oslo told of granite (H102).", "C221"),
        ("Oslo’s telegram 210 told of the ferry (H101).", "Oslo’s telegram 201 passed on its hour (H101).", "C221"),
        (
            "The board gave forty thousand crowns for the bridge at Bergen (H101).",
            "For the bridge at Bergen the sixty thousand crowns were well spent (H101).",
            "C222",
        ),
        (
            "The bridge of Bergen was opened by Halvorsen and the bishop on 3 March 1963.\n\nIt was seldom noted that "
            "Halvorsen and the bishop opened the bridge of Bergen on 5 March 1963.",
            "",
            "C222",
        ),
    ],
)
def test_what_two_places_of_the_book_say_otherwise_is_noted(first, second, code):
    assert codes_of(first, second) == [code]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Halvorsen came early. Two Halvorsens later nobody spoke.", ""),  # the family
        ("Oslo’s telegram 210 told of the ferry (H101).", "Oslo’s telegram 211 told of granite (H102)."),
        ("Oslo’s telegram 210 told of the ferry (H101).", "Replying to telegram 210, London was silent (H102)."),
        (
            "The mayor of Bergen opened the new Halvorsen bridge in the valley on 3 March 1963.",
            "The mayor of Bergen closed the ferry to Halvorsen in the valley on 4 March 1963.",
        ),
        (
            "Norwegian Foreign Minister Knut Brandvik spoke.",
            "The former Norwegian Foreign Minister Olav Tveit left.",
        ),
        ("Norwegian Foreign Minister Knut Brandvik spoke.", "The Danish Foreign Minister Olav Tveit left."),
        ("Norwegian Foreign Minister Knut Brandvik spoke.", "The Norwegian Foreign Minister, K. Brandvik, left."),
        (
            "Norwegian Foreign Minister Knut Brandvik spoke.",
            "The Norwegian Foreign Minister, Premier Tveit, left.",
        ),
        (
            "Norwegian Foreign Minister Knut Brandvik spoke.",
            "The Norwegian Foreign Minister, Denmark, and others left.",
        ),
        ("The Norwegian Foreign Minister, Knut Brandvik, resigned.", "Norwegian Foreign Minister Olav Tveit left."),
        ("Erik Lindqvist came.", "At noon Gustaf Lundqvist left."),
        ("Keller and Kellner came.", "Kellner left."),
        ("The board gave forty thousand crowns (H101).", "The bank lent sixty thousand crowns (H101)."),
        (
            "The board gave 41,800 crowns for the bridge at Bergen (H101).",
            "For the bridge at Bergen the 42,000 crowns were well spent (H101).",
        ),
        (
            "For the bridge at Bergen forty thousand crowns were too little; the board gave sixty thousand (H101).",
            "The board gave sixty thousand crowns for the bridge at Bergen (H101).",
        ),
        (
            "Halvorsen saw the bishop of Bergen at the new bridge on 3 March 1963.\n\nHalvorsen saw the bishop of "
            "Bergen again at the new bridge on 5 March 1963.",
            "",
        ),
        ("President Brandvik spoke.", "President Tveit left."),  # of which country nobody says
    ],
)
def test_what_may_both_be_right_is_not_noted(first, second):
    assert codes_of(first, second) == []


QUOTED = """item H201 date=1963-03-02 from=OSLO to=EXTERNAL
page THE HARBOUR BOARD WILL NOT RPT NOT PAY FOR THE BRIDGE BEFORE THE SPRING OF NEXT YEAR.
item H202 date=1963-03-04 from=BERGEN to=EXTERNAL
page WE REPEAT THAT THE HARBOUR BOARD WILL NOT PAY FOR THE BRIDGE BEFORE THE SPRING OF NEXT YEAR. GRANITE IS DEAR.
item H203 date=1963-03-05 from=BERGEN to=EXTERNAL
page GRANITE IS DEARER THAN EVER, AND THE MASONS HAVE NO WORK.
"""


def said_of_two_pages(first, second, papers=QUOTED):
    """The messages of C220 on two pages, without the place."""
    made = example(papers)
    pages = [
        parse_narrative(
            f"---\ntitle: Page\n---\n\n{prose}\n",
            f"narratives/{name}.md",
            citation="H[0-9]{3}",
            is_item=made.catalogue.__contains__,
        )
        for name, prose in (("a", first), ("b", second))
    ]
    context = CheckContext(settings=CheckSettings(select=["C220"]), network=made.network)
    return [finding.message.rpartition(": ")[0] for finding in check(made.catalogue, pages, context=context)[0]]


WORDS = "will not pay for the bridge before the spring"


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (f"“{WORDS}” (H201)", f"It “{WORDS}” (H201).", f"“{WORDS}” is quoted before"),
        (
            f"“{WORDS}” (H201)",
            "It “will not pay for a bridge before the spring” (H201).",
            "“will not pay for a bridge before the spring” was quoted differently before, with “the” for “a”",
        ),
        (
            "“will pay for the bridge before the spring” (H201)",
            f"It “{WORDS}” (H201).",
            f"“{WORDS}” was quoted differently before, with nothing for “not”",
        ),
        (
            f"“{WORDS} of next year” (H201)",
            "It “will not pay for the bridge before the autumn of next year” (H201).",
            "“will not pay for the bridge before the autumn of next year” was quoted differently before, with “spring” "
            "for “autumn”",
        ),
        (f"“{WORDS}” (H201)", f"Bergen wrote “{WORDS}” (H203).", f"“{WORDS}” is quoted before"),
    ],
)
def test_words_quoted_twice_are_noted_and_said_to_differ_or_to_be_of_two_items(first, second, message):
    assert said_of_two_pages(first, second) == [message]


def test_words_that_two_papers_have_may_be_quoted_of_both():
    assert said_of_two_pages(f"“{WORDS}” (H201)", f"Bergen wrote “{WORDS}” (H202).") == []


def test_words_quoted_again_and_again_are_each_held_against_the_first_that_they_repeat():
    other = "will not pay for a bridge before the spring"
    first = f"“{WORDS}” (H201). “{WORDS}” (H201). “{WORDS}” (H201). “{other}” (H201). “{WORDS}” (H201)."
    again = f"“{WORDS}” is quoted before"
    otherwise = f"“{other}” was quoted differently before, with “the” for “a”"
    assert said_of_two_pages(first, f"It “{other}” (H201).") == [again, again, otherwise, again, otherwise]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("“the harbour board will not rpt not pay for the bridge” (H201)", f"It “{WORDS}” (H201)."),  # both stand there
        ("“will not pay for the bridge … of next year” (H201)", "It “will not pay for [a] bridge before the” (H201)."),
        ("“the harbour board will not pay” (H201)", "It “will not pay for the bridge before the spring” (H202)."),
        ("“not pay for the” (H201)", "It would “not pay for a” (H201)."),
    ],
)
def test_words_that_overlap_or_are_edited_and_short_ones_are_not_noted(first, second):
    assert said_of_two_pages(first, second) == []


def test_a_number_with_two_nouns_is_noted_once():
    assert codes_of(
        "Granite came on 30 vessels there from Bergen (H102).", "Granite came on 40 vessels there from Bergen (H102)."
    ) == ["C222"]
