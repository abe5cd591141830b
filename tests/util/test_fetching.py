"""Fetching from an address that a person gave: only public hosts, with limits, and redirects held to the same rules."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from briefbook.errors import FormatError
from briefbook.util.fetching import Fetcher, is_public

OVER = threading.Event()
"""Set when the tests are done, so that what drips ends."""


class Answers(BaseHTTPRequestHandler):
    """A host that answers, refuses, redirects and sends without end."""

    def do_GET(self):
        if self.path == "/missing":
            self.send_error(404)
            return
        if self.path.startswith(("/to/", "/circle")):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        if self.path == "/cut-off":
            self.send_response(200)
            self.send_header("Content-Length", "500")
            self.end_headers()
            self.wfile.write(b"half")
            return
        if self.path.startswith("/drip"):
            self.drip()
            return
        body = b"x" * 5000 if self.path == "/large" else self.path.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def drip(self):
        """Send a byte every now and then, of the head or of the body, until nobody listens."""
        if self.path == "/drip/body":
            self.send_response(200)
            self.send_header("Content-Length", "900")
            self.end_headers()
        else:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Head: ")
        try:
            for _ in range(600):
                self.wfile.write(b"x")
                self.wfile.flush()
                if OVER.wait(0.05):
                    return
        except OSError:
            self.close_connection = True

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture(scope="module")
def host():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        OVER.set()
        server.shutdown()
        server.server_close()


HERE = Fetcher("test", is_allowed=lambda address: address == "127.0.0.1", max_bytes=1000, seconds=5)


def test_an_address_is_fetched_and_redirects_are_followed(host):
    assert HERE.fetch(f"{host}/a?b=1") == b"/a?b=1"
    assert HERE.fetch(f"{host}/to/{host}/b") == b"/b"
    assert HERE.fetch(f"{host}/to/../c") == b"/c"
    assert HERE.fetch(f"{host}/Küste 1%20a.json?x=é") == b"/K%C3%BCste%201%20a.json?x=%C3%A9"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/missing", "answers 404"),
        ("/large", "answers more than 1,000 bytes"),
        ("/to/http://[::1]/a", "is in a private network or on this machine"),
        ("/cut-off", "was cut off after 4 bytes"),
        ("/to/http://[::1", "cannot be fetched"),
        ("/to/file:///etc/passwd", "no address of http or https"),
        ("/to/http://user:word@127.0.0.1/", "a name or password in it"),
    ],
)
def test_what_is_refused_says_why(host, path, reason):
    with pytest.raises(FormatError, match=reason):
        HERE.fetch(host + path)


@pytest.mark.parametrize("path", ["/drip/body", "/drip/head"])
def test_a_host_that_sends_a_byte_now_and_then_is_given_up(host, path):
    patient = Fetcher("test", is_allowed=lambda address: address == "127.0.0.1", seconds=5, max_seconds=0.3)
    with pytest.raises(FormatError, match="takes more than 0 seconds to answer"):
        patient.fetch(host + path)


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "http://169.254.169.254/latest/meta-data", "http://metadata.google.internal.invalid/",
     "gopher://127.0.0.1:70/", "http://[fd00:ec2::254]/", "//169.254.169.254/", "http://0x7f.1/", "data:text/plain,a"],
)  # fmt: skip
def test_a_redirect_leads_to_no_file_and_to_no_address_of_a_private_network(host, location):
    with pytest.raises(FormatError):
        HERE.fetch(f"{host}/to/{location}")


def test_redirects_in_a_circle_end(host):
    with pytest.raises(FormatError, match="redirects more than 5 times"):
        HERE.fetch(f"{host}/circle")


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1/", "http://localhost/", "http://10.1.2.3/", "http://169.254.169.254/latest", "http://[::1]/",
     "http://192.168.0.1/", "http://[::ffff:10.0.0.1]/", "http://0.0.0.0/", "http://2130706433/", "ftp://example.org/a",
     "//example.org", "http://", "http://[::1", "http://a b/"],
)  # fmt: skip
def test_nothing_on_this_machine_or_in_a_private_network_is_fetched(address):
    with pytest.raises(FormatError):
        Fetcher("test", seconds=1).fetch(address)


@pytest.mark.parametrize(
    "address", ["fe80::1%eth0", "64:ff9b::a00:1", "100.64.0.1", "224.0.0.1", "2002:a00:1::", "fc00::1"]
)
def test_addresses_that_lead_to_private_networks_are_not_public(address):
    assert not is_public(address)
