"""The table in a browser: cells typed, pasted, filled down, undone; what changes is shown, saved and undone."""

import json

import pytest
from asking import HERE, TOKEN
from chromium import launch, needs_browser
from serving import serving_app
from table_collection import journal_of, make_collection, serve_collection

from briefbook.model.decision import FieldDecision
from briefbook.server.app import make_app

pytestmark = needs_browser
NASTY = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = launch(playwright)
        yield made
        made.close()


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    return make_collection(tmp_path)


@pytest.fixture
def served(here):
    return serve_collection(here)


@pytest.fixture
def address(served):
    with serving_app(make_app(served.app_state, access=HERE)) as address:
        yield address


@pytest.fixture
def page(browser, address):
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    made = context.new_page()
    made.set_default_timeout(20_000)
    made.problems = []
    made.on("pageerror", lambda error: made.problems.append(str(error)))
    made.on("console", lambda said: made.problems.append(said.text) if said.type == "error" else None)
    made.goto(f"{address}/desk?token={TOKEN}")
    open_table(made, address)
    yield made
    context.close()


def open_table(page, address, query=""):
    page.goto(f"{address}/desk/table{query}")
    page.wait_for_selector("#table-page[data-ready]")
    page.focus("#grid table")


def drawn(page, item):
    """The cells of a row as they are drawn, by field."""
    return page.evaluate(
        """(item) => { const rows = [...document.querySelectorAll("#grid tbody tr")];
        const row = rows.find((tr) => tr.querySelector("th")?.textContent === item);
        return Object.fromEntries([...row.querySelectorAll("td")].map(
          (td) => [td.dataset.field, td.textContent])); }""",
        item,
    )


def wait_until_drawn(page, item, field, text):
    """Wait until a row's cell is drawn with a text."""
    page.wait_for_function(
        """([item, field, text]) => { const rows = [...document.querySelectorAll("#grid tbody tr")];
        const row = rows.find((tr) => tr.querySelector("th")?.textContent === item);
        return row?.querySelector(`td[data-field="${field}"]`)?.textContent === text; }""",
        arg=[item, field, text],
    )


def active(page):
    """The active cell: its row's item, its field, and what it holds."""
    return page.evaluate(
        """() => { const td = document.getElementById("active-cell");
        return [td.closest("tr").querySelector("th")?.textContent, td.dataset.field, td.textContent]; }"""
    )


def paste(page, text):
    page.evaluate(
        """(text) => { const data = new DataTransfer(); data.setData("text/plain", text);
        document.querySelector("#grid table").dispatchEvent(
          new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""",
        text,
    )


def keys(page, *names):
    for name in names:
        page.keyboard.press(name)


def go(page, item, field):
    """Go to a cell with the keyboard."""
    keys(page, "Control+Home", *["ArrowDown"] * (int(item.removeprefix("CDNW")) - 1))
    columns = page.evaluate('[...document.querySelectorAll("#columns input:checked")].map((box) => box.value)')
    keys(page, *["ArrowRight"] * columns.index(field))
    page.wait_for_function(
        """([item, field]) => { const td = document.getElementById("active-cell");
        return td && td.dataset.field === field && td.closest("tr").querySelector("th")?.textContent === item; }""",
        arg=[item, field],
    )


def waiting(page, words):
    page.wait_for_function("(words) => document.getElementById('count')?.textContent.includes(words)", arg=words)


def save(page, button="Save"):
    keys(page, "Control+s")
    page.wait_for_selector("#preview[open]")
    page.wait_for_function("() => document.getElementById('save')?.disabled === false")
    page.locator("#save").click()
    page.wait_for_selector("#preview[open]", state="detached")


def test_a_cell_is_typed_over_judged_while_typing_shown_before_it_is_saved_and_undone(page, here):
    go(page, "CDNW2", "date")
    page.keyboard.type("31-Nov-62")
    page.locator("#verdict", has_text="'31-Nov-62' is not recognised as a date").wait_for()
    page.locator("#typed").fill("30-Nov-62")
    page.locator("#verdict", has_text="Will be 1962-11-30").wait_for()
    keys(page, "Enter")
    assert active(page)[:2] == ["CDNW3", "date"]
    waiting(page, "1 changed cell not saved yet")
    assert journal_of(here) == []
    keys(page, "Control+s")
    page.locator("#preview-counts", has_text="1 to be saved.").wait_for()
    assert page.locator("#preview-rows tr").inner_text().split("\t")[:4] == [
        "CDNW2",
        "Date",
        "1962-11-02",
        "1962-11-30",
    ]
    page.locator("#why").fill("the clerk's copy")
    keys(page, "Enter")
    page.locator("#message", has_text="Saved 1 change.").wait_for()
    (line,) = journal_of(here)
    assert (line["item"], line["from"], line["to"], line["why"]) == (
        "CDNW2", "1962-11-02", "1962-11-30", "the clerk's copy",
    )  # fmt: skip
    page.get_by_role("button", name="Undo it").click()
    page.locator("#message", has_text="Undone: 1 change.").wait_for()
    wait_until_drawn(page, "CDNW2", "date", "1962-11-02")
    assert page.problems == []


def test_a_block_of_three_columns_and_twenty_rows_is_pasted_undone_redone_and_saved(page, here):
    go(page, "CDNW5", "number")
    rows = [f"{900 + row}\tSECRET\tROUTINE" for row in range(20)]
    paste(page, "\r\n".join(rows) + "\r\n")
    waiting(page, "60 changed cells")
    assert [drawn(page, "CDNW5")[name] for name in ("number", "classification", "precedence")] == [
        "900", "SECRET", "ROUTINE",
    ]  # fmt: skip
    keys(page, "Control+z")
    page.wait_for_function("() => document.getElementById('count')?.textContent.includes('changed') === false")
    assert drawn(page, "CDNW5")["number"] == "105"
    keys(page, "Control+y")
    waiting(page, "60 changed cells")
    save(page)
    page.locator("#message", has_text="Saved 60 changes.").wait_for()
    lines = journal_of(here)
    assert len(lines) == 60
    assert len({line["spreadsheet"] for line in lines}) == 1
    assert [line["to"] for line in lines if line["item"] == "CDNW24"] == ["919", "SECRET", "ROUTINE"]
    assert page.problems == []


def test_filling_down_takes_the_first_of_the_selected_cells(page):
    go(page, "CDNW3", "subject")
    page.keyboard.type("Ferry")
    keys(page, "Enter", "ArrowUp", *["Shift+ArrowDown"] * 4, "Control+d")
    waiting(page, "5 changed cells")
    assert [drawn(page, f"CDNW{number}")["subject"] for number in (3, 4, 7, 8)] == ["Ferry", "Ferry", "Ferry", ""]
    keys(page, "Control+z")
    waiting(page, "1 changed cell ")
    assert drawn(page, "CDNW4")["subject"] == ""


def test_what_is_not_saved_outlives_reloading_and_a_lost_connection(page, address, here):
    go(page, "CDNW2", "subject")
    page.keyboard.type("Kept")
    keys(page, "Enter")
    page.context.set_offline(True)
    keys(page, "ArrowDown")
    page.keyboard.type("Typed without a connection")
    keys(page, "Enter")
    waiting(page, "2 changed cells")
    keys(page, "Control+s")
    page.locator("#preview-message", has_text="Not checked").wait_for()
    page.context.set_offline(False)
    open_table(page, address)
    waiting(page, "2 changed cells")
    go(page, "CDNW2", "subject")
    assert active(page) == ["CDNW2", "subject", "Kept"]
    save(page)
    page.locator("#message", has_text="Saved 2 changes.").wait_for()
    assert [line["to"] for line in journal_of(here)] == ["Kept", "Typed without a connection"]


def test_two_people_at_one_cell_both_see_what_the_other_wrote(page, served, here):
    go(page, "CDNW2", "number")
    page.keyboard.type("901")
    keys(page, "Enter")
    change = FieldDecision(item="CDNW2", field="number", before="102", after="777")
    served.decide(lambda: [change], "Ben", wait=True)
    keys(page, "Control+s")
    page.locator("#preview-counts", has_text="1 changed by somebody else meanwhile").wait_for()
    row = page.locator("#preview-rows tr")
    assert "it was 102 when you saw it, and is now 777" in row.inner_text()
    assert page.locator("#save").is_disabled()
    row.get_by_role("button", name="Use mine").click()
    page.locator("#preview-counts", has_text="1 to be saved").wait_for()
    page.locator("#save").click()
    page.locator("#message", has_text="Saved 1 change.").wait_for()
    assert [(line["who"], line["from"], line["to"]) for line in journal_of(here)] == [
        ("Ben", "102", "777"),
        ("Ada", "777", "901"),
    ]


def test_a_refused_cell_offers_its_two_days_and_the_rest_is_saved(page, here):
    go(page, "CDNW2", "date")
    paste(page, "8/11/62\tBONN")
    waiting(page, "2 changed cells")
    keys(page, "Control+s")
    page.locator("#preview-counts", has_text="1 to be saved, 1 refused.").wait_for()
    page.locator("#save").click()
    page.locator("#preview-message", has_text="Saved 1. The rest was not saved and is kept").wait_for()
    page.get_by_role("button", name="1962-11-08").click()
    page.locator("#preview-counts", has_text="1 to be saved").wait_for()
    page.locator("#save").click()
    page.wait_for_selector("#preview[open]", state="detached")
    assert [(line["field"], line["to"]) for line in journal_of(here)] == [("from", "BONN"), ("date", "1962-11-08")]


def test_source_and_confidence_are_a_keystroke_away_and_follow_the_cell(page):
    go(page, "CDNW2", "number")
    keys(page, "Alt+i")
    page.locator("#source-panel", has_text="102 the supplied list").wait_for()
    keys(page, "ArrowDown")
    page.locator("#source-panel", has_text="Number of CDNW3").wait_for()
    keys(page, "Alt+i")
    assert page.locator("#source-panel").is_hidden()


def test_filters_and_order_stand_in_the_address(page, address):
    page.locator("select[name=column]").select_option("from")
    page.locator("input[name=condition]").fill("=paris")
    page.get_by_role("button", name="Filter", exact=True).click()
    waiting(page, "20 items pass the filters")
    page.locator("select[name=sort]").select_option("number")
    page.locator("input[name=down]").check()
    page.wait_for_function("() => document.querySelector('#grid tbody th')?.textContent === 'CDNW59'")
    assert page.url.endswith("/desk/table?where=from%3D%3Dparis&sort=-number")
    open_table(page, address, "?where=from%3D%3Dparis&sort=-number")
    assert page.locator("#grid tbody th").first.inner_text() == "CDNW59"
    page.get_by_role("button", name="Remove the filter From: =paris").click()
    waiting(page, "60 items")


def test_what_is_typed_or_pasted_is_never_markup(page, here):
    go(page, "CDNW2", "subject")
    paste(page, NASTY)
    waiting(page, "1 changed cell")
    assert drawn(page, "CDNW2")["subject"] == NASTY
    keys(page, "Control+s")
    page.locator("#preview-rows td", has_text=NASTY).first.wait_for()
    page.locator("#save").click()
    page.wait_for_selector("#preview[open]", state="detached")
    page.wait_for_function("() => document.activeElement?.getAttribute('role') === 'grid'")
    keys(page, "Alt+i")
    page.locator("#source-panel", has_text=NASTY).wait_for()
    assert page.locator("#table-page img").count() == 0
    assert page.problems == []


def test_an_id_like_markup_is_shown_as_it_stands(browser, tmp_path):
    here = make_collection(tmp_path, count=3)
    list_ = here.received / "list/descriptions.jsonl"
    row = {"item": NASTY, "fields": {"number": [{"as_written": NASTY, "value": NASTY}]}, "pages": ["SPECIMEN"]}
    list_.write_text(list_.read_text(encoding="utf-8") + json.dumps(row) + "\n", encoding="utf-8")
    with serving_app(make_app(serve_collection(here).app_state, access=HERE)) as address:
        page = browser.new_page()
        page.request.get(f"{address}/desk?token={TOKEN}", max_redirects=0)
        open_table(page, address)
        assert drawn(page, NASTY)["number"] == NASTY
        keys(page, "Control+End", "Home", "Alt+i")
        page.locator("#source-panel", has_text=f"Date of {page.locator('#grid tbody th').last.inner_text()}").wait_for()
        page.keyboard.type("1 Jan 63")
        keys(page, "Enter", "Control+s")
        page.locator("#preview-counts", has_text="1 to be saved").wait_for()
        assert page.locator("#table-page img").count() == 0
        page.close()


def test_a_quoted_cell_of_a_spreadsheet_is_one_cell_and_a_quotation_mark_a_letter(page):
    go(page, "CDNW2", "subject")
    paste(page, '"two\nlines"\t"a ""word"" of it"\n"No" he said\t5" gun')
    waiting(page, "4 changed cells")
    assert [drawn(page, "CDNW2")[name] for name in ("subject", "note")] == ["two lines", 'a "word" of it']
    assert [drawn(page, "CDNW3")[name] for name in ("subject", "note")] == ['"No" he said', '5" gun']


def test_a_long_table_is_gone_through_by_keys_and_the_far_end_is_drawn(page):
    keys(page, "Control+End")
    page.wait_for_function("() => document.getElementById('active-cell')?.dataset.field === 'note'")
    assert active(page)[:2] == ["CDNW60", "note"]
    keys(page, "Control+Home")
    page.wait_for_function("() => document.getElementById('active-cell')?.dataset.field === 'date'")
    assert active(page) == ["CDNW1", "date", "1962-11-01"]
    keys(page, "PageDown", "PageDown", "PageDown", "PageDown", "PageDown")
    page.wait_for_function("() => document.querySelector('#grid')?.scrollTop > 600")


def test_escape_leaves_the_cell_as_it_was_and_tab_leaves_the_table(page):
    go(page, "CDNW2", "number")
    page.keyboard.type("9")
    keys(page, "Escape")
    assert active(page) == ["CDNW2", "number", "102"]
    assert page.evaluate("document.activeElement.getAttribute('role')") == "grid"
    keys(page, "Tab")
    assert page.evaluate("document.activeElement.closest('#grid')") is None


@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize("state", ["table", "editing", "preview", "source"])
def test_the_page_fits_and_breaks_no_rule_of_accessibility(page, width, state):
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 800})
    go(page, "CDNW2", "date")
    page.keyboard.type("soon")
    page.locator("#verdict", has_text="not recognised").wait_for()
    if state != "editing":
        keys(page, "Enter")
    if state == "preview":
        keys(page, "Control+s")
        page.locator("#preview-counts", has_text="1 refused").wait_for()
    if state == "source":
        keys(page, "Alt+i")
        page.locator("#source-panel li").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:2]) for rule in violations] == []
