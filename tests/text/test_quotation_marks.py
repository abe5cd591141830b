"""What an author puts in quotation marks of any country is found; apostrophes, feet and inches are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.text.quotation_marks import prefers_single, quotation_marks


def quoted(text, **given):
    return [text[span.start : span.end].strip() for span in quotation_marks(text, **given).spans]


@pytest.mark.parametrize(
    "text",
    [
        "They saw “no sign of change” there.",
        'They saw "no sign of change" there.',
        "They saw ‘no sign of change’ there.",
        "They saw 'no sign of change' there.",
        "Sie sahen „no sign of change“ dort.",
        "Sie sahen „no sign of change” dort.",
        "Sie sahen ‚no sign of change‘ dort.",
        "Ils ont vu « no sign of change » là-bas.",
        "De så »no sign of change« der.",
        "He näkivät »no sign of change» siellä.",
        "De såg ”no sign of change” där.",
        "Ze zagen ’no sign of change’ daar.",
        "They saw &ldquo;no sign of change&rdquo; there.",
        "They saw &#8216;no sign of change&#x2019; there.",
        "They saw <q>no sign of change</q> there.",
        "They saw <q lang='en'>no sign of change</q> there.",
        "They saw ``no sign of change'' there.",
        "They saw *‘no sign of change’* there.",
        "They saw ['no sign of change'](A1).",
        "In ‹no sign of change› they saw it.",
        "彼は「no sign of change」と言った。",
        "彼は『no sign of change』（A1）。",
        "彼は｢no sign of change｣(A1)。",
    ],
)
def test_every_kind_of_mark(text):
    assert quoted(text) == ["no sign of change"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The boats’ crews and the men’s hats were lost in ’62.", []),
        ("The boats' crews and the men's hats were lost in '62.", []),
        ("'Tis the boats' fault, and rock 'n' roll's.", []),
        ("‘Abd al-Karim asked for the boats’ return.", []),
        ('She was 6\'2" and the gun 10" wide.', []),
        ('He saw "a 10" gun ashore" at last.', ['a 10" gun ashore']),
        (
            "‘The master’s crew didn’t see the boats’ lights,’ he wrote.",
            ["The master’s crew didn’t see the boats’ lights,"],
        ),
        ("He saw 'the boats' lights at sea' (A1).", ["the boats' lights at sea"]),
        ("‘He said “we shall not yield” at noon’ (A1).", ["He said “we shall not yield” at noon"]),
        ("彼は「我々は『決して』譲らない」と言った。", ["我々は『決して』譲らない"]),
        ("“He said ‘we shall not yield’ at noon” (A1).", ["He said ‘we shall not yield’ at noon"]),
        ("Il a dit « qu’il avait lu « la note » hier ».", ["qu’il avait lu « la note » hier"]),
        ("‘The first words here’ and ‘the second words here’.", ["The first words here", "the second words here"]),
        ('He said "foo (A1). And "bar" (A2).', ["bar"]),
    ],
)
def test_apostrophes_and_quotations_in_quotations(text, words):
    assert quoted(text) == words


def test_a_year_without_its_century_begins_a_quotation_only_where_the_document_quotes_so():
    text = "They wrote: ‘62 boats went out at night’ (A1)."
    assert quoted(text) == []
    assert quoted(text, single=True) == ["62 boats went out at night"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("They saw “no sign of change (A1).", [9]),
        ("They saw no sign of change” (A1).", [26]),
        ("They saw « no sign of change (A1).", [9]),
        ("Sie sahen „no sign of change (A1).", [10]),
        ("They saw ‘no sign of change (A1).", []),
    ],
)
def test_a_mark_without_partner_is_named_by_its_place(text, places):
    assert list(quotation_marks(text).unpaired) == places


def test_what_a_document_quotes_in_is_seen_from_most_of_its_quotations():
    assert prefers_single(["‘No change at all’ and ‘some more of it’.", "A “nested one” here."])
    assert not prefers_single(["“No change at all” and ‘some more of it’.", "The boats’ crews."])


@given(st.text(st.sampled_from("ab s1.,(“”‘’„‚«»\"'<q>/&;`*"), max_size=60), st.booleans())
def test_spans_never_overlap_and_lie_in_the_text(text, single):
    end = 0
    for span in quotation_marks(text, single=single).spans:
        assert end <= span.start <= span.end <= len(text)
        end = span.end
