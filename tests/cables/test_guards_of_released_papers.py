"""What the heading of a released paper may not say: a form's instructions, its stamps, words of its text."""

import pytest

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_draft import draft_of_pages
from briefbook.cables.repairs import plain_subject, refuse_bold_values, without_date_label
from briefbook.model.page import Page


def draft_of(*texts):
    return draft_of_pages([Page.of_text("D7", number, text) for number, text in enumerate(texts, 1)], 1900)


@pytest.mark.parametrize("subject", ['"43.3" - (CHECK "X" ONE)', "CHECK ONE", "(CHECK AS APPROPRIATE)"])
def test_what_a_form_tells_is_no_subject(subject):
    draft = draft_of(f"SUBJECT: {subject}\nTHE HARBOUR IS OPEN")
    draft.put(slots.SUBJECT, subject, 0)
    refuse_bold_values(draft)
    assert slots.SUBJECT not in draft.values


def test_a_subject_on_a_page_behind_the_heading_of_a_message_is_of_its_text():
    draft = draft_of("FM OSLO\nTO LISBON 12", "HAVE PROTESTED RE HARBOUR DUES OF PRIESTS")
    draft.form = "cia_in"
    draft.put(slots.FROM, "OSLO", 0)
    draft.put(slots.TO, ["LISBON"], 1)
    draft.put(slots.SUBJECT, "HARBOUR DUES OF PRIESTS", 2)
    refuse_bold_values(draft)
    assert slots.SUBJECT not in draft.values


def test_the_stamp_that_declassifies_a_page_is_no_marking():
    draft = draft_of("ALL INFORMATION CONTAINED\nHEREIN IS UNCLASSIFIED\nEXCEPT WHERE SHOWN\nOTHERWISE")
    draft.put(slots.SECURITY, "UNCLASSIFIED", 1)
    refuse_bold_values(draft)
    assert slots.SECURITY not in draft.values


def test_a_marking_by_itself_stays():
    draft = draft_of("UNCLASSIFIED\nTHE HARBOUR IS OPEN")
    draft.put(slots.SECURITY, "UNCLASSIFIED", 0)
    refuse_bold_values(draft)
    assert draft.values[slots.SECURITY] == "UNCLASSIFIED"


@pytest.mark.parametrize(
    ("value", "plain"),
    [("Meeting in Oslo,", "Meeting in Oslo"), ("JUAN PEREZ;", "JUAN PEREZ"), ('"HARBOUR AND', "HARBOUR AND"),
     ('The "Liberté"', 'The "Liberté"')],
)  # fmt: skip
def test_a_subject_ends_without_what_is_left_of_a_list(value, plain):
    assert plain_subject(value) == plain


def test_the_label_of_the_date_is_no_part_of_an_addressee():
    assert without_date_label("Deputy Chief, Harbour Division DAE") == "Deputy Chief, Harbour Division"
    assert without_date_label("HARBOUR GATE") == "HARBOUR GATE"
