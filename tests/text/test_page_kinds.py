"""What kind of page a page is, from its words and its layout."""

import pytest

from briefbook.model.page import Page
from briefbook.text.page_kinds import label_at, page_form, page_forms, page_kind, page_kinds

RECORD_FORM = """
MADE-UP ASSASSINATION SYSTEM
IDENTIFICATION FORM
AGENCY : XYZ
RECORD NUMBER : 999-10001-10002
RECORD SERIES : Papers of nobody
AGENCY FILE NUMBER :
ORIGINATOR : XYZ
FROM : OTTAWA
TO :
TITLE : A telegram about the harbour
DATE : 11/16/1961
PAGES : 2
DOCUMENT TYPE :
RESTRICTIONS :
CURRENT STATUS : OPEN
"""

PROSE = "The harbour was open all winter and the ice did not reach the mole before the end of February this year. " * 3


def of(text, number=1):
    return Page.of_text("D7", number, text.strip("\n"))


@pytest.mark.parametrize(
    ("text", "name", "is_cover"),
    [
        (RECORD_FORM, "record identification form", True),
        (RECORD_FORM.replace("RECORD", "RECORO").replace("FORM", "F0RM"), "record identification form", True),
        ("ROUTING AND RECORD SHEET\nSUBJECT: (Optional)\nOFFICER'S\nDATE", "routing and record sheet", True),
        ("WITHDRAWAL SHEET (PRESIDENTIAL LIBRARIES)\nFORM OF DOCUMENT", "withdrawal sheet", True),
        ("RETAINED UNDER SECTION 3(4)\nOF THE PUBLIC RECORDS ACT 1958", "withdrawal sheet", True),
        ("RETAINED UNDER SECTION 3(4) OF THE PUBLIC RECORDS ACT 1958", "withdrawal sheet", True),
        ("FROM: HAVANA\nTO: EXTERNAL\nDATE: 3 MAY 1961\n" + PROSE, "message", False),
        ("MOUNT CLIPPING IN SPACE BELOW\n" + PROSE, "clipping", False),
        ("ENCLOSURE 2\n" + PROSE, "enclosure", False),
        ("PHOTOGRAPH of the mole, looking north", "photograph", False),
        ("", "blank", False),
        ("2025 RELEASE UNDER THE PRESIDENT JOHN F. KENNEDY ASSASSINATION RECORDS ACT OF 1992", "blank", False),
    ],
)
def test_a_page_is_known_by_its_words(text, name, is_cover):
    kind = page_kind(of(text))

    assert (kind.name, kind.is_cover) == (name, is_cover)


def test_prose_that_speaks_of_a_cover_sheet_is_none():
    text = (
        f"{PROSE}\nHe filled in the identification form and wrote a routing and record sheet for each of the papers.\n"
    )

    assert not page_kind(of(text)).is_cover


def test_the_page_behind_a_cover_is_a_first_page_and_the_next_goes_on():
    pages = [of(RECORD_FORM), of(PROSE, 2), of(PROSE, 3), of("PAGE TWO 3316\n" + PROSE, 4)]

    assert [kind.name for kind in page_kinds(pages)] == [
        "record identification form",
        "message",
        "continuation",
        "continuation",
    ]


def test_a_kind_says_how_sure_it_is_and_why():
    kind = page_kind(of("ROUTING AND RECORD SHEET"))

    assert str(kind) == "routing and record sheet (cover sheet), confidence 0.50"
    assert kind.as_json() == {
        "name": "routing and record sheet",
        "cover": True,
        "confidence": 0.5,
        "signs": ["ROUTING AND RECORD SHEET"],
    }


def test_another_archives_cover_is_one_more_entry():
    entry = {
        "name": "lending slip",
        "threshold": 2,
        "cover": True,
        "phrases": [["STATE ARCHIVE OF RURITANIA", 2]],
        "labels": [["FONDS", 1]],
        "fields": {"FONDS": "file"},
    }
    page = of("STATE ARCHIVE OF RURITAN1A\nFONDS: 12")

    assert page_kind(page, [*page_forms(), page_form(entry)]).name == "lending slip"


def test_a_label_needs_its_colon_unless_it_stands_alone():
    labels = ("RECORD NUMBER", "TO")

    assert label_at("RECORO NUMBER : 999-1", labels) == ("RECORD NUMBER", "999-1")
    assert label_at("TO", labels) == ("TO", "")
    assert label_at("TO THE HARBOUR", labels) is None
    assert label_at("TOO: MANY", labels) is None


def test_every_kind_says_whose_it_is():
    assert {form.standing for form in page_forms()} == {"verified", "known"}
    assert all(form.origin for form in page_forms())
