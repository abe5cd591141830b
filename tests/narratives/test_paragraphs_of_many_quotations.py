"""In a paragraph with many quotations each has the citation that it would have alone."""

from hypothesis import given
from hypothesis import strategies as st

from briefbook.checks.statements import statements_of
from briefbook.narratives.narrative_parser import parse_narrative

PARTS = (
    ("He saw “the ferry leave the quay” (H101).", "H101"),
    ("As H102 has it, “granite was not to be had”, they went.", "H102"),
    ("They read “lights were lit at nine”[^1].", "H103"),
    ("They read “nobody came to the bridge”[^2].", ""),
    ("In *the words of the barge masters* (H104) they left.", "H104"),
    ("Then [they wrote “snow fell in the valley again”](/items/H105/) once.", "H105"),
)
"""Sentences with a quotation each, and the item that each is cited from."""

NOTES = "\n\n[^1]: See H103.\n\n[^2]: Nobody knows why.\n"


def narrative_of(text):
    return parse_narrative(text, "narratives/a.md", citation="H[0-9]{3}", is_item={"H105"}.__contains__)


def cited_items(narrative):
    return [
        narrative.citations[quotation.citations[0]].item if quotation.citations else ""
        for quotation in narrative.quotations
    ]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=30))
def test_each_quotation_of_a_paragraph_has_the_citation_of_its_sentence(parts):
    narrative = narrative_of(" ".join(sentence for sentence, _ in parts) + NOTES)
    assert cited_items(narrative) == [item for _, item in parts]


def test_a_quotation_without_citation_has_the_next_of_its_paragraph_else_the_one_before():
    narrative = narrative_of(
        "“The ferry left at noon”. “The quay was dark then”. “The lights were lit” (H101). “Snow fell in the night”.\n"
        "\n“Nobody was told of it”.\n"
    )
    assert cited_items(narrative) == ["H101", "H101", "H101", "H101", ""]


def test_a_sentence_without_citation_rests_on_the_next_group_of_its_paragraph():
    narrative = narrative_of("Nobody came. The ferry left (H101, H102). Snow fell (H103). It was dark.\n\nThe end.\n")
    assert [(statement.items, statement.own) for statement in statements_of([narrative])] == [
        (("H101", "H102"), False),
        (("H101", "H102"), True),
        (("H103",), True),
        ((), False),
        ((), False),
    ]
