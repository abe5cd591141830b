"""The built site in a browser, as a person uses it: from disk and over http."""

import functools
import http.server
import threading

import pytest
from chromium import launch, needs_browser
from made_up import archive

from briefbook.model.archive import Archive
from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.site.build import build_site

pytestmark = needs_browser
KINDS = [
    "index.html",
    "narratives/first.html",
    "items/SPEC103.html",
    "items/SPEC106.html",
    "items.html",
    "posts.html",
    "people.html",
    "people/Minister~20of~20Harbours.html",
    "offices/WASHDC.html",
    "copies/SPEC101.html",
    "search.html",
    "timeline.html",
    "correspondence.html",
    "map.html",
    "replies.html",
    "series.html",
    "not-held.html",
    "not-held/SPEC999.html",
    "glossary.html",
    "about.html",
    "checks.html",
    "downloads.html",
    "design.html",
    "404.html",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("host") / "sub folder" / "site"
    report = build_site(archive(), folder)
    assert report.troubles == ()
    return folder


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = launch(playwright)
        yield made
        made.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="module", params=["file", "http"])
def base(request, site):
    if request.param == "file":
        yield site.as_uri() + "/"
        return
    handler = functools.partial(_Quiet, directory=str(site.parent.parent))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/sub%20folder/site/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def tab(browser, base):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=base)
    page = context.new_page()
    page.asked, page.errors = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", lambda said: page.errors.append(said.text) if said.type == "error" else None)
    yield page
    assert page.errors == []
    assert [url for url in page.asked if not url.startswith((base, "data:", "blob:"))] == []
    context.close()


def go(page, base, url):
    page.goto(base + url)


def becomes(is_so, page, *, seconds=10):
    """Whether something of a page is so within some seconds; asked ten times a second."""
    for _ in range(seconds * 10):
        if is_so():
            return True
        page.wait_for_timeout(100)
    return False


def test_a_word_on_a_page_is_found_and_marked_on_the_picture(tab, base):
    go(tab, base, "search.html")
    tab.fill("#q", "timetable")
    tab.wait_for_selector("#results li a")
    assert "5 items" in tab.inner_text("#answer")
    tab.click("#results li a >> nth=0")
    tab.wait_for_selector("rect.hit")
    assert tab.inner_text(".lines mark") == "TIMETABLE"


def test_a_result_names_the_page_of_the_word_and_leads_to_it(tab, base):
    go(tab, base, "search.html?q=timetable")
    tab.wait_for_selector("#results li a")
    assert tab.inner_text("#results li p.quiet >> nth=0").partition(", ")[2].startswith("p. 1, ")
    assert tab.locator("#results li a").first.get_attribute("href").endswith("?q=timetable#p1")


def test_the_pixels_under_a_found_word_change(tab, base):
    go(tab, base, "items/SPEC103.html")
    tab.add_style_tag(content="* { transition: none !important }")
    box = tab.locator("#b1-7").bounding_box()
    before = tab.screenshot(clip={**box, "width": box["width"] + 1})
    go(tab, base, "items/SPEC103.html?q=timetable")
    tab.wait_for_selector("rect.hit")
    tab.evaluate("scrollTo(0, 0)")
    assert becomes(lambda: tab.screenshot(clip={**box, "width": box["width"] + 1}) != before, tab)


def test_a_phrase_a_prefix_and_a_word_left_out(tab, base):
    for asked, answer in (
        ('"looked dissatisfied with"', "5 items, 2 passages of the book"),
        ("timeta", "5 items"),
        ("ferry -4028", "4 items"),
    ):
        go(tab, base, "search.html")
        tab.fill("#q", asked)
        assert becomes(lambda answer=answer: tab.inner_text("#answer") == answer, tab), asked


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("ferry NEAR/5 pier", "cannot do: NEAR/5."),
        ("from:LDN ferry~ has:scan", "cannot do: ferry~, has:scan."),
        ('"ferry pier"~5', 'cannot do: "ferry pier"~5.'),
        ("f*ry", "cannot do: f*ry."),
    ],
)
def test_what_the_search_on_disk_cannot_do_is_said_and_not_taken_for_words(tab, base, question, named):
    go(tab, base, "search.html")
    tab.fill("#q", question)
    tab.wait_for_function("document.querySelector('#answer')?.textContent.includes('cannot do')")
    assert named in tab.inner_text("#answer")
    assert tab.locator("#results li").count() == 0


def test_the_results_can_be_filtered_and_kept_as_a_link(tab, base):
    go(tab, base, "search.html?q=ferry&from=LDN")
    tab.wait_for_selector("#results li a")
    assert tab.inner_text("#answer") == "1 item"


def test_results_can_be_ordered_by_date_and_kept_to_a_month(tab, base):
    go(tab, base, "search.html?q=ferry&when=1962-11&order=latest&to=EXTERNAL")
    tab.wait_for_selector("#results li a")
    notes = tab.locator("#results li p.quiet").all_inner_texts()
    assert [note.partition(", p. 1, ")[2] for note in notes] == [
        "13 November 1962",
        "13 November 1962",
        "10 November 1962",
        "8 November 1962",
        "8 November 1962",
    ]


def test_with_the_keyboard_alone_from_the_front_page_to_the_words_on_the_scan(tab, base):
    go(tab, base, "index.html")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.id") == "q"
    tab.keyboard.type("timetable")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#results li a")
    tab.focus("#q")
    for _ in range(12):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.closest('#results') !== null"):
            break
    tab.keyboard.press("Enter")
    tab.wait_for_selector("rect.hit")
    assert tab.inner_text(".lines mark") == "TIMETABLE"


def test_a_citation_is_copied(tab, base):
    go(tab, base, "items/SPEC103.html")
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.click(".cite-forms .copy >> nth=0")
    tab.wait_for_function("document.querySelector('.cite-forms .copy')?.textContent === 'Copied'")
    assert "telegram 4028, 13 November 1962" in tab.evaluate("navigator.clipboard.readText()")


def test_a_tap_opens_the_card_and_a_second_one_follows_the_citation(browser, site):
    context = browser.new_context(viewport={"width": 360, "height": 700}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto((site / "narratives/first.html").as_uri())
    page.locator("a.cite").nth(2).tap()
    card = page.wait_for_selector(".card")
    assert card.bounding_box()["x"] >= 0
    assert card.bounding_box()["x"] + card.bounding_box()["width"] <= 360
    page.locator("a.cite").nth(2).tap()
    page.wait_for_url("**/items/SPEC103.html*")
    context.close()


@pytest.mark.parametrize(("width", "number"), [(360, 0), (360, 2), (1280, 0), (1280, 2)])
def test_a_card_stands_at_its_citation_wherever_that_is_on_the_page(browser, site, width, number):
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto((site / "narratives/first.html").as_uri())
    citation = page.locator("a.cite").nth(number)
    citation.hover()
    card, line = page.wait_for_selector(".card").bounding_box(), citation.bounding_box()
    below, above = card["y"] - (line["y"] + line["height"]), line["y"] - (card["y"] + card["height"])
    assert 0 <= max(below, above) <= 12
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_on_a_phone_results_come_before_filters_which_a_button_shows(browser, site):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto((site / "search.html").as_uri() + "?q=harbour")
    assert page.wait_for_selector("#results a").bounding_box()["y"] < 740
    assert not page.locator("select[name=from]").is_visible()
    page.click("#search .narrow")
    assert page.locator("select[name=from]").is_visible()
    assert page.get_attribute("#search .narrow", "aria-expanded") == "true"
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.locator("select[name=from]").is_visible()
    context.close()


def test_a_long_name_of_an_office_makes_no_page_wider_than_a_phone(browser, tmp_path):
    long = "Deputy Assistant Secretary of State for the Harbours and Ports of the Western Coast (Hale)"
    values = {"from": (Reading(long, long),), "to": (Reading(long, long),)}
    made = Archive(MemoryCatalogue({"X1": Entry("X1", values)}), (), about={"title": "T"})
    build_site(made, tmp_path / "site")
    context = browser.new_context(viewport={"width": 360, "height": 700})
    page = context.new_page()
    for url in ("items.html", "not-held.html", "posts.html", "items/X1.html"):
        page.goto((tmp_path / "site" / url).as_uri())
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth") == 360, url
    context.close()


def test_papers_and_chapters_answer_one_language_of_questions(tab, base):
    for asked, answer in (
        ("4028 OR 3316", "2 items"),
        ("ferry (4028 OR 3316)", "2 items"),
        ("ferry NOT (4028 OR 3316)", "3 items"),
        ("harb*", "5 items, 2 passages of the book"),
        ("from:london ferry", "1 item"),
        ('from:"high commission" ferry', "1 item"),
        ("number:3316", "1 item"),
        ("date:1962-11-09..1962-11-12 ferry", "1 item"),
        ("date:1962-11-13 class:confidential", "2 items"),
        ("item:SPEC10* -ferry", "1 item"),
        ("harbour OR timetable", "5 items, 2 passages of the book"),
        ("engineers asleep", "2 passages of the book"),
    ):
        go(tab, base, "search.html")
        tab.fill("#q", asked)
        tab.wait_for_function("document.querySelector('#answer')?.textContent")
        assert tab.inner_text("#answer") == answer, asked


def test_a_misspelt_word_is_taken_for_the_nearest_and_words_are_completed_while_typing(tab, base):
    go(tab, base, "search.html?q=timetabel")
    tab.wait_for_selector("#results li a")
    assert tab.inner_text("#answer") == "No results for “timetabel”. Results for “timetable” instead: 5 items"
    tab.fill("#q", "the timet")
    tab.wait_for_selector("#completions option", state="attached")
    assert tab.locator("#completions option").first.get_attribute("value") == "the timetable"


def test_searches_are_listed_saved_and_cited(tab, base):
    go(tab, base, "search.html?q=ferry&from=LDN")
    tab.wait_for_selector("#searches .recent li a")
    assert "ferry" in tab.inner_text("#searches .recent li")
    assert "1 result" in tab.inner_text("#searches .recent li")
    tab.click("#searches .recent li button")
    tab.wait_for_selector("#searches .saved li a")
    tab.click("#cite-search summary")
    cited = tab.inner_text("#cite-search p")
    assert cited.startswith("Search for “ferry” in Harbour Works, 1962, 1 result, ")
    assert "search.html?q=ferry&from=LDN" in cited
    go(tab, base, "search.html")
    tab.wait_for_selector("#searches .saved li a")
    tab.click("#searches .saved li a")
    tab.wait_for_selector("#results li a")
    assert tab.inner_text("#answer") == "1 item"


def test_what_is_not_there_is_said_not_to_be_found(tab, base):
    go(tab, base, "search.html?q=xylophone")
    tab.wait_for_function("document.querySelector('#answer')?.textContent.includes('Nothing found')")


def test_a_citation_opens_a_card_by_hover_and_escape_closes_it(tab, base):
    go(tab, base, "narratives/first.html")
    tab.hover("a.cite >> nth=2")
    card = tab.wait_for_selector(".card")
    assert "High Commission in London to External Affairs" in card.inner_text()
    assert "LDN → EXTERNAL, no. 4028" not in card.inner_text()
    assert "looked dissatisfied with everything" in card.inner_text()
    assert tab.locator(".card svg.cutout image").count() == 1
    tab.keyboard.press("Escape")
    assert tab.locator(".card").count() == 0


def test_sources_and_checks_are_shown_when_asked_for_and_on_the_next_page_too(tab, base):
    go(tab, base, "narratives/first.html")
    assert not tab.locator("#checked ul").is_visible()
    tab.check("#layer")
    assert tab.locator("#checked ul").is_visible()
    tab.hover("a.cite >> nth=2")
    assert "LDN → EXTERNAL, no. 4028" in tab.wait_for_selector(".card").inner_text()
    go(tab, base, "items/SPEC103.html")
    assert "1 other reading" in tab.locator(".fields").inner_text()
    tab.uncheck("#layer")
    assert "other reading" not in tab.locator(".fields").inner_text()
    assert "High Commission" in tab.locator(".fields").inner_text()
    go(tab, base, "items/SPEC103.html?layer=scholar")
    assert "1 other reading" in tab.locator(".fields").inner_text()


def test_a_citation_opens_a_card_by_keyboard(tab, base):
    go(tab, base, "narratives/first.html")
    tab.focus("a.cite >> nth=0")
    tab.wait_for_selector(".card")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('.card') !== null")


def test_a_citation_of_quoted_words_leads_to_them_on_the_picture(tab, base):
    go(tab, base, "narratives/first.html")
    tab.locator("a.cite").nth(2).click()
    tab.wait_for_selector("#q-first-0:target")


def test_the_table_of_all_items_filters_and_sorts(tab, base):
    go(tab, base, "items.html")
    tab.fill("[name=q]", "ldn")
    tab.wait_for_function("document.querySelector('#count')?.textContent === '1 of 6 items'")
    tab.fill("[name=q]", "")
    tab.click("th[data-column=number] button")
    tab.click("th[data-column=number] button")
    assert becomes(lambda: tab.locator("#items tbody tr th").first.inner_text().startswith("SPEC103"), tab)
    tab.select_option("[name=group]", "from")
    assert becomes(lambda: tab.locator("#items tbody tr").first.inner_text() == "BOTWDC", tab)
    tab.select_option("[name=group]", "series")

    def first_words():
        return [row.split("\t")[0].split(" ")[0] for row in tab.locator("#items tbody tr").all_inner_texts()]

    assert becomes(lambda: first_words()[6:8] == ["High", "SPEC103"], tab)
    rows = first_words()
    assert rows[:2] == ["BOTWDC", "SPEC105"]
    assert rows[2:6] == ["Embassy", "SPEC104", "SPEC102", "SPEC101"]  # the order chosen above holds within a series


def test_a_link_from_a_post_shows_its_items(tab, base):
    go(tab, base, "posts.html")
    tab.click("#at-WASHDC td a")
    tab.wait_for_function("document.querySelector('#count')?.textContent === '3 of 6 items'")


def test_a_table_under_a_section_sorts(tab, base):
    go(tab, base, "narratives/first.html")
    tab.click("table.sortable th >> nth=4 >> button")
    tab.click("table.sortable th >> nth=4 >> button")
    assert "4028" in tab.locator("table.sortable tbody tr").first.inner_text()


def test_deep_zoom_draws_the_picture_and_gives_the_focus_back(tab, base):
    go(tab, base, "items/SPEC103.html")
    tab.click("button.zoom")
    tab.wait_for_selector("dialog[data-open=yes]")
    tab.wait_for_timeout(900)
    box = tab.locator(".viewer .canvas").bounding_box()
    middle = {"x": box["x"] + box["width"] / 2 - 60, "y": box["y"] + 40, "width": 120, "height": box["height"] - 80}
    drawn = tab.screenshot(clip=middle)
    tab.keyboard.press("r")
    assert becomes(lambda: tab.screenshot(clip=middle) != drawn, tab)
    tab.keyboard.press("Escape")
    tab.wait_for_selector("dialog", state="detached")
    assert tab.evaluate("document.activeElement.className") == "zoom"


@pytest.mark.parametrize("width", [320, 390, 430])
def test_on_a_phone_the_viewer_can_be_closed_and_back_stays_on_the_page(browser, base, width):
    context = browser.new_context(viewport={"width": width, "height": 640}, has_touch=True, base_url=base)
    page = context.new_page()
    page.goto(base + "index.html")
    page.goto(base + "items/SPEC103.html")
    page.click("button.zoom")
    page.wait_for_selector("dialog[data-open=yes]")
    page.go_back()
    page.wait_for_selector("dialog", state="detached")
    assert page.url == base + "items/SPEC103.html"
    page.click("button.zoom")
    page.wait_for_selector("dialog[data-open=yes]")
    for name in ("Zoom in", "Zoom out", "Whole page", "Rotate", "Close"):
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        at = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).textContent", at) == name
    page.click("dialog button.close")
    page.wait_for_selector("dialog", state="detached")
    page.wait_for_function("!history.state")  # the browser leaves the viewer's entry in its own time
    page.go_back()
    assert page.url == base + "index.html"
    context.close()


def test_nothing_is_wider_than_a_narrow_phone_or_a_page_at_twice_its_size(browser, base):
    context = browser.new_context(viewport={"width": 320, "height": 640}, base_url=base)
    page = context.new_page()
    for url in KINDS:
        page.goto(base + url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, url
    page.set_viewport_size({"width": 640, "height": 480})
    for url in KINDS:
        page.goto(base + url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, url
    context.close()


def test_without_script_everything_can_be_read(browser, base):
    context = browser.new_context(java_script_enabled=False, base_url=base)
    page = context.new_page()
    page.goto(base + "narratives/first.html")
    page.click("a.cite >> nth=2")
    assert "items/SPEC103.html" in page.url
    assert page.locator(".lines li").count() == 11
    page.goto(base + "items.html")
    assert page.locator("#items tbody tr").count() == 6
    assert not page.locator("#filters").is_visible()
    page.goto(base + "search.html")
    assert "requires JavaScript" in page.content()
    context.close()


def test_a_page_prints(browser, base, tmp_path):
    context = browser.new_context(base_url=base)
    page = context.new_page()
    page.goto(base + "narratives/first.html")
    page.pdf(path=str(tmp_path / "page.pdf"))
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    page.emulate_media(media="print")
    assert not page.locator(".pages").is_visible()
    assert page.locator("table.sortable th").first.is_visible()
    assert page.inner_text("table.sortable th >> nth=0") == "Item"
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_no_rule_of_accessibility_is_broken_and_text_has_a_contrast_of_seven_to_one(browser, site, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    rules = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        "rules": {"color-contrast-enhanced": {"enabled": True}},
    }
    broken = []
    for url in KINDS:
        page.goto((site / url).as_uri())
        found = axe.run(page, options=rules).response["violations"]
        broken += [(url, one["id"], one["nodes"][0]["html"][:120]) for one in found]
    assert broken == []
    context.close()


def test_a_time_chosen_on_the_timeline_narrows_table_and_list_and_can_be_enlarged(tab, base):
    go(tab, base, "timeline.html")
    assert tab.locator("#lanes .lane").count() == 3
    first = tab.locator("#lanes .lane svg").first
    box = first.bounding_box()
    tab.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 5)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + 5)
    tab.mouse.up()
    assert tab.inner_text("#selected p") == "9 November 1962 – 10 November 1962: 1 item"
    assert tab.locator("#selected li a").first.get_attribute("href") == "items/SPEC105.html"
    assert tab.locator(".table tbody tr:visible").count() == 1
    tab.click("text=Enlarge")
    assert first.get_attribute("viewBox") == "1 0 2 28"
    assert tab.locator(".lane-axis span").all_inner_texts() == ["9 November 1962", "", "10 November 1962"]
    tab.click("text=Show all")
    assert first.get_attribute("viewBox") == "0 0 6 28"
    assert tab.locator(".table tbody tr:visible").count() == 4
    tab.select_option("form.filters select >> nth=0", label="13 November 1962")
    assert "2 items" in tab.inner_text("#selected p")


def test_map_network_matrix_and_timeline_are_whole_on_a_phone(browser, site):
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    for url in ("map.html", "correspondence.html", "timeline.html", "index.html"):
        page.goto((site / url).as_uri())
        charts = page.locator(".picture:visible svg, .lanes svg")
        assert charts.count() > 0, url
        for number in range(charts.count()):
            box = charts.nth(number).bounding_box()
            assert box["x"] >= 0, url
            assert box["x"] + box["width"] <= 360, url
        for label in page.locator(".only-narrow text").all():
            box = label.bounding_box()
            assert box["x"] >= 0, (url, label.inner_text())
            assert box["x"] + box["width"] <= 360, (url, label.inner_text())
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_list_of_items_stands_where_it_will_be_before_its_filters_are_shown(site, browser, width):
    def places(*, with_scripts):
        page = browser.new_page(viewport={"width": width, "height": 900})
        if not with_scripts:
            page.route("**/items.js", lambda route: route.abort())
        page.goto((site / "items.html").as_uri())
        page.wait_for_function("document.fonts.status === 'loaded'")
        if with_scripts:
            page.wait_for_selector("#filters:not([hidden])")
        top = page.evaluate("document.querySelector('main table').getBoundingClientRect().top")
        is_shown = page.locator("#filters input[name=q]").count()
        page.close()
        return round(top), is_shown

    assert places(with_scripts=True) == places(with_scripts=False)
    assert places(with_scripts=True)[1] == 1
