"""What a page's head says of its place in its paper."""

import pytest

from briefbook.cables.paging import PageCount, page_count_of
from briefbook.model.page import Page


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("PAGE 1 OF 3", (1, 3, "", "")),
        ("Page 2", (2, 0, "", "")),
        ("PAGE TWO 3327", (2, 0, "3327", "")),
        ("PAGE TWO PARIS 3327 SECRET", (2, 0, "3327", "")),
        ("PAGE 02 ATHENS 06863 191708Z", (2, 0, "6863", "")),
        ("PAGE 01 OF 02 ATHENS 06863", (1, 2, "6863", "")),
        ("CLASSIFIED MESSAGE IN 63271 PAGE 2", (2, 0, "", "63271")),
        ("PAGE 2 OF IN 63271", (2, 0, "", "63271")),
        ("- 2 -", (2, 0, "", "")),
        ("—3—", (3, 0, "", "")),
        ("BLATT 2", (2, 0, "", "")),
    ],
)
def test_a_page_line_says_which_page_of_which_message_it_is(line, count):
    page = Page.of_text("D7", 1, f"SECRET\n{line}\nTHE TALKS GO ON.")
    assert page_count_of(page) == PageCount(*count, words=line)


@pytest.mark.parametrize(
    "line",
    [
        "SEE PAGE 2 OF THE DRAFT",
        "HE TURNED THE PAGE",
        "THE TREATY, ON PAGE 4",
        "2",
        "-2 DEGREES-",
        "PAGE",
        "3. PAGE THE CONSUL.",
    ],
)
def test_a_sentence_about_pages_is_no_page_line(line):
    assert page_count_of(Page.of_text("D7", 1, f"SECRET\n{line}\nTHE TALKS GO ON.")) is None


def test_a_page_line_further_down_is_of_the_text():
    text = "\n".join(["THE TALKS GO ON."] * 12 + ["PAGE 2"])
    assert page_count_of(Page.of_text("D7", 1, text)) is None
