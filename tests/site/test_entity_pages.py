"""Pages of persons, places and offices: who it was, what it sent and received, where it is named."""

import dataclasses
import re

from made_up import archive

from briefbook.model.cable import PagePosition, Reading, SourceKind
from briefbook.model.catalogue import MemoryCatalogue
from briefbook.model.page import Line, Page, Word
from briefbook.model.persons import Office, Person
from briefbook.site.build import build_site
from briefbook.site.persons_named import persons_by_page
from briefbook.site.site_data import SiteData
from briefbook.site.views import web_page

MINISTER = Person(
    "Minister of Harbours",
    ("The Minister",),
    (
        Office("Minister of Harbours", "1962-01-05", "1963-04-22", "an almanac", "Canada"),
        Office("Ambassador", "1963-05", "1966", "an almanac", "Canada", "WASHDC"),
    ),
    note="Invented for a test.",
)
ENVOY = Person("Edith van der Hill", (), (Office("Ambassador", "1960", "1964", "an almanac", "Canada", "WASHDC"),))


def made(persons=(MINISTER, ENVOY), **fields):
    base = archive()
    entries = {entry.item: entry for entry in base.catalogue}
    for item, names in fields.items():
        readings = dict(entries[item].readings)
        readings["persons"] = tuple(Reading(name, name) for name in names)
        entries[item] = dataclasses.replace(entries[item], readings=readings)
    pages = {item: tuple(base.catalogue.pages(item)) for item in entries}
    return dataclasses.replace(base, persons=tuple(persons), catalogue=MemoryCatalogue(entries, pages))


def text(url, book):
    page = web_page(url, book)
    assert page is not None, url
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.body.decode()))


def test_a_person_has_a_page_with_offices_their_source_and_the_papers_that_name_them():
    page = text("people/Minister~20of~20Harbours.html", made())
    assert "Person named in 5 items" in page
    assert "Also written: The Minister." in page
    assert "Invented for a test." in page
    assert "Minister of Harbours Canada 5 January 1962 – 22 April 1963" in page
    assert "an almanac" in page
    assert "8 November 1962 SPEC101" in page


def test_of_a_person_of_whom_nothing_is_recorded_nothing_is_said_but_where_it_is_named():
    page = text("people/Minister~20of~20Harbours.html", made(persons=()))
    assert "Named in" in page
    assert "Also written" not in page
    assert "Offices held" not in page


def test_the_index_of_people_is_by_surname_and_says_the_office_held_on_the_day():
    book = made(SPEC101=["Edith van der Hill", "U Thant", "Adlai Abbott"], SPEC102=["Minister of Harbours"])
    page = text("people.html", book)
    names = ["Abbott, Adlai", "Harbours, Minister of", "U Thant", "van der Hill, Edith"]
    book = dataclasses.replace(book, persons=(*book.persons, Person("U Thant", sort="U Thant")))
    page = text("people.html", book)
    assert [page.index(name) for name in names] == sorted(page.index(name) for name in names)
    assert "Harbours, Minister of Minister of Harbours (Canada)" in page


def test_an_office_that_may_have_ended_before_the_day_is_not_named():
    book = made(persons=[Person("Minister of Harbours", (), (Office("Clerk", "1961", "1962-11", "an almanac"),))])
    assert "Clerk" not in text("people.html", book)


def test_names_on_the_same_papers_are_linked():
    book = made(SPEC101=["Edith van der Hill", "Minister of Harbours"])
    page = web_page("people/Edith~20van~20der~20Hill.html", book).body.decode()
    assert '<a href="../people/Minister~20of~20Harbours.html">Minister of Harbours</a> (1)' in page


def test_an_office_has_a_page_with_what_it_sent_and_its_correspondents():
    page = text("offices/WASHDC.html", made())
    assert "Embassy in Washington" in page
    assert "3 messages sent, 8–13 November 1962" in page
    assert "On the papers WASHDC" in page
    assert "External Affairs EXTERNAL 3" in page


def test_an_office_of_another_service_is_not_headed_by_the_person_of_the_list():
    assert "Edith van der Hill Ambassador 1960 – 1964 an almanac" in text("offices/WASHDC.html", made())
    elsewhere = dataclasses.replace(ENVOY, offices=(dataclasses.replace(ENVOY.offices[0], country="United States"),))
    assert "Edith van der Hill" not in text("offices/WASHDC.html", made(persons=[elsewhere]))


def test_there_is_no_page_of_a_name_that_no_paper_has():
    for url in ("people/Nobody.html", "places/Nowhere.html", "offices/NONE.html"):
        assert web_page(url, made()) is None


def test_a_name_that_reads_as_code_is_shown_as_words():
    book = made(SPEC101=["<script>alert(1)</script>"])
    page = web_page("people.html", book).body.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_only_pages_of_names_on_a_changed_item_are_made_again(tmp_path):
    site = tmp_path / "site"
    build_site(made(SPEC101=["Adlai Abbott"], SPEC103=["Edith van der Hill"]), site)
    pages = [site / "people/Adlai~20Abbott.html", site / "people/Edith~20van~20der~20Hill.html"]
    before = [page.stat().st_mtime_ns for page in pages]
    book = made(SPEC101=["Adlai Abbott"], SPEC103=["Edith van der Hill"])
    entries = {entry.item: entry for entry in book.catalogue}
    readings = {**entries["SPEC103"].readings, "subject": (Reading("LIGHTS", "LIGHTS"),)}
    entries["SPEC103"] = dataclasses.replace(entries["SPEC103"], readings=readings)
    catalogue = MemoryCatalogue(entries, {item: tuple(book.catalogue.pages(item)) for item in entries})
    build_site(dataclasses.replace(book, catalogue=catalogue), site)
    assert pages[0].stat().st_mtime_ns == before[0]
    assert "LIGHTS" in pages[1].read_text(encoding="utf-8")


def test_the_page_of_an_item_leads_to_its_neighbours_and_says_where_it_is():
    page = web_page("items/SPEC102.html", made()).body.decode()
    assert '<a rel="prev" href="../items/SPEC101.html">' in page
    assert '<a rel="next" href="../items/SPEC105.html">' in page
    trail = re.search(r'<nav class="trail".*?</nav>', page, re.S)[0]
    assert [part for part in re.sub(r"<[^>]+>", "|", trail).split("|") if part.strip()] == [
        "Items",
        "Embassy in Washington",
        "SPEC102",
    ]


def test_a_month_in_the_index_is_not_its_first_day():
    base = made(SPEC101=["Edith van der Hill"])
    entries = {entry.item: entry for entry in base.catalogue}
    readings = {**entries["SPEC101"].readings, "date": (Reading("March 1971", "1971-03"),)}
    entries["SPEC101"] = dataclasses.replace(entries["SPEC101"], readings=readings)
    book = dataclasses.replace(base, catalogue=MemoryCatalogue(entries, {}))
    page = web_page("people.html", book)
    assert page is not None
    assert b">March 1971<" in page.body


def test_the_index_of_people_says_every_office_held_on_the_days_of_the_papers():
    deputy = Office("Deputy Clerk", "1960-01-01", "1962-11-08", "an almanac", "Canada")
    clerk = Office("Clerk", "1962-11-09", "1970-01-01", "an almanac", "Canada")
    book = made([Person("Minister of Harbours", (), (deputy, clerk))])
    assert "Deputy Clerk (Canada); Clerk (Canada)" in text("people.html", book)


def test_an_items_page_says_who_the_persons_were_that_it_names_on_its_day():
    book = made([MINISTER])
    entries = {entry.item: entry for entry in book.catalogue}
    placed = Reading("THE MINISTER", "Minister of Harbours", place=PagePosition(1, 2))
    readings = {**entries["SPEC101"].readings, "persons": (placed,)}
    entries["SPEC101"] = dataclasses.replace(entries["SPEC101"], readings=readings)
    pages = {item: tuple(book.catalogue.pages(item)) for item in entries}
    book = dataclasses.replace(book, catalogue=MemoryCatalogue(entries, pages))

    said = "Named here Minister of Harbours , Minister of Harbours (Canada) line 2"
    assert said in text("items/SPEC101.html", book)
    unknown = dataclasses.replace(book, persons=(Person("Minister of Harbours"),))
    assert "Named here" not in text("items/SPEC101.html", unknown)


def test_words_of_a_list_that_name_two_persons_are_looked_for_in_no_text():
    book = made([MINISTER, ENVOY])
    entry = next(iter(book.catalogue))
    pages = [Page(entry.item, 1, lines=(Line((Word("the"), Word("Envoy"))), Line((Word("Envoys"),))))]

    def named(*names):
        readings = {**entry.readings, "persons": tuple(Reading("Envoy", name, SourceKind.RECEIVED) for name in names)}
        every = dataclasses.replace(entry, readings=readings)
        site_data = SiteData(book)
        site_data.people = dict.fromkeys(names, (entry.item,))
        return persons_by_page(site_data, every, pages)

    assert [person.line for person in named("Edith van der Hill")[1]] == [1]
    assert named("Edith van der Hill", "Minister of Harbours") == {}
