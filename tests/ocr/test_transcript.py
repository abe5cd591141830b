"""What a person wrote wins over every reading, keeps the boxes, and is never lost."""

import pytest

from briefbook.model.page import Box, Line, Page, Word
from briefbook.ocr.transcript import Contradiction, contradictions, correct, overlay


def page(*texts):
    """A page as read: words are ten pixels a letter, lines sixty apart."""
    made = []
    for row, text in enumerate(texts):
        words, left = [], 100
        for part in text.split():
            words.append(Word(part, Box(left, 60 * row, left + 10 * len(part), 60 * row + 30), 0.8))
            left += 10 * (len(part) + 1)
        made.append(Line(tuple(words)))
    return Page("D1", 1, tuple(made), width=1700, height=2200, reader="engine 1")


READ = page("FK WASHDC NCV8/62 UNCLAS", "TO EXTERNAL 3316", "THE TALKS ARE NOT RPT NOT UN DER WAY")


def boxes(made):
    return {word.text: word.box for line in made.lines for word in line.words}


def test_words_that_are_right_keep_their_boxes_and_corrected_ones_take_those_they_correct():
    made = overlay(READ, "FM WASHDC NOV8/62 UNCLAS\nTO EXTERNAL 3316\nTHE TALKS ARE NOT RPT NOT UNDER WAY")
    assert made.text.splitlines()[0] == "FM WASHDC NOV8/62 UNCLAS"
    found = boxes(made)
    assert found["FM"] == Box(100, 0, 120, 30)
    assert found["NOV8/62"] == Box(200, 0, 270, 30)
    assert found["UNDER"] == Box(360, 120, 420, 150)  # around UN and DER
    assert (made.by, made.reader, made.width) == ("person", "transcript", 1700)


def test_a_word_that_was_read_as_two_and_one_that_was_two_share_the_place():
    made = overlay(page("THEMINISTER SAID"), "THE MINISTER SAID")
    found = boxes(made)
    assert found["THE"].left == 100
    assert found["MINISTER"].right == 210
    assert found["THE"].right <= found["MINISTER"].left
    assert found["SAID"] == Box(220, 0, 260, 30)


def test_words_that_nobody_read_have_no_box_and_are_there():
    made = overlay(page("TO EXTERNAL 3316"), "FM WASHDC\nTO EXTERNAL 3316")
    assert made.text == "FM WASHDC\nTO EXTERNAL 3316"
    assert boxes(made)["EXTERNAL"] == Box(130, 0, 210, 30)


def test_a_corrected_line_stays_on_top_of_a_new_reading_of_the_others():
    corrections = "- FK WASHDC NCV8/62 UNCLAS\n+ FM WASHDC NOV8/62 UNCLAS\n"
    before, _ = correct(READ, corrections)
    now = page("FK WASHDC NCV8/62 UNCLAS", "TO EXTERNAL 3316 IMMED", "THE TALKS ARE NOT RPT NOT UNDER WAY")
    after, against = correct(now, corrections)
    assert before.lines[0].text == after.lines[0].text == "FM WASHDC NOV8/62 UNCLAS"
    assert [line.text for line in after.lines[1:]] == ["TO EXTERNAL 3316 IMMED", "THE TALKS ARE NOT RPT NOT UNDER WAY"]
    assert after.lines[0].words[2].box == Box(200, 0, 270, 30)
    assert against == ()
    assert after.why == "1 line corrected by a person"


def test_only_a_reading_that_says_a_third_thing_contradicts():
    corrections = "- TO EXTERNAL 331B\n+ TO EXTERNAL 3316\n"
    assert correct(page("TO EXTERNAL 331B"), corrections)[1] == ()
    assert correct(page("TO EXTERNAL 3316"), corrections)[1] == ()
    made, against = correct(page("FM WASHDC", "TO EXTERNAL 3318"), corrections)
    assert against == (Contradiction(1, 2, "TO EXTERNAL 3316", "TO EXTERNAL 3318"),)
    assert made.lines[1].text == "TO EXTERNAL 3316"


def test_a_line_that_a_reading_no_longer_has_is_not_lost():
    made, against = correct(page("FM WASHDC"), "- TO EXTERNAL 331B\n+ TO EXTERNAL 3316\n")
    assert made.text == "TO EXTERNAL 3316\nFM WASHDC"
    assert [(one.said, one.read) for one in against] == [("TO EXTERNAL 3316", "")]


def test_a_line_that_is_none_can_be_struck_out():
    made, against = correct(page("FM WASHDC", "| , ;. '"), "- | , ;. '\n+\n")
    assert (made.text, against) == ("FM WASHDC", ())


def test_of_equal_lines_the_next_one_is_meant():
    corrections = "- SECRET\n+ SECRET (1)\n- SECRET\n+ SECRET (2)\n"
    assert correct(page("SECRET", "A LINE BETWEEN", "SECRET"), corrections)[0].text.splitlines() == [
        "SECRET (1)",
        "A LINE BETWEEN",
        "SECRET (2)",
    ]


def test_notes_between_corrections_do_nothing():
    assert correct(READ, "# checked with the paper, 3 May\n\n")[0] == READ


@pytest.mark.parametrize(
    ("now", "before", "against"),
    [
        pytest.param("THE TALKS WILL END", "THE TALKS WILL END", [], id="the person knew"),
        pytest.param("THE TALKS WILL ENO", "THE TALKS WILL END", ["THE TALKS WILL ENO"], id="news"),
        pytest.param("THE TALKS WILL BEGIN", None, ["THE TALKS WILL BEGIN"], id="never read before"),
        pytest.param("THE TALKS WILL BE", "THE TALKS WILL BEGIN", [], id="the same"),
        pytest.param("SOMETHING ELSE 14", "THE TALKS WILL BEGIN", [], id="no reading of that line"),
    ],
)
def test_a_whole_page_is_contradicted_only_by_what_its_writer_did_not_know(now, before, against):
    found = contradictions("THE TALKS WILL BE\n", page(now), page(before) if before else None)
    assert [one.read for one in found] == against
