"""The question language: what is typed is understood and written back, or refused with the place and what would do."""

from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefbook.search import QuestionError, parse_days, parse_question
from briefbook.search.query_ast import And, Everything, Field, Near, Not, Or, Phrase, SearchTerm
from briefbook.search.query_parser import HAS, NAMES


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("missiles", SearchTerm("missiles")),
        ("Missiles~", SearchTerm("Missiles", "~")),
        ("harb*", SearchTerm("harb", "*")),
        ('"little surprising"', Phrase("little surprising")),
        ("“little surprising”~", Phrase("little surprising", "~")),
        ('"castro missiles"~5', Phrase("castro missiles", between=5)),
        ("castro AND missiles", And((SearchTerm("castro"), SearchTerm("missiles")))),
        ("castro and missiles", And((SearchTerm("castro"), SearchTerm("and"), SearchTerm("missiles")))),
        ("castro OR missiles", Or((SearchTerm("castro"), SearchTerm("missiles")))),
        ("castro NOT missiles", And((SearchTerm("castro"), Not(SearchTerm("missiles"))))),
        ("castro -missiles", And((SearchTerm("castro"), Not(SearchTerm("missiles"))))),
        ("NOT NOT castro", SearchTerm("castro")),
        ("(a OR b) c", And((Or((SearchTerm("a"), SearchTerm("b"))), SearchTerm("c")))),
        ("a OR b c", Or((SearchTerm("a"), And((SearchTerm("b"), SearchTerm("c")))))),
        ("castro NEAR/5 mikoyan", Near(SearchTerm("castro"), SearchTerm("mikoyan"), 5)),
        ("castro NEAR mikoyan", Near(SearchTerm("castro"), SearchTerm("mikoyan"), 10)),
        ("from:WASHDC", Field("from", "WASHDC")),
        ('to:"New York"', Field("to", "New York", quoted=True)),
        ("date:1962-11-08..1962-11-13", Field("date", "1962-11-08..1962-11-13")),
        ('date:"November 1962"', Field("date", "November 1962", quoted=True)),
        ("12:30", SearchTerm("12:30")),
        ("U-2", SearchTerm("U-2")),
        ("", Everything()),
        ("  ", Everything()),
    ],
)
def test_what_is_typed_is_what_is_meant(typed, meant):
    assert parse_question(typed) == meant


@pytest.mark.parametrize(
    ("typed", "position", "words"),
    [
        ("castro (missiles", 16, "not closed"),
        ("castro) missiles", 6, "not opened"),
        ("()", 1, "closed where a word"),
        ("fron:WASHDC", 0, "no field"),
        ("from: WASHDC", 5, "nothing follows"),
        ("castro NOT", 10, "ends where a word"),
        ("castro OR OR x", 10, "OR where a word is expected"),
        ('castro "missile bases', 7, "not closed"),
        ("a\x00b", 1, "cannot be typed"),
        ("castro --", 8, "no letter or digit"),
        ("a*", 0, "almost every word"),
        ("(" * 40 + "a" + ")" * 40, 20, "brackets"),
        ("a " * 100, 0, "100 words"),
        ("a" * 10_000, 2000, "characters"),
        ("date:someday", 5, "not recognised as a date"),
        ("date:1962-11-13..1962-11-08", 5, "ends before"),
        ("date:1962-02-30", 5, "calendar"),
        ("number:9..x", 7, "not a number"),
        ("has:wings", 4, "does not know"),
        ('"a b" NEAR/5 c', 0, "plain words"),
        ("a NEAR/900 b", 2, "1 to 200"),
        ("/(a+)+$/", 0, "no letter"),
    ],
)
def test_what_does_not_parse_says_where_and_what_would(typed, position, words):
    with pytest.raises(QuestionError, match=words) as refused:
        parse_question(typed)
    assert refused.value.position == position
    assert refused.value.remedy


@given(st.text(st.sampled_from('ab():"~-*/. ANDORNEARTfromdate“”1\x00é'), max_size=60))
def test_nothing_typed_breaks_the_parser(typed):
    try:
        parse_question(typed)
    except QuestionError as error:
        refused = error
    else:
        return
    assert 0 <= refused.position <= len(typed)


@given(st.text(max_size=40))
@example("--0")
@example("\x85-0")
@example("a\u2009-b")
def test_what_parses_is_written_as_it_is_parsed(typed):
    try:
        question = parse_question(typed)
    except QuestionError:
        return
    assert parse_question(str(question)) == question


_words = st.from_regex(r"[b-z][a-z0-9]{0,8}", fullmatch=True).map(SearchTerm)
_marked = st.builds(SearchTerm, st.from_regex(r"[b-z][a-z0-9]{2,8}", fullmatch=True), st.sampled_from(["", "~", "*"]))
_phrases = st.builds(
    lambda words, loose: Phrase(" ".join(words), "", loose),
    st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), min_size=1, max_size=4),
    st.integers(0, 200),
)
_plain = sorted(set(NAMES) - {"date", "month", "number", "has"})
_fields = st.one_of(
    st.builds(Field, st.sampled_from(_plain), st.from_regex(r"[a-z]{1,6}", fullmatch=True)),
    st.builds(lambda a, b: Field("number", f"{min(a, b)}..{max(a, b)}"), st.integers(0, 9999), st.integers(0, 9999)),
    st.builds(lambda name: Field("has", name), st.sampled_from(sorted(HAS))),
    st.dates().map(lambda day: Field("date", day.isoformat())),
)
_near_pairs = st.builds(Near, _words, _words, st.integers(1, 200))
_questions = st.recursive(
    st.one_of(_marked, _phrases, _fields, _near_pairs),
    lambda parts: st.one_of(
        parts.filter(lambda part: not isinstance(part, Not)).map(Not),
        st.lists(parts, min_size=2, max_size=3).map(lambda children: _flat(And, children)),
        st.lists(parts, min_size=2, max_size=3).map(lambda children: _flat(Or, children)),
    ),
    max_leaves=6,
)


def _flat(kind, parts):
    return kind(tuple(child for part in parts for child in (part.parts if isinstance(part, kind) else (part,))))


@given(_questions)
def test_every_question_is_read_back_from_its_written_form(question):
    assert parse_question(str(question)) == question


def test_every_question_in_the_handbook_is_understood():
    import re
    from pathlib import Path

    text = (Path(__file__).parents[2] / "docs" / "searching.md").read_text(encoding="utf-8")
    words, fields = text.split("## Fields")[0], text.split("## Fields")[1].split("## What")[0]
    questions = [
        question for row in words.splitlines() if row.startswith("| `") for question in re.findall("`([^`]+)`", row)
    ]
    questions += [question for question in re.findall("`([^`]+)`", fields) if re.match(r"\w+:.", question)]
    assert len(questions) > 20
    for question in questions:
        parse_question(question)


@pytest.mark.parametrize(
    ("asked", "means"),
    [
        ("date:8/11/62", "date:1962-08-11"),
        ("date:9/11/62..9/12/62", "date:1962-09-11..1962-09-12"),
        ("date:>=8/11/62", "date:1962-08-11.."),
        ('date:"8 November 1962"', 'date:"8 November 1962"'),
    ],
)
def test_dates_of_a_question_are_read_as_the_collection_writes_them(asked, means):
    assert str(parse_question(asked, partial(parse_days, order="mdy"))) == means


def test_a_date_of_a_question_is_read_day_first_where_no_order_is_set():
    assert str(parse_question("date:8/11/62")) == "date:8/11/62"
    assert parse_days("8/11/62") == parse_days("1962-11-08")
