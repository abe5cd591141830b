"""The review queue: what is worth a look comes first, and what a person has settled does not come again."""

import pytest

from briefbook.catalogue import StoreCatalogue, Update, describe_item
from briefbook.catalogue.doubts import Doubt, DoubtKind, doubts_of, doubts_of_findings
from briefbook.catalogue.review_queue import QueueFilter
from briefbook.model.cable import Cable, Reading, SourceKind
from briefbook.model.decision import FieldConfirmation, FieldDecision
from briefbook.model.finding import Finding, Severity
from briefbook.model.page import Page
from briefbook.model.received import Description
from briefbook.model.review import UNTOUCHED, Review, ReviewState

ADA = {"who": "Ada", "when": "2026-01-02T03:04:05Z"}


def read(value, confidence=0.95):
    return (Reading(value, value, confidence=confidence),)


def cable(item, **fields):
    named = {"from": read("WASHDC"), "date": read("1962-11-08"), "number": read("3316")}
    return Cable(item, fields=named | {name.rstrip("_"): readings for name, readings in fields.items()})


def entry(item="D7", decisions=(), **fields):
    return describe_item(item, cable=cable(item, **fields), decisions=decisions, scan=f"scans/{item}.pdf", page_count=1)


def store(tmp_path, *entries):
    catalogue = StoreCatalogue(tmp_path / "catalogue.sqlite")
    catalogue.bring_up_to_date([Update.of(made, (), "k") for made in entries], (), "stamp")
    return catalogue


def test_what_was_read_well_is_in_no_doubt():
    assert doubts_of(entry()) == []


def test_a_field_that_was_hard_to_read_is_in_doubt_and_says_so():
    assert doubts_of(entry(number=read("3316", 0.4))) == [
        Doubt(DoubtKind.FIELD, "number", 0.6, "number: read with 40% certainty")
    ]


def test_a_field_not_understood_and_one_that_is_blank_are_in_doubt():
    doubts = doubts_of(entry(date=(Reading("NCV 8/62", None),), number=()))
    assert [(doubt.kind, doubt.field, doubt.words) for doubt in doubts] == [
        ("field", "date", "date: “NCV 8/62” is not understood"),
        ("blank", "number", "number: nothing was read"),
    ]


def test_a_list_that_the_paper_contradicts_is_in_doubt():
    listed = Description("D7", {"number": (Reading("3318", "3318", SourceKind.RECEIVED),)})
    made = describe_item("D7", cable=cable("D7"), descriptions=[listed])
    assert doubts_of(made)[0] == Doubt(
        DoubtKind.CONTRADICTION, "number", 0.9, "number: the list says 3318, the paper 3316"
    )


def test_what_a_person_confirmed_or_corrected_is_in_doubt_no_longer():
    doubtful = read("3316", 0.4)
    confirmed = FieldConfirmation(item="D7", field="number", value="3316", **ADA)
    corrected = FieldDecision(item="D7", field="number", before="3316", after="3318", **ADA)
    assert doubts_of(entry(number=doubtful, decisions=[confirmed])) == []
    assert doubts_of(entry(number=doubtful, decisions=[corrected])) == []


def test_a_confirmed_value_stays_the_machine_s_reading_and_is_certain():
    confirmed = FieldConfirmation(item="D7", field="number", value="3316", **ADA)
    (reading,) = entry(number=read("3316", 0.4), decisions=[confirmed]).readings["number"]
    assert (reading.by, reading.value, reading.confidence) == ("machine", "3316", 0.4)
    assert (reading.confirmed_by, reading.is_unsure) == ("Ada, 2026-01-02", False)


def test_a_confirmed_value_holds_where_a_later_reading_differs():
    confirmed = FieldConfirmation(item="D7", field="number", value="3316", **ADA)
    made = entry(number=read("3818"), decisions=[confirmed])
    assert [(r.by, r.value, r.confirmed_by) for r in made.readings["number"]] == [
        ("person", "3316", "Ada, 2026-01-02"),
        ("machine", "3818", ""),
    ]


def test_a_blank_that_is_confirmed_stays_blank_and_a_list_of_addressees_is_compared_whole():
    blank = FieldConfirmation(item="D7", field="number", value=None, **ADA)
    assert entry(number=read("12"), decisions=[blank]).value("number") is None
    to = FieldConfirmation(item="D7", field="to", value="PARIS; BONN", **ADA)
    made = entry(to=(*read("PARIS"), *read("BONN")), decisions=[to])
    assert [(r.by, r.value, r.confirmed_by) for r in made.readings["to"]] == [
        ("machine", "PARIS", "Ada, 2026-01-02"),
        ("machine", "BONN", "Ada, 2026-01-02"),
    ]


def test_a_correction_after_a_confirmation_counts_and_a_confirmation_after_a_correction_marks_it():
    confirmed = FieldConfirmation(item="D7", field="number", value="3316", **ADA)
    corrected = FieldDecision(item="D7", field="number", before="3316", after="3318", **ADA)
    (first, *_) = entry(decisions=[confirmed, corrected]).readings["number"]
    assert (first.value, first.confirmed_by) == ("3318", "")
    second_pair_of_eyes = FieldConfirmation(item="D7", field="number", value="3318", who="Ben", when="2026-02-03")
    (first, *_) = entry(decisions=[corrected, second_pair_of_eyes]).readings["number"]
    assert (first.by, first.value, first.source, first.confirmed_by) == (
        "person", "3318", "Ada, 2026-01-02", "Ben, 2026-02-03",
    )  # fmt: skip


def test_what_is_most_worth_a_look_comes_first(tmp_path):
    catalogue = store(
        tmp_path, entry("D1"), entry("D2", number=read("1", 0.5)), entry("D3", number=read("1", 0.1)), entry("D4")
    )
    rows = catalogue.queue.rows()
    assert [(row.item, round(row.worth, 2)) for row in rows] == [("D3", 0.9), ("D2", 0.5), ("D1", 0.0), ("D4", 0.0)]
    assert rows[0].doubts == (Doubt(DoubtKind.FIELD, "number", 0.9, "number: read with 10% certainty"),)


def test_the_next_and_the_one_before_are_found_from_a_place_in_the_queue(tmp_path):
    catalogue = store(
        tmp_path, entry("D1"), entry("D2", number=read("1", 0.5)), entry("D3", number=read("1", 0.1)), entry("D4")
    )
    here = (catalogue.queue.row("D2").worth, "D2")
    assert [row.item for row in catalogue.queue.rows(behind=here)] == ["D1", "D4"]
    assert [row.item for row in catalogue.queue.rows(before=here)] == ["D3"]
    assert [row.item for row in catalogue.queue.rows(before=(0.0, "D4"), limit=2)] == ["D1", "D2"]


def test_a_state_is_that_of_the_journal_and_its_items_are_listed_by_it(tmp_path):
    catalogue = store(tmp_path, entry("D1"), entry("D2"), entry("D3"))
    approved = Review(ReviewState.APPROVED, "Ada", "2026-01-02T03:04:05Z", "fine")
    catalogue.bring_up_to_date([], (), "stamp", {"D2": approved, "D9": approved})
    queue = catalogue.queue
    assert [row.item for row in queue.rows()] == ["D1", "D3"]
    assert [row.item for row in queue.rows(QueueFilter(ReviewState.APPROVED))] == ["D2"]
    assert [row.item for row in queue.rows(QueueFilter(None))] == ["D1", "D2", "D3"]
    assert (queue.review("D2"), queue.review("D1")) == (approved, UNTOUCHED)
    assert queue.states() == {
        ReviewState.UNTOUCHED: 2, ReviewState.SEEN: 0, ReviewState.APPROVED: 1, ReviewState.DISCUSS: 0,
    }  # fmt: skip
    catalogue.bring_up_to_date([Update.of(entry("D2", number=read("7")), (), "other")], (), "stamp")
    assert queue.review("D2") == approved
    catalogue.bring_up_to_date([], (), "stamp", {})
    assert queue.review("D2") == UNTOUCHED


@pytest.mark.parametrize("many", [0, 2_000])
def test_items_of_one_kind_are_listed_whether_there_are_few_or_many(tmp_path, monkeypatch, many):
    monkeypatch.setattr("briefbook.catalogue.review_queue._MANY", many)
    catalogue = store(tmp_path, entry("D1"), entry("D2", number=read("1", 0.5)), entry("D3", number=()))
    of_kind = QueueFilter(kind=DoubtKind.BLANK)
    assert [row.item for row in catalogue.queue.rows(of_kind)] == ["D3"]
    assert (catalogue.queue.count(of_kind), catalogue.queue.kinds()[DoubtKind.FIELD]) == (1, 1)


def test_only_the_items_of_a_page_of_the_book_are_listed(tmp_path):
    catalogue = store(tmp_path, entry("D1"), entry("D2"), entry("D3"))
    wanted = QueueFilter(items=frozenset({"D3", "D1", "D9"}))
    assert [row.item for row in catalogue.queue.rows(wanted)] == ["D1", "D3"]
    assert catalogue.queue.count(wanted) == 2


def test_an_item_that_is_gone_is_no_longer_in_the_queue(tmp_path):
    catalogue = store(tmp_path, entry("D1", number=()), entry("D2"))
    catalogue.bring_up_to_date([], ["D1"], "stamp")
    assert [row.item for row in catalogue.queue.rows()] == ["D2"]
    assert catalogue.queue.kinds()[DoubtKind.BLANK] == 0


def test_open_findings_make_an_item_worth_a_look_until_they_are_gone(tmp_path):
    catalogue = store(tmp_path, entry("D1"), entry("D2"))
    findings = [
        Finding("C107", None, "out of order", item="D2"),
        Finding("C107", None, "out of order", item="D1", accepted="a known slip"),
        Finding("C202", None, "look once", item="D1", severity=Severity.NOTE),
        Finding("C301", None, "no item"),
    ]
    catalogue.store_doubts(doubts_of_findings(findings))
    first = catalogue.queue.rows()[0]
    assert (first.item, first.doubts) == ("D2", (Doubt(DoubtKind.SERIES, "", 0.4, "C107: out of order"),))
    assert catalogue.queue.kinds()[DoubtKind.SERIES] == 1
    catalogue.store_doubts({})
    assert (catalogue.queue.row("D2").worth, catalogue.queue.row("D2").doubts) == (0.0, ())


def test_a_page_that_was_read_badly_is_a_reason_to_look():
    made = entry()
    page = Page.of_text("D7", 1, "FM WASHDC", reader="typed", by="machine")
    assert doubts_of(made, [page]) == []
    stub = describe_item("D8", descriptions=[Description("D8", {"number": read("7")})])
    assert [doubt.words for doubt in doubts_of(stub)] == ["neither a scan nor a text is held"]
