"""Every cell of the tables in docs/security.md is asked of a server; what the page says is what must come back."""

import asyncio
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import made_up
import pytest

from briefbook.model.decision import FieldDecision
from briefbook.search import build_index, open_index, search
from briefbook.server.access import PROXY_HEADERS, Access, Role, TrustedProxies, is_local, split_host
from briefbook.server.accounts import Accounts
from briefbook.server.api.app_state import AppState, DeskActions
from briefbook.server.app import make_app

ROOT = Path(__file__).resolve().parents[2]
PORT = 8000
KEY = "akeyofourownoftwentyletters"
PASSWORD = "a long pass phrase"
SOCKET = "/run/briefbook/site.sock"
ROUTES = (
    "GET /",
    "GET /api/v1/items",
    "GET /search",
    "GET /desk",
    "POST /desk",
    "POST /desk to undo",
    "GET /metrics",
)


DECISION = FieldDecision(item="D1", field="subject", before=None, after="Late", when="2026-11-01T10:00:00Z", who="Ada")


@dataclass(frozen=True)
class Way:
    """How a request comes: from where, to which name, with which headers, over which connection."""

    headers: tuple[tuple[str, str], ...] = ()
    host: str | None = "127.0.0.1:8000"
    client: tuple[str, int] | None = ("127.0.0.1", 50_000)
    server: tuple[str, int | None] = ("127.0.0.1", PORT)
    http: str = "1.1"
    session: str = ""

    def with_cookies(self, cookies: dict[str, str]) -> "Way":
        text = "; ".join(f"{name}={value}" for name, value in cookies.items())
        headers = (*self.headers, ("cookie", text)) if text else self.headers
        return Way(headers, self.host, self.client, self.server, self.http, self.session)


@dataclass
class Answer:
    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name):
        return next((value for key, value in self.headers if key == name), "")

    def cookies(self):
        set_cookies = [value.partition(";")[0] for key, value in self.headers if key == "set-cookie"]
        return dict(cookie.split("=", 1) for cookie in set_cookies)


def ask(app, method, address, way, body=""):
    path, _, query = address.partition("?")
    answer = Answer()
    headers = [*way.headers, *([("host", way.host)] if way.host is not None else [])]
    if body:
        headers += [("content-length", str(len(body))), ("content-type", "application/x-www-form-urlencoded")]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": way.http, "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "root_path": "", "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
        "client": way.client, "server": way.server,
    }  # fmt: skip

    async def receive():
        return {"type": "http.request", "body": body.encode(), "more_body": False}

    async def send(message):
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = [(name.decode().lower(), value.decode()) for name, value in message["headers"]]
        else:
            answer.body += message.get("body", b"")

    asyncio.run(app(scope, receive, send))
    return answer


@pytest.fixture(scope="module")
def archive():
    return made_up.archive()


@pytest.fixture(scope="module", autouse=True)
def index(archive, tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    build_index(folder, ((entry, archive.catalogue.pages(entry.item)) for entry in archive.catalogue), stamp="s")
    Served.index = open_index(folder)


@pytest.fixture(scope="module")
def accounts_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("accounts") / "accounts.json"
    accounts = Accounts.read(path)
    for name, role in (
        ("rita", "reader"),
        ("dora", "reader-of-drafts"),
        ("abel", "author"),
        ("cora", "curator"),
        ("kim", "keeper"),
    ):
        accounts.add(name, PASSWORD, role)
    return path


class Served:
    """A server, and the names under which decisions were recorded."""

    def __init__(self, archive, access):
        self.recorded = []
        state = AppState(
            archive.catalogue,
            lambda question, **more: search(self.index, question, pages_of=archive.catalogue.pages, **more),
            lambda question, item: (),
            DeskActions(self.decide, lambda name, value: value, lambda: (DECISION,)),
        )
        state.open(archive)
        self.item = next(iter(archive.catalogue)).item
        self.app = make_app(state, access=access)
        self._sessions = {}

    def decide(self, make, who, *, wait=False):
        decisions = make()
        self.recorded.append(who)
        return decisions

    def session(self, name):
        """The cookies of somebody who came in before, from this machine."""
        if name not in self._sessions:
            self._sessions[name] = self._enter(name)
        return self._sessions[name]

    def _enter(self, name):
        if name == "link":
            return ask(self.app, "GET", f"/desk?token={KEY}", Way()).cookies()
        form = ask(self.app, "GET", "/login", Way())
        token = re.search(rb'name="form" value="(\w+)"', form.body)[1].decode()
        fields = urlencode({"name": name, "password": PASSWORD, "form": token})
        answer = ask(self.app, "POST", "/login", Way().with_cookies(form.cookies()), fields)
        assert answer.status == 303
        return answer.cookies()

    def status(self, route, way, cookies):
        method, address = route.split(" ")[:2]
        if method != "POST":
            return ask(self.app, method, address, way.with_cookies(cookies)).status
        form = ask(self.app, "GET", f"/desk?item={self.item}&field=subject", way.with_cookies(cookies))
        token = re.search(rb'name="form" value="(\w+)"', form.body)
        before = re.search(rb'name="before" value="([^"]*)"', form.body)
        fields = {"do": "set", "item": self.item, "field": "subject", "value": "Ferries", "why": "seen"}
        fields["before"] = before[1].decode() if before else ""
        if route.endswith("to undo"):
            shown = ask(self.app, "GET", "/desk", way.with_cookies(cookies | form.cookies())).body
            line = re.search(rb'name="line" value="(\w+)"', shown)
            fields = {"do": "undo", "line": line[1].decode() if line else "x", "why": "a slip"}
        fields["form"] = token[1].decode() if token else "x"
        return ask(self.app, "POST", "/desk", way.with_cookies(cookies | form.cookies()), urlencode(fields)).status


BROWSER = ("accept", "text/html,application/xhtml+xml")
FORWARDED = {
    "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "127.0.0.1:8000", "Forwarded": "for=203.0.113.9",
    "X-Real-IP": "203.0.113.9", "Via": "1.1 proxy", "CF-Connecting-IP": "203.0.113.9",
    "Fly-Client-IP": "203.0.113.9", "X_Forwarded_For": "203.0.113.9",
}  # fmt: skip
ELSEWHERE = ("203.0.113.9", 40_000)
NGINX = Way(http="1.0", headers=(("connection", "close"),))

LOCAL_WAYS = {
    "browser here": Way(),
    "browser here by IPv6": Way(host="[::1]:8000", client=("::1", 50_000), server=("::1", PORT)),
    "browser here by localhost": Way(host="localhost:8000"),
    "default nginx": NGINX,
    "default nginx of HTTP/1.1": Way(),
    **{name: Way(headers=((name, value),)) for name, value in FORWARDED.items()},
    "Remote-User from anywhere": Way(headers=(("Remote-User", "cora"),)),
    "another port in Host": Way(host="127.0.0.1:8799"),
    "foreign Host": Way(host="cables.example.edu"),
    "no Host": Way(host=None),
    "another machine": Way(client=ELSEWHERE),
    "unix socket": Way(client=None, server=(SOCKET, None)),
}

PROXY = Way(client=("10.1.2.3", 4711), host="cables.example.edu")


def named(way, *users, header="Remote-User", more=()):
    headers = (*way.headers, *((header, user) for user in users), *more)
    return Way(headers, way.host, way.client, way.server, way.http)


PROXY_WAYS = {
    "the proxy, without a user": PROXY,
    "the proxy, without a user, in a browser": named(PROXY, more=(BROWSER,)),
    "the proxy, for cora": named(PROXY, "cora"),
    "the proxy, for cora, who asks from afar": named(
        PROXY, "cora", more=(("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"))
    ),
    "the proxy, mapped into IPv6, for cora": named(Way(client=("::ffff:10.1.2.3", 4711)), "cora"),
    "the proxy, for abel": named(PROXY, "abel"),
    "the proxy, for kim": named(PROXY, "kim"),
    "the proxy, for a stranger": named(PROXY, "mallory"),
    "the proxy, with two users": named(PROXY, "mallory", "cora"),
    "the proxy, with X-Forwarded-User: cora": named(PROXY, "cora", header="X-Forwarded-User"),
    "another machine, for cora": named(Way(client=ELSEWHERE), "cora"),
    "another machine, for cora, forwarded for the proxy": named(
        Way(client=ELSEWHERE), "cora", more=(("X-Forwarded-For", "10.1.2.3"),)
    ),
    "this machine, for cora": named(Way(), "cora"),
    "unix socket, for cora": named(Way(client=None, server=(SOCKET, None)), "cora"),
    "this socket, without a user": Way(client=None, server=(SOCKET, None)),
    "this socket, for cora": named(Way(client=None, server=(SOCKET, None)), "cora"),
    "another socket, for cora": named(Way(client=None, server=("/tmp/other.sock", None)), "cora"),
}
ROLES_BY_NAME = {"cora": Role.CURATOR, "abel": Role.AUTHOR, "kim": Role.KEEPER}
ANY_WAY = {
    "from here": Way(),
    "through a default proxy": NGINX,
    "with forwarded headers": Way(headers=tuple(FORWARDED.items())),
    "under a foreign Host": Way(host="cables.example.edu", client=ELSEWHERE),
    "by IPv6": LOCAL_WAYS["browser here by IPv6"],
}


def tables():
    """Each table of the page: the heading above it, and its rows as (first cell, statuses, name recorded)."""
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8").partition("## The outcome")[2]
    found = {}
    for section in text.partition("## Drafts")[0].split("\n### ")[1:]:
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line]
        assert tuple(cell.strip("`") for cell in rows[0][1:8]) == ROUTES
        found[section.splitlines()[0].partition(":")[0]] = [
            (row[0], tuple(int(cell) for cell in row[1:8]), row[8]) for row in rows[2:]
        ]
    return found


TABLES = tables()


def rows_of(title):
    return pytest.mark.parametrize(("way", "statuses", "name"), TABLES[title], ids=[row[0] for row in TABLES[title]])


def hold(served, way, cookies, statuses, name):
    served.recorded.clear()
    assert dict(zip(ROUTES, [served.status(route, way, cookies) for route in ROUTES], strict=True)) == dict(
        zip(ROUTES, statuses, strict=True)
    )
    assert served.recorded == ([] if not name else ["" if name == "the name in git" else name] * 2)  # set, undone


def test_the_page_has_a_table_for_every_kind_of_server():
    assert {title: len(rows) for title, rows in TABLES.items()} == {
        "For this machine alone": 22,
        "For this machine alone, with `--private`": 5,
        "With accounts": 11,
        "With accounts and `--private`": 6,
        "Behind a trusted proxy": 14,
        "Behind a trusted socket": 4,
        "For readers alone": 4,
    }


@pytest.fixture(scope="module")
def local(archive):
    hosts = frozenset({"localhost", "127.0.0.1", "[::1]"})
    return Served(archive, Access(token=KEY, metrics_token=KEY, hosts=hosts))


def after_the_link(served, way):
    how, _, session = way.rpartition(", ")
    cookies = {"after the link": served.session("link"), "without the link": {}}
    return LOCAL_WAYS[how], cookies.get(session, {"briefbook_session": "x"})


@rows_of("For this machine alone")
def test_for_this_machine_alone(local, way, statuses, name):
    hold(local, *after_the_link(local, way), statuses, name)


@rows_of("For this machine alone, with `--private`")
def test_for_this_machine_alone_and_private(archive, way, statuses, name):
    hosts = frozenset({"localhost", "127.0.0.1", "[::1]"})
    served = Served(archive, Access(token=KEY, metrics_token=KEY, hosts=hosts, private=True))
    hold(served, *after_the_link(served, way), statuses, name)


@pytest.fixture(scope="module")
def guarded(archive, accounts_file):
    return Served(archive, Access(accounts=Accounts.read(accounts_file), metrics_token=KEY))


@pytest.fixture(scope="module")
def private(archive, accounts_file):
    return Served(archive, Access(accounts=Accounts.read(accounts_file), private=True))


def as_somebody(served, who, way):
    name = who.partition(",")[0]
    if who == "nobody, in a browser":
        return named(way, more=(BROWSER,)), {}
    if who == "a program with the key":
        return named(way, more=(("Authorization", f"Bearer {KEY}"),)), {}
    if who == "Remote-User: kim":
        return named(way, "kim"), {}
    if who == "cora, logged out":
        cookies = served._enter("cora")
        ask(served.app, "POST", "/logout", Way().with_cookies(cookies))
        return way, cookies
    if who == "cora, cookie altered":
        # Not its last letters: the two last bits of a signature in base64 mean nothing.
        return way, {key: altered_signature(value) for key, value in served.session("cora").items()}
    return way, {} if name == "nobody" else served.session(name)


def altered_signature(cookie):
    content, _, signature = cookie.rpartition(".")
    return f"{content}.{signature[4:8]}{signature[:4]}{signature[8:]}"


@pytest.mark.parametrize("how", ANY_WAY)
@rows_of("With accounts")
def test_with_accounts(guarded, how, way, statuses, name):
    hold(guarded, *as_somebody(guarded, way, ANY_WAY[how]), statuses, name)


@pytest.mark.parametrize("how", ANY_WAY)
@rows_of("With accounts and `--private`")
def test_with_accounts_and_private(private, how, way, statuses, name):
    hold(private, *as_somebody(private, way, ANY_WAY[how]), statuses, name)


@pytest.fixture(scope="module")
def proxied(archive):
    return Served(archive, Access(proxies=TrustedProxies.parse(["10.0.0.0/8"]), proxy_roles=ROLES_BY_NAME))


@rows_of("Behind a trusted proxy")
def test_behind_a_trusted_proxy(proxied, way, statuses, name):
    hold(proxied, PROXY_WAYS[way], {}, statuses, name)


@pytest.fixture(scope="module")
def socketed(archive):
    return Served(archive, Access(proxies=TrustedProxies.parse([f"unix:{SOCKET}"]), proxy_roles=ROLES_BY_NAME))


@rows_of("Behind a trusted socket")
def test_behind_a_trusted_socket(socketed, way, statuses, name):
    hold(socketed, PROXY_WAYS[way], {}, statuses, name)


@rows_of("For readers alone")
def test_for_readers_alone(archive, way, statuses, name):
    hold(Served(archive, Access()), LOCAL_WAYS[way], {}, statuses, name)


# What the tables do not say


def test_no_refusal_leads_round_in_circles(guarded, private, proxied):
    for served in (guarded, private, proxied):
        way, address = named(PROXY, more=(BROWSER,)), "/desk"
        for _ in range(3):
            answer = ask(served.app, "GET", address, way)
            if answer.status != 303:
                break
            address = answer.header("location")
        assert answer.status in (200, 401)


def test_what_may_be_read_by_other_sites_says_so_and_the_desk_never(guarded, private, local):
    for path in ("/api/v1/items", "/items/none/manifest.json", "/items/none/p001.webp", "/data/annotations.json",
                 "/iiif/search/2/none"):  # fmt: skip
        assert ask(guarded.app, "GET", path, Way()).header("access-control-allow-origin") == "*"
        assert ask(private.app, "GET", path, Way()).header("access-control-allow-origin") == ""
    origin = Way(headers=(("Origin", "https://elsewhere.example"),))
    for served in (guarded, local):
        for path in ("/desk", "/login", "/search", "/metrics", "/"):
            answer = ask(served.app, "GET", path, origin)
            assert not [name for name, _ in answer.headers if name.startswith("access-control")]


def test_a_cookie_is_for_https_alone_where_the_site_is_reached_by_https(guarded):
    form = ask(guarded.app, "GET", "/login", Way())
    token = re.search(rb'name="form" value="(\w+)"', form.body)[1].decode()
    fields = urlencode({"name": "cora", "password": PASSWORD, "form": token})
    plain = ask(guarded.app, "POST", "/login", Way().with_cookies(form.cookies()), fields)
    https = Way(headers=(("X-Forwarded-Proto", "https"),)).with_cookies(form.cookies())
    secure = ask(guarded.app, "POST", "/login", https, fields)
    assert "secure" not in plain.header("set-cookie")
    assert secure.header("set-cookie").endswith("httponly; samesite=lax; secure")


def test_the_key_is_exchanged_for_a_cookie_at_once(local):
    answer = ask(local.app, "GET", f"/desk?token={KEY}", Way())
    assert (answer.status, answer.header("location"), answer.header("cache-control")) == (303, "/desk", "no-store")
    assert KEY not in answer.header("set-cookie")
    assert ask(local.app, "GET", f"/desk?token={KEY}", NGINX).status == 403
    assert ask(local.app, "GET", "/desk?token=", Way()).status == 401


def test_a_private_site_is_kept_by_nobody_between(private):
    answer = ask(private.app, "GET", "/", Way().with_cookies(private.session("rita")))
    assert answer.header("cache-control") == "private, no-cache"


def test_the_link_to_the_desk_is_shown_to_those_who_may_enter(guarded):
    path = "/search?q=ferry"
    assert b'href="desk"' not in ask(guarded.app, "GET", path, Way()).body
    answer = ask(guarded.app, "GET", path, Way().with_cookies(guarded.session("abel")))
    assert b'href="desk"' in answer.body
    assert "Cookie" in answer.header("vary")


def test_an_author_sees_the_desk_without_its_forms(guarded):
    page = ask(guarded.app, "GET", "/desk", Way().with_cookies(guarded.session("abel"))).body.decode()
    assert 'action="desk" method="post"' not in page
    assert "Logged in as abel (author)." in page


@pytest.mark.parametrize("text", ["proxy.example.org", "10.0.0.0/33", "0.0.0.0/0", "::/0", "unix:", "10.0.0.1/8", "*"])
def test_what_is_no_proxy_or_everybody_is_none(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        TrustedProxies.parse([text])


def test_as_long_as_no_role_is_set_whoever_the_proxy_names_is_a_curator(tmp_path):
    accounts = Accounts.read(tmp_path / "accounts.json")
    access = Access(proxies=TrustedProxies.parse(["10.0.0.1"]), roles_file=accounts)
    assert access._role_of("mallory") is Role.CURATOR
    accounts.set_role("cora", "curator")
    assert access._role_of("mallory") is Role.READER
    assert access._role_of("cora") is Role.CURATOR


@pytest.mark.parametrize(
    ("header", "parts"),
    [
        ("localhost", ("localhost", None)),
        ("LocalHost:8000", ("localhost", 8000)),
        ("[::1]:8000", ("[::1]", 8000)),
        ("127.0.0.1:x", ("", None)),
        ("evil.example/localhost", ("", None)),
        ("user@localhost", ("", None)),
        ("localhost.evil.example", ("localhost.evil.example", None)),
        ("", ("", None)),
    ],
)
def test_a_host_is_split_into_name_and_port(header, parts):
    assert split_host(header) == parts


def test_two_hosts_are_nobody_s():
    headers = [(b"host", b"localhost:8000"), (b"host", b"evil.example")]
    scope = {"client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000), "http_version": "1.1", "headers": headers}
    assert not is_local(scope)
    assert is_local({**scope, "headers": headers[:1]})


def test_headers_of_proxies_are_known_and_those_of_browsers_are_none():
    proxies = (
        "x-forwarded-for", "forwarded", "via", "ali-cdn-real-ip", "x-sucuri-clientip", "x-squid-error", "x-ngrok-trace",
        "x-traefik-router", "x-tailscale-user", "front-end-https", "x-accel-internal", "x-bluecoat-via", "x-b3-traceid",
    )  # fmt: skip
    browsers = (
        "host", "connection", "user-agent", "accept", "accept-encoding", "accept-language", "cookie", "origin",
        "referer", "cache-control", "pragma", "upgrade-insecure-requests", "dnt", "sec-gpc", "sec-fetch-site",
        "sec-ch-ua", "sec-ch-ua-platform", "if-none-match", "range", "priority", "content-type", "content-length",
        "x-requested-with", "te", "save-data", "device-memory",
    )  # fmt: skip
    assert [name for name in proxies if not PROXY_HEADERS.fullmatch(name)] == []
    assert [name for name in browsers if PROXY_HEADERS.fullmatch(name)] == []
