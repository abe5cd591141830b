"""Kill the server (-9) while decisions are saved at the desk: is anything lost that it had said was saved?

    python bench/review_kills.py --kills 200
    python bench/review_kills.py --kills 200 --process

A made-up collection is served by `briefbook serve`; decisions are sent to the review queue over HTTP, as a browser
sends them, until the process is killed at a random moment. After each kill every decision that was acknowledged must be
a line of the journal, and the server that is started next must show the last value of each field at once. `--process`
kills a process that saves by the same functions without HTTP, which takes a second a kill instead of five.
"""

import argparse
import http.client
import importlib.util
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from briefbook.catalogue import Journal

TOKEN = "thekeyofthisrunofthebench"
ITEMS = [f"D{number:04d}" for number in range(1, 31)]
LONGEST = 1.0
"""Seconds within which, after the first save, the server is killed."""


def collection(folder: Path) -> None:
    """A collection of described items, without scans."""
    (folder / "briefbook.toml").write_text('[collection]\ntitle = "Specimen"\n', encoding="utf-8")
    for name in ("scans", "narratives", "received/list"):
        (folder / name).mkdir(parents=True)
    rows = [
        {"item": item, "fields": {"from": [{"as_written": "WASHDC", "value": "WASHDC"}]}, "pages": ["SPECIMEN FERRY"]}
        for item in ITEMS
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "received/list/descriptions.jsonl").write_text(text, encoding="utf-8")


def journal_of(folder: Path) -> str:
    """The text of the journal."""
    path = folder / "journal.jsonl"
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Server:
    """`briefbook serve` in a process of its own, and a browser's cookies."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        environment = {**os.environ, "BRIEFBOOK_TOKEN": TOKEN, "BRIEFBOOK_WHO": "Bench"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "briefbook", "-C", str(folder), "serve", "--port", str(port)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        for _ in range(600):
            try:
                self.get(f"/desk?token={TOKEN}")
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.05)
            else:
                break

    def get(self, path: str) -> str:
        """The page at a path."""
        with self.browser.open(self.address + path, timeout=60) as answer:
            return str(answer.read().decode())

    def form(self, item: str) -> tuple[str, dict[str, str]]:
        """The address and the fields of an item's form."""
        text = self.get(f"/desk/review/items/{item}")
        action = re.findall(r'id="fields" method="post" action="([^"]+)"', text)[0].replace("&amp;", "&")
        form = re.findall(r'<form id="fields".*?</form>', text, re.S)[0]
        return action, dict(re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', form))

    def save(self, item: str, subject: str) -> None:
        """Save a subject, approve the item, and wait for the answer."""
        action, form = self.form(item)
        body = urllib.parse.urlencode({**form, "value-subject": subject, "do": "approve"}).encode()
        asked = urllib.request.Request(self.address + action, body, {"Accept": "application/json"})
        with self.browser.open(asked, timeout=60) as answer:
            json.loads(answer.read())


def kill_processes(kills: int, seed: int) -> None:
    """Kill the process of `tests/project/test_review_kills.py` so many times, and say what was lost."""
    path = Path(__file__).parents[1] / "tests/project/test_review_kills.py"
    specification = importlib.util.spec_from_file_location("review_kills_test", path)
    assert specification
    assert specification.loader
    test = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(test)
    chance, acknowledged, lost = random.Random(seed), 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kill in range(kills):
            saved = test.saved_until_killed(folder, f"K{kill}", chance.randint(1, 12))
            values = {getattr(line, "after", "") for line in Journal(folder / "journal.jsonl").read()[0]}
            acknowledged += len(saved)
            lost += sum(value not in values for value in saved)
    print(f"{kills} kills of a process, {acknowledged} saves acknowledged, {lost} lost")


def main() -> None:
    """Kill it so many times, and say what was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--process", action="store_true")
    options = parser.parse_args()
    if options.process:
        kill_processes(options.kills, options.seed)
        return
    chance = random.Random(options.seed)
    saved: dict[str, str] = {}
    acknowledged = lost = not_shown = cut = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        collection(folder)
        for kill in range(options.kills):
            server = Server(folder)
            for item in chance.sample(sorted(saved), min(3, len(saved))):
                not_shown += server.form(item)[1].get("before-subject") != saved[item]
            until = time.monotonic() + chance.uniform(0.01, LONGEST)
            killer = subprocess.Popen(
                ["sh", "-c", f"sleep {until - time.monotonic():.3f}; kill -9 {server.process.pid}"]
            )
            number = 0
            while server.process.poll() is None:
                item, subject = chance.choice(ITEMS), f"K{kill} N{number}"
                number += 1
                try:
                    server.save(item, subject)
                except (OSError, ValueError, IndexError, http.client.HTTPException):
                    cut += 1
                    journal = journal_of(folder)
                    if f'"to": "{subject}"' in journal:
                        saved[item] = subject  # written, but the answer did not come any more
                    break
                saved[item] = subject
                acknowledged += 1
                journal = journal_of(folder)
                lost += f'"item": "{item}", "field": "subject", ' not in journal or f'"to": "{subject}"' not in journal
            killer.wait()
            if server.process.poll() is None:
                server.process.send_signal(signal.SIGKILL)
            server.process.wait()
            journal = journal_of(folder)
            lost += sum(f'"to": "{subject}"' not in journal for subject in saved.values())
    print(
        f"{options.kills} kills, {acknowledged} saves acknowledged, {cut} cut off; {lost} lost, {not_shown} not shown"
    )


if __name__ == "__main__":
    main()
