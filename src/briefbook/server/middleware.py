"""ASGI middleware around the application: limits, hosts, proxies, sessions, rights, CORS, headers, log.

Hosts, the headers of trusted proxies, signed cookies and CORS are handled by the middleware of Starlette and uvicorn;
what is ours is who may do what (``access.py``), the limits, and a log that names nobody.
"""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from prometheus_client import Counter, Histogram
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import HTTPConnection
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from briefbook.errors import InputError
from briefbook.server.access import (
    DESK,
    LIVE,
    NOBODY,
    READING,
    START,
    Access,
    Role,
    address_of,
    is_desk,
    is_local,
    mark_of,
)
from briefbook.server.accounts import RENEW_SECONDS, SESSION_HOURS
from briefbook.server.languages import chosen_now, cookie_of, language_of_request
from briefbook.server.problems import OUR_FAULT, fault_detail, new_request_id, problem, wants_page
from briefbook.util.logs import get_logger
from briefbook.util.translation import languages, translations, using

log = get_logger(__name__)

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; font-src 'self' data:; style-src 'self'; "
    "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'self'; form-action 'self'"
)
"""Scripts and styles may come from this site only."""

HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), camera=(), microphone=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
"""Security headers of every response."""

MAX_QUERY_LENGTH = 32_768
MAX_BODY_BYTES = 16_384
MAX_DESK_BYTES = 2 << 20
"""What a page of the desk may send: many changes at once, a chapter."""

LARGER_BODIES = {f"{DESK}/write/picture": 21_000_000, f"{DESK}/write/": 8 << 20}
"""What paths may be sent beyond that, by their beginnings: a picture, a chapter in the versions that are merged."""

SESSION = "briefbook_session"
"""The session's cookie; a mark of the key follows, so that two servers on one machine do not end each other's."""

App = Callable[[Any, Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Metrics:
    """The server's Prometheus metrics."""

    answers: Counter
    seconds: Histogram


def _readable(tag: str, folder: Path | None) -> Path | None:
    """The folder of the collection's catalogues; None where that of this language is faulty."""
    try:
        translations(tag, folder)
    except InputError as error:
        log.warning("%s", error)
        return None
    return folder


class SecurityMiddleware:
    """ASGI middleware around the whole application.

    From the outside in: limits, security headers, metrics and log; the names to which the server answers; the headers
    of trusted proxies; sessions; rights; CORS.
    """

    def __init__(
        self,
        app: App,
        prefix: str,
        metrics: Metrics,
        *,
        access: Access,
        say: Callable[[str], None],
        locales: Callable[[], Path | None] = lambda: None,
    ) -> None:
        self.locales = locales
        self.prefix, self.metrics, self.access, self.say = prefix.rstrip("/"), metrics, access, say
        chain = CorsHeaders(app) if not access.private else app
        chain = Rights(chain, access)
        chain = _sessions(chain, access, f"{self.prefix}/")
        if access.proxies:
            chain = ProxyHeadersMiddleware(chain, [*map(str, access.proxies.networks), _SOCKET])
        self.app = KnownHosts(chain, access.hosts) if access.hosts else chain

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await _close(scope, receive, send)
            return
        start, status, started = time.perf_counter(), 500, False

        async def with_headers(message: Any) -> None:
            nonlocal status, started
            if message["type"] == "http.response.start":
                status, started = message["status"], True
                headers = list(message.get("headers", ()))
                if self.access.private:  # nobody between may keep what only some may read
                    headers = [header for header in headers if header[0].lower() != b"cache-control"]
                    headers.append((b"cache-control", b"private, no-cache"))
                names = {name.lower() for name, _ in headers}
                headers += [header for header in HEADERS if header[0] not in names]
                if chosen:
                    headers.append((b"set-cookie", cookie_of(chosen, f"{self.prefix}/")))
                message = {**message, "headers": headers}
            await send(message)

        scope = {**scope, "briefbook.request_id": new_request_id(), "briefbook.prefix": self.prefix}
        kind, query = "page", scope["query_string"].decode("latin-1")
        folder = self.locales()
        known = languages(folder)
        asked = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        chosen = chosen_now(query, known)
        of_request = language_of_request(asked, query, known)
        scope["briefbook.language"] = of_request
        try:
            scope, refusal = self._limit(scope)
            kind = _kind(scope["path"])
            if refusal is not None:
                await reject(scope, with_headers, *refusal)
            elif scope["path"].startswith(
                ("/api/", "/iiif/", "/oai", "/metrics", "/healthz")
            ):  # the words of an interface for programs do not depend on who asks
                await self.app(scope, receive, with_headers)
            else:
                with using(of_request, _readable(of_request, folder)):
                    await self.app(scope, receive, with_headers)
        except Exception:
            log.exception(
                "request %s failed: %s %s", scope["briefbook.request_id"], _method(scope), _route(scope, kind)
            )
            if not started:
                detail = fault_detail(scope["briefbook.request_id"])
                await reject(scope, with_headers, 500, OUR_FAULT, {}, detail)
        finally:
            seconds = time.perf_counter() - start
            self.metrics.answers.labels(kind, str(status)).inc()
            self.metrics.seconds.labels(kind).observe(seconds)
            self.say(f"{_method(scope)} {kind} {status} {seconds * 1000:.1f} ms")

    def _limit(self, scope: Any) -> tuple[Any, tuple[int, str, dict[str, str]] | None]:
        """Take the prefix off, and note how the request came before any header of a proxy changes it."""
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        path = scope["path"]
        if self.prefix and (path == self.prefix or path.startswith(f"{self.prefix}/")):
            path = path.removeprefix(self.prefix)
            if not path:
                return scope, (307, "", {"location": f"{self.prefix}/"})
        trusted = self.access.proxies.include(scope)
        scope = {**scope, "path": path, "raw_path": None, "briefbook.visitor": NOBODY}
        scope |= {
            "briefbook.private": self.access.private,
            "briefbook.proxy": trusted,
            "briefbook.local": is_local(scope),
        }
        if trusted:  # in the form in which uvicorn's middleware knows it: a socket has no address
            address = address_of(scope)
            scope["client"] = (str(address) if address else _SOCKET, 0)
        if len(scope["query_string"]) > MAX_QUERY_LENGTH:
            return scope, (414, "the address is too long; ask for less at a time", {})
        length = headers.get(b"content-length", "0")
        usual = MAX_DESK_BYTES if is_desk(path) else MAX_BODY_BYTES
        longest = next((size for begin, size in LARGER_BODIES.items() if path.startswith(begin)), usual)
        if not length.isdigit() or int(length) > longest or b"transfer-encoding" in headers:
            return scope, (413, "the request is too large", {})
        return scope, None


_SOCKET = "unix-socket"


class KnownHosts:
    """Starlette's check of the header Host, with our refusal (421) in place of its own."""

    def __init__(self, app: App, hosts: frozenset[str]) -> None:
        self.app = app
        self.check = TrustedHostMiddleware(self._accept, sorted(hosts), www_redirect=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on to the application, or refuse it."""
        scope["briefbook.host"] = []

        async def only_ours(message: Any) -> None:
            if scope["briefbook.host"]:
                await send(message)
            elif message["type"] == "http.response.start":
                remedy = "ask whoever keeps this server to name it with --allow-host, or in site.address."
                await reject(scope, send, 421, "this server does not answer to that name", {}, remedy)

        await self.check(scope, receive, only_ours)

    async def _accept(self, scope: Any, receive: Any, send: Any) -> None:
        scope["briefbook.host"].append(True)
        await self.app(scope, receive, send)


def _sessions(app: App, access: Access, path: str) -> App:
    """Starlette's signed cookies, marked Secure where the request came by https."""
    accounts = access.accounts
    secret = (accounts.secret if accounts is not None else access.token) or secrets.token_hex(32)
    cookie = f"{SESSION}_{hashlib.sha256(f'cookie {secret}'.encode()).hexdigest()[:8]}"
    plain, secure = (
        SessionMiddleware(
            app,
            secret_key=secret,
            session_cookie=cookie,
            max_age=SESSION_HOURS * 3600,
            path=path,
            https_only=https_only,
        )
        for https_only in (False, True)
    )

    async def by_scheme(scope: Any, receive: Any, send: Any) -> None:
        # any proxy may say https: at worst the browser then keeps the cookie to itself
        https = scope.get("scheme") == "https" or (b"x-forwarded-proto", b"https") in scope["headers"]
        await (secure if https else plain)(scope, receive, send)

    return by_scheme


class Rights:
    """Passes a request on if the visitor is authorised, else refuses it or asks for a login."""

    def __init__(self, app: App, access: Access) -> None:
        self.app, self.access = app, access

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on, or refuse it."""
        session, path, method = scope["session"], scope["path"], scope["method"]
        if path in (DESK, START) and method in READING and self.access.presents_token(scope):
            session.clear()
            session.update({"token": mark_of(self.access.token), "at": int(time.time())})
            headers = {"location": f"{scope['briefbook.prefix']}{path}", "cache-control": "no-store"}
            await reject(scope, send, 303, "", headers)
            return
        visitor = self.access.identify(scope, session)
        scope["briefbook.visitor"], scope["briefbook.who"] = visitor, visitor.name
        is_use = path != LIVE  # a page that is left open asks for ever
        if (
            is_use
            and session
            and visitor.proof in ("account", "token")
            and time.time() - session.get("at", 0) > RENEW_SECONDS
        ):
            session["at"] = int(time.time())
        if path.startswith("/search") or path.endswith("/search"):
            _ = HTTPConnection(scope).session  # its link to the desk is shown to some only: Vary: Cookie
        needed = self.access.needed_role(method, path)
        if visitor.may(needed) or (is_desk(path) and not self.access.has_desk):
            await self.app(scope, receive, send)
            return
        assert needed is not None
        await reject(scope, send, *self._refusal(scope, needed))

    def _refusal(self, scope: Any, needed: Role) -> tuple[int, str, dict[str, str], str]:
        visitor, path = scope["briefbook.visitor"], scope["path"]
        if visitor.role is not None:
            what = f"your role, {visitor.role}, does not allow this"
            return 403, what, {}, f"ask whoever keeps this server for the role {needed}."
        if self.access.accounts is not None:
            headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
            if "text/html" in headers.get(b"accept", "") and scope["method"] in ("GET", "HEAD"):
                target = quote(path + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""))
                return 303, "", {"location": f"{scope['briefbook.prefix']}/login?to={target}"}, ""
            return 401, "log in first", {}, "log in at the page /login of this site."
        if self.access.proxies:
            return 401, "log in first", {}, "log in where you enter this site, and come back."
        if not self.access.token:
            return 401, "this is not open to everybody", {}, "ask whoever keeps this server."
        if scope["briefbook.local"]:
            what = "this needs the key of this run of the server"
            return 401, what, {}, "open the desk by the link that `briefbook serve` printed in the terminal."
        what = "without accounts this is open only on the machine that serves it"
        return 403, what, {}, "make accounts with `briefbook accounts add NAME`, and start the server again."


_SHARED = CORSMiddleware(
    lambda scope, receive, send: scope["briefbook.shared"](scope, receive, send),
    allow_origins=["*"],
    allow_methods=["GET", "HEAD"],
    allow_headers=["Accept", "If-None-Match", "If-Range", "Range"],
    expose_headers=["Accept-Ranges", "Content-Range", "ETag", "Retry-After"],
    max_age=86_400,
)
"""Starlette's CORS: any web page may read, none may send anything along that says who reads."""

_SHARED_PATHS = ("/api/", "/iiif/", "/items/", "/data/", "/downloads/", "/static/", "/oai", "/oembed")
"""What pages of other sites may read: the API, Content Search, manifests, pictures, the files of items and of data."""


class CorsHeaders:
    """Opens manifests, pictures, annotations and the API to web pages of other sites; never the desk."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request, with CORS headers if pages of other sites may read what it asks for."""
        if not scope["path"].startswith(_SHARED_PATHS):
            await self.app(scope, receive, send)
            return
        headers = scope["headers"]
        if not any(name == b"origin" for name, _ in headers):  # the same answer to all, so that caches can keep it
            scope["headers"] = [*headers, (b"origin", b"null")]
        scope["briefbook.shared"] = self.app
        await _SHARED(scope, receive, send)


async def _close(scope: Any, receive: Any, send: Any) -> None:
    """Refuse what is no HTTP request; there are no web sockets here."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})


_METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH")
_KINDS = {
    "/api/v1/search": "search",
    "/search": "search page",
    "/api/": "api",
    "/iiif/": "iiif",
    "/oai": "oai",
    "/static/": "static",
    "/healthz": "health",
    "/metrics": "metrics",
    "/login": "login",
    "/logout": "logout",
    LIVE: "live",
    "/desk": "desk",
    "/items/": "item",
}


def _kind(path: str) -> str:
    """The kind of page requested, without its name, so that the log does not reveal what anyone reads."""
    return next((kind for begins, kind in _KINDS.items() if path.startswith(begins)), "page")


def _method(scope: Any) -> str:
    return scope["method"] if scope["method"] in _METHODS else "?"


def _route(scope: Any, kind: str) -> str:
    """The route of a request, without values: item page, route /items/{item}."""
    route = getattr(scope.get("route"), "path", "")
    return f"{kind}, route {route}" if route else kind


async def reject(scope: Any, send: Any, status: int, what: str, headers: dict[str, str], remedy: str = "") -> None:
    """Refuse a request or lead it elsewhere: with a page for people, a problem object for programs, or no body."""
    body = b""
    raw_headers = {name.encode(): value.encode("latin-1", "replace") for name, value in headers.items()}
    if what:
        accept = next((value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"accept"), "")
        page = wants_page(scope["path"], accept)
        body, media_type = problem(status, what, remedy, page=page, prefix=scope["briefbook.prefix"])
        raw_headers[b"content-type"] = media_type.encode()
    raw_headers[b"content-length"] = str(len(body)).encode()
    await send({"type": "http.response.start", "status": status, "headers": list(raw_headers.items())})
    await send({"type": "http.response.body", "body": body})
