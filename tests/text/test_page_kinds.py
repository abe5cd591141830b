"""What kind of page a page is, from its words and its layout."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.model.page import Page
from briefbook.text import page_kinds as page_kinds_module
from briefbook.text.page_kinds import label_at, page_form, page_forms, page_kind, page_kinds
from briefbook.text.phrase_index import PhraseIndex

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


SLIP = """
TRANSMITTAL SLIP
TO:
The clerk of the harbour office
ROOM NO.
12
BUILDING
East
REMARKS:
Please keep these papers with those about the mole
"""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (SLIP, "routing and record sheet"),
        (
            "ZOUTING AND RECORD SHEET\nFROM:\nHarbour office\nthe mole, the ice and the long winter of a year\n9\n10",
            "routing and record sheet",
        ),
        ("WITHDRAWAL/REDACTION SHEET\nCOLLECTION NAME\nHarbour files", "withdrawal sheet"),
        ("WlTHDRAWAL N0TICE\nRG: 999", "withdrawal sheet"),
        ("DELETED PAGE INFORMATION SHEET\n3 pages withheld", "withdrawal sheet"),
        ("EXTRACT/ITEM DETAILS\nPage 4 of the harbour file\nRETAINED UNDER SECTION 3(4)", "withdrawal sheet"),
        (
            "PAGES 4 TO 9 ARE WITHHELD PURSUANT TO SECTION\n15(1)\nOF THE ACCESS TO INFORMATION ACT",
            "withdrawal sheet",
        ),
        ("LES PAGES 4 A 9 SONT RETENUES EN VERTU\nDE LA LOI SUR L'ACCES A L'INFORMATION", "withdrawal sheet"),
    ],
)
def test_the_sheets_of_several_archives_are_covers(text, name):
    kind = page_kind(of(text))

    assert (kind.name, kind.is_cover) == (name, True)


@pytest.mark.parametrize(
    "head",
    [
        "CONTINUATION OF DISPATCH",
        "CLASSIFIED MESSAGE SECRET IN 99123 PAGE 2",
        "CLASSIFIED MESSAGE SECRET IN 99123 PAGE",
        "Distribution for Book Dispatch No. 12",
    ],
)
def test_a_further_page_on_a_printed_form_goes_on(head):
    assert page_kind(of(f"{head}\n{PROSE}", 2)).name == "continuation"


@pytest.mark.parametrize("head", ["CONTACT REPORT", "MEMORANDUM FOR: The clerk", "Intelligence Information Cable"])
def test_a_paper_that_names_itself_begins_behind_another(head):
    assert page_kind(of(f"{head}\nSUBJECT: The mole\n{PROSE}", 2)).name == "message"


def test_a_first_page_in_continuation_of_a_telegram_is_a_message():
    text = "FROM: OTTAWA\nTO: EXTERNAL\nIN CONTINUATION OF MY TELEGRAM 12\n" + PROSE

    assert page_kind(of(text)).name == "message"


def test_a_page_of_prose_with_a_short_line_about_a_routing_sheet_is_no_cover():
    assert page_kind(of(PROSE * 8 + "\nsee the routing and record sheet\n" + PROSE, 2)).name == "continuation"


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


def test_a_message_with_a_stamp_of_release_is_no_withdrawal_sheet():
    message = """FM WASHDC NOV13/62 UNCLAS
TO EXTERNAL 9355
REF OURTEL 9326 NOV9
SUBJ: HARBOUR DUES
1. THE FIRST POINT IS THAT THE DUES ARE HIGH AND THE PILOTS WILL NOT GO ASHORE.
2. THE SECOND IS THAT THE MINISTER HAS BEEN INFORMED AND DOES NOT MIND."""
    stamp = (
        "NOT DISCLOSED UNDER THE ACCESS TO INFORMATION ACT\nNON DIVULGUE EN VERTU DE LA LOI SUR L'ACCES A L'INFORMATION"
    )
    (kind,) = page_kinds([Page.of_text("D", 1, f"{message}\n{stamp}")])
    assert kind.name == "message"


def test_a_sheet_in_place_of_pages_is_still_a_withdrawal_sheet():
    (kind,) = page_kinds(
        [
            Page.of_text(
                "D", 1, "PAGES 12 TO 14 ARE WITHHELD PURSUANT TO SECTION 15(1)\nOF THE ACCESS TO INFORMATION ACT"
            )
        ]
    )
    assert (kind.name, kind.is_cover) == ("withdrawal sheet", True)


_PHRASES = sorted({"".join(filter(str.isalnum, phrase)) for form in page_forms() for phrase, _ in form.phrases})


@given(
    st.sampled_from(sorted({phrase for form in page_forms() for phrase, _ in form.phrases if len(phrase) > 9})),
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from("AEXQ01")), max_size=5),
    st.text("ABEORT", max_size=12),
)
def test_the_index_of_phrases_passes_over_none_that_letter_by_letter_comparison_finds(phrase, slips, rest):
    letters = "".join(letter for letter in phrase if letter.isalnum())
    line = letters
    for at, letter in slips:
        line = line[:at] + letter + line[at + 1 :]
    line += rest
    fits = len(letters) * 0.8 <= len(line) <= 2 * len(letters) + 16

    alike = page_kinds_module._likeness(line, letters)

    is_in_index = bool(PhraseIndex([letters]).possible([line])) and alike >= 85.0
    assert is_in_index == (fits and alike >= 85.0 and len(letters) >= 8)


@given(
    st.lists(
        st.one_of(
            st.text("AEHNORST 015", max_size=90),
            st.builds(
                lambda phrase, slips, start, end: "".join(slips.get(at, x) for at, x in enumerate(phrase))[start:end],
                st.sampled_from(_PHRASES),
                st.dictionaries(st.integers(0, 60), st.sampled_from(["", "A", "E1", "Q"]), max_size=6),
                st.integers(0, 3),
                st.integers(6, 80),
            ),
        ),
        max_size=6,
    )
)
def test_all_phrases_that_lines_of_a_page_hold_are_possible_for_them(lines):
    letters = ["".join(filter(str.isalnum, line)) for line in lines]
    alike = {
        (at, phrase)
        for at, line in enumerate(letters)
        for phrase, wanted in enumerate(_PHRASES)
        if len(wanted) * 0.8 <= len(line) <= 2 * len(wanted) + 16
        and page_kinds_module._likeness(line, wanted) >= (85.0 if len(wanted) >= 8 else 100.0)  # short ones: whole
    }

    assert alike <= set(PhraseIndex(_PHRASES).possible(letters))
