"""Comments in the journal: threads, answers, resolved ones, what was undone, and what is refused."""

import pytest

from briefbook.catalogue.comments import (
    CommentFilter,
    answer_to,
    comment_on,
    resolution_of,
    thread_with,
    threads_of,
)
from briefbook.errors import InputError
from briefbook.model.decision import CommentDecision, CommentResolution, FieldDecision, UndoDecision, parse_decision

FIRST = CommentDecision(
    id="a1", text="Which ferry?", item="D7", field="subject", who="Ada", when="2026-11-27T10:00:00Z"
)
ANSWER = CommentDecision(id="a2", text="The late one.", item="D7", answers="a1", who="Ben", when="2026-11-27T11:00:00Z")
RESOLVED = CommentResolution(comment="a1", item="D7", who="Ada", when="2026-11-28T09:00:00Z")
CHAPTER = CommentDecision(id="b1", text="Too long.", chapter="talks", passage="It was long.", who="Ben")


def short(threads):
    return [(thread.id, [made.text for made in thread.answers], thread.resolved_by) for thread in threads]


def test_a_thread_has_its_answers_and_who_resolved_it():
    lines = [FIRST, FieldDecision(item="D7", field="subject", after="FERRY"), CHAPTER, ANSWER, RESOLVED]
    assert short(threads_of(lines)) == [("a1", ["The late one."], "Ada"), ("b1", [], "")]


def test_an_answer_opens_a_resolved_thread_again():
    assert short(threads_of([FIRST, RESOLVED, ANSWER])) == [("a1", ["The late one."], "")]


def test_what_was_undone_is_gone():
    assert short(threads_of([FIRST, RESOLVED, UndoDecision(undone=RESOLVED)])) == [("a1", [], "")]
    assert short(threads_of([FIRST, ANSWER, UndoDecision(undone=FIRST)])) == []
    assert short(threads_of([FIRST, ANSWER, UndoDecision(undone=ANSWER)])) == [("a1", [], "")]
    undo = UndoDecision(undone=FIRST)
    assert short(threads_of([FIRST, undo, UndoDecision(undone=undo)])) == [("a1", [], "")]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (CommentFilter(), ["a1", "b1"]),
        (CommentFilter(item="D7"), ["a1"]),
        (CommentFilter(chapter="talks"), ["b1"]),
        (CommentFilter(who="Ada"), ["a1"]),
        (CommentFilter(is_resolved=True), ["a1"]),
        (CommentFilter(is_resolved=False), ["b1"]),
        (CommentFilter(item="D8"), []),
    ],
)
def test_threads_are_filtered(wanted, ids):
    assert [thread.id for thread in threads_of([FIRST, CHAPTER, RESOLVED], wanted)] == ids


def test_a_line_that_is_written_is_read_again():
    assert (
        str(FIRST) == '{"v": 1, "when": "2026-11-27T10:00:00Z", "who": "Ada", "kind": "comment", "id": "a1", '
        '"item": "D7", "field": "subject", "text": "Which ferry?", "why": ""}'
    )
    assert [parse_decision(str(line)) for line in (FIRST, ANSWER, RESOLVED)] == [FIRST, ANSWER, RESOLVED]


def test_an_answer_is_about_what_the_comment_is_about():
    (thread,) = threads_of([FIRST, ANSWER])
    made = answer_to(thread_with([thread], "a2"), " Thanks ")
    assert (made.item, made.chapter, made.answers, made.text) == ("D7", "", "a1", "Thanks")


def test_two_comments_have_two_ids():
    assert comment_on("Look", item="D7").id != comment_on("Look", item="D7").id


@pytest.mark.parametrize(
    ("text", "about", "words"),
    [
        (" ", {"item": "D7"}, "the comment has no words"),
        ("x" * 4001, {"item": "D7"}, "at most 4,000 characters, not 4,001"),
        ("Look", {}, "about an item or about a chapter"),
        ("Look", {"item": "D7", "chapter": "talks"}, "about an item or about a chapter"),
        ("Look", {"item": "D7", "field": "subjet"}, "there is no field 'subjet'"),
        ("Look", {"chapter": "talks", "field": "subject"}, "there is no field 'subject'"),
        ("Look", {"item": "D7", "passage": "x" * 1001}, "a passage has at most 1,000 characters"),
    ],
)
def test_what_is_no_comment_is_refused(text, about, words):
    with pytest.raises(InputError) as caught:
        comment_on(text, **about)
    assert words in caught.value.what


def test_a_thread_is_resolved_only_once_and_must_be_there():
    (thread,) = threads_of([FIRST, RESOLVED])
    with pytest.raises(InputError, match=r"resolved already \(Ada, 2026-11-28\)"):
        resolution_of(thread)
    with pytest.raises(InputError, match="there is no comment 'zz'"):
        thread_with([thread], "zz")
