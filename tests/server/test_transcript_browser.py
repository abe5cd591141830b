"""The transcript of a page in a browser: from word in doubt to word in doubt, for two people at once."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from made_up import archive
from reviewed import ReviewedCollection, cable
from test_review_browser import Person, browser, pytestmark, serving  # noqa: F401

from briefbook.model.page import Box, Kind, Line, Page, Region, Scan, Word
from briefbook.project.transcribing import TranscriptFiles

OTHERS = {"FERKY": ("FERRY", "FERNY"), "L4TE": ("LATE",)}


def read_page(item):
    lines = []
    for at, text in enumerate(["FM WASHDC NOV8/62", "THE FERKY IS L4TE", "<b>NO BOAT</b> TODAY"]):
        boxes = [Box(40 + 90 * place, 40 + 40 * at, 120 + 90 * place, 60 + 40 * at) for place in range(5)]
        words = [
            Word(word, box, 0.3 if word in OTHERS else 0.95, OTHERS.get(word, ()))
            for word, box in zip(text.split(), boxes, strict=False)
        ]
        lines.append(Line(tuple(words)))
    unread = Region(Kind.UNREAD, Box(40, 300, 400, 330))
    return Page(item, 1, tuple(lines), width=600, height=400, reader="typed", regions=(unread,))


@pytest.fixture
def collection(tmp_path):
    made = ReviewedCollection(tmp_path, [cable("D7001")], pages=read_page)
    store = SimpleNamespace(answer=lambda scan: ((), (read_page("D7001"),), ()), unfinished=lambda scan: None)
    workspace = SimpleNamespace(
        catalogue=made.catalogue,
        place_of=lambda item, number: (Scan(item, (tmp_path / "D7001.pdf",), "0"), number),
        page_store=store,
        page_scores=lambda item, number: None,
        received=SimpleNamespace(of=lambda name: ()),
        collection=SimpleNamespace(transcripts=tmp_path / "transcripts"),
    )
    made.app_state.desk = made.actions = _with_transcripts(made.actions, workspace)
    made.app_state.open(archive())
    made.folder = tmp_path / "transcripts" / "D7001"
    return made


def _with_transcripts(actions, workspace):
    return replace(actions, transcripts=TranscriptFiles(lambda: workspace, lambda: None))


@pytest.fixture
def address(collection):
    with serving(collection) as at:
        yield at


@pytest.fixture
def ada(browser, address):  # noqa: F811
    person = Person(browser, address)
    yield person
    assert person.problems == []


def opened(person):
    person.page.goto(f"{person.address}/desk/items/D7001/pages/1/transcript")
    person.page.locator("#transcript").wait_for()
    return person


def lines_file(collection):
    return (collection.folder / "p001.lines").read_text(encoding="utf-8")


def selection(person):
    return person.page.evaluate(
        "document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)"
    )


def test_a_digit_takes_another_word_and_enter_saves_the_line(ada, collection):
    opened(ada)
    assert selection(ada) == "FERKY"
    ada.press("1")
    assert selection(ada) == "L4TE"
    ada.press("1", "Enter").says("Saved: D7001, p. 1")
    assert ada.keys == 3
    assert lines_file(collection) == "- THE FERKY IS L4TE\n+ THE FERRY IS LATE\n"


def test_tab_goes_from_word_in_doubt_to_word_in_doubt_and_then_leaves_the_line(ada):
    opened(ada).press("Tab")
    assert selection(ada) == "L4TE"
    ada.press("Shift+Tab")
    assert selection(ada) == "FERKY"
    ada.press("Tab", "Tab")
    assert ada.page.evaluate("document.activeElement.closest('.words, .tline, .acts') !== null")
    assert ada.page.evaluate("document.activeElement.name") != "line-r1"


def test_typing_replaces_the_selected_word_and_escape_brings_the_line_back(ada, collection):
    opened(ada)
    ada.page.keyboard.type("FERRY")
    assert ada.page.locator("[name=line-r1]").input_value() == "THE FERRY IS L4TE"
    ada.press("Escape")
    assert ada.page.locator("[name=line-r1]").input_value() == "THE FERKY IS L4TE"
    assert not collection.folder.exists()


def test_a_page_is_approved_as_a_whole_by_a_key(ada, collection):
    opened(ada).press("1", "1", "Control+Enter").says("The page is approved as a whole")
    text = (collection.folder / "p001.txt").read_text(encoding="utf-8")
    assert text == "FM WASHDC NOV8/62\nTHE FERRY IS LATE\n<b>NO BOAT</b> TODAY\n"
    assert "approved as a whole" in ada.page.locator(".review-head").inner_text()
    assert ada.page.locator("[name=line-t2]").input_value() == "<b>NO BOAT</b> TODAY"
    assert ada.page.locator("main b").all_text_contents() == ["THE FERRY IS LATE"]  # what was read is text, no markup


def test_a_form_that_reaches_no_server_keeps_what_was_typed_and_is_sent_when_it_answers(ada, collection):
    opened(ada).page.keyboard.type("FERRY")
    ada.page.context.set_offline(True)
    ada.page.get_by_role("button", name="Save lines").click()
    ada.page.locator(".not-sent").get_by_text("The server does not answer").wait_for(timeout=8000)
    assert ada.page.locator("[name=line-r1]").input_value() == "THE FERRY IS L4TE"
    assert not collection.folder.exists()
    ada.page.context.set_offline(False)
    ada.page.get_by_role("button", name="Save lines").click()
    ada.page.wait_for_function("document.querySelector('.persons') !== null", timeout=15000)
    assert lines_file(collection) == "- THE FERKY IS L4TE\n+ THE FERRY IS L4TE\n"


def test_typing_that_was_not_read_is_framed_on_the_picture_beside_the_line_at_hand(ada):
    opened(ada)
    frames = ada.page.locator(".scan svg.boxes rect")
    assert [frames.nth(at).get_attribute("class") for at in range(2)] == ["region", None]
    assert "Dashed: typing that was not read." in ada.page.locator(".scan figcaption").inner_text()
    ada.press("Tab")
    assert frames.count() == 2


def test_two_people_on_one_line_are_given_a_choice(ada, browser, address, collection):  # noqa: F811
    ben = opened(Person(browser, address))
    opened(ada)
    ben.press("1", "1", "Enter").says("Saved: D7001")
    ada.press("2", "1", "Enter").says("Somebody else changed this page")
    ada.page.get_by_role("button", name="Decide").click()
    assert "Now it is “THE FERRY IS LATE”" in ada.page.locator(".conflict").inner_text()
    assert ada.page.locator("[name=line-r1]").input_value() == "THE FERNY IS LATE"
    ada.page.get_by_role("button", name="Take theirs").click()
    assert ada.page.locator("[name=line-r1]").input_value() == "THE FERRY IS LATE"
    assert lines_file(collection) == "- THE FERKY IS L4TE\n+ THE FERRY IS LATE\n"


@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_and_breaks_no_rule_of_accessibility(browser, address, width, scheme):  # noqa: F811
    from asking import TOKEN
    from axe_playwright_python.sync_playwright import Axe

    shown = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    shown.goto(f"{address}/desk?token={TOKEN}")
    shown.goto(f"{address}/desk/items/D7001/pages/1/transcript")
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(shown).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:2]) for rule in violations] == []
