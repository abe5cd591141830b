"""The live site in a browser: from a question to the words on the picture, from place to place, from item to item."""

import pytest
from asking import HERE, TOKEN
from chromium import launch, needs_browser
from made_up import archive
from serving import serving_app

from briefbook.search import build_index, occurrences, open_index, search
from briefbook.server.api.app_state import AppState, DeskActions
from briefbook.server.app import make_app

pytestmark = needs_browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    held = archive()
    catalogue = held.catalogue
    folder = tmp_path_factory.mktemp("index")
    build_index(folder, ((entry, catalogue.pages(entry.item)) for entry in catalogue), stamp="s")
    index = open_index(folder)
    live = AppState(
        catalogue,
        lambda question, **more: search(index, question, pages_of=catalogue.pages, **more),
        lambda question, item: occurrences(index, question, catalogue.pages(item)),
        DeskActions(lambda make, who, **more: make(), lambda field, value: value),
    )
    live.open(held)
    app = make_app(live, access=HERE)
    with serving_app(app) as at:
        yield at


@pytest.fixture
def page(address):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = launch(playwright)
        made = browser.new_page(viewport={"width": 1200, "height": 800})
        made.problems = []
        made.on("pageerror", lambda error: made.problems.append(str(error)))
        made.on("console", lambda said: made.problems.append(said.text) if said.type == "error" else None)
        yield made
        browser.close()


def test_from_a_question_to_the_words_on_the_picture_and_on_to_the_next_item(page, address):
    page.goto(f"{address}/search?q=ferry&order=item")
    page.locator(".results a").first.click()
    bar = page.locator("nav.hits")
    bar.get_by_role("status").wait_for()
    assert "item 1 of" in bar.inner_text()
    assert page.locator(".lines mark").first.inner_text().strip(".,").upper() == "FERRY"
    assert page.locator(".boxes .hit").count() == page.locator(".lines mark").count()
    assert page.locator(".lines li.on").count() == 1
    before = bar.get_by_role("status").inner_text()
    page.keyboard.press("n")
    assert page.locator(".lines li.on").count() == 1
    assert bar.get_by_role("status").inner_text().startswith("match ")
    assert before.startswith("match 1 of")
    bar.get_by_role("link", name="Next item").click()
    page.locator("nav.hits").get_by_text("item 2 of").wait_for()
    page.locator("nav.hits").get_by_role("link", name="Results").press("Enter")
    page.wait_for_url("**/search?*")
    assert page.locator("input[name=q]").input_value() == "ferry"
    assert page.problems == []


def test_an_item_reached_without_a_search_shows_no_bar(page, address):
    page.goto(f"{address}/items/SPEC101.html")
    assert page.locator("nav.hits").count() == 0
    assert page.problems == []


@pytest.mark.parametrize(
    "path", ["search?q=ferry", "search?q=ferri", "search?q=(x", "desk", "desk?item=SPEC101&field=date"]
)
@pytest.mark.parametrize("width", [360, 1200])
def test_pages_fit_and_break_no_rule_of_accessibility(page, address, path, width):
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/desk?token={TOKEN}")
    page.goto(f"{address}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]][:2]) for one in found] == []
