"""Every route of the servers stands in a table of docs/security.md, and each is asked as everybody who could come."""

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from asking import HERE, TOKEN, Client
from reviewed import ReviewedCollection, cable
from writing import app_state_of, make_book

import briefbook.server.app
import briefbook.server.start
from briefbook.project.transcribing import TranscriptFiles
from briefbook.server.access import Access, Role, TrustedProxies
from briefbook.server.accounts import Accounts
from briefbook.server.app import make_app
from briefbook.server.start import start_app

SECURITY = (Path(__file__).parents[2] / "docs/security.md").read_text(encoding="utf-8")
PEOPLE = ("", *(str(role) for role in Role))
FILLED = {"item": "D7001", "page": "1", "page_number": "1", "name": "sample", "path": "index.html", "number": "1"}


def table(title):
    """The rows of a table in docs/security.md, below a heading."""
    section = SECURITY.partition(f"\n### {title}\n")[2].partition("\n#")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    return {row[0].strip("`"): tuple(row[1:]) for row in rows[2:]}


def routes_of(app):
    """Method and path of every route of an application, those of its routers included."""
    found = set()
    for route in app.routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            prefix = route.include_context.prefix
            found |= {(method, f"{prefix}{path}") for method, path in routes_of(inner)}
        else:
            found |= {(method, route.path) for method in route.methods or () if method != "HEAD"}
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A server with everything that a desk can have, behind a proxy that names the users; and its routes."""
    folder = make_book(tmp_path_factory.mktemp("book"))
    collection = ReviewedCollection(tmp_path_factory.mktemp("desk"), [cable("D7001")])
    state = collection.app_state
    state.desk = replace(
        state.desk,
        samples=tmp_path_factory.mktemp("samples") / "samples",
        transcripts=TranscriptFiles(SimpleNamespace, lambda: None),
    )
    state.writing = app_state_of(folder).writing
    proxies = TrustedProxies.parse(["10.0.0.1"])
    access = Access(proxies=proxies, proxy_roles={str(role): role for role in Role}, metrics_token=TOKEN)
    return caught(briefbook.server.app, lambda: make_app(state, access=access))


def caught(module, make):
    """The application that a module makes, and its routes, seen before the middleware is put around it."""
    inner, original = [], module.SecurityMiddleware

    def wrap(app, *arguments, **options):
        inner.append(app)
        return original(app, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "SecurityMiddleware", wrap)
        app = make()
    return app, routes_of(inner[0])


def address_of(path):
    return re.sub(r"\{(\w+)(?::path)?\}", lambda match: FILLED.get(match[1], "D7001"), path)


def may(app, method, path, who):
    """May somebody call a route: is the answer neither "not known" nor "not allowed"?"""
    client = Client(app, address="10.0.0.1")
    headers = {"remote-user": who} if who else {}
    if method == "GET":
        return client.get(address_of(path), headers=headers).status_code not in (401, 403)
    shown = client.get("/desk/review/items/D7001", headers=headers).text
    token = re.search(r'name="form" value="(\w+)"', shown) or re.search(r'data-form-token="(\w+)"', shown)
    form = token[1] if token else client.cookies.get("form") or ""
    data = {"form": form, "token": form}
    answer = client.post(address_of(path), data=data, headers={**headers, "x-form-token": form})
    return answer.status_code not in (401, 403)


def names(routes):
    return sorted(f"{method} {path}" for method, path in routes)


def test_every_route_of_the_site_and_its_desk_is_in_the_table(site):
    _, routes = site
    assert names(routes) == sorted(table("Every route of the site"))


@pytest.mark.parametrize(("route", "expected"), sorted(table("Every route of the site").items()))
def test_a_route_is_open_to_those_whom_the_table_names(site, route, expected):
    app, _ = site
    method, path = route.split(" ", 1)
    assert tuple("yes" if may(app, method, path, who) else "no" for who in PEOPLE) == expected


def test_with_accounts_the_routes_to_log_in_are_added_and_no_others(site, tmp_path):
    _, routes = site
    accounts = Accounts.read(tmp_path / "accounts.json")
    accounts.add("cora", "a long pass phrase", "curator")
    collection = ReviewedCollection(tmp_path / "desk", [cable("D7001")])
    _, with_accounts = caught(
        briefbook.server.app, lambda: make_app(collection.app_state, access=Access(accounts=accounts))
    )
    assert names(with_accounts - routes) == sorted(table("Routes to log in"))


def test_every_route_of_the_first_run_is_in_the_table_and_none_is_open_without_the_link():
    expected = table("Routes of `briefbook desk`")
    app, routes = caught(briefbook.server.start, lambda: start_app(None, HERE))
    assert names(routes) == sorted(expected)
    for method, path in routes:
        answers = []
        for client in (Client(app), Client(app, address="192.0.2.7")):
            if client.address != "127.0.0.1":
                client.cookies = Client(app).at_the_desk().cookies
            status = client.ask(method, address_of(path)).status_code
            answers.append("no" if status in (401, 403) and path != "/logout" else "yes")
        assert tuple(answers) == expected[f"{method} {path}"], path
