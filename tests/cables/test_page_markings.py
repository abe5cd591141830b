"""The level at the top and foot of pages, and a day alone at the head of the first."""

from dataclasses import replace

import pytest
from laid_out import laid_out

from briefbook.cables import read_cable
from briefbook.cables.page_markings import find_markings
from briefbook.model.page import Kind

LIST = (
    (600, (300, "Harbour masters")),
    (680, (300, "Lima"), (1400, "Oslo")),
    (760, (300, "Quito"), (1400, "Rome")),
    (840, (300, "Bogota"), (1400, "Turku")),
)


def read(*rows, sure=0.95):
    return read_cable("D1", [laid_out(list(rows), sure=sure)])


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("SECRET", "SECRET"),
        ("S E C R E T", "SECRET"),
        ("S-E-C-R-E-T", "SECRET"),
        ("SEBRET", "SECRET"),
        ("it SECRET", "SECRET"),
        ("SECRET/NO FOREIGN DISSEM", "SECRET"),
        ("TOP SECRET", "TOP SECRET"),
        ("CONFIDENTIAL", "CONFIDENTIAL"),
        ("C0NFIDENTIAI", "CONFIDENTIAL"),
    ],
)
def test_a_paper_without_a_heading_bears_the_level_at_its_head(written, level):
    assert read((200, (1100, written)), *LIST).value("classification") == level


@pytest.mark.parametrize("written", ["SECRETARY", "SECTION", "CLASSIFIED MESSAGE", "CRE", "RECENT 1961"])
def test_a_word_that_is_no_level_is_none(written):
    assert read((200, (1100, written)), *LIST).value("classification") is None


def test_two_damaged_markings_say_together_what_neither_says():
    assert read((200, (1100, "CRET")), *LIST).value("classification") is None
    cable = read((200, (1100, "CRET")), *LIST, (2900, (1100, "SEMET")), (2980, (1100, "SECRT")))
    assert cable.value("classification") == "SECRET"


def test_a_marking_beside_specks_is_one():
    assert read((200, (1100, "E SEBRET")), *LIST).value("classification") == "SECRET"
    assert read((200, (1100, "SECTOR LIMA")), *LIST).value("classification") is None


def test_a_marking_taken_for_writing_by_hand_is_one():
    page = laid_out([*LIST, (2900, (1100, "SEBRET"))])
    by_hand = replace(page.lines[-1], kind=Kind.HANDWRITING)
    assert read_cable("D1", [replace(page, lines=(*page.lines[:-1], by_hand))]).value("classification") == "SECRET"


def test_two_levels_that_are_as_clear_leave_it_blank():
    assert read((200, (1100, "SECRET")), *LIST, (2900, (1100, "CONFIDENTIAL"))).value("classification") is None


def test_a_marking_says_where_it_stands_and_how_damaged_it_is():
    page = laid_out([(200, (1100, "SEBRET")), *LIST])
    assert [(one.level, one.line_number, one.at_foot, round(one.damage, 2)) for one in find_markings([page])] == [
        ("SECRET", 1, False, 0.17)
    ]


def test_a_day_alone_at_the_head_is_the_papers():
    assert read((200, (1100, "15 June 1964")), *LIST).value("date") == "1964-06-15"
    assert read((200, (1100, "2nd June, 1964.")), *LIST).value("date") == "1964-06-02"


@pytest.mark.parametrize(
    ("confidence", "right", "day"), [(0.8, 1190, None), (0.95, 1190, "1964-06-01"), (0.8, 1124, "1964-06-01")]
)
def test_a_doubtful_figure_in_the_room_of_two_is_not_legible(confidence, right, day):
    page = laid_out([(200, (1100, f"1|{confidence}"), (1210, "June 1964")), *LIST])
    figure, *others = page.lines
    words = (replace(figure.words[0], box=replace(figure.words[0].box, right=right)), *others[0].words)
    page = replace(page, lines=(replace(figure, words=words), *others[1:]))
    assert read_cable("D1", [page]).value("date") == day


@pytest.mark.parametrize(
    "rows",
    [
        ((200, (1100, "15 June 1964")), (300, (1100, "16 June 1964"))),
        ((200, (1100, "15 JUN 1964")),),
        ((200, (1100, "Born 15 June 1924")),),
    ],
)
def test_of_several_days_or_a_stamp_none_is_taken(rows):
    assert read(*rows, *LIST).value("date") is None


DISPATCH = (
    (200, (200, "DISPATCH"), (1100, "S E C R E T")),
    (300, (200, "TO"), (500, "Chief, WE")),
    (380, (200, "FROM"), (500, "Chief of Station, Oslo")),
    (460, (200, "SUBJECT"), (500, "Harbour dues")),
    (600, (300, "1. The harbour master told us that the dues will be raised in the spring.")),
    (700, (300, "He would not say by how much, and asked that we should not be told of it.")),
)


def dispatch(first, second):
    continued = laid_out([(300, (200, f"CONTINUATION OF DISPATCH S E C R E T {second}"))])
    return read_cable("D1", [laid_out([*DISPATCH, (2500, (1400, first))]), replace(continued, number=2)])


def test_a_number_is_compared_with_that_of_a_later_page():
    assert dispatch("ONXA-16,044", "ONXA 16,044").value("number") == "ONXA-16044"
    assert dispatch("ONXA-16,044|0.7", "ONXA 16,049").value("number") == "ONXA-16049"
    assert dispatch("ONXA-16,044|0.7", "ONXA 16,049|0.7").value("number") is None
    assert dispatch("ONXA-16,044", "ONXA 16,049|0.5").value("number") == "ONXA-16044"
    assert dispatch("ONXA-16,044|0.7", "ONXA 52,310").value("number") == "ONXA-16044"


def test_a_number_that_the_first_page_does_not_bear_is_a_later_pages():
    assert dispatch("~ .", "ONXA 16,044").value("number") == "ONXA-16044"
    assert dispatch("~ .", "ONXA 16,044|0.7").value("number") is None


def test_a_report_that_a_paper_cites_is_not_its_number():
    cited = (600, (300, "1. The harbour master spoke of report TDCS-3/440,121 and of no other."))
    assert read((200, (1100, "SECRET")), *LIST, cited).value("number") is None
