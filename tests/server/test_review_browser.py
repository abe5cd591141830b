"""The review queue in a browser: by keyboard alone, with few keys, without a connection, for two people at once."""

from contextlib import contextmanager

import pytest
from asking import HERE, TOKEN
from chromium import launch, needs_browser
from made_up import archive
from reviewed import ReviewedCollection, cable
from serving import serving_app

from briefbook.model.cable import Reading
from briefbook.server.app import make_app

pytestmark = needs_browser
CABLES = [
    cable("D7001"),
    cable("D7002", {"number": 0.4, "date": 0.5}, number="3318"),
    cable("D7003", {"from": 0.6}, {"from": [Reading("WASHDC", "WASHDC", note="as elsewhere")]}, from_="WASHDG"),
]


@pytest.fixture
def collection(tmp_path):
    return ReviewedCollection(tmp_path, CABLES)


@contextmanager
def serving(collection):
    """The desk of a collection on a port of this machine; gives its address."""
    with serving_app(make_app(collection.app_state, access=HERE)) as address:
        yield address


@pytest.fixture
def address(collection):
    collection.app_state.open(archive())  # for the style sheet and the viewer
    with serving(collection) as at:
        yield at


@pytest.fixture
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = launch(playwright)
        yield launched
        launched.close()


class Person:
    """Somebody at the desk in a browser of their own, with the keys that they press counted."""

    def __init__(self, browser, address):
        self.page = browser.new_context(viewport={"width": 1200, "height": 800}).new_page()
        self.problems, self.keys, self.address = [], 0, address
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.goto(f"{address}/desk?token={TOKEN}")

    def open(self, item):
        self.page.goto(f"{self.address}/desk/review/items/{item}")
        self.shows(item)
        return self

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1
        return self

    def shows(self, item):
        self.page.locator(f'#review[data-item="{item}"]').wait_for(timeout=15000)
        self.page.wait_for_selector(":focus", state="attached", timeout=15000)  # the script has begun
        return self

    def has_focus(self, name):
        self.page.wait_for_selector(f"[name='{name}']:focus", state="attached", timeout=15000)
        return True

    def says(self, words):
        self.page.locator("#outbox").get_by_text(words).first.wait_for(timeout=8000)
        return self


@pytest.fixture
def ada(browser, address):
    person = Person(browser, address)
    yield person
    assert person.problems == []


def test_two_fields_in_doubt_take_two_keys_and_an_item_in_no_doubt_takes_a_single_key(ada, collection):
    ada.open("D7002").press("Enter", "Enter").shows("D7003").says("Saved: D7002")
    assert ada.keys == 2
    assert collection.lines() == [
        ("confirm-field", "D7002", "date", "1962-11-08"),
        ("confirm-field", "D7002", "number", "3318"),
        ("review", "D7002", "", "approved"),
    ]
    ada.open("D7001")
    before = ada.keys
    ada.press("Enter")
    ada.page.wait_for_url("**/desk/review*")
    assert ada.keys - before == 1
    for _ in range(100):
        if collection.lines()[-1][1] == "D7001":
            break
        ada.page.wait_for_timeout(100)  # what was decided is sent behind the next page
    assert collection.lines()[-1] == ("review", "D7001", "", "approved")


def test_enter_on_the_list_begins(ada):
    ada.page.goto(f"{ada.address}/desk/review")
    ada.press("Enter").shows("D7002")
    assert ada.has_focus("value-date")
    described = ada.page.locator("[name=value-date]").get_attribute("aria-describedby")
    assert described == "item-heading about-date"


def test_a_digit_takes_a_candidate(ada, collection):
    ada.open("D7003").press("1").says("Saved: D7003")
    assert ada.keys == 1
    assert collection.lines() == [("set", "D7003", "from", "WASHDC"), ("review", "D7003", "", "approved")]


def test_typing_corrects_and_escape_drops_it(ada, collection):
    ada.open("D7003").press("o", "t", "t", "Escape")
    assert ada.page.locator("[name=value-from]").input_value() == "WASHDG"
    ada.press("b", "o", "n", "n", "Enter").says("Saved: D7003")
    assert collection.lines()[0] == ("set", "D7003", "from", "BONN")
    ada.open("D7002").press("Enter", "Space", "0", "Enter").says("Saved: D7002")
    assert ("set", "D7002", "number", "33180") in collection.lines()


def test_what_was_refused_is_said_with_its_value_and_field(ada, collection):
    ada.open("D7002").press("s", "o", "o", "n", "Enter", "Enter")
    ada.says("D7002 was not saved. “soon” is not recognised as a value of date.")
    assert collection.lines() == []


def test_one_key_each_for_blank_cannot_tell_skip_back_and_undo(ada, collection):
    ada.open("D7002").press("Delete", "-").says("Saved: D7002")
    assert collection.lines() == [("set", "D7002", "date", ""), ("review", "D7002", "", "discuss")]
    ada.shows("D7003").press("Backspace").shows("D7002").says("Undone: D7002")
    ada.page.wait_for_timeout(500)  # what others see of it has come back as news by now
    assert "Somebody else" not in ada.page.locator("#outbox").inner_text()
    assert ada.page.locator("[name=value-date]").input_value() == "1962-11-08"
    ada.press("ArrowRight").shows("D7003").says("Saved: D7002")
    assert collection.lines()[-1] == ("review", "D7002", "", "seen")
    ada.press("ArrowLeft").shows("D7002")


def test_the_keys_are_shown_by_a_key_and_the_scan_opens_by_a_key(ada):
    ada.open("D7002").press("?")
    assert ada.page.locator("#keys").get_attribute("open") is not None
    ada.press("+")
    ada.page.locator("dialog.viewer[data-open=yes]").wait_for()
    ada.page.locator(".osd-hit").first.wait_for(state="attached")
    assert ada.page.locator(".osd-hit").count() == 1
    ada.press("x")
    assert ada.has_focus("value-date")


def test_words_for_others_go_with_an_item_to_be_discussed(ada, collection):
    ada.open("D7001").press("!")
    ada.page.keyboard.type("which Paris?")
    ada.press("Enter")
    ada.page.wait_for_url("**/desk/review")
    review = collection.catalogue.queue.review("D7001")
    assert (str(review.state), review.words) == ("discuss", "which Paris?")


def test_without_a_connection_nothing_is_lost_and_it_is_sent_when_there_is_one(ada, collection):
    ada.open("D7002")
    ada.page.wait_for_timeout(1500)  # the next item is loaded beforehand
    ada.page.context.set_offline(True)
    ada.press("Enter", "Enter").shows("D7003").says("not saved yet")
    assert collection.lines() == []
    ada.page.context.set_offline(False)
    ada.says("Saved: D7002")
    assert len(collection.lines()) == 3


def test_what_was_not_sent_is_sent_after_the_browser_was_closed(ada, collection):
    ada.open("D7002")
    ada.page.wait_for_timeout(1500)
    ada.page.context.set_offline(True)
    ada.press("Enter", "Enter").says("not saved yet")
    again = ada.page.context.new_page()
    ada.page.close(run_before_unload=False)
    again.context.set_offline(False)
    again.goto(f"{ada.address}/desk/review/items/D7001")
    again.locator("#outbox").get_by_text("Saved: D7002").wait_for()
    assert len(collection.lines()) == 3


def test_two_people_on_one_field_are_given_a_choice(ada, browser, address, collection):
    ben = Person(browser, address)
    ben.open("D7003")
    ada.open("D7003")
    ben.press("b", "o", "n", "n", "Enter").says("Saved: D7003")
    ada.press("o", "t", "t", "Enter").says("somebody else changed it")
    ada.page.get_by_role("button", name="Decide").click()
    ada.shows("D7003")
    assert "now BONN" in ada.page.locator(".conflicts").inner_text()
    assert ada.page.locator("[name=value-from]").input_value() == "ott"
    ada.page.get_by_role("button", name="Take theirs").click()
    assert ada.page.locator("[name=value-from]").input_value() == "BONN"
    assert [line[3] for line in collection.lines() if line[2] == "from"] == ["BONN"]
    assert ben.problems == []


def test_a_change_is_seen_by_another_person_at_once(ada, browser, address):
    ben = Person(browser, address)
    ada.open("D7003").press("1").says("Saved: D7003")
    ben.open("D7003")
    assert ben.page.locator("[name=value-from]").input_value() == "WASHDC"
    assert "approved (" in ben.page.locator(".review-head").inner_text()


@pytest.mark.parametrize(
    "path", ["desk/review", "desk/review/items/D7003", "desk/review/batch?field=from&before=WASHDC"]
)
@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_and_break_no_rule_of_accessibility(browser, address, path, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    page.goto(f"{address}/desk?token={TOKEN}")
    page.goto(f"{address}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:2]) for rule in violations] == []


def test_without_scripts_the_form_does_it_too(browser, address, collection):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/desk?token={TOKEN}")
    page.goto(f"{address}/desk/review/items/D7002")
    page.get_by_role("textbox", name="Number").fill("3320")
    page.get_by_role("button", name="Right, next").click()
    assert "Saved: D7002" in page.locator("#outbox").inner_text()
    assert ("set", "D7002", "number", "3320") in collection.lines()
    page.get_by_role("button", name="Undo").click()
    assert page.get_by_role("textbox", name="Number").input_value() == "3318"


def test_a_digit_may_begin_a_date_and_a_correction_that_nobody_asked_for_takes_one_enter_more(browser, tmp_path):
    other_date = [Reading("1962-11-09", "1962-11-09", note="by the file's number")]
    collection = ReviewedCollection(tmp_path, [cable("D7009", {}, {"date": other_date})])
    collection.app_state.open(archive())
    with serving(collection) as at:
        ada = Person(browser, at).open("D7009")
        date = ada.page.locator("[name=value-date]")
        date.focus()
        ada.press("1")
        assert date.input_value() == "1962-11-09"
        ada.press("9", "6", "3")
        assert date.input_value() == "1963"
        ada.press("Escape", "1", "Escape")
        assert date.input_value() == "1962-11-08"
        ada.press("1", "Enter")
        assert collection.lines() == []
        assert "corrected; Enter saves the item" in ada.page.locator("[data-field=date] .mark").inner_text()
        ada.press("Enter").page.wait_for_url("**/desk/review*")
        assert ada.problems == []
    assert [line for line in collection.lines() if line[0] == "set"] == [("set", "D7009", "date", "1962-11-09")]
