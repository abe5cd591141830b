"""Titles for people, made of fields."""

import pytest

from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import Entry
from briefbook.text.titles import TitleParts, office_in_title, office_of_code, title, title_of


@pytest.mark.parametrize(
    ("code", "service", "day", "words"),
    [
        ("WASHDC", "Canada", "1962-11-08", "Embassy in Washington"),
        ("LDN", "Canada", "1962", "High Commission in London"),
        ("PRAGUE", "Canada", "1955-05-04", "Legation in Prague"),
        ("OSLO", "Canada", "1963-03-02", "Embassy in Oslo"),
        ("OSLO", "Canada", "", "Oslo"),
        ("EXT OTT", "Canada", "1962", "External Affairs"),
        ("NATOPARIS", "Canada", "1962", "Delegation to NAC in Paris"),
        ("PERMISNY", "Canada", "1962", "Permanent Mission to UN in New York"),
        ("SAIGON", "United States", "1964", "American Embassy in Saigon"),
        ("SECSTATE WASHDC", "United States", "1974", "Department of State"),
        ("AMCONSUL ZURICH", "United States", "", "American Consulate in Zurich"),
        ("JCS", "US forces", "1962-10-22", "Joint Chiefs of Staff"),
        ("SACEUR", "US forces", "1962", "Supreme Allied Commander, Europe"),
        ("MEXICO CITY", "CIA", "1963-10-09", "Mexico City"),
        ("DIRECTOR", "CIA", "1963", "CIA Headquarters"),
        ("HONG KONG", "United Kingdom", "1968-05-07", "Governor of Hong Kong"),
        ("PEKING", "United Kingdom", "1967", "British Office of the Chargé d'Affaires in Peking"),
        ("CO", "United Kingdom", "1949", "Colonial Office"),
        ("CO", "United Kingdom", "1968", "Commonwealth Office"),
        ("XYZZY", "", "", "XYZZY"),
        ("Mr. Smith", "", "", "Mr. Smith"),
    ],
)
def test_an_office_is_in_words_as_far_as_it_is_sure(code, service, day, words):
    assert office_in_title(code, service, day, office_of_code) == words


def test_many_addressees_are_counted():
    parts = TitleParts(
        sender="WASHDC", addressees=("LDN", "ROME", "BONN", "TOKYO"), service="Canada", date="1962-10-22"
    )
    assert (
        title(parts) == "Embassy in Washington to High Commission in London, Embassy in Rome and 2 others, "
        "22 October 1962"
    )


def test_what_is_not_known_is_left_out():
    assert title(TitleParts()) == "Document"
    assert title(TitleParts(form="telegram", message_number="3316")) == "Telegram 3316"
    assert title(TitleParts(addressees=("Legal Division",), form="memorandum")) == "To Legal Division, memorandum"
    assert title(TitleParts(date="1962-11", subject="Wheat")) == "Document, November 1962: Wheat"


def test_a_long_subject_ends_between_words():
    subject = "The price of wheat " * 10
    assert title(TitleParts(form="letter", subject=subject)) == (
        "Letter: The price of wheat The price of wheat The price of wheat The price of wheat The price of wheat The…"
    )


def test_an_editions_own_title_goes_first():
    note = "Foreign Relations of the United States, 1961–1963, volume I, document 9\nTitle: 9. Letter From Mr. Hale."
    fields = {
        "note": (Reading(note, note, SourceKind.RECEIVED),),
        "from": (Reading("Mr. Hale", "HALE", SourceKind.RECEIVED),),
        "date": (Reading("May 3, 1961", "1961-05-03", SourceKind.RECEIVED),),
    }
    assert title_of(Entry("d9", fields)) == "Letter From Mr. Hale, 3 May 1961"


def test_what_was_hard_to_read_is_left_out():
    fields = {
        "from": (Reading("WASHDG", "WASHDC", confidence=0.4),),
        "to": (Reading("EXTERNAL", "EXTERNAL", confidence=0.9),),
        "date": (Reading("NOV8/62", "1962-11-08", confidence=0.9),),
        "subject": (Reading("CUBA", "CUBA", confidence=0.3),),
    }
    assert title_of(Entry("X", fields)) == "To External Affairs, 8 November 1962"
