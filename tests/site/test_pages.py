"""What stands on the pages."""

import dataclasses
import json
import re

import pytest
from made_up import Pictures, archive

from briefbook.model.cable import Derivation, Reading
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.locator import PagePosition
from briefbook.model.network import ResolvedReference
from briefbook.model.page import Box, Kind, Line, Page, Region, Word
from briefbook.site.item_page import KINDS, how_read, notes
from briefbook.site.views import web_page

MADE = archive(site_address="https://example.org/book")


def text(url: str, made=MADE) -> str:
    page = web_page(url, made)
    assert page is not None
    return page.body.decode()


def ld(url: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text(url))[1])


def test_a_specimen_is_marked_on_its_page_in_the_tables_and_for_machines():
    assert "SPECIMEN" in text("items/SPEC103.html")
    assert "specimen-tag" in text("items.html")
    assert "not a historical document" in ld("items/SPEC103.html")["creativeWorkStatus"]
    assert "Specimen" in re.search(r'<meta name="DC.title" content="([^"]*)"', text("items/SPEC103.html"))[1]


def test_every_page_of_a_book_with_specimens_says_so():
    for url in ("index.html", "narratives/first.html", "search.html", "map.html", "404.html"):
        assert 'class="specimen"' in text(url), url


def test_a_line_and_its_box_lead_to_one_another():
    page = text("items/SPEC103.html")
    assert '<li id="p1-l9"><a class="n" href="#b1-9"' in page
    assert '<a href="#p1-l9" tabindex="-1"><rect id="b1-9"' in page


def test_a_quotation_is_marked_on_the_picture_and_leads_there():
    assert 'class="quote" id="q-first-0"' in text("items/SPEC103.html")
    assert 'href="../items/SPEC103.html#q-first-0"' in text("narratives/first.html")


def test_a_field_says_who_says_so_and_what_lost():
    page = text("items/SPEC103.html")
    assert "from the supplied list (table.csv), as written: “13-Nov-62”" in page
    assert "1 other reading" in page
    assert "confidence 97%" in page


def test_a_post_that_no_vocabulary_has_stands_apart_from_those_that_are_identified():
    identified, _, others = text("posts.html").partition("<h2>Not identified</h2>")
    assert 'id="at-WASHDC"' in identified
    assert 'id="at-BOTWDC"' in others


def test_an_item_known_only_by_id_has_a_page_that_claims_nothing():
    page = text("items/SPEC106.html")
    assert "SPEC106: Document · " in page
    assert "Cable" not in page.partition("<footer")[0]
    assert "number not known" not in page
    assert "No scan or text of this item is held" in page
    assert "provisional id" in page


def test_how_a_page_was_checked_is_told_and_findings_are_not():
    page = text("narratives/first.html")
    assert "1 found word for word in the item they cite" in page
    assert "1 not found in the text held" in page
    assert "finding" not in page.lower()


def test_an_item_cited_but_not_held_is_said_to_be_missing():
    assert "not held in this collection: SPEC999" in text("narratives/first.html")
    assert "SPEC999" in text("not-held.html")


def test_an_item_known_from_its_description_only_is_not_counted_as_held():
    catalogue = MemoryCatalogue({entry.item: dataclasses.replace(entry, page_count=0) for entry in MADE.catalogue})
    described = dataclasses.replace(MADE, catalogue=catalogue, picture=Pictures({}), verifications=())
    assert "None of the 5 items cited is held in this collection; 4 are known from their descriptions only." in text(
        "narratives/first.html", described
    )
    assert "4 of the 5 items cited are held in this collection." in text("narratives/first.html")


def test_text_that_came_with_the_scan_is_not_called_our_reading():
    lines = (Line((Word("SECRET"),)),)
    assert how_read(Page("X1", 1, lines, reader="text layer")) == "Text that came with the scan, from other software"
    assert how_read(Page("X1", 1, lines, reader="typed 7")) == "Read by machine"


def test_shaded_bands_are_spoken_of_only_where_a_chapter_has_dates():
    undated = dataclasses.replace(MADE, narratives=[dataclasses.replace(n, dates="") for n in MADE.narratives])
    for url in ("index.html", "timeline.html"):
        assert "haded bands are the dates covered by the chapters" in text(url)
        assert "haded bands" not in text(url, undated)


def test_references_lead_to_what_is_held_and_to_what_is_not():
    assert 'href="../items/SPEC102.html">SPEC102</a>' in text("items/SPEC104.html")
    assert "../not-held/EXTERNAL~203307~20~281962~29.html" in text("items/SPEC101.html")
    assert "one of" in text("items/SPEC102.html")


def test_neighbours_are_those_in_time_and_in_the_series():
    page = text("items/SPEC102.html")
    assert re.search(r"Previous number</span><br><a href=\"../items/SPEC101.html\">", page)
    assert re.search(r"Next number</span><br><a href=\"../items/SPEC104.html\">", page)


def zotero_record(url: str) -> dict:
    """What Zotero makes of the tags: Dublin Core first, then its own names as they are; see its RDF translator."""
    said: dict[str, list[str]] = {}
    for name, value in re.findall(r'<meta (?:name|property)="((?:DC\.|z:|og:)\w+)" content="([^"]*)"', text(url)):
        said.setdefault(name.replace("DC.", "dc:"), []).append(value)
    record = {
        "itemType": said["z:itemType"][0],
        "title": said["dc:title"][0],
        "creators": [("author", one) for one in said.get("dc:creator", ())]
        + [("recipient", one) for one in said.get("z:recipients", ())],
        "date": said.get("dc:date", [""])[0],
        "rights": said.get("dc:rights", [""])[0],
        "language": said.get("dc:language", [""])[0],
        "abstractNote": said.get("og:description", said.get("dc:description", [""]))[0],
        "tags": said.get("dc:subject", []),
    }
    other = {name[2:]: values[0] for name, values in said.items() if name.startswith("z:") and name != "z:recipients"}
    assert "dc:coverage" not in said  # it would be taken for the place in the archive
    return record | other


def test_zotero_finds_a_whole_record():
    assert zotero_record("items/SPEC103.html") == {
        "itemType": "letter",
        "title": "[Specimen] High Commission in London to External Affairs, 13 November 1962: HARBOUR WORKS (SPEC103)",
        "creators": [("author", "LDN"), ("recipient", "EXTERNAL")],
        "date": "1962-11-13",
        "letterType": "telegram 4028",
        "archive": "A Made-up Archive",
        "archiveLocation": "Fonds 1, SPEC103",
        "libraryCatalog": "Harbour Works, 1962",
        "url": "https://example.org/book/items/SPEC103.html",
        "rights": "http://rightsstatements.org/vocab/NoC-US/1.0/",
        "language": "en",
        "abstractNote": "HARBOUR WORKS",
        "tags": ["HARBOUR WORKS"],
        "extra": "Specimen made for demonstration; not a historical document. Item: SPEC103",
    }


def test_zotero_is_told_nothing_that_is_not_known():
    record = zotero_record("items/SPEC106.html")
    assert record["creators"] == []
    assert record["date"] == ""
    assert record["letterType"] == "document"


def test_links_for_machines_name_the_address_to_cite_and_the_files():
    page = text("items/SPEC103.html")
    assert '<link rel="cite-as" href="https://example.org/book/items/SPEC103.html">' in page
    assert '<link rel="describedby" href="../items/SPEC103/SPEC103.tei.xml" type="application/tei+xml">' in page
    assert '<link rel="license" href="http://rightsstatements.org/vocab/NoC-US/1.0/">' in page


def test_structured_data_cannot_break_out_of_its_block():
    entries = {"X1": Entry("X1", {"subject": (Reading("s", "</script><script>alert(1)</script>"),)})}
    page = text("items/X1.html", dataclasses.replace(MADE, catalogue=MemoryCatalogue(entries)))
    assert "<script>alert" not in page


@pytest.mark.parametrize("name", ["date", "from", "to", "number", "subject", "classification", "note"])
def test_markup_in_a_field_is_shown_and_not_obeyed(name):
    entries = {"X1": Entry("X1", {name: (Reading("<b>x</b>", "<b>x</b>"),)})}
    made = dataclasses.replace(MADE, catalogue=MemoryCatalogue(entries))
    for url in ("items/X1.html", "items.html", "timeline.html", "correspondence.html"):
        assert "<b>x</b>" not in text(url, made)


def test_the_map_leaves_out_posts_whose_place_nobody_knows():
    page = text("map.html")
    assert "Not on the map" in page
    assert "BOTWDC" in page


def test_a_reply_time_is_the_days_between_a_message_and_its_addressees_answer():
    def item(name, sender, to, date):
        fields = {"from": sender, "to": to, "date": date}
        return Entry(name, {key: (Reading(value, value),) for key, value in fields.items()})

    entries = [
        item("X1", "LDN", "EXTERNAL", "1962-11-01"),
        item("X2", "EXTERNAL", "LDN", "1962-11-04"),
        item("X3", "LDN", "EXTERNAL", "1962-11-06"),
        item("X4", "BONN", "EXTERNAL", "1962-11-07"),
    ]
    pointers = [("X2", "X1"), ("X3", "X1"), ("X4", "X1")]
    references = tuple(ResolvedReference(later, "", "TEL", "1", "held", target=first) for later, first in pointers)
    made = dataclasses.replace(
        MADE,
        catalogue=MemoryCatalogue({entry.item: entry for entry in entries}),
        network=dataclasses.replace(MADE.network, references=references),
    )
    assert text("data/replies.csv", made).split() == [
        "\ufeffitem,from,refers_to,from_of_that,days",
        "X2,EXTERNAL,X1,LDN,3",
    ]


def test_a_posts_reference_to_its_own_earlier_message_is_no_reply():
    assert text("data/replies.csv").split() == ["\ufeffitem,from,refers_to,from_of_that,days"]


def test_the_csv_cannot_run_as_a_formula():
    entries = {"X1": Entry("X1", {"subject": (Reading("=1+1", "=1+1"),)})}
    assert ",'=1+1," in text("data/items.csv", dataclasses.replace(MADE, catalogue=MemoryCatalogue(entries)))


def test_a_page_that_is_not_there_is_none():
    for url in (
        "items/NONE.html",
        "nothing.html",
        "static/../views.py",
        "items-2.html",
        "items-1.html",
        "narratives/x.html",
    ):
        assert web_page(url, MADE) is None, url


def test_the_page_for_lost_addresses_leads_home_from_anywhere():
    assert 'href="/book/static/site.css"' in text("404.html")
    assert 'href="/static/site.css"' in text("404.html", archive())


def test_an_archive_with_nothing_in_it_still_has_its_pages():
    empty = dataclasses.replace(archive(), catalogue=MemoryCatalogue({}), narratives=(), verifications=())
    empty = dataclasses.replace(empty, network=type(empty.network)())
    for url in ("index.html", "items.html", "posts.html", "timeline.html", "map.html", "series.html", "search.html"):
        assert web_page(url, empty).status == 200, url


def test_item_ids_with_odd_characters_have_pages():
    entries = {"FO 371/12#é": Entry("FO 371/12#é")}
    made = dataclasses.replace(MADE, catalogue=MemoryCatalogue(entries))
    assert "FO 371/12#é" in text("items/FO~20371~2f12~23~c3~a9.html", made)


def test_the_quotations_found_are_offered_as_web_annotations():
    told = json.loads(text("data/annotations.json"))
    assert told["type"] == "AnnotationCollection"
    assert told["total"] == len(told["first"]["items"]) > 0
    assert "https://example.org/book/items/SPEC103.html" in text("data/annotations.json")
    assert '<link rel="describedby" href="../data/annotations.json"' in text("narratives/first.html")


def test_the_first_lines_of_an_item_begin_below_its_heading():
    page = text("narratives/first.html")
    assert '<p class="said">THIS IS A SPECIMEN COMPOSED FOR DEMONSTRATION AND IS NOT THE CABLE. 1. THE MINISTER' in page


@pytest.mark.parametrize(
    ("line", "stated"),
    [
        ("PAGES 3 AND 4 WITHHELD UNDER S.15(1)", True),
        ("WITHDRAWAL SHEET", True),
        ("THE DOCUMENT IS DENIED IN FULL", True),
        ("HE WITHHELD HIS CONSENT", False),
        ("The report [document number not declassified] came late", False),
        ("[1 page of source text not declassified]", True),
        ("PAGE TWO 3316", False),
    ],
)
def test_a_sheet_that_says_pages_were_kept_back_is_quoted(line, stated):
    said = notes(Page.of_text("D1", 1, line))
    assert said == ([f"Pages may have been withheld: the sheet says “{line}”."] if stated else [])


def test_every_kind_but_the_message_has_a_name_on_the_page():
    assert set(KINDS) == set(Kind) - {Kind.MESSAGE}


def test_of_a_pen_on_the_page_it_is_said_that_it_was_not_read():
    page = Page("D1", 1, regions=(Region(Kind.HANDWRITING, Box(1, 2, 3, 4), "pen strokes"),))
    assert any("was not transcribed" in note for note in notes(page))
    assert not any("pen" in note for note in notes(Page("D1", 1)))


def worn(confidence, subject="HARBOUR WORKS", written="HARBOUR WORKS"):
    words = tuple(Word(word, None, 0.3 if word == "HARBOUR" else 0.9) for word in ("SUBJ", *written.split()))
    page = Page("X1", 1, (Line((Word("FM", None, 0.9), Word("LDN", None, 0.9))), Line(words)))
    readings = {
        "subject": (Reading(written, subject, place=PagePosition(1, 2), confidence=confidence),),
        "from": (Reading("LDN", "LDN", place=PagePosition(1, 1), confidence=0.9),),
        "number": (Reading("33l6", "3316", how=Derivation.REPAIRED, place=PagePosition(1, 1), confidence=0.4),),
    }
    held = MemoryCatalogue({"X1": Entry("X1", readings, page_count=1)}, {"X1": (page,)})
    return dataclasses.replace(archive(), catalogue=held, narratives=())


def subject_shown(made):
    """The subject as the page has it: in the title, or below where it was too hard to read for a title."""
    page = text("items/X1.html", made)
    below = re.search(r'<p class="subject">(.*?)</p>', page)
    return below[1] if below else re.search(r'<span class="of-paper about">(.*)</span></h1>', page)[1]


def test_a_word_of_the_subject_that_was_hard_to_read_is_marked_as_in_the_text():
    made = worn(0.3)
    assert subject_shown(made) == '<span class="unsure" data-sure="30%">HARBOUR</span> WORKS'
    assert "check them against the picture" in text("items/X1.html", made)
    assert "check them against the picture" not in text("items/SPEC103.html")


def test_a_word_of_the_subject_that_was_mended_says_how_it_was_read():
    made = worn(0.75, subject="HARBOUR WORKS", written="HARBQUR WORKS")
    assert subject_shown(made) == '<span class="unsure" title="read as “HARBQUR”">HARBOUR</span> WORKS'


def test_a_subject_with_a_word_that_was_hard_to_read_stands_below_the_title_and_not_in_it():
    page = text("items/X1.html", worn(0.75))
    assert "HARBOUR" not in re.search(r"<h1.*?</h1>", page)[0]
    assert "HARBOUR" in re.search(r'<p class="subject">(.*?)</p>', page)[1]


def test_the_front_page_of_papers_without_chapters_names_none_by_a_subject_that_was_hard_to_read():
    made = worn(0.75)
    entry = made.catalogue.get("X1")
    dated = dataclasses.replace(entry, readings={**entry.readings, "date": (Reading("8 Nov 62", "1962-11-08"),)})
    pages = {"X1": tuple(made.catalogue.pages("X1"))}
    front = text("index.html", dataclasses.replace(made, catalogue=MemoryCatalogue({"X1": dated}, pages)))
    assert "8 November 1962</a>" in front
    assert "HARBOUR" not in front


def test_a_subject_that_was_hard_to_read_as_a_whole_is_marked_as_a_whole():
    assert (
        subject_shown(worn(0.5, subject="TALKS", written="TALKS"))
        == '<span class="unsure" data-sure="50%">TALKS</span>'
    )


def test_in_tables_and_titles_a_value_that_was_hard_to_read_is_marked_for_the_eye_and_the_ear():
    made = worn(0.3)
    marked = '<span class="unsure" title="hard to read">{}</span><span class="visually-hidden"> (hard to read)</span>'
    assert f'<td data-label="Subject" class="bare alone">{marked.format("HARBOUR WORKS")}</td>' in text(
        "items.html", made
    )
    assert '<td data-label="From"><a' in text("items.html", made)
    line = re.search(r'<p class="route">(.*?)</p>', text("items/X1.html", made))[1]
    assert line.startswith(marked.format("Document no. 3316"))
    assert '<span class="scholar"> · LDN to addressee not known' in line
    assert json.loads(re.search(r"rows:\[\n(.*?)\]\}", text("data/items.js", made), re.S)[1])[-3] == "number subject"


def test_in_the_description_a_value_that_was_hard_to_read_is_marked_with_how_sure_it_is():
    assert '<td><span class="unsure" data-sure="40%">3316</span>' in text("items/X1.html", worn(0.9))
    assert "unsure" not in re.search(r'<table class="fields">.*?</table>', text("items/SPEC103.html"), re.S)[0]
