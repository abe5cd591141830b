"""A decision and its line undo each other, and lines of every version are read."""

import datetime
import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.model.decision import (
    AcceptanceDecision,
    AssignmentDecision,
    CodeDecision,
    CommentDecision,
    CommentResolution,
    FieldConfirmation,
    FieldDecision,
    ItemWithdrawal,
    PartsDecision,
    ReaderDecision,
    ReviewDecision,
    SignatureDecision,
    TranscriptDecision,
    UndoDecision,
    UnknownDecisionError,
    UnsetDecision,
    WithdrawalDecision,
    in_force,
    not_undone,
    parse_decision,
    reviews,
)
from briefbook.model.parts import FilePages, Part
from briefbook.model.review import Review, ReviewState

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schemas/journal.schema.json").read_text(encoding="utf-8"))
WORDS = st.text()
OPTIONAL = st.none() | st.text()
FILES = st.builds(FilePages, WORDS, st.lists(st.integers(1, 900), unique=True).map(tuple))
PARTS = st.builds(Part, WORDS, st.lists(st.integers(1, 900), min_size=1, unique=True).map(tuple), st.booleans())
COMMON = {"when": WORDS, "who": WORDS, "why": WORDS}
UNDOABLE = st.one_of(
    st.builds(
        FieldDecision,
        item=WORDS,
        field=WORDS,
        before=OPTIONAL,
        after=OPTIONAL,
        supplied=st.booleans(),
        spreadsheet=WORDS,
        **COMMON,
    ),
    st.builds(UnsetDecision, item=WORDS, field=WORDS, before=OPTIONAL, **COMMON),
    st.builds(WithdrawalDecision, source=WORDS, **COMMON),
    st.builds(ItemWithdrawal, item=WORDS, said=WORDS, files=st.lists(FILES, max_size=2).map(tuple), **COMMON),
    st.builds(AcceptanceDecision, code=WORDS, item=OPTIONAL, where=OPTIONAL, until=st.none() | st.dates(), **COMMON),
    st.builds(CodeDecision, code=WORDS, name=WORDS, vocabulary=WORDS, **COMMON),
    st.builds(ReaderDecision, item=WORDS, before=OPTIONAL, after=OPTIONAL, **COMMON),
    st.builds(SignatureDecision, state=WORDS, **COMMON),
    st.builds(
        PartsDecision,
        item=WORDS,
        parts=st.just(()) | st.builds(lambda *p: p, PARTS),
        pictures=st.lists(WORDS, max_size=3).map(tuple),
        **COMMON,
    ),
    st.builds(FieldConfirmation, item=WORDS, field=WORDS, value=OPTIONAL, **COMMON),
    st.builds(
        ReviewDecision, item=WORDS, state=st.sampled_from(ReviewState), before=st.sampled_from(ReviewState), **COMMON
    ),
    st.builds(
        CommentDecision,
        id=WORDS,
        text=WORDS,
        item=OPTIONAL,
        field=WORDS,
        chapter=WORDS,
        passage=WORDS,
        answers=WORDS,
        **COMMON,
    ),
    st.builds(CommentResolution, comment=WORDS, item=OPTIONAL, **COMMON),
    st.builds(AssignmentDecision, item=WORDS, assigned_to=WORDS, before=WORDS, **COMMON),
)
TRANSCRIPTS = st.builds(
    TranscriptDecision, item=WORDS, page=st.integers(1, 900), line=WORDS, before=WORDS, after=OPTIONAL, **COMMON
)
DECISIONS = UNDOABLE | TRANSCRIPTS | st.builds(UndoDecision, undone=UNDOABLE, **COMMON)
ADA = {"when": "2026-01-02T03:04:05Z", "who": "Ada"}
OLD = {**ADA, "why": ""}


@given(DECISIONS)
def test_a_decision_and_its_line_undo_each_other(decision):
    line = str(decision)
    assert "\n" not in line
    assert parse_decision(line) == decision
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(line))


@given(DECISIONS, st.randoms())
def test_the_order_of_keys_does_not_matter(decision, random):
    keys = list(json.loads(str(decision)).items())
    random.shuffle(keys)
    assert parse_decision(json.dumps(dict(keys))) == decision


def test_the_written_form_of_each_kind():
    day = datetime.date(2027, 1, 31)
    assert [
        str(FieldDecision(item="D7", field="number", before="331", after="3316", why="the stamp", **ADA)),
        str(AcceptanceDecision(code="C204", item="D7", where="narratives/a.md:3", until=day, why="known", **ADA)),
        str(CodeDecision(code="OSLO", name="Embassy Oslo", **ADA)),
        str(ReaderDecision(item="D7", before="auto", after="anew", **ADA)),
        str(SignatureDecision(state="0a1b", **ADA)),
        str(FieldDecision(item="D7", field="date", after="1962", supplied=True, spreadsheet="a.csv", **ADA)),
        str(UnsetDecision(item="D7", field="number", before="3316", **ADA)),
        str(WithdrawalDecision(source="list", why="another archive's", **ADA)),
        str(UndoDecision(undone=SignatureDecision(state="0a1b", **ADA), **ADA)),
    ] == [
        '{"v": 1, "when": "2026-01-02T03:04:05Z", "who": "Ada", "kind": "set", "item": "D7", "field": "number", '
        '"from": "331", "to": "3316", "why": "the stamp"}',
        '{"v": 1, "when": "2026-01-02T03:04:05Z", "who": "Ada", "kind": "accept", "code": "C204", "item": "D7", '
        '"where": "narratives/a.md:3", "until": "2027-01-31", "why": "known"}',
        '{"v": 1, "when": "2026-01-02T03:04:05Z", "who": "Ada", "kind": "confirm", "vocabulary": "post", '
        '"code": "OSLO", "name": "Embassy Oslo", "why": ""}',
        '{"v": 1, "when": "2026-01-02T03:04:05Z", "who": "Ada", "kind": "read", "item": "D7", "from": "auto", '
        '"to": "anew", "why": ""}',
        '{"v": 1, "when": "2026-01-02T03:04:05Z", "who": "Ada", "kind": "sign", "state": "0a1b", "why": ""}',
        '{"v": 1, "when": "2026-01-02T03:04:05Z", "who": "Ada", "kind": "set", "item": "D7", "field": "date", '
        '"from": null, "to": "1962", "supplied": true, "spreadsheet": "a.csv", "why": ""}',
        '{"v": 2, "when": "2026-01-02T03:04:05Z", "who": "Ada", "kind": "unset", "item": "D7", "field": "number", '
        '"from": "3316", "why": ""}',
        '{"v": 2, "when": "2026-01-02T03:04:05Z", "who": "Ada", "kind": "withdraw", "source": "list", '
        '"why": "another archive\'s"}',
        '{"v": 2, "when": "2026-01-02T03:04:05Z", "who": "Ada", "kind": "undo", "undone": {"v": 1, "when": '
        '"2026-01-02T03:04:05Z", "who": "Ada", "kind": "sign", "state": "0a1b", "why": ""}, "why": ""}',
    ]


FIRST = FieldDecision(item="D7", field="number", after="331", **ADA)
SECOND = FieldDecision(item="D7", field="number", before="331", after="3316", **ADA)
OTHER = FieldDecision(item="D7", field="date", after="1962", **ADA)
UNSET = UnsetDecision(item="D7", field="number", before="3316", **ADA)


def test_what_is_unset_no_longer_holds_and_other_fields_do():
    assert in_force([FIRST, OTHER, SECOND, UNSET]) == (OTHER,)
    assert in_force([FIRST, UNSET, SECOND]) == (SECOND,)


def test_what_is_undone_counts_as_if_it_had_not_been_written():
    assert in_force([FIRST, SECOND, UndoDecision(undone=SECOND)]) == (FIRST,)
    assert in_force([FIRST, UNSET, UndoDecision(undone=UNSET)]) == (FIRST,)
    assert not_undone([FIRST, UNSET, UndoDecision(undone=FIRST)]) == (UNSET,)


def test_an_undo_undoes_one_of_two_equal_lines():
    assert in_force([FIRST, FIRST, UndoDecision(undone=FIRST)]) == (FIRST,)
    assert in_force([FIRST, FIRST, UndoDecision(undone=FIRST), UndoDecision(undone=FIRST)]) == ()


def test_an_undo_of_a_line_that_is_not_there_takes_nothing_back():
    assert in_force([OTHER, UndoDecision(undone=FIRST)]) == (OTHER,)


def test_an_undo_finds_its_line_where_merging_two_journals_put_it_behind():
    assert in_force([UndoDecision(undone=FIRST), FIRST]) == ()


@pytest.mark.parametrize(
    ("row", "decision"),
    [
        (
            {"kind": "set", "item": "D7", "field": "to", "from": None, "to": "LDN; BONN"},
            FieldDecision(item="D7", field="to", after="LDN; BONN", **ADA),
        ),
        ({"item": "D7", "field": "number", "to": 3316}, FieldDecision(item="D7", field="number", after="3316", **ADA)),
        (
            {"kind": "accept", "item": "D7", "field": "C204", "from": "narratives/a.md:3", "to": "2027-01-31"},
            AcceptanceDecision(
                code="C204", item="D7", where="narratives/a.md:3", until=datetime.date(2027, 1, 31), **ADA
            ),
        ),
        (
            {"kind": "accept", "item": "", "field": "C111", "from": None, "to": None},
            AcceptanceDecision(code="C111", **ADA),
        ),
        (
            {"kind": "confirm", "item": "OSLO", "field": "post", "from": None, "to": "Embassy Oslo"},
            CodeDecision(code="OSLO", name="Embassy Oslo", **ADA),
        ),
        (
            {"kind": "read", "item": "D7", "field": "reader", "from": "auto", "to": "anew"},
            ReaderDecision(item="D7", before="auto", after="anew", **ADA),
        ),
        (
            {"kind": "sign", "item": "", "field": "certificate", "from": None, "to": "0a1b"},
            SignatureDecision(state="0a1b", **ADA),
        ),
    ],
)
def test_lines_without_a_version_have_the_same_keys_for_every_kind(row, decision):
    assert parse_decision(json.dumps({**OLD, **row})) == decision


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "it is not JSON"),
        ("[1]", "it is not a JSON object"),
        ('{"when": "", "item": "D7", "field": "x"}', '"who" is missing'),
        ('{"v": 1, "when": "", "who": "", "item": "D7", "field": "x"}', '"kind" is missing'),
        (
            '{"when": "", "who": "", "kind": ["set"], "item": "D7", "field": "x"}',
            r"is \['set'\], which is not a text",
        ),
        ('{"v": 1, "when": "", "who": "", "kind": "accept", "field": "C201"}', '"code" is missing'),
        ('{"when": "", "who": "", "item": "D7", "field": "x", "to": ["a"]}', "which is not a text"),
        ('{"when": "", "who": "", "kind": "accept", "item": "", "field": "C201", "to": "soon"}', "which is not a day"),
        (
            '{"v": 1, "when": "", "who": "", "kind": "set", "item": "D7", "field": "x", "supplied": "no"}',
            "neither true",
        ),
        ('{"v": 2, "when": "", "who": "", "kind": "undo"}', '"undone" is missing'),
        ('{"v": "one"}', "which is not a version"),
        ('{"v": true}', "which is not a version"),
    ],
)
def test_a_damaged_line_is_refused_with_what_is_wrong(line, says):
    with pytest.raises(ValueError, match=says) as caught:
        parse_decision(line)
    assert not isinstance(caught.value, UnknownDecisionError)


@pytest.mark.parametrize(
    ("line", "is_later"),
    [
        ('{"v": 6, "kind": "set"}', True),
        ('{"v": 1, "when": "", "who": "", "kind": "praise"}', False),
        ('{"when": "", "who": "", "kind": "read", "item": "D7", "field": "page"}', False),
    ],
)
def test_what_is_not_known_is_not_called_damaged(line, is_later):
    with pytest.raises(UnknownDecisionError) as caught:
        parse_decision(line)
    assert caught.value.is_later is is_later


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ("null", '"parts" is missing or is not a list of JSON objects'),
        ('["1-2"]', '"parts" is missing or is not a list of JSON objects'),
        ('[{"item": "D7"}]', '"pages" is missing'),
        ('[{"item": "D7", "pages": "two"}]', "'two' names no pages (write them as 3-5 or 3, 5)"),
        ('[{"item": "D7", "pages": "1-2"}, {"item": "D8", "pages": "2"}]', '"parts" give a page to two items'),
    ],
)
def test_a_division_that_cannot_be_is_damaged(parts, message):
    line = f'{{"v": 3, "when": "", "who": "Ada", "kind": "parts", "item": "BOX7", "parts": {parts}}}'
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the message is compared below
        parse_decision(line)
    assert str(error.value) == message


def test_a_line_that_undoes_an_undo_is_read_and_brings_the_decision_back():
    sign = '{"when": "", "who": "", "kind": "sign", "item": "", "to": "a"}'
    undo = f'{{"v": 2, "when": "", "who": "", "kind": "undo", "undone": {sign}}}'
    decision = parse_decision(f'{{"v": 3, "when": "", "who": "", "kind": "undo", "undone": {undo}}}')
    assert isinstance(decision, UndoDecision)
    assert (decision.is_redo, decision.decided) == (True, SignatureDecision(state="a"))


def test_the_written_form_of_a_review_and_of_a_confirmed_field():
    reviewed = ReviewDecision(item="D7", state=ReviewState.DISCUSS, before=ReviewState.SEEN, why="which Paris?", **ADA)
    confirmed = FieldConfirmation(item="D7", field="number", value="3316", **ADA)
    assert str(reviewed) == (
        '{"v": 4, "when": "2026-01-02T03:04:05Z", "who": "Ada", "kind": "review", "item": "D7", "from": "seen", '
        '"to": "discuss", "why": "which Paris?"}'
    )
    assert str(confirmed) == (
        '{"v": 4, "when": "2026-01-02T03:04:05Z", "who": "Ada", "kind": "confirm-field", "item": "D7", '
        '"field": "number", "value": "3316", "why": ""}'
    )


def test_a_review_state_that_there_is_not_is_refused():
    line = '{"v": 4, "when": "", "who": "", "kind": "review", "item": "D7", "from": "seen", "to": "fine", "why": ""}'
    with pytest.raises(ValueError, match="is 'fine', which is no review state"):
        parse_decision(line)


def test_the_last_review_of_an_item_counts_until_it_is_undone():
    seen = ReviewDecision(item="D7", state=ReviewState.SEEN, **ADA)
    approved = ReviewDecision(item="D7", state=ReviewState.APPROVED, before=ReviewState.SEEN, why="fine", **ADA)
    undo = UndoDecision(undone=approved)
    assert reviews(in_force([seen, approved])) == {"D7": Review(ReviewState.APPROVED, "Ada", ADA["when"], "fine")}
    assert reviews(in_force([seen, approved, undo])) == {"D7": Review(ReviewState.SEEN, "Ada", ADA["when"], "")}
    again = UndoDecision(undone=undo)
    assert reviews(in_force([seen, approved, undo, again]))["D7"].state is ReviewState.APPROVED
    untouched = ReviewDecision(item="D7", state=ReviewState.UNTOUCHED, before=ReviewState.SEEN)
    assert reviews(in_force([seen, untouched])) == {}


def test_unset_ends_a_confirmation_too():
    confirmed = FieldConfirmation(item="D7", field="number", value="3316")
    assert in_force([confirmed, UnsetDecision(item="D7", field="number", before="3316")]) == ()


def test_whose_an_item_is_holds_whatever_its_state_and_the_other_way_round():
    given = AssignmentDecision(item="D7", assigned_to="Ben", **ADA)
    seen = ReviewDecision(item="D7", state=ReviewState.SEEN, **ADA)
    both = Review(ReviewState.SEEN, "Ada", "2026-01-02T03:04:05Z", "", "Ben")
    assert reviews([given, seen]) == reviews([seen, given]) == {"D7": both}
    assert reviews([given, AssignmentDecision(item="D7", assigned_to="", before="Ben", **ADA)]) == {}


def test_what_was_transcribed_is_in_the_history_and_no_line_takes_it_back():
    line = TranscriptDecision(item="D7", page=1, line="r0", before="NCV8", after="NOV8", **ADA)
    assert not_undone([line]) == ()
    undo = json.dumps({"v": 2, "kind": "undo", **ADA, "undone": line.as_json()})
    with pytest.raises(ValueError, match="no line undoes"):
        parse_decision(undo)


def test_of_many_equal_lines_the_nearest_before_an_undo_is_undone():
    number = FieldDecision(item="D7", field="number", after="1", **ADA)
    undo = UndoDecision(undone=number, **ADA)
    assert len(not_undone([number, number, undo, number])) == 2
    assert not_undone([undo, number, number]) == (number,)
    assert not_undone([number, undo, undo]) == ()
    assert not_undone([number] * 3_000 + [undo] * 3_000) == ()
