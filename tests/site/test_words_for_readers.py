"""What a reader meets is in words: no names of forms, no ISO times, no codes of dates, no doubt about what is plain."""

import re

import pytest

from briefbook.model.archive import Archive, Post
from briefbook.model.cable import Derivation, Reading, SourceKind
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.finding import Finding
from briefbook.model.network import Network, ResolvedReference, SeriesReport, SuspectNumber
from briefbook.model.page import Line, Page, Word
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.site.item_page import fields, notes, overruled_reading, provenance, technical
from briefbook.site.narrative_page import first_lines, first_words
from briefbook.site.series_page import _rate_in_words
from briefbook.site.site_data import SiteData
from briefbook.site.views import web_page
from briefbook.text.services import office
from briefbook.text.titles import office_of_code


def plain(markup):
    return " ".join(str(markup).split())


def value_of(entry, name):
    made = Archive(MemoryCatalogue({entry.item: entry}), (), about={"title": "T"}, office=office)
    return next(row["value"] for row in fields(SiteData(made), entry, "") if row["label"].lower() == name)


def test_a_form_is_known_by_its_layout():
    reading = Reading(None, "telegram", how=Derivation.INFERRED, confidence=0.9, note="by its form: us_print")
    assert provenance(reading) == "read by machine, inferred, confidence 90%; by its layout (United States papers)"


def test_a_supplied_value_has_no_confidence_and_what_was_not_understood_has_none():
    assert provenance(Reading("x", "x", SourceKind.RECEIVED, confidence=0.0)) == "from the supplied list"
    assert (
        provenance(Reading("Mr. Reed", None, confidence=0.0, note="not legible")) == "read by machine, not understood"
    )


def test_times_and_incomplete_dates_are_in_words():
    assert plain(overruled_reading("sent", Reading(None, "1962-11-08T14:30:00-05:00"))) == (
        "8 November 1962, 14:30 (5 hours behind UTC): read by machine"
    )
    assert provenance(Reading("19:00", "1963-06-04T19:00+08:00", note="1963-06-04T11:00Z in UTC")) == (
        "read by machine, as written: “19:00”; 4 June 1963, 11:00 UTC"
    )
    assert plain(overruled_reading("event", Reading(None, "1947/.."))) == "from 1947: read by machine"
    assert plain(overruled_reading("date", Reading(None, "XXXX-05-22"))) == "22 May, year not known: read by machine"


def test_of_an_addressee_in_words_nothing_is_left_to_know():
    entry = Entry("X1", {"to": (Reading("Mr. Reed", "Mr. Reed", SourceKind.RECEIVED),)})
    assert "not known" not in value_of(entry, "to")
    assert "not known" in value_of(Entry("X2", {"to": (Reading("QZXV", "QZXV"),)}), "to")


def test_several_names_of_a_list_are_not_said_twice():
    names = [Reading("Reed; Hale; Moss", name, SourceKind.RECEIVED) for name in ("Reed", "Hale", "Moss")]
    assert "as we read it" not in value_of(Entry("X1", {"to": tuple(names)}), "to")


def test_an_editorial_note_has_no_number_to_be_unknown():
    entry = Entry("X1", {"form": (Reading("editorial note", "editorial note"),)})
    page = web_page("items/X1.html", Archive(MemoryCatalogue({"X1": entry}), (), about={"title": "T"})).body.decode()
    assert '<h1 data-pagefind-meta="title">Editorial note</h1>' in page


def series_data(*rows, rule="begins anew on 1 January", suspects=()):
    def entry(item, number, date):
        values = {"from": "BERLIN", "number": number, "date": date}
        return Entry(item, {name: (Reading(value, value),) for name, value in values.items()})

    entries = {item: entry(item, number, date) for _, item, number, date in rows}
    keys = dict.fromkeys(key for key, *_ in rows)
    reports = tuple(
        SeriesReport(
            f"BERLIN telegrams {key}", "BERLIN", "telegram", key, rule=rule,
            items=tuple(item for name, item, *_ in rows if name == key),
            suspects=tuple(SuspectNumber(item, 0, "1962-01-01", "too early") for item in suspects),
        )
        for key in keys
    )  # fmt: skip
    return SiteData(Archive(MemoryCatalogue(entries), (), about={"title": "T"}, network=Network((), reports, ())))


def test_neighbours_by_number_are_of_one_run():
    data = series_data(
        ("1961/1962", "B1", "1076", "1962-03-04"),
        ("1961/1962", "B2", "1080", "1962-03-06"),
        ("1962/1963", "B3", "598", "1962-11-09"),
        ("1962/1963", "B4", "1090", "1963-03-09"),
    )
    assert data.neighbours_by_number("B1") == (None, "B2")
    assert data.neighbours_by_number("B3") == (None, "B4")


def test_no_number_is_a_neighbour_against_the_dates():
    data = series_data(("", "B1", "598", "1962-11-09"), ("", "B2", "1076", "1962-03-04"), rule="no reset seen")
    assert data.neighbours_by_number("B1") == (None, None)


def test_where_no_rule_is_seen_neighbours_are_of_one_year_and_suspects_are_none():
    rows = [("", "B1", "598", "1961-11-09"), ("", "B2", "700", "1962-03-04"), ("", "B3", "710", "1962-04-04")]
    assert series_data(*rows, rule="no reset seen").neighbours_by_number("B1") == (None, None)
    assert series_data(*rows, rule="no reset seen").neighbours_by_number("B3") == ("B2", None)
    assert series_data(*rows, suspects=("B2",)).neighbours_by_number("B3") == ("B1", None)


def page_of(url, *entries, pages=(), **archive):
    texts = {entry.item: tuple(page for page in pages if page.item == entry.item) for entry in entries}
    made = Archive(
        MemoryCatalogue({entry.item: entry for entry in entries}, texts), (), about={"title": "T"}, **archive
    )
    return web_page(url, made).body.decode()


def leaf(item, number, *lines, **more):
    return Page(item, number, tuple(Line(tuple(map(Word, line.split()))) for line in lines), **more)


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({}, "Document"),
        ({"number": "14"}, "Document no. 14"),
        ({"form": "dispatch"}, "Dispatch, number not known"),
        ({"form": "report", "number": "14"}, "Report 14"),
        ({"form": "cable"}, "Cable, number not known"),
    ],
)
def test_a_paper_is_called_by_its_kind_and_a_document_where_that_is_not_known(values, title):
    entry = Entry("X1", {name: (Reading(value, value),) for name, value in values.items()})
    page = page_of("items/X1.html", entry)
    if heading(page) == title:  # what is the title is not said again below it
        assert '<p class="route">Date not known' in page
    else:
        assert f'<p class="route">{title} · Date not known' in page


@pytest.mark.parametrize(
    ("values", "title"),
    [
        (
            {"form": "telegram", "number": "3316", "from": "WASHDC", "to": "EXTERNAL", "date": "1962-11-08",
             "subject": "removal of missiles"},
            "Embassy in Washington to External Affairs, 8 November 1962: removal of missiles",
        ),
        ({"form": "dispatch"}, "Dispatch"),
        ({"number": "14", "date": "1962-11"}, "Document no. 14, November 1962"),
        ({"form": "memorandum", "from": "Reed", "to": "Hale"}, "Reed to Hale, memorandum"),
    ],
)  # fmt: skip
def test_the_title_of_an_item_is_for_people_and_says_only_what_is_known(values, title):
    entry = Entry("X1", {name: (Reading(value, value),) for name, value in values.items()})
    assert heading(page_of("items/X1.html", entry, office=office_of_code)) == title


def heading(page):
    """The words of a page's title, its no-break spaces as others."""
    words = re.search(r'<h1 data-pagefind-meta="title">(.*?)</h1>', page, re.S)[1]
    return re.sub("<[^>]+>", "", words).replace("\xa0", " ")


def test_no_day_is_parted_from_its_month_at_the_end_of_a_line_of_a_title():
    entry = Entry("X1", {"form": (Reading("telegram", "telegram"),), "date": (Reading("1962-11-08", "1962-11-08"),)})
    assert "8\xa0November 1962" in page_of("items/X1.html", entry)


def test_what_was_hard_to_read_is_left_out_of_the_title():
    values = {"form": "telegram", "from": "WASHDC", "to": "EXTERNAL", "date": "1962-11-08"}
    readings = {name: (Reading(value, value),) for name, value in values.items()}
    entry = Entry("X1", readings | {"number": (Reading("3316", "3316", confidence=0.4),)})
    title = "Embassy in Washington to External Affairs, telegram, 8 November 1962"
    assert heading(page_of("items/X1.html", entry, office=office_of_code)) == title


def test_what_the_settings_do_not_say_of_the_collection_is_not_spoken_of():
    page = page_of("about.html", Entry("X1"))
    assert "not stated" not in page
    assert "Repository" not in page
    assert "No contact" not in page
    assert "Rights" not in page_of("items/X1.html", Entry("X1")).partition("<footer")[0]


def test_how_the_machine_read_a_page_stands_apart_from_what_a_reader_must_know():
    page = Page("X1", 1, (Line((Word("HARBOUR", confidence=0.96),)),), reader="typed 9",
                why="read anew: the file's own text is not shown to be better; the page is faint")  # fmt: skip
    assert notes(page) == ["The page is faint."]
    assert technical(page) == (
        "Clearly legible; the text that came with the file was not shown to be better, and the page was read again; "
        "the page is faint."
    )


@pytest.mark.parametrize(
    "why",
    [
        "a sample read anew agrees with the file's own text (97%)", "the settings name this reader",
        "the collection names this reader", "the file's own text is nearly all words (97%), a new reading is unsure",
        "read anew, but for 2 lines that the file's own text has better",
    ],
)  # fmt: skip
def test_the_choice_of_a_reader_is_no_note_for_readers(why):
    assert notes(Page("X1", 1, (), why=why)) == []


def test_an_accepted_finding_is_a_sentence_without_its_code_and_with_days_in_words():
    finding = Finding("C310", None, "no item is dated 1962-11-10", accepted="a Saturday")
    page = page_of("checks.html", Entry("X1"), findings=(finding,))
    assert "<li>No item is dated 10 November 1962. <span" in page
    assert "C310" not in page


def test_a_code_is_not_listed_as_another_spelling_of_itself_and_a_place_is_not_said_twice():
    entry = Entry("X1", {"from": (Reading("COMHARB", "COMHARB"),), "to": (Reading("USPORT", "USPORT"),)})
    posts = {
        "COMHARB": Post("COMHARB", "Harbour Command", "US", standing="verified", aliases=("COMHARB", "CHC")),
        "USPORT": Post("USPORT", "USPORT", "US", standing="place", aliases=("USPORT",)),
    }
    page = page_of("posts.html", entry, post=posts.get)
    assert '<a href="offices/COMHARB.html">Harbour Command</a></th>' in page
    assert '<span class="mono">COMHARB</span> <span class="quiet">also CHC</span></td>' in page
    assert '<a href="offices/USPORT.html">USPORT</a></th>' in page
    assert '<span class="mono">USPORT</span></td>' in page


def test_a_card_shows_the_paper_and_no_cover_sheet_or_blank_page():
    cover = leaf(
        "X1", 1, "JFK ASSASSINATION SYSTEM", "IDENTIFICATION FORM", "AGENCY INFORMATION", "AGENCY : CIA",
        "RECORD NUMBER : 104-10000-10001", "RECORD SERIES : JFK", "AGENCY FILE NUMBER : 80T01357A",
        "DOCUMENT INFORMATION", "ORIGINATOR : CIA", "FROM :", "TO :", "TITLE : HARBOUR", "DATE : 01/02/1962",
        "PAGES : 3",
    )  # fmt: skip
    paper = leaf("X1", 3, "THE HARBOUR WORKS GO ON")
    assert first_lines(Entry("X1"), [cover, leaf("X1", 2), paper]) == "THE HARBOUR WORKS GO ON"


def test_an_editions_text_is_set_as_a_book_is_and_a_typescript_as_a_typescript():
    edition = Entry(
        "X1",
        {
            "citation": (
                Reading(None, "Foreign Relations of the United States, 1961–1963, vol. I", SourceKind.RECEIVED),
            )
        },
    )
    page = leaf("X1", 1, "We met at noon.", by="received")
    assert '<ol class="lines printed">' in page_of("items/X1.html", edition, pages=[page])
    assert '<ol class="lines">' in page_of("items/X1.html", Entry("X1"), pages=[page])


def test_the_table_of_what_is_not_held_can_be_read_on_a_narrow_screen():
    stub = ResolvedReference("X1", "mytel 14", "TEL", "14", "stub", target="LIMA 14 (1962)")
    page = page_of("not-held.html", Entry("X1"), network=Network((stub,)))
    assert '<table class="cards sortable">' in page
    assert '<td data-label="Referred to by">' in page


def test_a_name_in_the_text_is_recognised_and_nothing_is_said_of_lists_of_authority():
    reading = Reading("CASTRO", "Fidel Castro", how=Derivation.INFERRED, confidence=0.8, note="by the authority list")
    assert provenance(reading) == "recognised in the text (“CASTRO”)"


def test_what_an_edition_says_is_not_called_a_list_and_a_repetition_is_not_another_reading():
    volume = Reading(None, "Foreign Relations of the United States, 1961–1963, vol. I", SourceKind.RECEIVED)
    words = "Deputy Director (Hale)"
    entry = Entry(
        "X1", {"citation": (volume,), "from": (Reading(words, words, SourceKind.RECEIVED), Reading(words, None))}
    )
    row = next(row for row in rows_of(entry) if row["label"] == "From")
    assert (str(row["how"]), row["lost"]) == ("from the edition", [])


def rows_of(entry):
    made = Archive(MemoryCatalogue({entry.item: entry}), (), about={"title": "T"}, office=office)
    return fields(SiteData(made), entry, "")


@pytest.mark.parametrize(
    ("flag", "words"),
    [
        ("several_headings: page 2 has a heading of its own ()", "it may hold several papers: page 2 has a heading of"),
        ("id_inferred", "its id was proposed from the order of the citations"),
        ("ambiguous_date", "its date can be read two ways"),
        ("sender_conflict", "its title and its heading name different senders"),
        ("flag_of_a_later_version", "flag of a later version"),
    ],
)
def test_a_query_about_an_item_is_in_words(flag, words):
    page = page_of("items/X1.html", Entry("X1", flags=(flag,)))
    assert f"Queries raised: {words}" in page
    assert "()" not in page.partition("Queries raised")[2].partition("</p>")[0]


def test_a_neighbour_without_a_sender_has_no_comma_left_over():
    def dated(item, day):
        return Entry(item, {"date": (Reading(day, day),)})

    page = page_of("items/X1.html", dated("X1", "1962-11-08"), dated("X2", "1962-11-09"))
    assert 'X2</a> <span class="quiet">Document, 9 November 1962</span></div>' in page


def test_surnames_on_a_cover_sheet_are_no_codes():
    cover = {
        "from": (Reading("HALE", "HALE", SourceKind.COVER),),
        "to": (Reading("REED, JO", "REED, JO", SourceKind.COVER),),
    }
    heading = {"from": (Reading("QZXV", "QZXV"),)}
    page = page_of("posts.html", Entry("X1", cover), Entry("X2", heading))
    in_words, _, codes = page.partition("Not identified")
    assert ("HALE" in codes, "REED, JO" in codes, "QZXV" in codes) == (False, False, True)
    assert ("HALE" in in_words, "REED, JO" in in_words) == (True, True)


def test_the_layout_of_a_memorandum_shows_no_service():
    memo = Reading(None, "memorandum", how=Derivation.INFERRED, confidence=0.9, note="by its form: ca_memo")
    assert provenance(memo) == "read by machine, inferred, confidence 90%; by its layout"
    entry = Entry("X1", {"form": (memo,), "from": (Reading("SAIGON", "SAIGON"),)})
    assert "ICSC" not in value_of(entry, "from")


def fields_of(entry):
    made = Archive(MemoryCatalogue({entry.item: entry}), (), about={"title": "T"}, office=office)
    return {row["label"].lower(): row for row in fields(SiteData(made), entry, "")}


def test_what_was_read_and_not_understood_is_only_for_those_who_ask_for_sources():
    made = fields_of(Entry("X", {"to": (Reading("PRITY BELA", None, confidence=0.4),)}))
    assert plain(made["to"]["value"]) == '<span class="quiet">“PRITY BELA” as read; what it means is not known</span>'
    assert made["to"]["technical"]


def test_words_that_were_not_understood_are_no_other_reading():
    readings = (Reading("SECRET", "SECRET"), Reading("RESERVE", None, confidence=0.3))
    assert fields_of(Entry("X", {"classification": readings}))["classification"]["lost"] == []


def test_another_source_that_says_the_same_is_said_to_say_the_same():
    readings = (Reading("DIRECTOR, FBI", "DIRECTOR, FBI"), Reading("HQ", "Director, FBI", SourceKind.COVER))
    made = fields_of(Entry("X", {"to": readings}))
    assert [plain(other) for other in made["to"]["lost"]] == ["the same: from the cover sheet, as written: “HQ”"]


def test_a_paper_has_all_its_identifiers():
    readings = (Reading(None, "IN 4711"), Reading(None, "176-10036-10104", SourceKind.COVER))
    made = fields_of(Entry("X", {"identifiers": readings}))
    assert (made["identifiers"]["value"], made["identifiers"]["lost"]) == ("IN 4711; 176-10036-10104", [])


def test_an_office_in_plain_words_is_not_said_to_be_not_known():
    entry = Entry("X", {"from": (Reading(None, "CHIEF OF STATION, PARIS"),)})
    assert "not known" not in value_of(entry, "from")
    entry = Entry("X", {"from": (Reading(None, "QQXZ"),)})
    assert "not known" in value_of(entry, "from")


@pytest.mark.parametrize(("rate", "words"), [(8.24, "8.2"), (9.96, "10"), (10.04, "10"), (132.4, "132")])
def test_a_rate_is_no_more_exact_than_it_can_be(rate, words):
    assert _rate_in_words(rate) == words


@pytest.mark.parametrize(
    ("prose", "abstract"),
    [
        ("Three telegrams followed [D7] [D8], and he wrote.", "Three telegrams followed, and he wrote."),
        ("On moles see [D7] and [D8, p. 1]. They are quiet.", "They are quiet."),
        ("[D7] reports moles. They are quiet (D8).", "They are quiet."),
        ("The mole (a small animal) is quiet [D7].", "The mole (a small animal) is quiet."),
        ("They dig at night [D7], [D8]; (D9).", "They dig at night."),
        ("They dig [D7], [D8], and they sleep, as moles do.", "They dig, and they sleep, as moles do."),
    ],
)
def test_an_abstract_has_no_sentence_that_makes_no_sense_without_its_citations(prose, abstract):
    page = parse_narrative(f"# Moles\n\n{prose}\n", "moles.md", citation="D[0-9]", is_item=lambda item: True)
    assert first_words(page) == abstract
