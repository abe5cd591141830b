"""References abstain: what was hard to read is not sure, and what is no reference is none."""

import numpy as np
import pytest
from laid_out import laid_out

from briefbook.cables import read_cable
from briefbook.cables.reference_guards import is_known_author, station_of
from briefbook.model.page import Page
from briefbook.text.line_scores import LineScores, StripScores, WordSteps

HEAD = (
    (300, (900, "CLASSIFIED MESSAGE")),
    (680, (200, "TO :"), (420, "DIRECTOR")),
    (760, (200, "FROM :"), (420, "LIMA")),
    (1100, (300, "DIR CITE LIMA 4410")),
)


def cable(*lines, line_scores=None):
    rows = [(1200 + 60 * at, (300, text)) for at, text in enumerate(lines)]
    return read_cable("D1", [laid_out([*HEAD, *rows])], line_scores=line_scores)


def references(read):
    return [(one.author, one.number, one.confidence is None or one.confidence >= 0.6) for one in read.references]


@pytest.mark.parametrize(
    ("line", "sure"),
    [
        ("REF: PARI 9008", True),
        ("REF: PARI 9008|0.6", False),
        ("REF: PARI|0.5 9008", False),
        ("REF: PARI 9OO8", False),  # letters taken for figures
    ],
)
def test_a_reference_is_as_sure_as_the_least_sure_word_of_its_mention(line, sure):
    assert [is_sure for _, _, is_sure in references(cable(line))] in ([sure], [])


def test_each_reference_of_a_list_has_the_confidence_of_its_own_line():
    read = cable("REF: A. PARI 9008", "B. ROME 0417|0.3")
    assert references(read) == [("PARIS", "9008", True), ("ROME", "417", False)]


def test_a_day_stamped_behind_the_intake_number_is_not_the_references():
    (reference,) = cable("REF: MEXI 9468 (IN 83286) 2 MAY 1964").references
    assert (reference.number, reference.date) == ("9468", None)


def test_a_station_is_named_in_full_so_that_its_cables_are_met():
    assert (station_of("MEXI"), station_of("WASHDC"), station_of(None)) == ("MEXICO CITY", "WASHDC", None)
    assert is_known_author("MEXI")
    assert not is_known_author("DIN")


ALPHABET = "\0 0123456789AIPR"


def slashed(number, likely):
    """A word of figures on the picture, with how likely a nought is where another figure was read."""
    scores = np.full((2 * len(number), len(ALPHABET)), 0.0005, np.float32)
    for at, figure in enumerate(number):
        scores[2 * at, ALPHABET.index(figure)] = 0.98
        scores[2 * at + 1, 0] = 0.98
        if figure == "8":
            scores[2 * at, ALPHABET.index("0")] = likely

    def line_scores(_page, line):
        if number not in line.text:
            return None
        boxes = [word.box for word in line.words]
        at = next(at for at, word in enumerate(line.words) if word.text == number)
        steps = WordSteps(boxes[at], 0, 2 * len(number))
        places = tuple((0, steps) if place == at else None for place in range(len(line.words)))
        return LineScores(ALPHABET, (StripScores(scores, (steps,)),), places)

    return line_scores


@pytest.mark.parametrize(("likely", "sure"), [(0.3, False), (0.001, True)])
def test_a_figure_that_may_be_a_slashed_nought_on_the_picture_is_not_sure(likely, sure):
    read = cable("REF: PARI 9808", line_scores=slashed("9808", likely))
    assert references(read) == [("PARIS", "9808", sure)]


@pytest.mark.parametrize(
    "line",
    [
        "1. A-2 AND AMPALM-2 MET HIM AT MY 2 HOUSES IN MAY.",
        "REF TO LIMA TEL 4410 ABOVE",  # the paper's own number
        "A-79 WAS SEEN, A-339 AND A-25 WERE NOT",
        "REGARDING YOUR LETTER 6/705 OF THE TENTH",
        "RE BERN LETTER 12/4/63",
    ],
)
def test_agents_lists_own_numbers_and_filing_numbers_are_no_references(line):
    assert references(cable(line)) == []


def test_numbers_in_a_table_below_the_names_of_cities_are_no_references():
    page = Page.of_text("D1", 1, "061281 KERR A 020615 MEXICO\n010779 LOCK E 020201 MEXICO\n011048 HALL H")
    assert read_cable("D1", [page]).references == ()


def test_airgrams_of_the_state_department_stay():
    text = "AIRGRAM A-17\nFROM: AMEMBASSY LIMA\nTO: DEPARTMENT OF STATE\nREF: A-21\n\nNothing is added to A-19."
    assert [one.number for one in read_cable("D1", [Page.of_text("D1", 1, text)]).references] == ["21", "19"]


@pytest.mark.parametrize("line", ["73 LNW 50953", "NW 50953 DOCID 32303660 PAGE 2"])
def test_the_archives_number_of_a_release_is_no_reference(line):
    assert references(cable(line)) == []


def test_the_letter_l_before_a_figure_of_a_day_is_a_one():
    text = "MEMORANDUM FOR: Director of Harbours\n21 October 1953\n1. Your memorandum of l6 October 1953 is here."
    read = read_cable("D1", [Page.of_text("D1", 1, text)])
    assert [one.date for one in read.references] == ["1953-10-16"]
