"""History at the desk: filtered, some or all of it undone after a preview, and who may."""

import re

import pytest
from asking import HERE, Client
from reviewed import ReviewedCollection, cable

from briefbook.model.decision import FieldDecision
from briefbook.server.access import Access, Role, TrustedProxies
from briefbook.server.app import make_app

ROLES = {str(role): role for role in Role}
PAGE = {"Accept": "text/html"}


@pytest.fixture
def collection(tmp_path):
    made = ReviewedCollection(tmp_path, [cable("D7001"), cable("D7002")])
    made.record([FieldDecision(item="D7001", field="number", before="3316", after="3317")], "Ada")
    made.record([FieldDecision(item="D7001", field="number", before="3317", after="3318", why="<b>bold</b>")], "Ben")
    made.record([FieldDecision(item="D7002", field="from", before="WASHDC", after="BONN")], "Ben")
    return made


@pytest.fixture
def client(collection):
    return Client(make_app(collection.app_state, access=HERE)).at_the_desk()


def post(client, **fields):
    token = re.search(r'name="form" value="(\w+)"', client.get("/desk/history").text)[1]
    return client.post("/desk/history", data={"form": token, **fields}, headers=PAGE)


def lines_in(page):
    return re.findall(r'name="(line-\w+)"', page)


def values(collection):
    return [collection.catalogue.get("D7001").value("number"), collection.catalogue.get("D7002").value("from")]


def test_lines_are_listed_newest_first_and_filtered(client):
    page = client.get("/desk/history").text
    assert len(lines_in(page)) == 3
    assert page.index("from: WASHDC → BONN") < page.index("number: 3317 → 3318") < page.index("number: 3316 → 3317")
    assert len(lines_in(client.get("/desk/history?who=Ben").text)) == 2
    assert len(lines_in(client.get("/desk/history?item=D7001&field=number&who=Ada").text)) == 1
    assert lines_in(client.get("/desk/history?day=1999-01-01").text) == []


def test_what_is_chosen_is_shown_before_it_is_undone(client, collection):
    (last, *_) = lines_in(client.get("/desk/history?item=D7001").text)
    preview = post(client, act="preview", **{last: "1"})
    assert preview.status_code == 200
    assert "Undo 1 decision?" in preview.text
    assert "<td>3318</td><td>3317 (Ada)</td>" in preview.text
    assert values(collection) == ["3318", "BONN"]
    answer = post(client, act="undo", item="D7001", **{last: "1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/history?item=D7001&done=1")
    assert values(collection) == ["3317", "BONN"]
    shown = client.get("/desk/history?item=D7001&done=1").text
    assert "1 decision undone." in shown
    assert len(lines_in(shown)) == 1


def test_all_of_a_person_is_undone(client, collection):
    preview = post(client, act="all", who="Ben").text
    assert "Undo 2 decisions?" in preview
    assert "what the list or the machine says" in preview
    post(client, act="undo", **dict.fromkeys(lines_in(preview), "1"))
    assert values(collection) == ["3317", "WASHDC"]


def test_what_was_undone_meanwhile_is_not_undone_twice(client, collection):
    (last, *_) = lines_in(client.get("/desk/history").text)
    assert post(client, act="undo", **{last: "1"}).status_code == 303
    assert post(client, act="undo", **{last: "1"}).status_code == 409
    assert post(client, act="preview").status_code == 409
    assert len(collection.journal.read()[0]) == 4


def test_words_and_filters_are_never_markup(client):
    page = client.get("/desk/history?item=%3Cscript%3Ealert(1)%3C/script%3E&day=%22%3E%3Cb%3E").text
    assert "<script>alert" not in page
    assert '"><b>' not in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in client.get("/desk/history").text


def test_authors_look_and_curators_undo(collection):
    access = Access(proxies=TrustedProxies.parse(["10.0.0.1"]), proxy_roles=ROLES)
    client = Client(make_app(collection.app_state, access=access), address="10.0.0.1")
    may = {}
    for name in ("", *ROLES):
        headers = {**PAGE, **({"remote-user": name} if name else {})}
        shown = client.get("/desk/history", headers=headers)
        token = re.search(r'name="form" value="(\w+)"', shown.text)
        data = {"form": token[1] if token else "", "act": "all", "who": "Ben"}
        may[name] = (shown.status_code, client.post("/desk/history", data=data, headers=headers).status_code)
    assert may == {
        "": (401, 401),
        "reader": (403, 403),
        "reader-of-drafts": (403, 403),
        "author": (200, 403),
        "curator": (200, 200),
        "keeper": (200, 200),
    }
    shown = client.get("/desk/history", headers={"remote-user": "author"}).text
    assert lines_in(shown) == []


def test_without_the_token_of_a_form_nothing_is_undone(client, collection):
    (last, *_) = lines_in(client.get("/desk/history").text)
    assert client.post("/desk/history", data={"act": "undo", last: "1"}, headers=PAGE).status_code == 403
    assert values(collection) == ["3318", "BONN"]
