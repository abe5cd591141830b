"""A cookie or a token that somebody else got hold of: what it opens, and for how long."""

import re

import httpx
import pytest
from asking import HERE, TOKEN, Client
from reviewed import ReviewedCollection, cable

from briefbook.cli.desk_ import DeskRun
from briefbook.server.access import Access
from briefbook.server.accounts import Accounts
from briefbook.server.app import make_app

PASSWORD = "a long pass phrase"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """A desk with accounts, and the accounts."""
    folder = tmp_path_factory.mktemp("guarded")
    accounts = Accounts.read(folder / "accounts.json")
    for name in ("cora", "ben", "dan"):
        accounts.add(name, PASSWORD, "curator")
    return make_app(ReviewedCollection(folder, [cable("D7001")]).app_state, access=Access(accounts=accounts)), accounts


def logged_in(app, name):
    client = Client(app)
    token = re.search(r'name="form" value="(\w+)"', client.get("/login").text)[1]
    client.post("/login", data={"name": name, "password": PASSWORD, "form": token})
    assert at_the_desk(client) == 200
    return client


def at_the_desk(client):
    return client.get("/desk/review").status_code


def copied(client):
    """Somebody on another machine who has all the cookies of a client."""
    thief = Client(client.app, address="192.0.2.7")
    thief.cookies = httpx.Cookies(client.cookies)
    return thief


def token_of(client):
    return re.search(r'data-token="(\w+)"', client.get("/desk/review/items/D7001").text)[1]


def test_no_script_can_read_the_cookie_and_no_other_site_can_send_it(guarded):
    client = Client(guarded[0])
    token = re.search(r'name="form" value="(\w+)"', client.get("/login").text)[1]
    answer = client.post("/login", data={"name": "cora", "password": PASSWORD, "form": token})
    session = next(line for line in answer.headers.get_list("set-cookie") if line.startswith("briefbook_session"))
    assert "httponly" in session.lower()
    assert re.search("samesite=(lax|strict)", session.lower())


def test_a_copied_cookie_ends_when_its_person_logs_out(guarded):
    cora = logged_in(guarded[0], "cora")
    thief = copied(cora)
    cora.post("/logout", data={"form": token_of(cora)})
    assert at_the_desk(thief) == 401


def test_a_copied_cookie_ends_when_its_person_gets_another_password_or_is_removed(guarded):
    app, accounts = guarded
    ben, dan = logged_in(app, "ben"), logged_in(app, "dan")
    thieves = [copied(ben), copied(dan)]
    accounts.add("ben", "another long pass phrase")
    accounts.remove("dan")
    assert [at_the_desk(thief) for thief in thieves] == [401, 401]


def test_a_session_is_another_after_each_log_in_and_none_that_was_there_before_is_taken_over(guarded):
    client = Client(guarded[0])
    planted = {name: value for name, value in logged_in(guarded[0], "cora").cookies.items() if "session" in name}
    assert len(planted) == 1
    client.cookies = httpx.Cookies({name: f"{value}x" for name, value in planted.items()})
    token = re.search(r'name="form" value="(\w+)"', client.get("/login").text)[1]
    answer = client.post("/login", data={"name": "cora", "password": PASSWORD, "form": token})
    (given,) = [
        line.split(";")[0].split("=", 1)[1] for line in answer.headers.get_list("set-cookie") if "session" in line
    ]
    assert given not in {*planted.values(), *(f"{value}x" for value in planted.values())}


def test_a_token_of_another_persons_form_saves_nothing(guarded):
    app, _ = guarded
    mallory, cora = logged_in(app, "cora"), logged_in(app, "cora")
    foreign, own = token_of(mallory), token_of(cora)
    assert foreign != own
    form = {"person": "mallory", "item": "D7001"}
    assert cora.post("/desk/review/assign", data={**form, "form": foreign}).status_code == 403
    assert cora.post("/desk/review/assign", data={**form, "form": own}).status_code == 303


def test_the_name_of_a_file_that_is_added_is_never_markup(tmp_path, monkeypatch):
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    client = Client(DeskRun(HERE, home=tmp_path))
    client.get(f"/desk/start?token={TOKEN}")
    token = re.search(r'data-token="(\w+)"', client.get("/desk/start").text)[1]
    client.post("/desk/start/make", data={"form": token, "title": "Ferries", "folder": "ferries", "language": "en"})
    odd = "<img src=x onerror=alert(1)>.csv"
    query = {"key": "0" * 32, "name": odd, "offset": "0", "size": "20"}
    head = {"X-Form-Token": re.search(r'data-token="(\w+)"', client.get("/desk/start").text)[1]}
    answer = client.post("/desk/start/upload", params=query, content=b"Item,Date\nD1,1962-1\n", headers=head)
    assert answer.status_code == 200, answer.text
    for path in ("/desk/start", "/desk/jobs"):
        assert "<img src=x" not in client.get(path).text
    assert "<img src=x" not in client.get("/desk/start/state", headers={"accept": "text/html"}).text
