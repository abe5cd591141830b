"""What a reader meets is in words: no names of forms, no ISO times, no codes of dates, no doubt about what is plain."""

from briefbook.model.archive import Archive
from briefbook.model.cable import Derivation, Reading, SourceKind
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.network import Network, SeriesReport, SuspectNumber
from briefbook.site.item_page import fields, how, lost
from briefbook.site.site_data import SiteData
from briefbook.site.views import web_page
from briefbook.text.services import office


def plain(markup):
    return " ".join(str(markup).split())


def value_of(entry, name):
    made = Archive(MemoryCatalogue({entry.item: entry}), (), about={"title": "T"}, office=office)
    return next(row["value"] for row in fields(SiteData(made), entry, "") if row["label"].lower() == name)


def test_a_form_is_known_by_its_layout():
    reading = Reading(None, "telegram", how=Derivation.INFERRED, confidence=0.9, note="by its form: us_print")
    assert how(reading) == "read by machine, inferred, confidence 90%; by its layout (United States papers)"


def test_a_supplied_value_has_no_confidence_and_what_was_not_understood_has_none():
    assert how(Reading("x", "x", SourceKind.RECEIVED, confidence=0.0)) == "from the supplied list"
    assert how(Reading("Mr. Reed", None, confidence=0.0, note="not legible")) == "read by machine, not understood"


def test_times_and_incomplete_dates_are_in_words():
    assert plain(lost("sent", Reading(None, "1962-11-08T14:30:00-05:00"))) == (
        "8 November 1962, 14:30 (5 hours behind UTC): read by machine"
    )
    assert how(Reading("19:00", "1963-06-04T19:00+08:00", note="1963-06-04T11:00Z in UTC")) == (
        "read by machine, as written: “19:00”; 4 June 1963, 11:00 UTC"
    )
    assert plain(lost("event", Reading(None, "1947/.."))) == "from 1947: read by machine"
    assert plain(lost("date", Reading(None, "XXXX-05-22"))) == "22 May, year not known: read by machine"


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
