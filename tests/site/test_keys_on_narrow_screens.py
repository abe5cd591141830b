"""In a browser: on a narrow screen the heads by which a table is sorted can be seen when a key leads to them."""

import pytest
from chromium import launch, needs_browser
from made_up import archive

from briefbook.site.build import build_site

pytestmark = needs_browser

SEEN = """() => {
  document.activeElement.scrollIntoView({ block: "center" });
  const box = document.activeElement.getBoundingClientRect();
  const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return document.activeElement.contains(there);
}"""


@pytest.mark.parametrize("width", [320, 640])
def test_the_head_in_use_is_seen(tmp_path, width):
    from playwright.sync_api import sync_playwright

    build_site(archive(), tmp_path / "site")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": width, "height": 800}, reduced_motion="reduce")
        page.goto((tmp_path / "site" / "items.html").as_uri())
        page.locator("#items th button").first.focus()
        assert page.evaluate(SEEN)
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN)
        browser.close()
