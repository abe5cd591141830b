"""Invitations: valid once and for a week, for a name that nobody has; the link, the form, and what is refused."""

import re
import time

import pytest
from asking import Client
from reviewed import ReviewedCollection, cable

from briefbook.errors import InputError
from briefbook.server.access import Access
from briefbook.server.accounts import Accounts
from briefbook.server.app import make_app

PASSWORD = "a long word about ferries"
PAGE = {"Accept": "text/html"}


@pytest.fixture
def accounts(tmp_path):
    made = Accounts.read(tmp_path / "accounts.json")
    made.add("kim", PASSWORD, "keeper")
    return made


@pytest.fixture
def client(tmp_path, accounts):
    collection = ReviewedCollection(tmp_path, [cable("D7001")])
    served = Accounts.read(accounts.path)
    return Client(make_app(collection.app_state, access=Access(accounts=served, private=True)))


def accept(client, key, name="ben", password=PASSWORD, again=PASSWORD, token=""):
    if not token:
        shown = client.get(f"/login/invited?key={key}").text
        token = (re.search(r'name="form" value="(\w+)"', shown) or ("", "none"))[1]
    data = {"form": token, "key": key, "name": name, "password": password, "again": again}
    return client.post("/login/invited", data=data, headers=PAGE)


def test_who_is_invited_chooses_a_name_and_logs_in_with_the_role(client, accounts):
    key = accounts.invite("author")
    assert "Your role: author." in client.get(f"/login/invited?key={key}").text
    answer = accept(client, key)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    accounts.current_roles()
    assert accounts.role_of("ben") == "author"
    token = re.search(r'name="form" value="(\w+)"', client.get("/login").text)[1]
    client.post("/login", data={"form": token, "name": "ben", "password": PASSWORD})
    assert client.get("/desk/comments", headers=PAGE).status_code == 200


def test_an_invitation_is_valid_once(client, accounts):
    key = accounts.invite("author")
    token = re.search(r'name="form" value="(\w+)"', client.get(f"/login/invited?key={key}").text)[1]
    assert accept(client, key, token=token).status_code == 303
    assert accept(client, key, name="eve", token=token).status_code == 400
    assert client.get(f"/login/invited?key={key}").status_code == 403
    assert not Accounts.read(accounts.path).has_password("eve")


def test_an_invitation_runs_out_after_seven_days(accounts, monkeypatch):
    key, now = accounts.invite("curator"), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 7 * 86_400 - 60)
    assert accounts.invited_role(key) == "curator"
    monkeypatch.setattr(time, "time", lambda: now + 7 * 86_400 + 60)
    assert accounts.invited_role(key) is None
    with pytest.raises(InputError, match="was used, has run out, or is none"):
        accounts.accept_invitation(key, "ben", PASSWORD)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "Kim"}, "is in use"),
        ({"name": " "}, "An account needs a name"),
        ({"password": "short", "again": "short"}, "fewer than 12 characters"),
        ({"again": "another long word"}, "The two passwords differ."),
        ({"name": '"><script>alert(1)</script>', "again": ""}, "&lt;script&gt;"),
    ],
)
def test_what_cannot_be_an_account_is_refused_and_the_invitation_holds(client, accounts, fields, words):
    key = accounts.invite("author")
    answer = accept(client, key, **fields)
    assert answer.status_code == 400
    assert words in answer.text
    assert "<script>" not in answer.text
    assert accounts.invited_role(key) == "author"
    assert Accounts.read(accounts.path).names() == ("kim",)


def test_without_a_key_or_a_token_nobody_gets_an_account(client, accounts):
    key = accounts.invite("author")
    assert client.get("/login/invited").status_code == 403
    assert accept(client, "guess").status_code == 403
    assert accept(client, key, token="0").status_code == 403
    assert Accounts.read(accounts.path).names() == ("kim",)


def test_the_file_holds_no_key_and_a_role_that_is_none_is_refused(accounts):
    key = accounts.invite("author")
    assert key not in accounts.path.read_text(encoding="utf-8")
    with pytest.raises(InputError, match="there is no role 'king'"):
        accounts.invite("king")
