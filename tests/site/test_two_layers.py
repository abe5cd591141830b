"""A reader's page has no codes and certainties; a scholar's is one switch away, on the same page."""

import dataclasses
import re

from made_up import archive

from briefbook.site.views import web_page

SCHOLAR = re.compile(r'<(\w+)(?=[^>]*class="[^"]*\bscholar\b)[^>]*>.*?</\1>', re.S)


def page(url, **about):
    made = archive()
    made = dataclasses.replace(made, about={**made.about, **about})
    return web_page(url, made).body.decode()


def main_of(text):
    return re.search(r"<main.*?</main>", text, re.S)[0]


def without_scholar(text):
    return SCHOLAR.sub("", main_of(text))


def test_a_reader_of_an_item_meets_no_percentages_checksums_or_sources():
    whole = main_of(page("items/SPEC103.html"))
    read = without_scholar(whole)
    assert "confidence 97%" in whole
    assert "from the supplied list (table.csv)" in whole
    assert "confidence" not in read
    assert "from the supplied list" not in read
    assert "other reading" not in read
    assert "SHA-256" not in read


def test_the_sender_of_an_item_is_an_office_and_its_code_is_the_scholar_s():
    row = re.search(r'<th scope="row">From</th><td>(.*?)</td>', page("items/SPEC102.html"), re.S)[1]
    assert row.startswith(
        '<a href="../offices/WASHDC.html">Embassy in Washington</a> <span class="quiet scholar">WASHDC</span>'
    )


def test_the_line_under_the_title_keeps_number_and_route_and_leaves_the_codes_to_scholars():
    line = re.search(r'<p class="route">(.*?)</p>', page("items/SPEC102.html"), re.S)[1]
    assert "Embassy in Washington" in line
    assert "WASHDC" not in SCHOLAR.sub("", line)
    assert "WASHDC to EXTERNAL" in line


def test_pages_with_codes_and_sources_have_the_switch_and_other_pages_have_none():
    for url in ("items/SPEC103.html", "narratives/first.html", "items.html", "posts.html", "offices/WASHDC.html"):
        assert page(url).count('<input type="checkbox" id="layer" accesskey="s">') == 1
        assert '<label for="layer">Show sources and checks</label>' in page(url)
    assert 'id="layer"' not in page("people.html")


def test_tables_lists_of_choices_and_the_page_of_offices_name_offices_and_leave_codes_to_scholars():
    row = re.search(r"<tr>(?=[^\n]*SPEC102).*?</tr>", page("items.html"), re.S)[0]
    assert (
        '<a href="offices/WASHDC.html">Embassy in Washington</a> <span class="quiet scholar">WASHDC</span></td>' in row
    )
    assert '<option value="WASHDC">Embassy in Washington</option>' in page("items.html")
    assert '<option value="LDN">High Commission in London</option>' in page("search.html")
    for url in ("items.html", "posts.html", "correspondence.html", "timeline.html", "map.html"):
        tables = "".join(re.findall(r"<tbody>.*?</tbody>", without_scholar(page(url)), re.S))
        assert "Embassy in Washington" in tables, url
        assert ">WASHDC" not in tables, url


def test_how_a_chapter_was_checked_is_closed_until_it_is_asked_for():
    text = page("narratives/first.html")
    assert '<details class="checked" id="checked">' in text
    assert "<summary><h2>How this chapter was checked</h2></summary>" in text


def test_the_headline_of_checks_can_be_left_out_and_the_other_figures_stay():
    assert "found word for word" in page("index.html")
    front = page("index.html", site_hide="headline")
    assert "found word for word" not in front
    assert "dates covered" in front


def test_without_the_page_of_downloads_the_files_stay():
    made = dataclasses.replace(archive(), about={**archive().about, "site_hide": "downloads"})
    assert web_page("downloads.html", made) is None
    assert "All downloads" not in web_page("downloads/book.pdf", made).body.decode()


def test_parties_that_were_hard_to_read_stand_once_in_words_and_their_codes_are_the_scholar_s():
    made = archive()
    entry = made.catalogue.get("SPEC102")
    first = {name: entry.readings[name][0] for name in ("from", "to")}
    doubtful = {name: (dataclasses.replace(reading, confidence=0.3),) for name, reading in first.items()}
    entry = dataclasses.replace(entry, readings={**entry.readings, **doubtful})
    catalogue = dataclasses.replace(made.catalogue, entries={**made.catalogue.entries, "SPEC102": entry})
    text = web_page("items/SPEC102.html", dataclasses.replace(made, catalogue=catalogue)).body.decode()
    line = SCHOLAR.sub("", re.search(r'<p class="route">(.*?)</p>', text, re.S)[1])
    assert line.count("Washington") == 1
    assert "WASHDC" not in line
    assert "hard to read" in line
