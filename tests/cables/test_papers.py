"""Several papers in one item: each heading begins a paper; what goes on with one, or has no heading, belongs to it."""

import pytest

from briefbook.cables import read_cable
from briefbook.cables.papers import papers_of
from briefbook.model.page import Page

FIRST = """FM PARIS MAR4/61 CONFD
TO EXTERNAL 812 OPIMMED
INFO LDN BONN
REF OURTEL 799 MAR2
SPECIMEN: HARBOUR DUES
THE MINISTRY CONFIRMED THAT THE DUES WOULD STAY.
2. NOTHING MORE WAS SAID."""
SECOND = """FM BONN MAR5/61 SECRET
TO EXTERNAL 97 IMMED
REF YOURTEL 31 MAR3
SPECIMEN: A VISIT OF GRETA HOLM
NO DAY HAS BEEN NAMED."""
THIRD = """FM LDN MAR6/61 RESTR
TO EXTERNAL 1204
SPECIMEN: RAILWAYS
THE TALKS END TODAY."""


def pages_of(*texts: str) -> list[Page]:
    return [Page.of_text("BOX1", number, text) for number, text in enumerate(texts, 1)]


def divided(*texts: str) -> list[tuple[str, list[int]]]:
    return [(paper.name, [page.number for page in paper.pages]) for paper in papers_of(pages_of(*texts))]


def test_every_page_with_a_heading_of_its_own_begins_a_paper():
    assert divided(FIRST, SECOND, THIRD) == [("PARIS 812", [1]), ("BONN 97", [2]), ("LDN 1204", [3])]


def test_fields_and_references_of_such_an_item_are_those_of_its_first_paper():
    first_page = FIRST.replace("SPECIMEN: HARBOUR DUES\n", "")
    cable = read_cable("BOX1", pages_of(first_page, SECOND, THIRD), may_be_several=True)
    assert (cable.value("from"), cable.value("number"), cable.value("classification")) == (
        "PARIS",
        "812",
        "CONFIDENTIAL",
    )
    assert cable.value("subject") is None
    assert [reference.number for reference in cable.references] == ["799"]
    assert cable.flags == (
        "several_headings: page 2 has a heading of its own (BONN 97), page 3 has a heading of its own (LDN 1204); "
        "all fields are those of the first of 3 papers",
    )


def test_the_pages_of_an_edition_are_not_divided():
    assert read_cable("BOX1", pages_of(FIRST, SECOND)).flags == ()


@pytest.mark.parametrize(
    "second",
    [
        "PAGE TWO PARIS 812 CONFD\nFM PARIS MAR4/61\nTO EXTERNAL 812\nTHE TEXT GOES ON.",
        "- 2 -\nFM PARIS MAR4/61\nTO EXTERNAL 813\nTHE TEXT GOES ON.",
        "PAGE 2\nTHE TEXT GOES ON.",
        FIRST,
        "TEXT OF A NOTE HANDED OVER\nTHE GOVERNMENT PRESENTS ITS COMPLIMENTS AND ASKS TO BE TOLD FROM PARIS\n"
        "WHAT THE DUES ARE.",
        "",
    ],
    ids=["page line", "page number", "page in figures", "the same heading again", "enclosure", "blank"],
)
def test_what_goes_on_with_a_paper_begins_none(second: str):
    assert divided(FIRST, second, THIRD) == [("PARIS 812", [1, 2]), ("LDN 1204", [3])]


def test_a_cover_before_the_first_heading_belongs_to_the_first_paper():
    assert divided("RECORD SHEET\nSPECIMEN\nPAGES : 2", FIRST, SECOND) == [("PARIS 812", [1, 2]), ("BONN 97", [3])]


def test_an_item_without_a_heading_is_one_paper():
    assert divided("SPECIMEN of a letter.", "It has two sheets.") == [("", [1, 2])]


def test_an_item_without_pages_has_no_paper():
    assert papers_of([]) == ()
