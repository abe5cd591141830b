"""How many bytes a question to the search of a site without a server loads, at 50,000 papers.

Made-up papers of 300 words, drawn from 150,000 by Zipf's law, as machine readings have them: many words occur once. The
index is served compressed, as hosts serve scripts; each question is asked in a new browser.

Run ``python bench/static_search.py [NUMBER OF PAPERS]``; it needs playwright and a Chromium.
"""

import gzip
import http.server
import itertools
import random
import sys
import threading
import time
from pathlib import Path
from typing import ClassVar

from briefbook.site.rendering import STATIC
from briefbook.site.search_index import Document, index_files, pair_words

VOCABULARY = 150_000
WORDS = 300
QUESTIONS = (
    "w3 w40 w900",
    '"w3 w4"',
    "w12 OR w5000",
    "w2 w7 w11 w19 w150",
    "w700* w3",
    "w140000",
    "from:f7 w25",
    "date:1962-03..1962-05 w25",
    "number:4711",
    "w25 -w3",
    "w999999",
    "harbuor",
)


def spelt(rank: int) -> str:
    """A word by its rank: the letters differ, so that beginnings are as many as in a language."""
    rng = random.Random(rank)
    letters = "".join(rng.choices("etaoinshrdlucmfwypvbgkqjxz", weights=range(26, 0, -1), k=rng.randint(3, 9)))
    return f"{letters}{rank % 7 or ''}"


def documents(number: int, vocabulary: list[str]):
    """Made-up papers in the order of their dates."""
    rng = random.Random(1)
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(vocabulary))))
    for index in range(number):
        words = rng.choices(vocabulary, cum_weights=weights, k=WORDS)
        day = f"{1960 + index * 10 // number}-{1 + index * 120 // number % 12:02d}-{1 + index % 28:02d}"
        office = f"f{rng.randrange(80)}"
        fields = (
            *pair_words(words),
            f"#f:={office}",
            f"#f:{office}",
            f"#n:{index % 9000}",
            f"#i:d{index}",
            "#c:=SECRET",
            "#c:secret",
        )
        title = f"Embassy in {office} to External Affairs, {day}: {' '.join(words[:6])}"
        yield Document((*words, *fields), " ".join(words), day, (f"D{index}", f"items/D{index}.html", title, day, ""))


class Served(http.server.BaseHTTPRequestHandler):
    """Files from memory, compressed; ``sent`` counts the bytes of bodies, as sent and as they are."""

    files: ClassVar[dict[str, bytes]] = {}
    sent: ClassVar[list[int]] = [0, 0, 0]

    def do_GET(self) -> None:
        """Answer."""
        body = self.files.get(self.path.partition("?")[0].lstrip("/"))
        if body is None:
            self.send_error(404)
            return
        small = gzip.compress(body, 6)
        if self.path.startswith("/search/"):
            for place, value in enumerate((len(small), len(body), 1)):
                self.sent[place] += value
        self.send_response(200)
        kind = "text/html; charset=utf-8" if self.path.partition("?")[0].endswith(".html") else "text/javascript"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(small)))
        self.end_headers()
        self.wfile.write(small)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


PAGE = """<!DOCTYPE html><html lang="en" data-root=""><meta charset="utf-8"><script>
const filled = (text, values = {}) => text.replace(/\\{(\\w+)\\}/g, (_, name) => values[name]);
window.gettext = filled;
window.ngettext = (one, many, number, values) => filled(number === 1 ? one : many, { number, ...values });
</script>
<form id="search" data-shipped="yes" data-title="T"><input name="q" id="q"><datalist id="completions"></datalist></form>
<p id="answer"></p><ol id="results"></ol>
<script src="search_index.js"></script><script src="search.js"></script></html>"""


def main() -> None:
    """Build, ask, print."""
    from playwright.sync_api import sync_playwright

    number = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    vocabulary = [spelt(rank) for rank in range(VOCABULARY)]
    vocabulary[24] = "harbour"
    start = time.perf_counter()
    files = index_files(documents(number, vocabulary), "items") | index_files([], "book")
    took = time.perf_counter() - start
    sizes = [len(content) for name, content in files.items() if "/words-" in name]
    print(f"{number} papers: {len(files)} files, {sum(map(len, files.values())) / 1e6:.0f} MB, made in {took:.0f} s")
    print(f"files of words: {len(sizes)}, the largest {max(sizes) / 1000:.0f} kB")
    Served.files = files | {"search.html": PAGE.encode()}
    Served.files |= {name: (STATIC / name).read_bytes() for name in ("search.js", "search_index.js")}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Served)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
            for question in QUESTIONS:
                asked = " ".join(
                    vocabulary[int(part[1:].rstrip("*"))] + "*" * part.endswith("*")
                    if part[0] == "w" and part[1:].rstrip("*").isdigit() and int(part[1:].rstrip("*")) < VOCABULARY
                    else part
                    for part in question.replace('"', "").split()
                )
                asked = f'"{asked}"' if question.startswith('"') else asked.replace("-w3", f"-{vocabulary[3]}")
                Served.sent[:] = [0, 0, 0]
                page = browser.new_context().new_page()
                begun = time.perf_counter()
                page.goto(f"http://127.0.0.1:{server.server_address[1]}/search.html")
                page.fill("#q", asked)
                page.wait_for_function("document.querySelector('#answer').textContent !== ''", timeout=60_000)
                passed = time.perf_counter() - begun
                small, large, count = Served.sent
                answer = page.inner_text("#answer")[:60]
                print(f"| {asked[:40]} | {answer} | {count} | {small / 1000:.0f} | {large / 1000:.0f} | {passed:.2f} |")
                page.context.close()
            browser.close()
    finally:
        server.shutdown()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
