"""What is known of a cable from elsewhere goes before what the page says."""

from briefbook.cables import KnownHeading, read_cable
from briefbook.model.page import Line, Page, Word

PRINTED = """24. Telegram From Secretary of State Nobody to the Department of State
Geneva, March 25, 1962, 11 a.m.
Secto 104. SPECIMEN of a telegram. As in my 103 nothing was said."""


def test_the_author_of_a_reference_is_the_known_sender():
    pages = [Page.of_text("D1", 1, PRINTED)]
    cable = read_cable(
        "D1", pages, known_heading=KnownHeading(sender="RUSK", addressees=("STATE",), date_sent="1962-03-25")
    )
    assert [(reference.number, reference.author) for reference in cable.references] == [("103", "RUSK")]


def test_a_number_keeps_the_series_it_belongs_to():
    cable = read_cable("D1", [Page.of_text("D1", 1, PRINTED)])
    assert cable.value("number") == "SECTO 104"


def test_the_prose_of_an_edition_has_no_heading_but_refers():
    text = (
        "43. Editorial Note\nFrom Helble nothing was heard. Telegram 823 to Saigon, February 25, 1963, is a SPECIMEN."
    )
    cable = read_cable(
        "D1", [Page.of_text("D1", 1, text)], known_heading=KnownHeading(form="editorial note", date_sent="1963-02-26")
    )
    assert cable.fields == {}
    assert [(reference.form, reference.number, reference.author) for reference in cable.references] == [
        ("POST_TEL", "823", "STATE")
    ]


def test_a_cable_does_not_refer_to_itself():
    text = "CONFIDENTIAL\nPAGE 02 LA PAZ 00590 041731Z\nSEE LA PAZ 00491."
    known_heading = KnownHeading(sender="LA PAZ", addressees=("STATE",), date_sent="1974-02-01", message_number="590")
    cable = read_cable("D1", [Page.of_text("D1", 1, text)], known_heading=known_heading)
    assert [reference.number for reference in cable.references] == ["491"]


def test_a_value_is_no_surer_than_the_least_sure_word_that_it_was_read_from():
    rows = (
        (("FM", 0.3), ("WASHDC", 0.9), ("NOV8/62", 0.99), ("UNCLAS", 0.48)),
        (("TO", 0.9), ("EXTERNAL", 0.9), ("3316", 0.99)),
        (("SPECIMEN:", 0.9), ("CUBAN", 0.25), ("VOTES", 0.9)),
        (("SPECIMEN", 0.9), ("TEXT", 0.1)),
    )
    lines = tuple(Line(tuple(Word(text, None, sure) for text, sure in row)) for row in rows)
    fields = read_cable("D1", [Page("D1", 1, lines)]).fields
    assert [field.confidence for field in fields["from"]] == [0.9]
    assert [field.confidence for field in fields["number"]] == [0.95]  # the rule's own
    assert [(field.value, field.confidence) for field in fields["classification"]] == [("UNCLASSIFIED", 0.48)]
    assert [(field.value, field.confidence) for field in fields["subject"]] == [("SPECIMEN: CUBAN VOTES", 0.25)]


def test_of_a_text_that_nobody_measured_the_rule_says_how_sure_it_is():
    fields = read_cable(
        "D1", [Page.of_text("D1", 1, "FM WASHDC NOV8/62 UNCLAS\nTO EXTERNAL 3316\nSPECIMEN: VOTES")]
    ).fields
    assert [field.confidence for field in fields["subject"]] == [0.95]


def test_a_day_in_an_editors_note_is_of_the_year_that_the_note_gives_before_it():
    text = (
        "Editorial Note\nOn December 28, 1962, the Embassy reported on the moles. In telegram 798 from\n"
        "Saigon, January 8, the Embassy reported that they were gone."
    )
    read = read_cable("D1", [Page.of_text("D1", 1, text)], known_heading=KnownHeading(form="editorial note"))
    assert [(one.number, one.date) for one in read.references] == [("798", "1963-01-08")]


def test_a_day_in_an_editors_note_without_any_year_is_of_no_year():
    text = "Editorial Note\nIn telegram 798 from Saigon, January 8, the Embassy reported that they were gone."
    read = read_cable("D1", [Page.of_text("D1", 1, text)], known_heading=KnownHeading(form="editorial note"))
    assert [(one.number, one.date) for one in read.references] == [("798", "XXXX-01-08")]
