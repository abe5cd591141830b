"""The live search finds the essays too, apart from the papers, and leads to the paragraph."""

import re

import pytest
from asking import HERE, Client

from briefbook.cli.serve_ import ServedCollection
from briefbook.project.collection import Collection
from briefbook.project.pipeline import open_search
from briefbook.server.app import make_app

ESSAY = """\
---
title: Of ferries
---

First the town (H101).

{{table}}

## The pilots

The pilots were paid.

The pilots saw a walrus on the quay.
"""


@pytest.fixture
def served(harbour):
    (harbour / "narratives/ferries.md").write_text(ESSAY, encoding="utf-8")
    here = Collection.open(harbour)
    made = ServedCollection(here, *open_search(here))
    return made


def test_an_essay_is_marked_as_one_and_its_link_leads_to_the_paragraph(served):
    served.load_changes()
    client = Client(make_app(served.app_state, access=HERE))
    page = client.get("/search", params={"q": "walrus"}).text
    link = re.search(r'<a href="([^"]*)">Of ferries</a></p><p class="quiet">a chapter of the book, ([^<]*)<', page)
    assert link.groups() == ("narratives/ferries.html#l13", "The pilots, paragraph 2")
    assert "saw a <mark>walrus</mark> on the quay" in page
    essay = client.get("/narratives/ferries.html").text
    assert re.search(r'<p id="l13"><a class="pilcrow" [^>]*>¶</a>The pilots saw a walrus on the quay\.</p>', essay)
    assert len(re.findall(r'\bid="l13"', essay)) == 1


def test_a_word_of_a_heading_leads_to_its_section(served):
    served.load_changes()
    client = Client(make_app(served.app_state, access=HERE))
    essays = client.get("/api/v1/search", params={"q": '"the pilots" -zeppelin'}).json()["essays"]
    assert [(essay["slug"], essay["heading"], essay["paragraph"]) for essay in essays] == [("ferries", "The pilots", 0)]
    page = client.get("/search", params={"q": '"the pilots"'}).text
    assert 'href="narratives/ferries.html#s-the-pilots"' in page
    assert 'id="s-the-pilots"' in client.get("/narratives/ferries.html").text


def test_it_is_said_while_the_essays_are_not_read_yet(served):
    assert served.app_state.answer("walrus").essays is None
    served.load_changes()
    assert [essay.title for essay in served.app_state.answer("walrus").essays] == ["Of ferries"]


def test_only_the_first_part_of_an_answer_has_the_essays(served):
    served.load_changes()
    assert served.app_state.answer("the", limit=1, offset=1).essays is None
