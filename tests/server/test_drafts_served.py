"""A draft is seen by readers of drafts and those above them, and by nobody else: the table of docs/security.md."""

import re
from pathlib import Path

import pytest
from asking import HERE, Client

from briefbook.cli.serve_ import ServedCollection
from briefbook.project.collection import Collection
from briefbook.project.pipeline import open_search
from briefbook.server.access import Access
from briefbook.server.accounts import Accounts
from briefbook.server.app import make_app

PASSWORD = "a long password of the tests"
DRAFT = """\
---
title: The unfinished walrus
draft: true
---

A walrus came up the fjord [and was cited](H999.md) (H101).
"""


@pytest.fixture
def served(harbour):
    (harbour / "narratives/draft.md").write_text(DRAFT, encoding="utf-8")
    here = Collection.open(harbour)
    made = ServedCollection(here, *open_search(here))
    made.load_changes()
    return made


@pytest.fixture
def client_of(served, tmp_path):
    accounts = Accounts.read(tmp_path / "accounts.json")
    people = (
        ("rita", "reader"),
        ("dora", "reader-of-drafts"),
        ("abel", "author"),
        ("cora", "curator"),
        ("kim", "keeper"),
    )
    for name, role in people:
        accounts.add(name, PASSWORD, role)
    app = make_app(served.app_state, access=Access(accounts=accounts))

    def enter(name):
        client = Client(app)
        if name != "nobody":
            form = re.search(r'name="form" value="(\w+)"', client.get("/login").text)[1]
            client.post("/login", data={"name": name, "password": PASSWORD, "form": form})
        return client

    return enter


def table():
    text = (Path(__file__).parents[2] / "docs/security.md").read_text(encoding="utf-8")
    section = text.partition("\n## Drafts\n")[2].partition("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line]


QUESTIONS = (
    "/narratives/draft.html",
    "/index.html",
    "/search?q=walrus",
    "/api/v1/search?q=walrus",
    "/api/v1/narratives",
    "/api/v1/narratives/draft",
    "/desk",
)


def test_the_table_has_everybody_and_every_question():
    header, _, *rows = table()
    assert [row[0].partition(",")[0] for row in rows] == ["nobody", "rita", "dora", "abel", "cora", "kim"]
    assert len(header) == 1 + len(QUESTIONS)


@pytest.mark.parametrize("row", table()[2:], ids=lambda row: row[0])
def test_everybody_sees_what_the_table_says(client_of, row):
    client = client_of(row[0].partition(",")[0])
    for question, expected in zip(QUESTIONS, row[1:], strict=True):
        answer = client.get(question)
        has_draft = "unfinished walrus" in answer.text or "H999.md" in answer.text
        if expected in ("with it", "without it"):
            assert (question, answer.status_code, has_draft) == (question, 200, expected == "with it")
        else:
            assert (question, str(answer.status_code)) == (question, expected)


def test_the_page_of_a_draft_says_so_and_may_not_be_kept_by_a_proxy(client_of):
    answer = client_of("dora").get("/narratives/draft.html")
    assert '<p role="note"><strong>Draft.</strong>' in answer.text
    assert "The unfinished walrus (draft)</h1>" in answer.text
    assert answer.headers["cache-control"] == "private, no-cache"
    assert client_of("dora").get("/items/H101.html").text.count("The unfinished walrus (draft)") >= 1


@pytest.mark.parametrize(
    "address",
    [
        "/", "/items/H101.html", "/sitemap.xml", "/feed.xml", "/search.html", "/search/book.js", "/checks.html",
        "/data/annotations.json", "/not-held.html", "/api/v1/search?q=H101", "/api/v1/findings", "/search?q=granite",
    ],
)  # fmt: skip
def test_no_public_page_or_list_has_a_trace_of_a_draft(client_of, address):
    answer = client_of("nobody").get(address)
    assert answer.status_code == 200
    assert "walrus" not in answer.text.replace("q=walrus", "")
    assert "H999" not in answer.text


def test_the_person_at_the_desk_of_this_machine_sees_drafts(served):
    client = Client(make_app(served.app_state, access=HERE))
    assert client.get("/narratives/draft.html").status_code == 404
    assert client.at_the_desk().get("/narratives/draft.html").status_code == 200


def test_a_draft_that_is_published_is_seen_by_all(served, client_of, harbour):
    (harbour / "narratives/draft.md").write_text(DRAFT.replace("draft: true", "draft: false"), encoding="utf-8")
    served.load_changes()
    assert client_of("nobody").get("/narratives/draft.html").status_code == 200
    assert "(draft)" not in client_of("cora").get("/narratives/draft.html").text


def test_a_chapter_saved_at_the_desk_is_on_its_page_with_the_next_look(served, harbour):
    writing = served.app_state.writing
    name = "narratives/harbour.md"
    before = writing.open(name, "ada").text
    stored = writing.save(name, "ada", base=before, text=before.replace("a week later", "ten days later"))
    assert stored.conflicts == ()
    assert served.is_behind()
    served.load_changes()
    app = make_app(served.app_state, access=HERE)
    assert "ten days later" in Client(app).get("/narratives/harbour.html").text
