"""How a page was typed: pitch, spacing, capitals; pages typed alike speak against another paper, others for it."""

from briefbook.cables.page_looks import PageLook, compare_looks, page_look
from briefbook.cables.papers import papers_of
from briefbook.model.page import Box, Line, Page, Word

WORDS = "specimen lamps standing beside harbour masters office"


def typed(number: int, *lines: str, letter: int = 20, spacing: int = 50) -> Page:
    """A page whose letters are so many pixels wide and whose lines are so far apart."""
    made = []
    for at, text in enumerate(lines):
        left, words = 200, []
        for word in text.split():
            right = left + letter * len(word)
            words.append(Word(word, Box(left, 300 + spacing * at, right, 330 + spacing * at), 0.95))
            left = right + letter
        made.append(Line(tuple(words)))
    return Page("BOX1", number, tuple(made), width=2500, height=3300, reader="x")


def test_a_look_is_measured_as_shares_of_the_page():
    look = page_look(typed(1, *[WORDS] * 10))
    assert look == PageLook(pitch=20 / 2500, spacing=50 / 3300, capitals=0.0, foot=(300 + 50 * 9 + 30) / 3300)


def test_a_page_of_text_alone_has_no_look():
    assert page_look(Page.of_text("BOX1", 1, "\n".join([WORDS] * 10))) == PageLook()
    assert list(compare_looks(PageLook(), PageLook(pitch=0.01, spacing=0.02, capitals=0.1, foot=0.9))) == []


def test_pages_typed_alike_speak_against_another_paper_and_others_for_it():
    before = page_look(typed(1, *[WORDS] * 10))
    alike = page_look(typed(2, *[WORDS] * 12))
    other = page_look(typed(2, *[WORDS.upper()] * 10, letter=26, spacing=70))
    assert sum(weight for weight, _ in compare_looks(before, alike)) < 0
    told = {words: weight for weight, words in compare_looks(before, other)}
    assert {
        "typed in another pitch",
        "its lines are spaced otherwise",
        "capitals alone on one of the two pages",
    } <= told.keys()
    assert sum(told.values()) > 1


def test_another_look_alone_parts_nothing():
    first = typed(1, "MEMORANDUM FOR: Harbour Master", "SUBJECT : Lamps", *[WORDS] * 10)
    table = typed(2, *[WORDS.upper()] * 10, letter=26, spacing=70)
    assert [paper.first_page for paper in papers_of([first, table])] == [1]


def test_another_look_helps_a_heading_that_is_too_weak_alone():
    first = typed(
        1, "MEMORANDUM FOR: Harbour Master", "SUBJECT : Lamps", *[WORDS] * 10, "2. The end of it all was near"
    )
    lines = ("MEMORANDUM FOR: Chief Pilot", "SUBJECT : Ropes", "1. One rope", *[WORDS] * 10)
    alike = papers_of([first, typed(2, *lines)])
    other = papers_of([first, typed(2, *lines, letter=26, spacing=70)])
    assert max(p.weight for p in other) > max(p.weight for p in alike)
    assert [paper.first_page for paper in other] == [1, 2]
