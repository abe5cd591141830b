"""The first run in a browser: a collection is made, papers are dropped, read, stopped, gone on with, and reviewed."""

import os

from asking import HERE, TOKEN
from chromium import launch, needs_browser
from papers import pdf
from serving import serving_app

from briefbook.cli.desk_ import DeskRun

pytestmark = needs_browser


def test_from_nothing_to_the_queue_without_a_terminal(tmp_path, monkeypatch):
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setitem(os.environ, "BRIEFBOOK_WHO", "Ada")
    home, papers = tmp_path / "home", tmp_path / "papers"
    home.mkdir()
    papers.mkdir()
    for name in ("CDNW1", "CDNW2"):
        words = [("FM LDN NOV8/62", 72, 700, 12), ("TO EXTERNAL 3980", 72, 680, 12), ("THE FERRY IS LATE", 72, 640, 12)]
        pdf(papers / f"{name}.pdf", {"words": words, "shown": True})
    (papers / "list.csv").write_text("Doc. no.,Date\nCDNW1,8 Nov 1962\n", encoding="utf-8")
    run = DeskRun(HERE, home=home)
    with serving_app(run) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1200, "height": 800})
        page.set_default_timeout(60_000)

        def check():
            for width in (320, 1200):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") <= width
            violations = Axe().run(page).response["violations"]
            assert [(rule["id"], [node["html"] for node in rule["nodes"]][:2]) for rule in violations] == []

        page.goto(f"{address}/desk/start?token={TOKEN}")
        check()
        page.locator("#title").fill("Ferries")
        page.locator("#folder").fill("ferries")
        page.get_by_role("button", name="Make it").click()
        page.locator("#drop").wait_for()
        page.locator("#files").set_input_files([papers / "CDNW1.pdf", papers / "CDNW2.pdf", papers / "list.csv"])
        page.get_by_role("button", name="Import list.csv").click()
        page.locator("details.mapping").wait_for()
        page.get_by_role("button", name="Read", exact=True).and_(page.locator(":enabled")).click()
        page.get_by_role("button", name="Stop").click()
        page.get_by_text("Stopped. What was finished is kept").wait_for()
        page.locator("section[aria-labelledby=read] button:enabled").click()
        page.get_by_text("Finished").first.wait_for()
        page.get_by_text("2 scans in the collection, 2 read.").wait_for()
        page.get_by_role("link", name="Review the items").wait_for()
        check()
        page.get_by_role("link", name="Review the items").click()
        assert page.locator("h1").inner_text() == "Review"
        page.goto(f"{address}/desk/jobs")
        assert page.locator("h2").all_inner_texts() == ["Reading the scans", "Reading the scans", "Importing list.csv"]
        check()
        browser.close()
