"""Writing in a browser: typing, citing, quoting from a scan, quick fixes, other people, and no connection."""

import time

import pytest
from asking import HERE, TOKEN
from chromium import launch, needs_browser
from serving import serving_app
from writing import CHAPTER, make_book, write_app

from briefbook.server.access import Access
from briefbook.server.accounts import Accounts

PASSWORD = "a long password of the tests"
pytestmark = needs_browser
NAME = "narratives/harbour.md"


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = launch(playwright)
        yield made
        made.close()


@pytest.fixture
def folder(tmp_path):
    return make_book(tmp_path)


@pytest.fixture
def address(folder):
    with serving_app(write_app(folder, HERE)) as place:
        yield place


@pytest.fixture
def context(browser, address):
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    made.set_default_timeout(15_000)
    made.new_page().goto(f"{address}/desk?token={TOKEN}")
    yield made
    made.close()


@pytest.fixture
def page(context, address):
    return opened(context, address)


def opened(context, address):
    """A window with the chapter in the editor."""
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda said: page.problems.append(said.text) if said.type == "error" else None)
    page.goto(f"{address}/desk/write?chapter={NAME}")
    page.locator("[data-looked]").wait_for()
    return page


def type_at_end(page, words):
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(words)


def until(true, seconds=15):
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not become true in time")


def status(page):
    return page.locator("#write-status").inner_text()


def on_disk(folder):
    return (folder / NAME).read_text(encoding="utf-8")


def copies(folder):
    return [path.read_text(encoding="utf-8") for path in folder.glob("working-copies/**/*.json")]


def test_what_is_typed_is_shown_kept_and_saved(page, folder):
    type_at_end(page, "\nThe lights were *lit* at six.\n")
    page.locator("#preview em", has_text="lit").wait_for()
    until(lambda: any("lit* at six" in copy for copy in copies(folder)))
    assert on_disk(folder) == CHAPTER
    page.keyboard.press("Control+s")
    until(lambda: "lit* at six" in on_disk(folder))
    until(lambda: copies(folder) == [])
    page.get_by_role("status").filter(has_text="Saved to the book").wait_for()
    assert page.problems == []


def test_an_item_is_cited_by_its_number_with_the_keyboard_alone(page, folder):
    type_at_end(page, "\nA cable was sent")
    page.keyboard.press("Control+k")
    page.keyboard.type("washdc 3316")
    page.locator("#palette-list [aria-selected=true]", has_text="SPEC102").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.insert_text(".")
    page.keyboard.press("Control+s")
    until(lambda: on_disk(folder).endswith("A cable was sent (SPEC102)."))
    assert page.problems == []


def test_an_id_that_is_begun_in_brackets_is_completed(page, folder):
    type_at_end(page, "A cable was sent ")
    page.keyboard.type("(SPEC10")
    page.locator(".cm-tooltip-autocomplete [aria-selected=true]", has_text="SPEC101").wait_for()
    page.wait_for_timeout(300)  # CodeMirror takes no key in the first 75 ms of its list (interactionDelay)
    page.keyboard.press("ArrowDown")
    page.locator(".cm-tooltip-autocomplete [aria-selected=true]", has_text="SPEC102").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type(").")
    page.keyboard.press("Control+s")
    until(lambda: on_disk(folder).endswith("A cable was sent (SPEC102)."))


def test_words_chosen_on_a_scan_with_the_mouse_become_a_quotation_that_passes(page, folder):
    type_at_end(page, "\nHe ")
    page.keyboard.press("Control+j")
    page.keyboard.type("SPEC104")
    page.locator("#palette-list [aria-selected=true]", has_text="SPEC104").wait_for()
    page.keyboard.press("Enter")
    first = page.get_by_role("option", name="LOOKED")
    last = page.get_by_role("option", name="EVERYTHING")
    first.wait_for()
    first.scroll_into_view_if_needed()
    first.hover()
    page.mouse.down()
    last.hover()
    page.mouse.up()
    page.locator("#scan-chosen", has_text="“LOOKED DISSATISFIED WITH EVERYTHING”").wait_for()
    page.get_by_role("button", name="Quote", exact=True).click()
    page.locator(".cm-content", has_text="(SPEC104, p. 1)").wait_for()  # before it is saved
    page.keyboard.press("Control+s")
    until(lambda: on_disk(folder).endswith("He “LOOKED DISSATISFIED WITH EVERYTHING” (SPEC104, p. 1)"))
    page.locator("#preview .quotation").nth(1).wait_for()
    page.get_by_role("button", name="Findings").click()
    assert "C201" not in page.locator("#findings").inner_text()
    assert page.problems == []


def test_words_are_chosen_with_the_keyboard_and_by_touch_too(page, folder):
    type_at_end(page, "\nHe ")
    page.keyboard.press("Control+j")
    page.keyboard.type("SPEC104")
    page.locator("#palette-list [aria-selected=true]", has_text="SPEC104").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("option", name="LOOKED").wait_for()
    for _ in range(9):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+End")
    chosen = page.locator("#scan-chosen").inner_text()
    assert chosen.startswith("“2. ASKED ABOUT THE BRIDGE HE LOOKED DISSATISFIED WITH EVERYTHING”")
    page.get_by_role("option", name="LOOKED").click()  # as a finger taps: the first word, then the last
    page.get_by_role("option", name="EVERYTHING").click()
    page.locator("#scan-words").focus()
    page.keyboard.press("Enter")
    page.locator(".cm-content", has_text="(SPEC104, p. 1)").wait_for()
    page.keyboard.press("Control+s")
    until(lambda: on_disk(folder).endswith("“LOOKED DISSATISFIED WITH EVERYTHING” (SPEC104, p. 1)"))


def test_a_finding_appears_and_a_quick_fix_puts_it_right(page, folder):
    looked = int(page.locator("#write").get_attribute("data-looked"))
    type_at_end(page, "\nMore of it is known (SPEC109).\n")
    until(lambda: int(page.locator("#write").get_attribute("data-looked")) > looked)
    page.locator(".cm-lintRange-error, .cm-lintRange-warning").first.wait_for()
    page.get_by_role("button", name="Findings").click()
    row = page.locator("#findings li", has_text="SPEC109").first
    row.get_by_role("button", name="Cite SPEC101").click()
    page.locator("#findings li", has_text="SPEC109").wait_for(state="detached")
    page.keyboard.press("Control+s")
    until(lambda: "More of it is known (SPEC101)." in on_disk(folder))
    assert page.problems == []


def test_what_another_editor_changed_meanwhile_is_merged_into_what_is_typed(page, folder):
    type_at_end(page, "Typed here.\n")
    (folder / NAME).write_text(CHAPTER.replace("went on", "stopped"), encoding="utf-8")
    page.locator(".cm-line", has_text="The harbour works stopped").wait_for()
    page.keyboard.press("Control+s")
    until(lambda: on_disk(folder) == CHAPTER.replace("went on", "stopped") + "Typed here.\n")


def test_a_file_changed_elsewhere_is_shown_where_nothing_was_typed(page, folder):
    (folder / NAME).write_text(CHAPTER.replace("went on", "stopped"), encoding="utf-8")
    page.locator(".cm-line", has_text="The harbour works stopped").wait_for()
    assert copies(folder) == []


def test_the_same_paragraph_changed_by_another_is_shown_and_decided(page, folder):
    from axe_playwright_python.sync_playwright import Axe

    theirs = CHAPTER.replace("went on", "stopped")
    page.locator(".cm-line", has_text="The harbour works went on").click()
    page.keyboard.press("Home")
    page.keyboard.insert_text("Slowly: ")
    (folder / NAME).write_text(theirs, encoding="utf-8")
    page.get_by_role("button", name="Compare and decide").click()
    page.get_by_label("What you wrote").check()
    assert violations(Axe().run(page)) == []
    assert on_disk(folder) == theirs
    page.get_by_role("button", name="Continue with this text").click()
    page.locator("#write-conflict").wait_for(state="hidden")
    page.keyboard.press("Control+s")
    until(lambda: "Slowly: The harbour works went on" in on_disk(folder))


def test_two_windows_at_one_chapter_are_merged_and_at_one_paragraph_decided(context, address, folder):
    first, second = opened(context, address), opened(context, address)
    type_at_end(first, "\nFrom the first window.\n")
    until(lambda: any("From the first window" in copy for copy in copies(folder)))
    second.locator(".cm-line", has_text="From the first window.").wait_for()
    first.locator(".cm-line", has_text="From the first window.").click()
    for window, words in ((first, "One. "), (second, "Two. ")):
        window.locator(".cm-line", has_text="The harbour works went on").click()
        window.keyboard.press("Home")
        window.keyboard.insert_text(words)
    until(lambda: sum(w.get_by_role("button", name="Compare and decide").is_visible() for w in (first, second)) == 1)
    late = next(w for w in (first, second) if w.get_by_role("button", name="Compare and decide").is_visible())
    late.get_by_role("button", name="Compare and decide").click()
    late.get_by_label("Both, one after the other").check()
    late.get_by_role("button", name="Continue with this text").click()
    until(lambda: any("One. The harbour" in copy and "Two. The harbour" in copy for copy in copies(folder)))
    assert on_disk(folder) == CHAPTER


def test_without_a_connection_the_words_wait_in_the_browser_and_are_sent_later(context, page, address, folder):
    context.set_offline(True)
    type_at_end(page, "\nTyped on a train.\n")
    page.get_by_role("status").filter(has_text="No connection").wait_for()
    assert copies(folder) == []
    context.set_offline(False)
    until(lambda: any("Typed on a train" in copy for copy in copies(folder)))
    page.get_by_role("status").filter(has_text="not saved to the book").wait_for()


def test_words_left_in_a_closed_window_come_back(context, page, address, folder):
    context.set_offline(True)
    type_at_end(page, "\nTyped on a train.\n")
    page.get_by_role("status").filter(has_text="No connection").wait_for()
    page.close()
    context.set_offline(False)
    time.sleep(5.2)  # so long a window that went away may still be there
    again = opened(context, address)
    again.locator(".cm-line", has_text="Typed on a train.").wait_for()
    until(lambda: any("Typed on a train" in copy for copy in copies(folder)))


def test_who_is_logged_out_meanwhile_loses_nothing_and_goes_on_after_logging_in(browser, folder, tmp_path_factory):
    accounts = Accounts.read(tmp_path_factory.mktemp("accounts") / "accounts.json")
    accounts.add("abel", PASSWORD, "author")
    accounts.add("bea", PASSWORD, "author")
    with serving_app(write_app(folder, Access(accounts=accounts))) as address:
        context, other = browser.new_context(), browser.new_context()
        context.set_default_timeout(15_000)
        log_in(context.new_page(), address, "abel")
        log_in(other.new_page(), address, "bea")
        page, theirs = opened(context, address), opened(other, address)
        context.clear_cookies()
        type_at_end(page, "Typed without a session.")
        page.get_by_role("status").filter(has_text="You are logged out").wait_for()
        assert copies(folder) == []
        log_in(context.new_page(), address, "abel")
        until(lambda: any("Typed without a session" in copy for copy in copies(folder)))
        theirs.locator("#write-others", has_text="Also being changed by abel.").wait_for()
        context.close()
        other.close()


def log_in(page, address, name):
    page.goto(f"{address}/login?to=/desk/write")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/desk/write")
    page.close()


def test_a_script_in_a_chapter_does_nothing(page):
    type_at_end(
        page, "\n<img src=x onerror=document.title='hit'><script>document.title='hit'</script> [x](javascript:1) end.\n"
    )
    page.locator("#preview", has_text="end.").wait_for()
    time.sleep(0.3)
    assert page.title() != "hit"
    assert page.locator("#preview script, #preview [onerror], #preview a[href^='javascript']").count() == 0


def test_footnotes_tables_and_pictures_are_written_by_buttons_and_shown_at_once(page, folder):
    type_at_end(page, "\nA claim")
    page.get_by_role("button", name="Footnote").click()
    page.keyboard.insert_text("Its source.")
    page.locator("#preview .footnotes", has_text="Its source.").wait_for()
    page.get_by_role("button", name="Table", exact=True).click()
    page.locator("#preview table").first.wait_for()
    from PIL import Image

    Image.new("RGB", (40, 30), "white").save(folder / "Pier 1.png")
    page.locator("#write-picture").set_input_files(folder / "Pier 1.png")
    page.locator("#preview img[src*='pier-1.png']").wait_for()
    assert (folder / "media/pier-1.png").exists()
    assert page.problems == []


def test_tab_leaves_the_text_and_everything_is_reached_by_keyboard(page):
    page.locator(".cm-content").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.cm-content')") is None
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('.cm-content'))")
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "palette-words"
    page.keyboard.press("Escape")
    assert page.evaluate("Boolean(document.activeElement.closest('.cm-content'))")


def test_the_card_of_a_citation_is_shown_under_the_pointer_and_at_the_cursor(page):
    page.locator(".cm-line", has_text="SPEC101").click()
    page.keyboard.press("Home")
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    page.locator("#at-cursor", has_text="SPEC101").wait_for()
    place = page.locator(".cm-cursor").first.bounding_box()
    page.mouse.move(place["x"] + 2, place["y"] + 8)
    page.locator(".write-card", has_text="HARBOUR WORKS").wait_for()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_fits_and_breaks_no_rule_of_accessibility(page, address, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.reload()
    page.locator("[data-looked]").wait_for(state="attached")
    type_at_end(page, "\nMore (SPEC109) “quoted from nobody at all”.\n")
    page.locator(".cm-lintRange-error, .cm-lintRange-warning").first.wait_for()
    type_at_end(page, "\nThe ferry is late.\n" * 40)  # longer than the editor is high
    assert violations(Axe().run(page)) == []
    views = [("#side-findings", "Findings"), ("#side-outline", "Outline"), ("#side-page", "Page")]
    for place, name in views:
        page.get_by_role("button", name=name).first.click()
        page.locator(place).wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(Axe().run(page)) == []
    page.get_by_role("button", name="Cite").first.click()
    page.keyboard.type("SPEC104")
    page.locator("#palette-list li").first.wait_for()
    assert violations(Axe().run(page)) == []
    page.keyboard.press("Shift+Enter")
    page.get_by_role("option", name="LOOKED").wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(Axe().run(page)) == []
    page.goto(f"{address}/desk/write")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(Axe().run(page)) == []


def violations(result):
    return [(rule["id"], [node["html"] for node in rule["nodes"]][:2]) for rule in result.response["violations"]]
