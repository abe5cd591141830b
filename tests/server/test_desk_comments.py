"""Comments at the desk: written, answered, resolved; who may; what is typed is never markup; nothing on the site."""

import json
import re

import pytest
from asking import HERE, Client
from reviewed import ReviewedCollection, cable
from table_collection import make_collection, serve_collection

from briefbook.server.access import Access, Role, TrustedProxies
from briefbook.server.app import make_app

ROLES = {str(role): role for role in Role}
MARKUP = '<script>alert(1)</script><img src=x onerror="alert(2)">'


@pytest.fixture
def collection(tmp_path):
    return ReviewedCollection(tmp_path, [cable("D7001"), cable("D7002")])


@pytest.fixture
def client(collection):
    return Client(make_app(collection.app_state, access=HERE)).at_the_desk()


def post(client, accept="text/html", **fields):
    token = re.search(r'name="form" value="(\w+)"', client.get("/desk/comments").text)[1]
    return client.post("/desk/comments", data={"form": token, **fields}, headers={"Accept": accept})


def listed(client, query=""):
    return client.get(f"/desk/comments{query}", headers={"Accept": "application/json"}).json()["comments"]


def test_a_comment_is_on_the_items_page_and_in_the_list_until_it_is_resolved(client):
    answer = post(client, act="comment", item="D7001", field="from", text="Which ferry?", back="review")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/review/items/D7001?state=any#comments")
    assert "Which ferry?" in client.get("/desk/review/items/D7001").text
    assert "Which ferry?" not in client.get("/desk/review/items/D7002").text
    (thread,) = listed(client)
    post(client, act="answer", comment=thread["id"], text="The late one.")
    (thread,) = listed(client, "?item=D7001")
    assert [made["text"] for made in thread["comments"]] == ["Which ferry?", "The late one."]
    assert post(client, act="resolve", comment=thread["id"]).status_code == 303
    assert listed(client) == []
    assert [thread["resolved_by"] for thread in listed(client, "?state=resolved")] == ["Ada"]
    assert "resolved by Ada" in client.get("/desk/review/items/D7001").text
    assert "1 comment." in client.get("/desk/comments?state=all").text


def test_a_script_gets_the_comments_id(client, collection):
    told = post(client, "application/json", act="comment", item="D7001", text="Look").json()
    assert told["kind"] == "comment"
    assert told["comment"] == collection.journal.read()[0][-1].id


def test_what_is_typed_is_never_markup(client):
    post(client, act="comment", item="D7001", passage=MARKUP, text=MARKUP)
    for address in (
        "/desk/comments",
        "/desk/review/items/D7001",
        "/desk/comments?item=%3Cscript%3Ealert(1)%3C/script%3E",
    ):
        page = client.get(address, headers={"Accept": "text/html"}).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in client.get("/desk/comments").text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"act": "comment", "item": "D9", "text": "My long words"}, "There is no item"),
        ({"act": "comment", "chapter": "none", "text": "My long words"}, "There is no chapter"),
        ({"act": "comment", "item": "D7001", "field": "size", "text": "My long words"}, "There is no field"),
        ({"act": "answer", "comment": "zz", "text": "My long words"}, "There is no comment"),
        ({"act": "burn", "comment": "zz", "text": "My long words"}, "There is no comment"),
    ],
)
def test_what_cannot_be_recorded_is_refused_with_what_was_typed(client, collection, fields, words):
    answer = post(client, **fields)
    assert answer.status_code == 400
    assert words in answer.text
    assert "My long words" in answer.text
    assert collection.journal.read()[0] == ()


def test_undo_in_the_queue_undoes_decisions_and_no_comments(client, collection):
    post(client, act="comment", item="D7001", text="Look")
    page = client.get("/desk/review/items/D7001").text
    token = re.search(r'name="form" value="(\w+)"', page)[1]
    answer = client.post("/desk/review/undo", data={"form": token, "item": "D7001"}, headers={"Accept": "text/html"})
    assert answer.status_code == 409
    assert [line.KIND for line in collection.journal.read()[0]] == ["comment"]


def test_authors_and_above_read_and_write_comments(collection):
    access = Access(proxies=TrustedProxies.parse(["10.0.0.1"]), proxy_roles=ROLES)
    client = Client(make_app(collection.app_state, access=access), address="10.0.0.1")
    may = {}
    for name in ("", *ROLES):
        headers = {"remote-user": name} if name else {}
        shown = client.get("/desk/comments", headers=headers)
        token = re.search(r'name="form" value="(\w+)"', shown.text)
        data = {"form": token[1] if token else "", "item": "D7001", "text": f"by {name}"}
        may[name] = (shown.status_code, client.post("/desk/comments", data=data, headers=headers).status_code)
    assert may == {
        "": (401, 401),
        "reader": (403, 403),
        "reader-of-drafts": (403, 403),
        "author": (200, 303),
        "curator": (200, 303),
        "keeper": (200, 303),
    }
    assert [line.who for line in collection.journal.read()[0]] == ["author", "curator", "keeper"]


def test_without_the_token_of_a_form_nothing_is_recorded(client, collection):
    answer = client.post("/desk/comments", data={"item": "D7001", "text": "Look"}, headers={"Accept": "text/html"})
    assert answer.status_code == 403
    assert collection.journal.read()[0] == ()


def test_no_page_of_the_site_and_no_answer_of_the_api_has_a_comment(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    served = serve_collection(make_collection(tmp_path, count=3))
    served.renew()
    client = Client(make_app(served.app_state, access=HERE)).at_the_desk()
    assert post(client, act="comment", item="CDNW1", text="Xylophonist").status_code == 303
    served.renew()
    item = client.get("/items/CDNW1.html")
    assert item.status_code == 200
    assert "Xylophonist" not in item.text
    assert "Xylophonist" not in json.dumps(client.get("/api/v1/items/CDNW1").json())
    assert "Xylophonist" in client.get("/desk/comments").text


def test_comments_on_a_chapter_stand_beside_it_where_it_is_written(tmp_path):
    here = make_collection(tmp_path, 3)
    (here.root / "narratives/ferry.md").write_text("---\ntitle: The ferry\n---\n\nIt was late.\n", encoding="utf-8")
    served = serve_collection(here)
    client = Client(make_app(served.app_state, access=HERE)).at_the_desk()
    where = "/desk/write?chapter=narratives%2Fferry.md"
    assert "Comments</h2>" in client.get(where).text
    wanted = {"chapter": "ferry", "passage": "late", "text": f"How late? {MARKUP}", "file": "narratives/ferry.md"}
    answer = post(client, act="comment", back="write", **wanted)
    assert answer.headers["location"] == f"{where}#comments"
    page = client.get(where).text
    assert "How late? &lt;script&gt;" in page
    assert MARKUP not in page
    (thread,) = listed(client)
    answer = post(client, act="resolve", comment=thread["id"], back="write", file="https://evil.example/")
    assert answer.headers["location"] == "/desk/write?chapter=https%3A%2F%2Fevil.example%2F#comments"
    assert "resolved by" in client.get(where).text
