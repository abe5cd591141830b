"""Scans from an S3 service that fails: `python bench/object_storage.py [--files 60] [--broken 5]`.

A service of moto (`pip install "moto[server]" s3fs`, no dependencies of Briefbook) holds made-up files; between it and
`briefbook import scans s3://…` stands a server that refuses some answers (503 SlowDown, one in so many) and breaks as
many off in the middle. The command is called again until nothing is missing; then the bytes are compared. A key that
is refused and a bucket that is not there are tried too.
"""

import argparse
import http.client
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

MAX_CALLS = 10
BUCKET = "papers"
MAX_BYTES = 300_000


def failing_proxy(port: int, one_in: int, counts: Counter[str]) -> ThreadingHTTPServer:
    """A server before the one at a port, of whose answers to GET one in so many is refused, and one broken off."""
    chance = random.Random(31)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kind = chance.random() * one_in if self.command == "GET" and one_in else 9
            counts["requests"] += 1
            if kind < 1:
                counts["refused"] += 1
                text = b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
                self.send_response(503)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)
                return
            service = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            service.request(self.command, self.path, body, dict(self.headers.items()))
            answered = service.getresponse()
            content = answered.read()
            self.send_response(answered.status)
            for name, value in answered.getheaders():
                if name.lower() not in ("transfer-encoding", "connection", "content-length", "date", "server"):
                    self.send_header(name, value)
            length = answered.getheader("Content-Length") if self.command == "HEAD" else str(len(content))
            self.send_header("Content-Length", length or "0")
            self.end_headers()
            if kind < 2 and len(content) > 1:
                counts["broken off"] += 1
                self.wfile.write(content[: len(content) // 2])
                self.close_connection = True
                return
            self.wfile.write(content)

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = answer

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main() -> None:
    """Start both, import, and print what came."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--broken", type=int, default=5, help="one answer in so many is refused, one broken off")
    options = parser.parse_args()
    from moto.server import ThreadedMotoServer

    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    counts: Counter[str] = Counter()
    proxy = failing_proxy(moto.get_host_and_port()[1], 0, counts)
    environment = {
        **os.environ,
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{proxy.server_address[1]}",
        "AWS_ACCESS_KEY_ID": "made-up",
        "AWS_SECRET_ACCESS_KEY": "made-up",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    os.environ |= environment
    import fsspec

    chance = random.Random(7)
    s3 = fsspec.filesystem("s3")
    s3.mkdir(BUCKET)
    files = {
        f"box {number % 3}/D{number}.pdf": b"%PDF-1.4\n" + chance.randbytes(chance.randrange(1, MAX_BYTES))
        for number in range(options.files)
    }
    for name, content in files.items():
        s3.pipe(f"{BUCKET}/{name}", content)
    proxy.shutdown()
    counts.clear()
    proxy = failing_proxy(moto.get_host_and_port()[1], options.broken, counts)
    environment["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{proxy.server_address[1]}"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "c"
        briefbook = [sys.executable, "-m", "briefbook", "-C", str(root)]
        subprocess.run([*briefbook[:-2], "init", str(root)], check=True, stdout=subprocess.DEVNULL)
        for call in range(1, MAX_CALLS + 1):
            began = time.monotonic()
            answer = subprocess.run(
                [*briefbook, "import", "scans", f"s3://{BUCKET}"], env=environment, capture_output=True, text=True
            )
            came = {
                path.relative_to(root / "scans").as_posix(): path.read_bytes()
                for path in (root / "scans").rglob("*.pdf")
            }
            wrong = sum(content != files.get(name) for name, content in came.items())
            print(
                f"call {call}: exit code {answer.returncode}, {len(came)} of {len(files)} files here, {wrong} with"
                f" other bytes, {time.monotonic() - began:.0f} s; {dict(counts)}",
                flush=True,
            )
            if len(came) == len(files) and answer.returncode == 0:
                break
        for what, address, changed in (
            ("a bucket that is not there", "s3://nowhere/box", {}),
            ("a service that is gone", f"s3://{BUCKET}", {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}),
        ):
            answer = subprocess.run(
                [*briefbook, "import", "scans", address], env={**environment, **changed}, capture_output=True, text=True
            )
            print(f"{what}: exit code {answer.returncode}\n{answer.stdout[-300:]}{answer.stderr[-400:]}")
    proxy.shutdown()
    moto.stop()


if __name__ == "__main__":
    main()
