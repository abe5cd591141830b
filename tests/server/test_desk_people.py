"""Several people at the desk: who is where now, which items are whose, and filters that all have."""

import json
import threading

import pytest
from asking import HERE, Client
from serving import serving_app
from table_collection import journal_of, make_collection, serve_collection

from briefbook.model.decision import FieldDecision
from briefbook.server import desk_live
from briefbook.server.access import Access
from briefbook.server.accounts import Accounts
from briefbook.server.app import make_app
from briefbook.server.live import Live

PASSWORD = "a-long-password-of-the-tests"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    return make_collection(tmp_path, 6)


@pytest.fixture
def served(here):
    return serve_collection(here)


@pytest.fixture
def client(served):
    return Client(make_app(served.app_state, access=HERE)).at_the_desk()


def send(client, address, **form):
    token = client.get("/desk/review").text.split('data-token="')[1].split('"')[0]
    return client.post(address, data={"form": token, **form})


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_person_is_there_as_long_as_their_page_asks():
    clock = Clock()
    live = Live(clock)
    live.arrive("ada 1", "Ada", "item D7")
    live.arrive("ben 1", "Ben", "item D7")
    live.arrive("cora 1", "Cora", "item D8")
    assert live.others("ada 1", "Ada", "item D7") == ("Ben",)
    assert live.everybody() == {"item D7": ("Ada", "Ben"), "item D8": ("Cora",)}
    clock.now = 8.0
    live.arrive("ada 1", "Ada", "item D8")
    clock.now = 11.0
    assert live.others("ada 1", "Ada", "item D7") == ()
    assert live.everybody() == {"item D8": ("Ada",)}


def test_a_second_window_of_the_same_person_is_told_apart():
    live = Live(Clock())
    live.arrive("ada 1", "Ada", "item D7")
    live.arrive("ada 2", "Ada", "item D7")
    assert live.others("ada 1", "Ada", "item D7") == ("",)


def test_what_was_changed_is_remembered_for_a_while():
    live = Live(Clock())
    assert live.since(0) == (0, ())
    live.note(["D7", "D8"])
    live.note(["D7"])
    assert live.since(0) == (3, ("D7", "D8"))
    assert live.since(2) == (3, ("D7",))
    assert live.since(3) == (3, ())
    assert live.since(99) == (3, None)  # the page is of an earlier run
    live.note([""])
    assert live.since(3) == (4, None)
    live.note(f"D{number}" for number in range(600))
    assert live.since(5) == (604, None)
    assert live.since(600) == (604, ("D596", "D597", "D598", "D599"))


def test_a_page_is_answered_when_there_is_something_new(client, served, monkeypatch):
    monkeypatch.setattr(desk_live, "HOLD_SECONDS", 0.2)
    first = client.get("/desk/live?tab=a&place=item+CDNW1").json()
    assert first["others"] == []
    asked = f"/desk/live?tab=a&place=item+CDNW1&seen=&number={first['number']}"
    assert client.get(asked).json() == {**first, "items": []}
    change = FieldDecision(item="CDNW2", field="number", before="102", after="777")
    served.decide(lambda: [change], "Ben")
    assert client.get(asked).json()["items"] == ["CDNW2"]
    assert client.get("/desk/live?tab=b&place=item+CDNW1").json()["others"] == [""]
    assert "now: Ada" in client.get("/desk/review").text
    assert journal_of(served.here)[-1]["item"] == "CDNW2"  # being there is no line of the journal
    assert len(journal_of(served.here)) == 1


@pytest.fixture
def two(served, here):
    """Ada and Ben, who log in, at an address of this machine; a browser's client each."""
    import httpx

    accounts = Accounts.read(here.root / "accounts.json")
    for name in ("Ada", "Ben"):
        accounts.add(name, PASSWORD, "curator")
    with serving_app(make_app(served.app_state, access=Access(accounts=accounts))) as address:
        people = []
        for name in ("Ada", "Ben"):
            client = httpx.Client(base_url=address, timeout=20)
            token = client.get("/login").text.split('name="form" value="')[1].split('"')[0]
            client.post("/login", data={"form": token, "name": name, "password": PASSWORD})
            people.append(client)
        yield people
        for client in people:
            client.close()


def test_a_cell_that_is_saved_reaches_others_while_they_wait(two):
    ada, ben = two
    number = ben.get("/desk/live?tab=b&place=table").json()["number"]
    news = []

    def wait():
        news.append(ben.get(f"/desk/live?tab=b&place=table&seen=&number={number}").json())

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    token = ada.get("/desk/table").text.split('data-token="')[1].split('"')[0]
    edit = {"item": "CDNW3", "field": "subject", "typed": "Late ferry", "base": "", "pasted": False}
    saved = ada.post("/desk/table/save", headers={"X-Form-Token": token}, json={"edits": [edit], "why": ""})
    assert saved.json()["saved"] == 1
    waiting.join(20)
    (answer,) = news
    assert answer["items"] == ["CDNW3"]
    rows = ben.get("/desk/table/rows?columns=subject&begin=2&count=1").json()["rows"]
    assert rows == [["CDNW3", ["Late ferry"], ["p"]]]


def test_two_people_on_an_item_see_each_other_and_a_page_left_open_is_no_use_of_the_session(two):
    ada, ben = two
    ada.get("/desk/live?tab=a&place=item+CDNW1")
    answer = ben.get("/desk/live?tab=b&place=item+CDNW1")
    assert answer.json()["others"] == ["Ada"]
    assert "set-cookie" not in answer.headers


def test_an_item_is_given_to_a_person_and_is_in_their_list(client, here, served):
    answer = send(client, "/desk/review/assign", item="CDNW2", person=" Ben ", why="he knows Paris")
    assert answer.headers["location"] == "/desk/review/items/CDNW2"
    (line,) = journal_of(here)
    assert (line["kind"], line["item"], line["from"], line["to"], line["who"]) == (
        "assign",
        "CDNW2",
        None,
        "Ben",
        "Ada",
    )
    page = client.get("/desk/review?person=Ben").text
    assert "items/CDNW2" in page
    assert "items/CDNW1" not in page
    assert "assigned to Ben" in page
    assert 'value="Ben"' in client.get("/desk/review/items/CDNW2").text
    assert served.catalogue.queue.people() == {"Ben": 1}
    served.settle()
    assert served.catalogue.queue.people() == {"Ben": 1}
    send(client, "/desk/review/undo", item="CDNW2")
    assert len(journal_of(here)) == 1  # what was reviewed is undone there, not whose it is


def test_the_first_of_a_list_are_given_at_once_and_the_same_twice_is_nothing_new(client, here):
    assert send(client, "/desk/review/assign?state=untouched", count="4", person="Ben").status_code == 303
    assert [line["to"] for line in journal_of(here)] == ["Ben"] * 4
    assert "given=0" in send(client, "/desk/review/assign?person=Ben", count="4", person="Ben").headers["location"]
    assert send(client, "/desk/review/assign", count="501", person="Ben").status_code == 400
    assert send(client, "/desk/review/assign", count="1", person="x" * 101).status_code == 400
    assert len(journal_of(here)) == 4


def test_names_and_filters_are_never_markup(client):
    send(client, "/desk/review/assign", item="CDNW1", person="<b>Ben</b>")
    send(client, "/desk/review/filters?state=any", name="<b>all</b>", act="keep")
    page = client.get("/desk/review?state=any").text
    assert "&lt;b&gt;Ben&lt;/b&gt;" in page
    assert "&lt;b&gt;all&lt;/b&gt;" in page
    assert "<b>" not in page


def test_a_filter_is_kept_under_a_name_for_all_and_forgotten(client, here):
    assert send(client, "/desk/review/filters?state=any&person=Ben", name="Ben’s", act="keep").status_code == 303
    kept = json.loads((here.root / "review-filters.json").read_text(encoding="utf-8"))
    assert kept == {"Ben’s": {"person": "Ben", "state": "any"}}
    assert "Ben’s</a>" in client.get("/desk/review").text
    send(client, "/desk/review/filters?state=any&person=Ben", name="Ben’s", act="forget")
    assert "Ben’s</a>" not in client.get("/desk/review").text
    assert send(client, "/desk/review/filters", name="", act="keep").status_code == 400


def test_without_a_token_or_the_role_nothing_is_given(served, here):
    app = make_app(served.app_state, access=HERE)
    keeper = Client(app).at_the_desk()
    for path in ("assign", "filters"):
        assert keeper.post(f"/desk/review/{path}", data={"item": "CDNW1", "name": "x"}).status_code == 403
        assert Client(app).post(f"/desk/review/{path}", data={"item": "CDNW1"}).status_code == 401
    assert Client(app).get("/desk/live?tab=a").status_code == 401
    assert journal_of(here) == []


@pytest.fixture
def by_role(served, here):
    """A client for each of a keeper, a curator and an author, who are logged in, and the accounts."""
    accounts = Accounts.read(here.root / "accounts.json")
    for name, role in (("Kim", "keeper"), ("Cora", "curator"), ("Abel", "author")):
        accounts.add(name, PASSWORD, role)
    app = make_app(served.app_state, access=Access(accounts=accounts))

    def client(name):
        made = Client(app)
        token = made.get("/login").text.split('name="form" value="')[1].split('"')[0]
        made.post("/login", data={"form": token, "name": name, "password": PASSWORD})
        return made

    return client, accounts


def test_a_keeper_invites_gives_roles_and_removes(by_role):
    client, accounts = by_role
    kim = client("Kim")
    page = send(kim, "/desk/people", act="invite", role="curator")
    key = page.text.split("/login/invited?key=")[1].split('"')[0]
    assert accounts.invited_role(key) == "curator"
    assert page.headers["cache-control"] == "no-store"
    assert "Open: curator" in kim.get("/desk/people").text
    send(kim, "/desk/people", act="withdraw")
    assert accounts.invited_role(key) is None
    send(kim, "/desk/people", act="role", name="Abel", role="curator")
    assert accounts.current_roles()["Abel"] == "curator"
    assert send(kim, "/desk/people", act="remove", name="Kim").status_code == 400
    assert send(kim, "/desk/people", act="role", name="Kim", role="reader").status_code == 400
    assert send(kim, "/desk/people", act="role", name="Nobody", role="keeper").status_code == 404
    assert send(kim, "/desk/people", act="invite", role="king").status_code == 400
    send(kim, "/desk/people", act="remove", name="Abel")
    assert sorted(accounts.current_roles()) == ["Cora", "Kim"]


def test_nobody_else_comes_to_the_people(by_role):
    client, accounts = by_role
    cora = client("Cora")
    assert cora.get("/desk/people").status_code == 403
    assert "/desk/people" not in cora.get("/desk/review").text
    assert send(cora, "/desk/people", act="invite", role="keeper").status_code == 403
    assert client("Kim").post("/desk/people", data={"act": "invite", "role": "keeper"}).status_code == 403
    assert accounts.open_invitations() == []
