"""Nobody is accused by rubble: where a machine read no clear text, a quotation that differs is doubtful, and it is said
why."""

import pytest

from briefbook.checks.quotations import verify
from briefbook.model.page import Box, Kind, Line, Page, Region, Word

ABOVE = "THE MINISTER SAID THAT THE FERRY WOULD LEAVE ON MONDAY"
BELOW = "AND THAT THE HARBOUR WOULD STAY OPEN TO OUR SHIPS ALL WINTER"


@pytest.mark.parametrize(
    ("line", "words", "why"),
    [
        (
            "THE CUBAN PROBLEM TAKEN|0.5 FOURTH PLACE",
            "the Cuban problem has taken fourth place",
            "the words beside it can hardly be read",
        ),
        (
            "HE WAS THEN APPOINTED DIRECTOR OF THEISTRATEGICIHARBOURIPLAN|0.9",
            "he was then appointed director of the strategic harbour plan",
            "words there were read as if run together",
        ),
        ("HE CAME INTO|0.12 POWER LATE", "he came out of power late", "what stands there can hardly be read"),
    ],
)
def test_a_place_that_cannot_be_read_accuses_nobody(line, words, why, as_read):
    made = verify(words, [as_read(f"{ABOVE}\n{line}\n{BELOW}")])
    assert str(made.verdict) == "cannot-tell"
    assert made.why == f"words differ, but {why}: look at the picture"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("THE CUBAN PROBLEM HAS TAKEN FOURTH PLACE", "the Cuban problem has never taken fourth place"),
        ("THE CUBAN PROBLEM HAS TAKEN FOURTH PLACE", "the Cuban problem had taken fifth place"),
        ("HE CAME INTO POWER LATE IN MAY", "he came into power late in June"),
    ],
)
def test_on_a_line_that_is_read_well_a_changed_word_is_a_changed_word(line, words, verdict_on):
    assert verdict_on(words, f"{ABOVE}\n{line}\n{BELOW}") == "altered"


def typed(*rows, top=0, step=40, by="machine", sure=0.97):
    """Lines of type, each with its number in rows of the page."""
    lines = []
    for number, row in rows:
        words, left = [], 0
        for text in row.split():
            words.append(
                Word(text, Box(left, top + step * number, left + 10 * len(text), top + step * number + 20), sure)
            )
            left += 10 * len(text) + 10
        lines.append(Line(tuple(words)))
    return tuple(lines)


ROWS = (
    (0, "THE FERRY SAILED FROM THE QUAY EARLY ON"),
    (1, "MONDAY AND THE CONSUL WENT TO MEET HIS"),
    (2, "COLLEAGUES WHO HAD COME FROM THE NORTH"),
    (4, "GRANITE WAS CARRIED TO THE NEW BRIDGE"),
    (5, "AND THE ENGINEERS WERE PAID IN CROWNS"),
)


def test_rows_of_type_that_could_not_be_read_may_hold_the_words():
    rows = Region(Kind.UNREAD, Box(0, 115, 700, 150))
    page = Page("D7", 1, typed(*ROWS), (rows,), 800, 1000, reader="made up", by="machine")
    made = verify("who had come from the north by train yesterday", [page])
    assert str(made.verdict) == "cannot-tell"
    assert made.why == "words differ, but rows of type there could not be read: look at the picture"
    assert str(verify("the ferry sailed from the quay late on Monday", [page]).verdict) == "altered"


def test_a_line_may_have_been_missed_where_two_lines_stand_apart():
    page = Page("D7", 1, typed(*ROWS), (), 800, 1000, reader="made up", by="machine")
    made = verify("who had come from the north by train. Granite was carried", [page])
    assert str(made.verdict) == "cannot-tell"
    assert made.why == "words differ, but a line may have been missed there: look at the picture"
    closed = Page("D7", 1, typed(*ROWS[:3]), (), 800, 1000, reader="made up", by="machine")
    assert str(verify("the consul went to meet his old colleagues who had come", [closed]).verdict) == "altered"


def test_text_that_no_machine_read_is_legible_everywhere():
    page = Page("D7", 1, typed(*ROWS, sure=None), (), 800, 1000, by="transcript")
    assert str(verify("who had come from the north by train. Granite was carried", [page]).verdict) == "altered"


def test_half_a_quotation_beside_rows_that_could_not_be_read_is_no_invention():
    rows = Region(Kind.UNREAD, Box(0, 115, 300, 150))
    page = Page("D7", 1, typed(*ROWS[:3]), (rows,), 800, 1000, reader="made up", by="machine")
    words = "colleagues who had come from the north with seven other delegates of the society yesterday"
    assert str(verify(words, [page]).verdict) == "cannot-tell"
    assert str(verify("a cargo of wheat was burnt in the valley by seven delegates", [page]).verdict) == "not-found"


def test_figures_that_nobody_writes_so_are_no_number():
    line = "CONCERN FOR 25,2/0 JAMAICANS RESIDENT THERE"
    page = Page("D7", 1, typed((0, ABOVE), (1, line), (2, BELOW)), (), 800, 1000, reader="made up", by="machine")
    assert str(verify("concern for 25,000 Jamaicans resident there", [page]).verdict) == "cannot-tell"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("we shipped 2,5 million tons of coal", "WE SHIPPED 4,5 MILLION TONS OF COAL"),
        ("they sold 3,50,000 bales of cotton.", "THEY SOLD 4,50,000 BALES OF COTTON"),
    ],
)
def test_figures_grouped_as_the_author_groups_them_were_read_and_another_number_is_altered(words, line, verdict_on):
    assert verdict_on(words, f"{ABOVE}\n{line}\n{BELOW}") == "altered"
