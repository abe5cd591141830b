"""Who may call which route of the desk: every route there is, by every role."""

import re
from pathlib import Path

import pytest
from asking import Client
from reviewed import ReviewedCollection, cable

from briefbook.server.access import Access, Role, TrustedProxies
from briefbook.server.app import make_app

ROLES = {str(role): role for role in Role}
SECURITY = (Path(__file__).parents[2] / "docs/security.md").read_text(encoding="utf-8")
REVIEWED = [
    ("GET", "/desk/review"),
    ("GET", "/desk/review/items/D7001"),
    ("POST", "/desk/review/items/D7001"),
    ("POST", "/desk/review/undo"),
    ("GET", "/desk/review/batch"),
    ("POST", "/desk/review/batch"),
    ("GET", "/desk/pictures/D7001/1"),
    ("GET", "/desk/static/desk.css"),
]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    collection = ReviewedCollection(tmp_path_factory.mktemp("desk"), [cable("D7001")])
    access = Access(proxies=TrustedProxies.parse(["10.0.0.1"]), proxy_roles=ROLES)
    return make_app(collection.app_state, access=access), collection


def ask(app, method, path, name):
    client = Client(app, address="10.0.0.1")
    headers = {"remote-user": name} if name else {}
    shown = client.get("/desk/review/items/D7001", headers=headers).text
    token = re.search(r'name="form" value="(\w+)"', shown)
    data = {"form": token[1] if token else "", "item": "D7001", "do": "save", "field": "from", "after": "BONN"}
    if method == "POST":
        return client.post(path, data=data, headers=headers).status_code
    return client.get(path, headers=headers).status_code


@pytest.mark.parametrize(("method", "path"), REVIEWED)
def test_the_review_queue_is_seen_by_authors_and_decided_by_curators(app, method, path):
    made, _ = app
    may = {name: ask(made, method, path, name) not in (401, 403) for name in ("", *ROLES)}
    expected = {"": False, "reader": False, "reader-of-drafts": False, "author": method == "GET"}
    assert may == {**expected, "curator": True, "keeper": True}


def test_nobody_who_may_not_decide_is_shown_a_form(app):
    made, _ = app
    page = Client(made, address="10.0.0.1").get("/desk/review/items/D7001", headers={"remote-user": "author"}).text
    assert "Curators decide." in page
    assert 'name="do"' not in page


def test_below_the_desk_nothing_is_open_to_those_without_a_role():
    access = Access(token="x")
    for path in ("/desk", "/desk/review", "/desk/items/D7/pages/1/transcript", "/desk/whatever"):
        assert access.needed_role("GET", path) is Role.AUTHOR
        assert access.needed_role("POST", path) is Role.CURATOR
        assert access.needed_role("DELETE", path) is Role.CURATOR


def test_the_page_on_security_says_who_may_review():
    assert "/desk/review" in SECURITY
