"""In a browser: nothing of a page moves after it is first painted, not even on the first visit of a phone."""

import functools
import http.server
import threading

import pytest
from chromium import launch, needs_browser
from made_up import archive

from briefbook.site.build import build_site

pytestmark = needs_browser

WATCH = """window.moved = [];
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.moved.push(one.value); })
  .observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("host") / "site"
    build_site(archive(), folder)
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_the_first_paint_is_in_the_sites_own_typefaces_and_nothing_moves(address):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = launch(playwright)
        for page_url in ("index.html", "items/SPEC103.html", "timeline.html"):
            visit = browser.new_context(
                viewport={"width": 360, "height": 740}, is_mobile=True
            )  # nothing is kept from before
            page = visit.new_page()
            page.add_init_script(WATCH)
            page.goto(address + page_url, wait_until="load")
            page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
            assert page.evaluate("window.moved") == [], page_url
            loaded = page.evaluate(
                "[...document.fonts].filter((one) => one.status === 'loaded').map((one) => one.family)"
            )
            assert any("Source Serif 4" in family for family in loaded), page_url
            visit.close()
        browser.close()
