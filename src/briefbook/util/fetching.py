"""An address that a person gave -> its bytes: only public hosts, with limits on size, time and redirects.

The host's name is looked up once, every address that it has must be public, and the connection goes to one of those: a
name that stands for another address a moment later leads nowhere. Proxies of the environment are not used.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from briefbook.errors import FormatError

MAX_REDIRECTS = 5
MAX_BYTES = 200 * 2**20
"""Bytes of a single answer."""

SECONDS = 60.0
"""Seconds without a byte after which a host is given up."""

MAX_SECONDS = 600.0
"""Seconds for one answer, however it comes: a host that sends a byte a second is never silent."""

_BLOCK = 1 << 16
_SAFE = "/%:@!$&'()*+,;=~?[]"
"""What stays as it is in the target of a request; spaces and letters with accents are encoded."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Is this an IP address of the public internet, not of this machine, a local network or anything reserved?

    >>> is_public("93.184.216.34"), is_public("10.0.0.7"), is_public("::1"), is_public("::ffff:127.0.0.1")
    (True, False, False, False)
    """
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        if parsed in _NAT64:
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return parsed.is_global and not parsed.is_multicast


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches from addresses of http and https.

    Attributes:
        agent: What the requests say they come from.
        is_allowed: Whether an IP address may be connected to.
        max_bytes: The largest answer.
        seconds: How long a host may be silent.
        max_seconds: How long an answer may take in all.
    """

    agent: str
    is_allowed: Callable[[str], bool] = is_public
    max_bytes: int = MAX_BYTES
    seconds: float = SECONDS
    max_seconds: float = MAX_SECONDS

    def fetch(self, address: str) -> bytes:
        """Fetch an address, following redirects, each of which is held to the same rules.

        Args:
            address: The address.

        Returns:
            What it answers.

        Raises:
            FormatError: It is no address of http or https, or not public; it cannot be reached, refuses, or answers
                more than ``max_bytes``.
        """
        for _ in range(MAX_REDIRECTS + 1):
            connection, target = self._connect(address)
            end = time.monotonic() + self.max_seconds
            try:
                with _ended_after(connection, self.max_seconds):
                    connection.request("GET", target, headers={"User-Agent": self.agent, "Accept": "*/*"})
                    answer = connection.getresponse()
                    if answer.status in (301, 302, 303, 307, 308) and (location := answer.getheader("Location")):
                        address = urljoin(address, location)
                        continue
                    if answer.status != http.client.OK:
                        raise FormatError(
                            f"{address} answers {answer.status} {answer.reason}",
                            remedy="open it in a browser and compare.",
                        )
                    body = self._body(answer, address)
                if time.monotonic() < end:
                    return body
                raise TimeoutError
            except (FormatError, OSError, ValueError, http.client.HTTPException) as error:
                if time.monotonic() >= end:
                    raise FormatError(
                        f"{address} takes more than {self.max_seconds:,.0f} seconds to answer",
                        remedy="download it, and import the file.",
                    ) from error
                if isinstance(error, FormatError):
                    raise
                raise FormatError(
                    f"{address} cannot be fetched: {error or type(error).__name__}", remedy="try again later."
                ) from error
            finally:
                connection.close()
        raise FormatError(f"{address} redirects more than {MAX_REDIRECTS} times", remedy="give its final address.")

    def _body(self, answer: http.client.HTTPResponse, address: str) -> bytes:
        body = bytearray()
        while block := answer.read(_BLOCK):
            body += block
            if len(body) > self.max_bytes:
                raise FormatError(
                    f"{address} answers more than {self.max_bytes:,} bytes", remedy="download it, and import the file."
                )
        if answer.length:  # reading in blocks, http.client says nothing of an answer that is cut off
            raise FormatError(f"{address} was cut off after {len(body):,} bytes", remedy="try again later.")
        return bytes(body)

    def _connect(self, address: str) -> tuple[http.client.HTTPConnection, str]:
        """A connection to a vetted address of the host, and the target of the request."""
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError as error:
            raise FormatError(f"{address!r} is no address: {error}") from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FormatError(f"{address!r} is no address of http or https")
        if parts.username or parts.password:
            raise FormatError(f"{parts.hostname}: an address with a name or password in it is not fetched")
        port = port or (443 if parts.scheme == "https" else 80)
        host = parts.hostname
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FormatError(f"there is no host {host}: {error}", remedy="check the address.") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not addresses or not all(map(self.is_allowed, addresses)):
            raise FormatError(
                f"{host} is in a private network or on this machine, from where nothing is fetched",
                remedy="download it, and import the file.",
            )
        connection = (
            _PinnedHTTPS(host, port, addresses[0], self.seconds)
            if parts.scheme == "https"
            else _Pinned(host, port, addresses[0], self.seconds)
        )
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return connection, quote(target, safe=_SAFE)


@contextmanager
def _ended_after(connection: http.client.HTTPConnection, seconds: float) -> Iterator[None]:
    """Shut a connection down after some seconds, whatever it is waiting for: a head that drips, too."""

    def end() -> None:
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


class _Pinned(http.client.HTTPConnection):
    """A connection to an IP address, for a host's name."""

    def __init__(self, host: str, port: int, ip: str, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self.ip = ip

    def connect(self) -> None:
        """Connect to the address that was vetted."""
        self.sock = socket.create_connection((self.ip, self.port), self.timeout)


class _PinnedHTTPS(_Pinned):
    """The same with TLS, whose certificate must be the host's."""

    default_port = 443

    def connect(self) -> None:
        """Connect, and check the certificate against the host's name."""
        super().connect()
        context = ssl.create_default_context()
        secured = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = secured  # before the handshake, which may drip as well
        secured.do_handshake()
