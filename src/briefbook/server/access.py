"""A request -> who asks, and what they may do: the rules of the door, in one place.

Nothing here trusts an address alone. A request that a proxy passed on may look exactly like one of a browser on this
machine (nginx as it comes sends ``Host: 127.0.0.1:8000`` and no trace of itself), so whoever wants to write must
present something that only they can have: a session opened with a password or with the secret of this run, or a name
given by a proxy that the operator trusts. docs/security.md shows the outcome as a table.
"""

import hashlib
import hmac
import ipaddress
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any
from urllib.parse import parse_qs, urlsplit

from briefbook.server.accounts import Accounts

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Names of this machine in the header Host."""

PROXY_HEADERS = re.compile(
    r"forwarded|x-forwarded.*|via|x-real-.*|x-client-ip|x-cluster-client-ip|client-ip|true-client-ip|cf-.*|cdn-.*|"
    r"x-original-.*|x-rewrite-.*|x-proxy.*|proxy-.*|x-envoy-.*|x-amzn?-.*|x-azure-.*|x-arr-.*|x-appengine-.*|"
    r"x-cloud-trace-context|fastly-.*|akamai-.*|x-varnish|x-nginx-.*|x-haproxy-.*|x-forwarder.*|x-remote-.*|"
    r"x-scheme|x-url-scheme|x-host|x-tunnel-.*|ngrok-.*|x-ssl-.*|ssl-client-.*|remote-user|x-auth-request-.*|"
    r".*forwarded.*|.*-(?:client|connecting|viewer|user|remote|real)-?(?:ip|addr|address)|fly-.*|x-vercel-.*|x-nf-.*|"
    r"(?:x-)?(?:tailscale|ngrok|ms-proxy|squid|traefik|bluecoat|sucuri|zscaler|imperva|incap|f5|citrix|kong|accel)(?:-.*)?|"
    r"front-end-https|ali-.*|eagleeye-.*|x-request-start|x-b3-.*|x-client-proto.*"
)
"""Headers (in small letters) that a browser never sends on its own; each is the trace of a proxy."""


class Role(IntEnum):
    """What a person may do; each role may do what the ones before it may.

    A reader reads a private site; a reader of drafts also the pages that are drafts; an author also sees the desk; a
    curator decides there; a keeper reads the metrics.
    """

    READER = 1
    READER_OF_DRAFTS = 2
    AUTHOR = 3
    CURATOR = 4
    KEEPER = 5

    def __str__(self) -> str:
        return self.name.lower().replace("_", "-")


ROLES = {str(role): role for role in Role}
"""The roles by the names under which they are set."""

DESK = "/desk"
START = f"{DESK}/start"
"""The page of ``briefbook desk`` that makes a collection, takes papers and reads them."""

JOBS = f"{DESK}/jobs"
PEOPLE = f"{DESK}/people"
"""Accounts, roles and invitations: the keeper's."""

LIVE = f"{DESK}/live"
"""Asked by open pages of the desk all the time; it does not count as use of a session."""

WRITERS: Mapping[str, Role] = {
    f"{DESK}/write": Role.AUTHOR,
    f"{DESK}/comments": Role.AUTHOR,
    START: Role.KEEPER,
    JOBS: Role.KEEPER,
    PEOPLE: Role.KEEPER,
}
"""Paths of the desk under which another role than a curator's may write; what is below them counts too."""

METRICS = "/metrics"
OAI = "/oai"
"""Where catalogues harvest; they may ask by POST, which changes nothing."""

ALWAYS_OPEN = ("/login", "/logout", "/healthz", "/static/")
"""Paths that need no role even on a private site."""

READING = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks.

    Attributes:
        name: The name that the journal records; empty for nobody, and for the person at this machine.
        role: What they may do; None for somebody of whom nothing is known.
        proof: How it is known: ``account``, ``proxy``, ``token``, or empty.
    """

    name: str = ""
    role: Role | None = None
    proof: str = ""

    def may(self, role: Role | None) -> bool:
        """May this visitor do what needs a role? What needs none, everybody may."""
        return role is None or (self.role is not None and self.role >= role)


NOBODY = Visitor()


@dataclass(frozen=True, slots=True)
class TrustedProxies:
    """The proxies that may say who asks: by address, by network, or by the unix socket on which they ask.

    Attributes:
        networks: Addresses, as networks of one, and networks.
        socket_path: The unix socket on which this server listens; empty if it listens on an address.
    """

    networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    socket_path: str = ""

    @classmethod
    def parse(cls, texts: Sequence[str]) -> "TrustedProxies":
        """Read what the operator wrote.

        Args:
            texts: Each an address (``10.0.0.1``), a network (``10.0.0.0/8``) or a socket (``unix:/run/briefbook``).

        Returns:
            The proxies.

        Raises:
            ValueError: One of them is none of these, names all addresses, or there are two sockets.
        """
        networks, socket_path = [], ""
        for text in texts:
            if text.startswith("unix:"):
                if socket_path or not text.removeprefix("unix:"):
                    raise ValueError(text)
                socket_path = text.removeprefix("unix:")
                continue
            try:
                network = ipaddress.ip_network(text)
            except ValueError as error:
                raise ValueError(text) from error
            if network.prefixlen == 0:
                raise ValueError(text)
            networks.append(network)
        return cls(tuple(networks), socket_path)

    def __bool__(self) -> bool:
        return bool(self.networks or self.socket_path)

    def include(self, scope: Mapping[str, Any]) -> bool:
        """Is the other end of this connection one of them? What the request's headers say plays no part."""
        if self.socket_path and tuple(scope.get("server") or ()) == (self.socket_path, None):
            return True
        address = address_of(scope)
        return address is not None and any(address in network for network in self.networks)


def address_of(scope: Mapping[str, Any]) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address at the other end of a connection; None for a unix socket."""
    try:
        address = ipaddress.ip_address((scope.get("client") or ("",))[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_local(scope: Mapping[str, Any]) -> bool:
    """May this request come from a browser on this machine, as far as one can see?

    Args:
        scope: The connection, before any header of a proxy was taken into account.

    Returns:
        True if the other end is this machine, the request calls this machine by its own name and the port on which it
        is served, and no header or habit of a proxy shows. Never enough to let anybody write.
    """
    address = address_of(scope)
    if address is None or not address.is_loopback or scope.get("http_version") == "1.0":
        return False  # nginx speaks HTTP/1.0 to what stands behind it unless told otherwise; no browser does
    names = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]]
    if any(PROXY_HEADERS.fullmatch(name.replace("_", "-")) for name, _ in names):
        return False
    hosts = [value for name, value in names if name == "host"]
    if len(hosts) != 1:
        return False
    name, port = split_host(hosts[0])
    served = (scope.get("server") or ("", None))[1]
    return name in LOCAL_HOSTS and (served is None or (port or 80) == served)


def split_host(header: str) -> tuple[str, int | None]:
    """The name, in small letters, and the port of a header Host; an empty name if it is none."""
    try:
        parts = urlsplit(f"//{header}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "", None
    if parts.netloc != header or "@" in header:
        return "", None
    return (f"[{host}]" if ":" in host else host), port


@dataclass(frozen=True, slots=True)
class Access:
    """How a server identifies visitors and what it permits. By default everybody may read and nobody may write.

    Attributes:
        accounts: Those who log in here.
        roles_file: Where roles of users whom a proxy names are kept, also without any account; ``accounts`` if None.
        proxies: Those who may name the user.
        user_header: The header in which they do, in small letters.
        proxy_roles: The roles of users whom a proxy names; ``*`` is anybody else's. Where there are none at all, and
            none among the accounts, whoever is named is a curator.
        token: The secret of this run, for the person at this machine; empty where there are accounts or proxies.
        metrics_token: The secret with which a program may read ``/metrics``.
        hosts: The names to which the server answers, without port; any if empty.
        private: Must one be known to read the site?
    """

    accounts: Accounts | None = None
    roles_file: Accounts | None = None
    proxies: TrustedProxies = field(default_factory=TrustedProxies)
    user_header: str = "remote-user"
    proxy_roles: Mapping[str, Role] = field(default_factory=dict)
    token: str = ""
    metrics_token: str = ""
    hosts: frozenset[str] = frozenset()
    private: bool = False

    @property
    def has_desk(self) -> bool:
        """Is there anybody who could be let in to the desk?"""
        return self.accounts is not None or bool(self.proxies) or bool(self.token)

    def needed_role(self, method: str, path: str) -> Role | None:
        """The role that a request needs; None if anybody may.

        Args:
            method: The HTTP method.
            path: The path, without the prefix.

        Returns:
            The role. Whatever is not plain reading needs a curator, also where nothing answers to it.
        """
        if path == METRICS or any(path == begin or path.startswith(f"{begin}/") for begin in (START, JOBS, PEOPLE)):
            return Role.KEEPER
        if is_desk(path):
            return Role.AUTHOR if method in READING else _writer(path)
        if path.startswith(ALWAYS_OPEN):
            return None
        if method not in READING and path != OAI:
            return Role.CURATOR if self.has_desk else None  # without a desk nothing takes it: 405
        return Role.READER if self.private else None

    def identify(self, scope: Mapping[str, Any], session: Mapping[str, Any]) -> Visitor:
        """Who asks.

        Args:
            scope: The connection; ``briefbook.proxy`` and ``briefbook.local`` were set before a proxy's headers were
                taken into account.
            session: What the signed cookie says.

        Returns:
            The visitor.
        """
        if scope["briefbook.proxy"]:
            names = [value for name, value in scope["headers"] if name.decode("latin-1").lower() == self.user_header]
            name = names[0].decode("utf-8", "replace").strip() if len(names) == 1 else ""  # two: one is forged
            if name and name.isprintable() and len(name) <= 100:
                return Visitor(name, self._role_of(name), "proxy")
        if self.accounts is not None:
            user = self.accounts.user_of(session)
            if user is not None:
                return Visitor(user, ROLES.get(self.accounts.role_of(user), Role.READER), "account")
        elif self.token and scope["briefbook.local"] and same(str(session.get("token", "")), mark_of(self.token)):
            return Visitor("", Role.KEEPER, "token")
        if self.metrics_token and scope["path"] == METRICS and same(_bearer(scope), self.metrics_token):
            return Visitor("", Role.KEEPER, "token")
        return NOBODY

    def presents_token(self, scope: Mapping[str, Any]) -> bool:
        """Does this request come by the link that was printed in the terminal?"""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        return bool(self.token) and scope["briefbook.local"] and same(given, self.token)

    def _role_of(self, name: str) -> Role | None:
        file = self.roles_file if self.roles_file is not None else self.accounts
        by_account = file.current_roles() if file is not None else {}
        if name in self.proxy_roles:
            return self.proxy_roles[name]
        if file is not None and (name in by_account or file.has_password(name)):
            return ROLES.get(file.role_of(name), Role.READER)
        if not self.proxy_roles and not by_account:
            return Role.CURATOR
        return self.proxy_roles.get("*", Role.READER)


def is_desk(path: str) -> bool:
    """Is it a path of the desk?"""
    return path == DESK or path.startswith(f"{DESK}/")


def _writer(path: str) -> Role:
    """The role that may write at a path of the desk."""
    return next(
        (role for begin, role in WRITERS.items() if path == begin or path.startswith(f"{begin}/")), Role.CURATOR
    )


def same(given: str, secret: str) -> bool:
    """Are two secrets the same? Takes as long whatever they are."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())


def mark_of(secret: str) -> str:
    """What a session holds of a secret: enough to recognise it, not enough to use it."""
    return hashlib.sha256(f"briefbook session {secret}".encode()).hexdigest()[:32]


def _bearer(scope: Mapping[str, Any]) -> str:
    values = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"authorization"]
    kind, _, value = values[0].partition(" ") if values else ("", "", "")
    return value.strip() if kind.lower() == "bearer" else ""
