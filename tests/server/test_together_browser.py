"""Two people at the desk in browsers of their own: they see each other, what the other changes, and who left."""

import pytest
from chromium import launch, needs_browser
from made_up import archive
from reviewed import ReviewedCollection, cable
from serving import serving_app

from briefbook.server.access import Access
from briefbook.server.accounts import Accounts
from briefbook.server.app import make_app

pytestmark = needs_browser
PASSWORD = "a long pass phrase of the tests"
SOON = 6_000
"""Milliseconds; without a word of the page that is left, its person would count as there for ten seconds."""


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    cables = [cable("D7001"), cable("D7002", {"number": 0.4}, number="3318"), cable("D7003", {"from": 0.6})]
    return ReviewedCollection(tmp_path_factory.mktemp("together"), cables)


@pytest.fixture(scope="module")
def windows(collection, tmp_path_factory):
    """Ada's and Ben's windows, logged in, and the address of the desk."""
    from playwright.sync_api import sync_playwright

    accounts = Accounts.read(tmp_path_factory.mktemp("accounts") / "accounts.json")
    accounts.add("Ada", PASSWORD, "keeper")
    accounts.add("Ben", PASSWORD, "curator")
    collection.app_state.open(archive())
    app = make_app(collection.app_state, access=Access(accounts=accounts))
    with serving_app(app) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        pages = [logged_in(browser, address, name) for name in ("Ada", "Ben")]
        yield (*pages, f"{address}/desk/review/items")
        assert [page.problems for page in pages] == [[], []]
        browser.close()


def logged_in(browser, address, name):
    page = browser.new_context(viewport={"width": 1200, "height": 800}).new_page()
    page.set_default_timeout(15_000)
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.goto(f"{address}/login")
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button").click()
    return page


def here(page, words, timeout=15_000):
    page.wait_for_function(
        "words => document.getElementById('presence')?.textContent === words", arg=words, timeout=timeout
    )


def test_two_people_on_one_item_see_each_other_and_what_the_other_changes(windows, collection):
    ada, ben, items = windows
    ada.goto(f"{items}/D7002")
    ben.goto(f"{items}/D7002")
    here(ada, "Ben is here now.")
    here(ben, "Ada is here now.")
    ben.keyboard.press("Enter")  # the number is right: the item is approved, and the next one is there
    ada.locator("#outbox").get_by_text("Somebody else has just changed this item.").wait_for()
    here(ada, "", SOON)
    assert [(line.KIND, line.who) for line in collection.journal.read()[0] if line.item == "D7002"] == [
        ("confirm-field", "Ben"),
        ("review", "Ben"),
    ]


def test_who_closes_their_window_or_goes_elsewhere_is_gone_at_once_and_who_comes_back_is_seen_again(windows):
    ada, ben, items = windows
    ada.goto(f"{items}/D7001")
    ben.goto(f"{items}/D7001")
    here(ada, "Ben is here now.")
    ben.goto(items.replace("/review/items", "/history"))
    here(ada, "", SOON)
    ben.go_back()
    here(ada, "Ben is here now.")
    second = ben.context.new_page()
    second.goto(f"{items}/D7001")
    here(second, "Ada is here now. You have this open in another window.")
    ben.goto("about:blank")
    here(second, "Ada is here now.", SOON)
    second.close(run_before_unload=True)
    here(ada, "", SOON)


def test_who_had_no_connection_is_seen_again_and_their_decisions_meet_those_of_others(windows, collection):
    ada, ben, items = windows
    ada.goto(f"{items}/D7003")
    ben.goto(f"{items}/D7003")
    here(ada, "Ben is here now.")
    ben.context.set_offline(True)
    ben.keyboard.type("bonn")
    ben.keyboard.press("Enter")
    ben.locator("#outbox").get_by_text("not saved yet").wait_for()
    ada.keyboard.type("oslo")
    ada.keyboard.press("Enter")
    ada.locator("#outbox, [role=status]").get_by_text("Saved").first.wait_for()
    ben.context.set_offline(False)
    ben.locator("#outbox").get_by_text("somebody else changed it").wait_for()
    ben.get_by_role("button", name="Decide").click()
    assert "now OSLO" in ben.locator(".conflicts").inner_text()
    assert ben.locator("[name=value-from]").input_value() == "bonn"
    assert [line.after for line in collection.journal.read()[0] if line.KIND == "set"] == ["OSLO"]


def test_the_keeper_sees_in_french_on_a_phone_who_is_where(windows):
    from axe_playwright_python.sync_playwright import Axe

    ada, ben, items = windows
    with ben.expect_response("**/desk/live?**"):
        ben.goto(f"{items}/D7001")
    ada.set_viewport_size({"width": 320, "height": 700})
    ada.emulate_media(color_scheme="dark")
    ada.goto(items.replace("/review/items", "/people?lang=fr"))
    row = ada.get_by_role("row").filter(has_text="Ben")
    assert "pièce D7001" in row.inner_text()
    assert row.get_by_role("combobox").locator("option:checked").inner_text() == "archiviste"
    assert ada.evaluate("document.documentElement.scrollWidth") <= 320
    small = (
        "[...document.querySelectorAll('main button, main select')].filter(e => e.getBoundingClientRect().height < 24)"
    )
    assert ada.evaluate(f"{small}.length") == 0
    assert Axe().run(ada).response["violations"] == []
