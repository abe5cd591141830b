"""A person's word holds before what came with the papers, and that before the machine's reading; none is lost."""

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
    assert [(one.value, one.by) for one in entry.readings["number"]] == [
        ("3315", SourceKind.RECEIVED),
        ("3316", SourceKind.MACHINE),
    ]
    assert entry.source == "received"


def test_a_persons_last_word_holds_before_all():
    entry = describe_item("D7", cable=READ, descriptions=[CAME], decisions=[said("1"), said("3316")])
    assert [one.value for one in entry.readings["number"]] == ["3316", "3315", "3316"]
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
