"""From a paper to the sentence that cites it and to papers like it, and to any paragraph by an address that stays."""

import dataclasses
import re

from made_up import archive

from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.site.narrative_page import with_permalinks
from briefbook.site.related_items import related_items
from briefbook.site.site_data import SiteData
from briefbook.site.views import web_page


def entry(item, **values):
    readings = {
        name: tuple(Reading(value, value) for value in ([given] if isinstance(given, str) else given))
        for name, given in values.items()
    }
    return Entry(item, readings)


def related(*entries, item="X1"):
    made = dataclasses.replace(archive(), catalogue=MemoryCatalogue({each.item: each for each in entries}))
    return [(other.row.item, other.why) for other in related_items(SiteData(made), item)]


def paragraph(*texts):
    html = "".join(f'<p id="l{number}">{text}</p>' for number, text in enumerate(texts, 1))
    return str(with_permalinks([{"html": html}])[0]["html"])


def test_an_item_that_is_cited_shows_the_sentence_without_its_citation_and_leads_to_the_paragraph():
    made = archive()
    narrative = made.narratives[0]
    sentence = dataclasses.replace(narrative.sentences[0], offset=narrative.source.index("The harbour"), end=80)
    narrative = dataclasses.replace(narrative, sentences=(sentence,))
    page = web_page("items/SPEC101.html", dataclasses.replace(made, narratives=(narrative,))).body.decode()
    assert '<a class="citing" href="../narratives/first.html#l3">The harbour works went on.</a>' in page


def test_papers_of_one_subject_or_about_one_date_are_related():
    assert related(
        entry("X1", subject="Harbour works", event="1962-11-08"),
        entry("X2", subject="HARBOUR WORKS"),
        entry("X3", event="1962-11-08"),
        entry("X4", subject="Ferries"),
    ) == [("X2", "the same subject"), ("X3", "about the same date, 8 November 1962")]


def test_papers_that_name_the_same_two_are_related_and_a_single_name_is_too_little():
    assert related(
        entry("X1", persons=["Ada Reed", "Tom Moss"], places=["Oslo"]),
        entry("X2", persons=["Ada Reed"], places=["Oslo"]),
        entry("X3", persons=["Tom Moss"]),
    ) == [("X2", "both name Ada Reed, Oslo")]


def test_a_subject_of_very_many_papers_relates_none():
    assert related(*(entry(f"X{number}", subject="Situation report") for number in range(1, 42))) == []
    assert len(related(*(entry(f"X{number}", subject="Situation report") for number in range(1, 41)))) == 6


def test_an_item_with_related_papers_lists_them_by_title_with_why():
    page = web_page("items/SPEC101.html", archive()).body.decode()
    section = re.search(r'<section aria-labelledby="related">.*?</section>', page, re.S)[0]
    assert '<a href="../items/SPEC105.html">' in section
    assert "SPEC105; the same subject" in section


def test_the_address_of_a_paragraph_stays_when_lines_move_and_its_end_changes():
    begun = "One two three four five six seven eight nine ten eleven twelve"
    first = re.search(r'id="(para-\w+)"', paragraph(f"{begun} thirteen."))[1]
    assert re.findall(r'id="(para-\w+)"', paragraph("Another.", f"<em>{begun}</em> fourteen."))[1] == first


def test_paragraphs_with_the_same_words_have_addresses_of_their_own():
    names = re.findall(r'id="(para-[\w-]+)"', paragraph("The same.", "The same."))
    assert names[1] == names[0] + "-2"


def test_headings_and_paragraphs_lead_to_themselves():
    page = web_page("narratives/first.html", archive()).body.decode()
    assert (
        '<h2 id="s-negotiations-at-the-harbour">Negotiations at the Harbour<a class="pilcrow" '
        'href="#s-negotiations-at-the-harbour" aria-label="Link to this section" data-pagefind-ignore>¶</a></h2>'
    ) in page


def test_references_copies_and_neighbours_have_titles_and_no_codes_of_offices():
    page = web_page("items/SPEC102.html", archive()).body.decode()
    beside = re.search(r'<section aria-labelledby="beside">.*?</section>', page, re.S)[0]
    title = "Embassy in Washington to External Affairs, 8 November 1962: HARBOUR WORKS"
    assert f'SPEC101</a> <span class="quiet">{title}</span>' in beside
    assert "WASHDC" not in beside
    linked = re.findall(r'<a href="[^"]*">(SPEC\d+)</a> <span class="quiet">', page)
    assert "SPEC101" in linked
