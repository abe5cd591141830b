"""The list of abbreviations stands before the chapters, and only where there is something to list."""

import dataclasses

from made_up import archive

from briefbook.model.abbreviation import Abbreviation
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Sentence
from briefbook.site.site_data import SiteData
from briefbook.site.views import html_urls, web_page
from briefbook.text.abbreviations import enough_for_a_list

SENTENCE = Sentence("The UN met NATO and the OAS.", FilePosition("narratives/first.md", 3), 1, 0, 28)


def made(*own, **about):
    book = archive(**about)
    first, second = book.narratives
    return dataclasses.replace(
        book, narratives=(dataclasses.replace(first, sentences=(SENTENCE,)), second), abbreviations=own
    )


def test_the_front_page_leads_to_the_list_and_the_list_has_what_occurs():
    book = made(Abbreviation("OAS", "Organization of American States", "its charter"))
    assert '<li><a href="abbreviations.html">Abbreviations</a></li>' in web_page("index.html", book).body.decode()
    page = web_page("abbreviations.html", book).body.decode()
    assert 'OAS</dt><dd>Organization of American States <span class="quiet scholar">its charter</span></dd>' in page
    assert page.index("NATO</dt>") < page.index("OAS</dt>") < page.index("UN</dt>")
    assert "SEATO" not in page


def test_what_has_no_meaning_is_not_shown():
    page = web_page("abbreviations.html", made()).body.decode()
    assert "NATO</dt>" in page
    assert "OAS" not in page


def test_there_is_no_list_where_nothing_is_listed_or_the_settings_say_so():
    empty = archive()
    assert "abbreviations.html" not in set(html_urls(SiteData(empty)))
    assert "abbreviations.html" not in web_page("index.html", empty).body.decode()
    hidden = made(site_hide="abbreviations")
    assert web_page("abbreviations.html", hidden) is None
    assert "abbreviations.html" not in web_page("index.html", hidden).body.decode()


def test_one_or_two_abbreviations_that_no_person_listed_fill_no_list():
    known = [Abbreviation(short, "a meaning") for short in ("NATO", "OAS", "US")]
    assert enough_for_a_list(known[:2]) == ()
    assert enough_for_a_list(known[:2], own=known[1:2]) == tuple(known[:2])
    assert enough_for_a_list(known) == tuple(known)
