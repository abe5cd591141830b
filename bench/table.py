"""The desk's table with many made-up items: opening, scrolling, filtering, pasting and saving, in a browser.

    python bench/table.py --items 100000

Makes a collection under a temporary folder, serves it, and drives Chromium. Prints a row for each figure.
"""

import argparse
import json
import random
import shutil
import socket
import statistics
import tempfile
import threading
import time
from pathlib import Path

TOKEN = "thekeyofthisrunofthebench"
POSTS = ("WASHDC", "LDN", "PARIS", "BONN", "MOSCOW", "HAVANA")
WORDS = ("FERRY", "BRIDGE", "HARBOUR", "LIGHTS", "ENGINEERS", "MINISTER", "TIMETABLE", "VISIT", "TRADE", "GRAIN")


def make(root: Path, count: int) -> None:
    """A collection of described items with a line of text each."""
    chance = random.Random(1)
    for name in ("scans", "narratives", "received/list"):
        (root / name).mkdir(parents=True)
    (root / "briefbook.toml").write_text('[collection]\ntitle = "Harbour papers"\n', encoding="utf-8")
    with open(root / "received/list/descriptions.jsonl", "w", encoding="utf-8") as file:
        for number in range(1, count + 1):
            fields = {
                "date": f"19{chance.randint(55, 68)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
                "from": chance.choice(POSTS),
                "to": "EXTERNAL",
                "number": str(chance.randint(1, 4000)),
                "classification": chance.choice(("SECRET", "CONFIDENTIAL", "UNCLASSIFIED")),
                "specimen": "yes",
            }
            if number % 7:
                fields["subject"] = " ".join(chance.choices(WORDS, k=5))
            readings = {name: [{"as_written": value, "value": value}] for name, value in fields.items()}
            file.write(json.dumps({"item": f"CDNW{number}", "fields": readings, "pages": ["SPECIMEN"]}) + "\n")


def serve(root: Path) -> tuple[str, object]:
    """The collection on a port of this machine: its address and the server."""
    import uvicorn

    from briefbook.cli.serve_ import ServedCollection
    from briefbook.project.collection import Collection
    from briefbook.project.pipeline import open_search
    from briefbook.server.access import Access
    from briefbook.server.app import make_app

    here = Collection.open(root)
    index, catalogue = open_search(here)
    served = ServedCollection(here, index, catalogue)
    served._load_changes()  # without the book, which the table does not need
    listener = socket.create_server(("127.0.0.1", 0))
    app = make_app(served.app_state, access=Access(token=TOKEN))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return f"http://127.0.0.1:{listener.getsockname()[1]}", server


def timed(what: str, act, times: int = 1) -> None:
    """Print how long something takes: the median in milliseconds, and the longest."""
    spans = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        spans.append((time.perf_counter() - start) * 1000)
    print(f"{what:55} {statistics.median(spans):8.0f} ms   longest {max(spans):8.0f} ms   of {times}", flush=True)


def drive(address: str, count: int) -> None:
    """Go through the table as a person would."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(20_000)
        page.request.get(f"{address}/desk?token={TOKEN}", max_redirects=0)  # the desk itself waits for the book

        def open_table(query: str = "") -> None:
            page.goto(f"{address}/desk/table{query}")
            page.wait_for_selector("#table-page[data-ready]")
            page.wait_for_function("() => document.querySelector('#grid tbody th')?.textContent.startsWith('CDNW')")

        def jump() -> None:
            share = chance.random()
            page.evaluate(
                f"document.getElementById('grid').scrollTop = {share} * document.getElementById('grid').scrollHeight"
            )
            page.wait_for_timeout(20)
            page.wait_for_function(
                "() => ![...document.querySelectorAll('#grid tr:not(.stale) th')].some((th) => th.innerText === '…')"
            )

        chance = random.Random(2)
        timed("the page opened, first rows drawn", open_table)
        timed("the same again", open_table, 5)
        timed("to any place by the scroll bar, rows drawn", jump, 30)
        frames = page.evaluate(
            """async () => { const grid = document.getElementById("grid"); grid.scrollTop = 0;
            const gaps = []; let last = performance.now();
            for (let step = 0; step < 180; step++) { grid.scrollTop += 40; await new Promise(requestAnimationFrame);
              const now = performance.now(); gaps.push(now - last); last = now; }
            gaps.sort((a, b) => a - b); return [gaps[90], gaps[171], gaps[179]]; }"""
        )
        print(
            f"{'scrolling 40 px a frame: frame, median / 95th / longest':55} "
            f"{frames[0]:.0f} / {frames[1]:.0f} / {frames[2]:.0f} ms"
        )
        timed(
            "filter and sort anew by the server: from =PARIS", lambda: open_table("?where=from%3D%3DPARIS&sort=-date")
        )
        timed("filter anew: subject ferry", lambda: open_table("?where=subject%3Dferry"))
        open_table()
        page.focus("#grid table")
        block = "\n".join(f"{900 + row}\tRESTRICTED\tROUTINE" for row in range(20))

        def paste() -> None:
            page.keyboard.press("Control+Home")
            for _ in range(4):
                page.keyboard.press("ArrowRight")
            page.evaluate(
                """(text) => { const data = new DataTransfer(); data.setData("text/plain", text);
                document.querySelector("#grid table").dispatchEvent(
                  new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""",
                block,
            )
            page.wait_for_function("() => document.getElementById('count').textContent.includes('60 changed cells')")

        timed("a block of 3 x 20 pasted (with four keys before)", paste)

        def save() -> None:
            page.keyboard.press("Control+s")
            page.wait_for_function("() => !document.getElementById('save').disabled")
            page.locator("#save").click()
            page.locator("#message", has_text="Saved 60 changes.").wait_for()

        timed("60 cells reviewed, saved, flushed, searchable", save)
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=None, help="use, and keep, a collection made before")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = options.folder or Path(temporary) / "collection"
        if not root.exists():
            make(root, options.items)
        (root / "journal.jsonl").unlink(missing_ok=True)  # of an earlier run: what is pasted must be a change
        start = time.perf_counter()
        address, _ = serve(root)
        print(f"described, indexed and served in {time.perf_counter() - start:.0f} s", flush=True)
        drive(address, options.items)


if __name__ == "__main__":
    main()
