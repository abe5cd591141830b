"""A decision is seen at once as it will be when its item is described anew."""

from briefbook.catalogue import Journal, describe_item
from briefbook.catalogue.describe import redecide
from briefbook.model.cable import Cable, Reading, SourceKind
from briefbook.model.decision import FieldConfirmation, FieldDecision, ReviewDecision, UndoDecision
from briefbook.model.received import Description
from briefbook.model.review import ReviewState
from briefbook.project.quick_decisions import JournalReader, is_quick

ADA = {"who": "Ada", "when": "2026-01-02T03:04:05Z"}
CABLE = Cable(
    "D7",
    fields={
        "date": (Reading("8 NOV", "1962-11-08", confidence=0.5),),
        "to": (Reading("PARIS", "PARIS"), Reading("BONN", "BONN")),
        "number": (Reading("33I6", "3316", confidence=0.4),),
    },
    flags=("impossible_date", "received_before_sent"),
)
LISTED = Description(
    "D7",
    {
        "date": (Reading("1962-11", "1962-11", SourceKind.RECEIVED),),
        "from": (Reading("x", "LDN", SourceKind.RECEIVED),),
    },
)


def described(*decisions):
    return describe_item(
        "D7", cable=CABLE, descriptions=[LISTED], decisions=decisions, scan="scans/D7.pdf", page_count=2
    )


def test_an_entry_decided_anew_is_the_one_described_anew():
    cases = [
        [FieldDecision(item="D7", field="number", before="3316", after="3318", **ADA)],
        [FieldConfirmation(item="D7", field="number", value="3316", **ADA)],
        [FieldConfirmation(item="D7", field="to", value="PARIS; BONN", **ADA)],
        [FieldDecision(item="D7", field="to", before="PARIS; BONN", after="ROME; OSLO", **ADA)],
        [FieldDecision(item="D7", field="date", before="1962-11-08", after=None, **ADA)],
        [FieldConfirmation(item="D7", field="subject", value=None, **ADA)],
        [],
    ]
    for decisions in cases:
        assert redecide(described(), decisions) == described(*decisions)


def test_an_entry_whose_decision_is_undone_is_as_before_but_for_dropped_flags():
    decided = described(FieldDecision(item="D7", field="date", before="1962-11-08", after="1962-11-09", **ADA))
    again = redecide(decided, [])
    assert again.readings == described().readings
    assert again.flags == ("received_before_sent",)


def test_the_journal_is_read_on_from_where_it_ended_and_anew_where_it_was_rewritten(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    reader = JournalReader(journal.path)
    assert list(reader.lines()) == []
    first = ReviewDecision(item="D7", state=ReviewState.SEEN, **ADA)
    second = FieldDecision(item="D8", field="number", after="1", **ADA)
    journal.append(first)
    assert list(reader.lines()) == [first]
    journal.append(second)
    assert list(reader.lines()) == [first, second]
    assert (list(reader.about("D7")), list(reader.about("D8")), list(reader.about("D9"))) == ([first], [second], [])
    journal.path.write_text(f"{second}\n", encoding="utf-8")
    assert list(reader.lines()) == [second]
    journal.path.unlink()
    assert list(reader.lines()) == []


def test_an_unfinished_last_line_is_read_when_it_is_finished(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    reader = JournalReader(journal.path)
    line = str(ReviewDecision(item="D7", state=ReviewState.SEEN, **ADA))
    journal.append(ReviewDecision(item="D6", state=ReviewState.SEEN, **ADA))
    assert len(reader.lines()) == 1
    with open(journal.path, "a", encoding="utf-8") as file:
        file.write(line[:20])
    assert len(reader.lines()) == 1
    with open(journal.path, "a", encoding="utf-8") as file:
        file.write(f"{line[20:]}\n")
    assert [decision.item for decision in reader.lines()] == ["D6", "D7"]


def test_decisions_on_fields_and_reviews_are_quick_and_so_are_their_undos():
    review = ReviewDecision(item="D7", state=ReviewState.SEEN)
    assert [is_quick(line) for line in (review, UndoDecision(undone=review))] == [True, True]
