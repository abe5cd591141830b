"""ASGI middleware: path prefix, size limits, host check, authentication, security headers, metrics, anonymous log."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import quote

from prometheus_client import Counter, Histogram

from briefbook.server.accounts import Accounts
from briefbook.server.problems import OUR_FAULT, fault_detail, new_request_id, problem, wants_page
from briefbook.util.logs import get_logger

log = get_logger(__name__)

HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; "
        b"object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), camera=(), microphone=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
"""Security headers of every response; scripts and styles may come from this site only."""

MAX_QUERY_LENGTH = 32_768
MAX_BODY_BYTES = 16_384
SESSION = "briefbook_session"
_PUBLIC_PATHS = ("/login", "/healthz", "/static/")

App = Callable[[Any, Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Metrics:
    """The server's Prometheus metrics."""

    answers: Counter
    seconds: Histogram


class SecurityMiddleware:
    """ASGI middleware that authenticates, limits, measures and logs every request and adds security headers."""

    def __init__(
        self,
        app: App,
        prefix: str,
        metrics: Metrics,
        *,
        accounts: Accounts | None,
        trusted_proxy: str,
        hosts: frozenset[str],
        say: Callable[[str], None],
    ) -> None:
        self.app, self.prefix, self.metrics = app, prefix.rstrip("/"), metrics
        self.accounts, self.trusted_proxy, self.hosts, self.say = accounts, trusted_proxy, hosts, say

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status, started = time.perf_counter(), 500, False

        async def with_headers(message: Any) -> None:
            nonlocal status, started
            if message["type"] == "http.response.start":
                status, started = message["status"], True
                names = {name.lower() for name, _ in message.get("headers", ())}
                more = [header for header in HEADERS if header[0] not in names]
                message = {**message, "headers": [*message.get("headers", ()), *more]}
            await send(message)

        scope = {**scope, "briefbook.request_id": new_request_id(), "briefbook.prefix": self.prefix}
        kind = "page"
        try:
            scope, refusal = self._authorize(scope)
            kind = _kind(scope["path"])
            if refusal is not None:
                await _reject(scope, with_headers, *refusal)
            else:
                await self.app(scope, receive, with_headers)
        except Exception:
            log.exception(
                "request %s failed: %s %s", scope["briefbook.request_id"], _method(scope), _route(scope, kind)
            )
            if not started:
                detail = fault_detail(scope["briefbook.request_id"])
                await _reject(scope, with_headers, 500, OUR_FAULT, {}, detail)
        finally:
            took = time.perf_counter() - begun
            self.metrics.answers.labels(kind, str(status)).inc()
            self.metrics.seconds.labels(kind).observe(took)
            self.say(f"{_method(scope)} {kind} {status} {took * 1000:.1f} ms")

    def _authorize(self, scope: Any) -> tuple[Any, tuple[int, str, dict[str, str]] | None]:
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        path = scope["path"]
        if self.prefix and (path == self.prefix or path.startswith(f"{self.prefix}/")):
            path = path.removeprefix(self.prefix)
            if not path:
                return scope, (307, "", {"location": f"{self.prefix}/"})
        scope = {**scope, "path": path, "raw_path": None}
        if len(scope["query_string"]) > MAX_QUERY_LENGTH:
            return scope, (414, "the address is too long; ask for less at a time", {})
        length = headers.get(b"content-length", "0")
        if not length.isdigit() or int(length) > MAX_BODY_BYTES or b"transfer-encoding" in headers:
            return scope, (413, "the request is too large", {})
        if self.hosts and _host(headers.get(b"host", "")) not in self.hosts:
            return scope, (421, "this server does not answer to that name", {})
        who = self._who(scope, headers, path)
        scope["briefbook.who"] = who or ""
        if who is None:
            if "text/html" in headers.get(b"accept", "") and scope["method"] in ("GET", "HEAD"):
                target = quote(path + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""))
                return scope, (303, "", {"location": f"{self.prefix}/login?to={target}"})
            return scope, (401, "log in first", {})
        return scope, None

    def _who(self, scope: Any, headers: dict[bytes, str], path: str) -> str | None:
        """The user's name; "" if no login is required; None if access is denied."""
        if self.trusted_proxy:
            client = (scope.get("client") or ("", 0))[0]
            if client == self.trusted_proxy:
                return headers.get(b"remote-user", "").strip() or ("" if path == "/healthz" else None)
            if self.accounts is None:
                return None
        if self.accounts is None:
            return ""
        user = self.accounts.user_of(session_of(headers.get(b"cookie", "")))
        return user if user is not None or not path.startswith(_PUBLIC_PATHS) else ""


def session_of(cookies: str) -> str:
    """The session's token in a Cookie header; empty if there is none."""
    try:
        cookie = SimpleCookie(cookies).get(SESSION)
    except CookieError:
        return ""
    return cookie.value if cookie else ""


_METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH")
_KINDS = {
    "/api/v1/search": "search",
    "/search": "search page",
    "/api/": "api",
    "/iiif/": "iiif",
    "/static/": "static",
    "/healthz": "health",
    "/metrics": "metrics",
    "/login": "login",
    "/desk": "desk",
    "/items/": "item",
}


def _kind(path: str) -> str:
    """The kind of page requested, without its name, so that the log does not reveal what anyone reads."""
    return next((kind for begins, kind in _KINDS.items() if path.startswith(begins)), "page")


def _host(header: str) -> str:
    if header.startswith("["):
        return header[: header.find("]") + 1].lower()
    return header.partition(":")[0].lower()


def _method(scope: Any) -> str:
    return scope["method"] if scope["method"] in _METHODS else "?"


def _route(scope: Any, kind: str) -> str:
    """What was asked for, by its pattern, without the values: item page, route /items/{item}."""
    route = getattr(scope.get("route"), "path", "")
    return f"{kind}, route {route}" if route else kind


async def _reject(scope: Any, send: Any, status: int, what: str, headers: dict[str, str], remedy: str = "") -> None:
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
