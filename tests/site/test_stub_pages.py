"""A paper cited or referred to and not held has a slip: what is known of it, who cites it, where it might be."""

import dataclasses
import re

import pytest
from made_up import archive

from briefbook.model.network import Network, ResolvedReference
from briefbook.site.site_data import SiteData
from briefbook.site.stub_pages import missing_paper
from briefbook.site.views import html_urls, web_page
from briefbook.text.services import Service

STUB = "WASHDC 3315 (1962)"
URL = "not-held/WASHDC~203315~20~281962~29.html"


def made(**about):
    reference = ResolvedReference(
        "SPEC104",
        "MYTEL 3315",
        "TEL",
        "3315",
        "stub",
        target=STUB,
        date="1962-11-08~",
        note="the date is estimated from the numbers around it",
    )
    book = archive(**about)
    return dataclasses.replace(book, network=Network((reference,)))


def words(url, book):
    text = re.sub(r"<[^>]+>", " ", re.search(r"<main.*</main>", web_page(url, book).body.decode(), re.S)[0])
    return " ".join(text.split())


def test_a_paper_that_papers_refer_to_has_a_slip_with_what_is_known_and_who_refers_to_it():
    slip = words(URL, made())
    assert "Embassy in Washington, no. 3315 (1962)" in slip
    assert "Number 3315 Date 8 November 1962 (about) the date is estimated from the numbers around it" in slip
    assert "Referred to by Embassy in Washington to External Affairs, 13 November 1962: HARBOUR WORKS SPEC104" in slip
    assert "“MYTEL 3315”" in slip


def test_a_slip_names_the_items_held_beside_it_in_the_series():
    slip = words(URL, made())
    beside = slip[slip.index("Held beside it, by number") : slip.index("Referred to by")]
    assert "SPEC101, no. 3314" in beside
    assert "SPEC102, no. 3316" in beside
    assert "SPEC104" not in beside


def test_a_paper_that_only_the_book_cites_has_a_slip_with_the_sentence_s_chapter_and_the_repository():
    slip = words("not-held/SPEC999.html", made(repository="The Harbour Archive"))
    assert "The book cites this paper; it is not among those held here." in slip
    assert "Cited in the book November 8 to 13, 1962" in slip
    assert "The Harbour Archive, whose papers these are" in slip


def test_the_archive_of_the_service_that_wrote_it_is_named_with_its_record_groups():
    book = made()
    entry = book.catalogue.get("SPEC104")
    form = dataclasses.replace(entry.readings["form"][0], note="by its form: ca_telegram")
    entries = {other.item: other for other in book.catalogue}
    entries["SPEC104"] = dataclasses.replace(entry, readings={**entry.readings, "form": (form,)})
    slip = words(URL, dataclasses.replace(book, catalogue=type(book.catalogue)(entries)))
    assert "Library and Archives Canada, Ottawa , where papers of its service (Canada) are usually kept: RG 25." in slip


def test_stub_pages_are_pages_of_the_site_that_lists_citations_and_references_lead_to():
    book = made()
    assert {URL, "not-held/SPEC999.html"} <= set(html_urls(SiteData(book)))
    assert f'href="{URL}"' in web_page("not-held.html", book).body.decode()
    assert 'class="cite not-held"' in web_page("narratives/first.html", book).body.decode()
    assert 'href="../not-held/SPEC999.html"' in web_page("narratives/first.html", book).body.decode()


def test_there_is_no_slip_of_what_is_held_or_nobody_cites_and_none_where_the_list_is_hidden():
    assert web_page("not-held/SPEC101.html", made()) is None
    assert web_page("not-held/NONE.html", made()) is None
    assert web_page(URL, made(site_hide="not-held")) is None


def slip_of(target, mention):
    book = made()
    reference = dataclasses.replace(book.network.references[0], target=target, mention=mention, date=None)
    book = dataclasses.replace(book, network=Network((reference,)))
    return missing_paper(SiteData(book), target)


@pytest.mark.parametrize(
    ("target", "mention", "title"),
    [
        ("PARIS 9008 (1963)", "PARI 9008", "Embassy in Paris, no. 9008 (1963)"),
        (
            "vol04-d1",
            "Relations of the Harbours, vol. IV, Document 1",
            "Relations of the Harbours, vol. IV, Document 1",
        ),
        ("QZXV 848 (1963)", "telegram 848 from Quayside, March 27", "Telegram 848 from Quayside, March 27"),
        ("QZXV 848 (1963)", "848", "QZXV 848 (1963)"),
        ("QZXV 848 (1963)", "your telegram 848", "QZXV 848 (1963)"),
        ("Reed: letter of 1963-02-18", "letter of February 18", "Reed: letter of 18 February 1963"),
        ("QZXV 848 (1963)", "QZXV 848", "QZXV 848 (1963)"),
    ],
)
def test_a_slip_is_titled_by_the_office_else_by_the_words_that_refer_to_it_else_by_its_code(target, mention, title):
    assert slip_of(target, mention).title == title


def test_a_station_of_an_agency_is_none_of_the_forces():
    assert slip_of("JMWAVE 1448", "WAVE 1448").service != Service.US_FORCES
    assert slip_of("CINCPAC 3010 (1963)", "CINCPAC 3010").service == Service.US_FORCES
