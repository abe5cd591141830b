"""Copies of one text are set side by side, and what differs is marked."""

import dataclasses

from made_up import archive

from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.network import Network
from briefbook.model.page import Page
from briefbook.site.views import web_page

FIRST = "THE FERRY SAILS ON MONDAY.\nNO LIGHTS WILL BE LIT."
LATER = "THE FERRY SAILS ON TUESDAY.\nNO HARBOUR LIGHTS WILL BE LIT."


def test_what_differs_is_marked_on_both_sides():
    entries = {item: Entry(item, page_count=1) for item in ("A1", "A2")}
    pages = {"A1": (Page.of_text("A1", 1, FIRST),), "A2": (Page.of_text("A2", 1, LATER),)}
    catalogue = MemoryCatalogue(entries, pages)
    made = dataclasses.replace(
        archive(), catalogue=catalogue, network=Network(copies=(("A2", "A1"),)), narratives=(), verifications=()
    )
    page = web_page("copies/A1.html", made).body.decode()
    assert 'ON <mark title="differs">MONDAY.</mark> NO LIGHTS WILL' in page
    assert 'ON <mark title="differs">TUESDAY.</mark> NO <mark title="only here">HARBOUR</mark> LIGHTS' in page
    assert "2 differences." in page
    assert 'href="../copies/A1.html">compare side by side</a>' in web_page("items/A2.html", made).body.decode()


def test_an_item_without_a_copy_has_no_such_page():
    assert web_page("copies/SPEC103.html", archive()) is None
