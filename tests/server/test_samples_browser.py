"""Samples in a browser: drawn and read again by keyboard alone; the pages fit a phone and break no rule."""

import pytest
from asking import HERE, TOKEN
from chromium import launch, needs_browser
from serving import serving_app
from table_collection import make_collection, serve_collection

from briefbook.catalogue.sampling import read_sample, result_of
from briefbook.server.app import make_app

pytestmark = needs_browser


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    return make_collection(tmp_path, count=6)


@pytest.fixture
def page(here):
    from playwright.sync_api import sync_playwright

    served = serve_collection(here)
    served.renew()
    with serving_app(make_app(served.app_state, access=HERE)) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        made = browser.new_page(viewport={"width": 1200, "height": 800})
        made.set_default_timeout(20_000)
        made.goto(f"{address}/desk?token={TOKEN}")
        made.goto(f"{address}/desk/samples")
        yield made
        browser.close()


def check(page):
    from axe_playwright_python.sync_playwright import Axe

    for width in (320, 1200):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:2]) for rule in violations] == []


def test_a_sample_is_drawn_and_read_again_by_keyboard_and_every_page_fits(page, here):
    check(page)
    page.locator("input[name=size]").fill("2")
    page.locator("input[name=name]").fill("first")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Read the next item").click()
    item = page.locator("h1").inner_text()
    assert page.evaluate("document.activeElement.name") == "field-date"
    check(page)
    page.keyboard.type("8 Nov 62")
    page.keyboard.press("Tab")
    page.keyboard.type("<b>LDN")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Next item").wait_for()
    assert page.locator("h1").inner_text() == item
    assert "<B>LDN" in page.locator("table").inner_text().upper()
    check(page)
    page.get_by_role("button", name="No error: From").click()
    page.get_by_text("no error, as decided").wait_for()
    page.get_by_role("link", name="Next item").click()
    assert page.locator("h1").inner_text() != item
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("link", name="Next item").click()
    page.get_by_role("heading", name="All items have been read again").wait_for()
    page.goto(page.url.partition("/samples")[0] + "/samples")
    assert "2 of 2 items read again" in page.locator("main").inner_text()
    check(page)
    assert result_of(read_sample(here.samples)).is_complete
