"""Days that are not sure as text, asked of the picture."""

import numpy as np
import pytest
from laid_out import TEXT, laid_out

from briefbook.cables import read_cable
from briefbook.model.page import Line
from briefbook.text.line_scores import LineScores, StripScores, WordSteps

ALPHABET = "\0 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,:/()"
TITLE = (300, (900, "CLASSIFIED MESSAGE"))
TO = (680, (200, "TO :"), (420, "DIRECTOR"))
FROM = (760, (200, "FROM :"), (420, "LIMA"))


def seen(box="", **doubts):
    """The picture of every line: its words as read, but for characters that may be others too: day={"5": {"6": 0.4}}.

    ``box`` is what it shows where NO62 was read.
    """

    def line_scores(_page: int, line: Line) -> LineScores:
        steps, rows = [], []
        for word in line.words:
            first = len(rows)
            for character in box if word.text == "NO62" else word.text:
                likely = dict(doubts.get(word.text.strip(".,").replace("/", ""), {}).get(character, {}))
                likely = {character: 1 - sum(likely.values()), **likely}
                shares = np.full(len(ALPHABET), 1e-5, np.float32)
                for other, share in likely.items():
                    if (index := ALPHABET.find(other)) >= 0:
                        shares[index] = share
                rows += [shares, none()]
            steps.append(WordSteps(word.box, first, len(rows)))
            rows += [none()] * 2
        strip = StripScores(np.array(rows, np.float32), tuple(steps))
        return LineScores(ALPHABET, (strip,), tuple((0, step) for step in steps))

    return line_scores


def none():
    return np.array([0.99, *[1e-4] * (len(ALPHABET) - 1)], np.float32)


def date(*rows, scores):
    cable = read_cable("D1", [laid_out([TITLE, *rows, TO, FROM, *TEXT])], line_scores=scores)
    return [reading.value for reading in cable.fields.get("date", ()) if reading.value]


CLOCKED = (840, (300, "NOV 8.|0.5 2343Z 62"))


BOX = (400, (200, "DATE NO62|0.3"))
"""The form's box for the day, read badly."""


def test_a_time_stamp_with_a_speck_behind_its_figure_is_sure_if_the_box_has_its_day():
    assert date(BOX, CLOCKED, scores=seen("8NOV62")) == ["1962-11-08"]
    assert date(BOX, CLOCKED, scores=None) == []


@pytest.mark.parametrize(
    ("box", "doubts"),
    [
        ("8NOV62", {"8": {"8": {"3": 0.3}}}),  # the day may be the third
        ("8NOV62", {"62": {"2": {"3": 0.3}}}),  # or the year another
        ("4NOV62", {}),  # the box has another day
        ("8NOV62", {"NO62": {"8": {"3": 0.45}}}),  # or may have
        ("NO62", {}),  # or none
    ],
)
def test_a_time_stamp_that_picture_or_box_leave_open_gives_no_day(box, doubts):
    assert date(BOX, CLOCKED, scores=seen(box, **doubts)) == []


def test_a_whole_day_that_was_refused_is_given_where_the_picture_knows_no_other():
    worn = (420, (200, "5|0.5 December 1963"))
    assert date(worn, scores=None) == []
    assert date(worn, scores=seen()) == ["1963-12-05"]
    assert date(worn, scores=seen(**{"5": {"5": {"6": 0.2}}})) == []
    assert date(worn, scores=seen(December={"D": {"S": 0.3}})) == ["1963-12-05"]  # no other month has the rest


@pytest.mark.parametrize(
    ("words", "doubts"),
    [
        ("5TH|0.5 December 1963", {"5TH": {"5": {"6": 0.45}}}),
        ("5th|0.5 December 1963", {"5th": {"5": {"6": 0.45}}}),
        ("3RD|0.5 December 1963", {"3RD": {"3": {"8": 0.45}}}),  # 8RD is the 8th
        ("December 5TH,|0.5 1963", {"5TH": {"5": {"6": 0.45}}}),
        ("5 December 1983|0.5", {"1983": {"3": {"5": 0.45}}}),
        ("5 December 1963|0.5", {"1963": {"6": {"8": 0.45}}}),
        ("5 December 1919|0.5", {"1919": {"9": {"8": 0.45}}}),
        ("5 December 1963|0.5", {"1963": {"9": {"8": 0.45}}}),  # a century
        ("5 December 83|0.5", {"83": {"3": {"5": 0.45}}}),
        ("5 December 13|0.5", {"13": {"3": {"8": 0.45}}}),
    ],
)
def test_a_figure_of_any_day_or_year_that_may_be_another_gives_no_day(words, doubts):
    row = (420, (200, words))
    assert date(row, scores=seen(**doubts)) == []
    assert len(date(row, scores=seen())) == (" 13|" not in words)


@pytest.mark.parametrize("words", ["5TH|0.5 December 1963", "21st|0.5 December 1963", "December 5th,|0.5 1983"])
def test_a_day_with_its_ending_is_given_where_the_picture_knows_no_other(words):
    row = (420, (200, words))
    assert date(row, scores=None) == []
    assert len(date(row, scores=seen())) == 1
