"""The question language: what is typed is understood, or refused with the place and what would do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.search import QuestionError, parse_question
from briefbook.search.question import All, Any, Field, Not, Phrase, Term


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("missiles", Term("missiles")),
        ("Missiles~", Term("missiles", damaged=True)),
        ('"little surprising"', Phrase(("little", "surprising"))),
        ('"castro missiles"~5', Phrase(("castro", "missiles"), 5)),
        ("castro AND missiles", All((Term("castro"), Term("missiles")))),
        ("castro OR missiles", Any((Term("castro"), Term("missiles")))),
        ("castro NOT missiles", All((Term("castro"), Not(Term("missiles"))))),
        ("castro -missiles", All((Term("castro"), Not(Term("missiles"))))),
        ("(a OR b) c", All((Any((Term("a"), Term("b"))), Term("c")))),
        ("from:WASHDC", Field("from", "WASHDC")),
        ("date:1962-11-08..1962-11-13", Field("date", "1962-11-08", "1962-11-13")),
        ('date:"November 1962"', Field("date", "November 1962")),
        ("", All(())),
    ],
)
def test_what_is_typed_is_what_is_meant(typed, meant):
    assert parse_question(typed) == meant


@pytest.mark.parametrize(
    ("typed", "position", "words"),
    [
        ("castro (missiles", 7, "does not close"),
        ("castro) missiles", 6, "not opened"),
        ("fron:WASHDC", 0, "no field"),
        ("from: WASHDC", 0, "nothing stands after"),
        ("castro NOT", 7, "after NOT"),
        ("a\x00b", 1, "NUL"),
        ("(" * 40 + "a" + ")" * 40, 20, "brackets"),
        ("a" * 10_000, 2000, "characters"),
    ],
)
def test_what_does_not_parse_says_where_and_what_would(typed, position, words):
    with pytest.raises(QuestionError, match=words) as refused:
        parse_question(typed)
    assert refused.value.position == position
    assert refused.value.remedy


def refusal_of(typed):
    try:
        parse_question(typed)
    except QuestionError as refused:
        return refused
    return None


@given(st.text(st.sampled_from('ab():"~-. ANDORNT“”1'), max_size=60))
def test_nothing_typed_breaks_the_parser(typed):
    refused = refusal_of(typed)
    assert refused is None or 0 <= refused.position <= len(typed)
