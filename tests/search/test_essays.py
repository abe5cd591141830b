"""Essays are found by the questions that find papers, each with the section and paragraph where the words stand."""

import pytest

from briefbook.narratives import paragraphs_of
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.search import QuestionError, build_essay_index, search_essays

LIGHTS = """\
---
title: The lights of the quay
dates: 1963-03-02/1963-03-11
---

The town was dark (H101).

## The engineers

They asked for gran-
ite. The U.S. consul looked on.

| Ship | Cargo |
|---|---|
| Aurora | timber and œuvres d'art |

- A first point about nothing.
- A second one about barnacles.[^1]

## The end

> “Nobody was hurt,” wrote the pilot.

[^1]: A note on limpets.
"""

TIDES = """\
# Tides

Granite needs a high tide; the consul sleeps.
"""


def narrative(source, name):
    return parse_narrative(source, f"narratives/{name}.md", citation="H[0-9]{3}", is_item=lambda item: False)


@pytest.fixture(scope="module")
def essays():
    return build_essay_index(
        (essay, paragraphs_of(essay)) for essay in (narrative(LIGHTS, "lights"), narrative(TIDES, "tides"))
    )


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("dark", [("lights", "paragraph 1", 6)]),
        ('"looked on"', [("lights", "The engineers, paragraph 1", 10)]),
        ("US", [("lights", "The engineers, paragraph 1", 10)]),
        ("oeuvres", [("lights", "The engineers, paragraph 3", 15)]),
        ("barnacles", [("lights", "The engineers, paragraph 5", 18)]),
        ("limpets", [("lights", "The end, paragraph 2", 24)]),
        ("pilot", [("lights", "The end, paragraph 1", 22)]),
        ("engineers", [("lights", "The engineers", 8)]),
        ("consul NOT sleeps", [("lights", "The engineers, paragraph 1", 10)]),
        ("granite NEAR/4 tide", [("tides", "paragraph 1", 3)]),
        ("tides", [("tides", "", 1)]),
        ("tide*", [("tides", "paragraph 1", 3)]),
        ("barnac*", [("lights", "The engineers, paragraph 5", 18)]),
        ("barnacels~", [("lights", "The engineers, paragraph 5", 18)]),
        ("consul date:1963-03", [("lights", "The engineers, paragraph 1", 10)]),
        ("consul date:1964", []),
        ("consul from:OSLO", []),
        ("like:H101 consul", []),
        ("date:1963-03", []),
        ("zeppelin", []),
    ],
)
def test_essays_are_found_with_section_paragraph_and_line(essays, question, places):
    assert [(hit.slug, hit.place, hit.line) for hit in search_essays(essays, question)] == places


def test_the_words_are_marked_in_the_paragraph(essays):
    assert [hit.snippet for hit in search_essays(essays, "hurt")] == ["“Nobody was \ue000hurt\ue001,” wrote the pilot."]


def test_the_title_is_found_though_no_paragraph_repeats_it(essays):
    assert [(hit.slug, hit.place, hit.snippet) for hit in search_essays(essays, "quay")] == [
        ("lights", "", "The lights of the \ue000quay\ue001")
    ]


def test_a_question_that_cannot_be_understood_is_refused_as_for_papers(essays):
    with pytest.raises(QuestionError):
        search_essays(essays, "(consul")


def test_a_book_without_essays_has_no_hits():
    assert search_essays(build_essay_index(()), "consul") == ()
