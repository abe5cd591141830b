"""A person's word holds before what came with the papers, and that before the machine's reading; none is lost."""

import pytest

from briefbook.catalogue import describe_item
from briefbook.catalogue.describe import effective_pages
from briefbook.model.cable import Cable, Reading, SourceKind
from briefbook.model.decision import FieldDecision
from briefbook.model.page import Page
from briefbook.model.received import Description

READ = Cable(
    "D7", fields={"number": (Reading("331G", "3316", confidence=0.6),), "to": (Reading("EXTERNAL", "EXTERNAL"),)}
)
CAME = Description("D7", {"number": (Reading("3315", "3315", SourceKind.RECEIVED, source="book"),)})


def said(after, when="2026-01-01T00:00:00Z"):
    return FieldDecision(when=when, who="Ada", item="D7", field="number", before="3315", after=after)


def test_received_holds_before_machine_and_the_loser_is_kept():
    entry = describe_item("D7", cable=READ, descriptions=[CAME])
    assert entry.value("number") == "3315"
    assert [(reading.value, reading.by) for reading in entry.readings["number"]] == [
        ("3315", SourceKind.RECEIVED),
        ("3316", SourceKind.MACHINE),
    ]
    assert entry.source == "received"


def test_a_persons_last_word_holds_before_all():
    entry = describe_item("D7", cable=READ, descriptions=[CAME], decisions=[said("1"), said("3316")])
    assert [reading.value for reading in entry.readings["number"]] == ["3316", "3315", "3316"]
    assert entry.source == "person"


def test_a_person_can_say_that_a_field_is_blank():
    entry = describe_item("D7", cable=READ, descriptions=[CAME], decisions=[said(None)])
    assert entry.value("number") is None
    assert len(entry.readings["number"]) == 3


def test_several_values_of_one_source_hold_together():
    cable = Cable("D7", fields={"to": (Reading("PARIS", "PARIS"), Reading("BONN", "BONN"))})
    assert describe_item("D7", cable=cable).values("to") == ("PARIS", "BONN")
    corrected = FieldDecision(when="2026-01-01T00:00:00Z", who="Ada", item="D7", field="to", after="LDN; BONN")
    assert describe_item("D7", cable=cable, decisions=[corrected]).value("to") == "LDN; BONN"


def test_an_id_that_only_we_made_is_provisional_until_there_is_a_scan():
    made = Description("PARIS-12-1962", provisional=True)
    assert describe_item("PARIS-12-1962", descriptions=[made]).provisional
    assert not describe_item("PARIS-12-1962", descriptions=[made], scan="scans/PARIS-12-1962.pdf").provisional


def test_a_transcript_wins_over_the_scan_and_received_text_fills_what_was_not_read():
    read = [Page.of_text("D7", 1, "REAO", reader="lines", by="machine"), Page("D7", 2)]
    came = Description("D7", pages=("received one", "received two"))
    typed = [Page.of_text("D7", 1, "READ")]
    pages = effective_pages("D7", read, [came], typed)
    assert [(page.text, page.by) for page in pages] == [("READ", "person"), ("received two", "received")]


def dated(*received, machine="1963-04-22", flags=()):
    """An item whose lists give these dates, as written and in EDTF, and whose heading gives a day."""
    lists = [
        Description("D7", {"date": (Reading(*pair, SourceKind.RECEIVED, source=f"list {at}"),)}, flags=flags)
        for at, pair in enumerate(received, 1)
    ]
    cable = Cable("D7", fields={"date": (Reading("APR 22/63", machine, confidence=0.8),)} if machine else {})
    return cable, lists


@pytest.mark.parametrize(
    ("received", "date"),
    [
        ([("soon", None)], "1963-04-22"),
        ([("n.d.", None)], "1963-04-22"),
        ([("1963-04-??", "1963-04-XX")], "1963-04-22"),
        ([("April 1963", "1963-04")], "1963-04-22"),
        ([("c. May 1963", "1963-05~")], "1963-04-22"),
        ([("May 1963", "1963-05")], "1963-05"),
        ([("20-25 April 1963", "1963-04-20/1963-04-25")], "1963-04-20/1963-04-25"),
        ([("21-Apr-63", "1963-04-21")], "1963-04-21"),
        ([("soon", None), ("21-Apr-63", "1963-04-21")], "1963-04-21"),
    ],
)
def test_a_received_date_that_is_no_day_does_not_stand_before_a_day_that_fits_it(received, date):
    cable, lists = dated(*received)
    entry = describe_item("D7", cable=cable, descriptions=lists)

    assert entry.date == date
    assert len(entry.readings["date"]) == len(received) + 1


def test_words_of_a_list_hold_where_nothing_better_is_known():
    cable, lists = dated(("soon", None), machine=None)
    assert describe_item("D7", cable=cable, descriptions=lists).readings["date"][0].as_written == "soon"


def test_an_impossible_date_is_no_anomaly_once_a_person_has_set_the_date():
    cable, lists = dated(("31-Apr-63", None), flags=("impossible_date", "received_before_sent"))
    decision = FieldDecision(when="2026-01-01T00:00:00Z", who="Ada", item="D7", field="date", after="1963-04-21")

    assert describe_item("D7", cable=cable, descriptions=lists).flags == ("impossible_date", "received_before_sent")
    entry = describe_item("D7", cable=cable, descriptions=lists, decisions=[decision])
    assert (entry.date, entry.flags) == ("1963-04-21", ("received_before_sent",))


@pytest.mark.parametrize(
    ("flag", "field"),
    [
        ("weekday_mismatch", "date"),
        ("not_in_use: LDN in 1911", "from"),
        ("sender_conflict: title says Bonn, header says Berne", "from"),
        ("received_before_sent", "received"),
    ],
)
def test_an_anomaly_ends_with_a_persons_word_on_a_field_that_it_is_about(flag, field):
    cable, lists = dated(("21-Apr-63", "1963-04-21"), flags=(flag,))
    decision = FieldDecision(when="2026-01-01T00:00:00Z", who="Ada", item="D7", field=field, after="1963")
    other = FieldDecision(when="2026-01-01T00:00:00Z", who="Ada", item="D7", field="subject", after="FISH")
    assert describe_item("D7", cable=cable, descriptions=lists, decisions=[other]).flags == (flag,)
    assert describe_item("D7", cable=cable, descriptions=lists, decisions=[decision]).flags == ()


def test_a_persons_word_is_what_the_paper_says_unless_the_person_says_it_is_supplied():
    plain = FieldDecision(item="D7", field="date", after="1963-04-21")
    supplied = FieldDecision(item="D7", field="date", after="1963-04-21", supplied=True)
    assert describe_item("D7", decisions=[plain]).readings["date"][0].how == "observed"
    assert describe_item("D7", decisions=[supplied]).readings["date"][0].how == "supplied"


def test_a_classification_is_one_word_whoever_wrote_it_and_the_words_are_kept():
    def listed(written):
        reading = Reading(written, written, SourceKind.RECEIVED, source="list")
        return {"descriptions": [Description("D7", {"classification": (reading,)})]}

    def decided(written):
        return {"decisions": [FieldDecision(item="D7", field="classification", after=written)]}

    for source in (listed, decided):
        readings = [
            describe_item("D7", **source(written)).readings["classification"][0]
            for written in ("CONF", "C", "Confidential", "Most private")
        ]
        assert [reading.value for reading in readings] == ["CONFIDENTIAL"] * 3 + ["Most private"]
        assert [reading.as_written for reading in readings] == ["CONF", "C", "Confidential", "Most private"]


EDITED = Description(
    "D7",
    {
        "note": (Reading(None, "Foreign Relations of the United States, Volume I", SourceKind.RECEIVED, source="v1"),),
        "to": (Reading("Embassy in France", "PARIS", SourceKind.RECEIVED, source="v1"),),
    },
)
HEADING_OF_A_TEXT = Cable(
    "D7",
    fields={
        name: (Reading(word, word, confidence=0.99),)
        for name, word in {"to": "PARIS", "from": "UNDERSECRETARY", "caveats": "GUARD", "subject": "discussed"}.items()
    },
)


def test_what_the_editors_of_an_edition_do_not_give_is_not_made_of_a_word_in_the_text():
    entry = describe_item("D7", cable=HEADING_OF_A_TEXT, descriptions=[EDITED])
    assert [entry.value(name) for name in ("to", "from", "caveats", "subject")] == ["PARIS", None, None, None]
    assert [reading.by for reading in entry.readings["to"]] == [SourceKind.RECEIVED, SourceKind.MACHINE]


def test_a_scan_of_a_paper_that_an_edition_prints_is_read_as_any_scan():
    entry = describe_item("D7", cable=HEADING_OF_A_TEXT, descriptions=[EDITED], scan="scans/D7.pdf")
    assert entry.value("from") == "UNDERSECRETARY"
