"""Comments in a browser: written by keyboard on an item's page, listed, fit for a telephone, and accessible."""

import pytest
from asking import TOKEN
from chromium import needs_browser
from made_up import archive
from reviewed import ReviewedCollection, cable
from test_review_browser import browser, serving

from briefbook.model.decision import FieldDecision

__all__ = ["browser"]

pytestmark = needs_browser


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_a_comment_is_written_by_keyboard_and_the_pages_are_accessible(browser, tmp_path, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    collection = ReviewedCollection(tmp_path, [cable("D7001")])
    collection.app_state.open(archive())
    with serving(collection) as address:
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{address}/desk?token={TOKEN}")
        page.goto(f"{address}/desk/review/items/D7001?state=any")
        page.locator("#comments > details > summary").press("Enter")
        page.locator("#comment-passage").type("SPECIMEN THE FERRY")
        page.locator("#comment-text").type("Which ferry is it?\nAn-other-very-long-word-" + "x" * 80)
        page.locator("#comments button[value=comment]").press("Enter")
        page.wait_for_url("**#comments")
        assert page.locator("#comments .comment-words").first.inner_text().startswith("Which ferry is it?")
        page.locator("#comments article summary").press("Enter")
        assert Axe().run(page).response["violations"] == []
        page.goto(f"{address}/desk/comments")
        page.locator("article summary").press("Enter")
        assert page.locator("article").count() == 1
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("article button[value=resolve]").press("Enter")
        page.wait_for_url("**/desk/comments?item=D7001")
        assert page.locator("article").count() == 0
        assert [line.KIND for line in collection.journal.read()[0]] == ["comment", "resolve"]
        context.close()


def test_a_comment_does_not_lose_what_was_typed_into_the_fields(browser, tmp_path):
    from playwright.sync_api import expect

    collection = ReviewedCollection(tmp_path, [cable("D7001")])
    collection.app_state.open(archive())
    with serving(collection) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}/desk?token={TOKEN}")
        page.goto(f"{address}/desk/review/items/D7001?state=any")
        page.locator("[name=value-subject]").fill("HARBOUR LIGHTS")
        page.locator("#why").fill("seen on the scan")
        page.locator("#comments > details > summary").press("Enter")
        page.locator("#comment-text").type("Which harbour?")
        page.locator("#comments button[value=comment]").press("Enter")
        page.locator("#comments .comment-words").first.wait_for()
        expect(page.locator("[name=value-subject]")).to_have_value("HARBOUR LIGHTS")  # once the page's script has run
        expect(page.locator("#why")).to_have_value("seen on the scan")
        page.goto(f"{address}/desk/review/items/D7001?state=any")
        assert page.locator("[name=value-subject]").input_value() != "HARBOUR LIGHTS"
        context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_the_history_and_its_preview_are_accessible(browser, tmp_path, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    collection = ReviewedCollection(tmp_path, [cable("D7001")])
    collection.app_state.open(archive())
    collection.record([FieldDecision(item="D7001", field="number", before="3316", after="3318", why="clear")], "Ada")
    with serving(collection) as address:
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{address}/desk?token={TOKEN}")
        page.goto(f"{address}/desk/history")
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("input[type=checkbox]").press("Space")
        page.locator("button[value=preview]").press("Enter")
        page.locator("button[value=undo]").wait_for()
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("button[value=undo]").press("Enter")
        page.wait_for_url("**/desk/history?done=1")
        assert [line.KIND for line in collection.journal.read()[0]] == ["set", "undo"]
        context.close()
