"""Lists in French, German and Spanish: months, cities and numbers as each language writes them."""

import pytest

from briefbook.importers.csv_table import read_table


def values(text, field):
    received = read_table(text.encode(), "list")
    return [[reading.value for reading in row.readings.get(field, ())] for row in received.descriptions]


@pytest.mark.parametrize(
    ("written", "city"),
    [
        ("Havane", "HAVANA"),
        ("La Havane", "HAVANA"),
        ("Londres", "LONDON"),
        ("Le Caire", "CAIRO"),
        ("Beyrouth", "BEIRUT"),
        ("Kairo", "CAIRO"),
        ("Den Haag", "THE HAGUE"),
        ("El Cairo", "CAIRO"),
        ("Estocolmo", "STOCKHOLM"),
        ("Zurigo", "ZURICH"),
        ("washdc", "WASHDC"),
        ("Daniel J. Hogan", "Daniel J. Hogan"),
        ("Sidney Hogan", "Sidney Hogan"),
    ],
)
def test_a_city_in_another_language_is_the_city_and_stays_as_written(written, city):
    received = read_table(f"Item;From\nH1;{written}\n".encode(), "list")

    (reading,) = received.descriptions[0].readings["from"]
    assert reading.as_written == written
    assert reading.value in (city, "LA HAVANE" if city == "HAVANA" else city)


def test_cities_between_commas_are_several_addressees_and_a_city_with_its_country_is_one():
    text = "Item;To\nH1;Pékin, Varsovie\nH2;Rome, Italy\nH3;Panama, Panama\n"

    assert values(text, "to") == [["PEKING", "WARSAW"], ["Rome, Italy"], ["Panama, Panama"]]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("8 nov. 1962", "1962-11-08"),
        ("1er févr. 1962", "1962-02-01"),
        ("8 août 1962", "1962-08-08"),
        ("8. Nov. 1962", "1962-11-08"),
        ("8. März 1962", "1962-03-08"),
        ("8 de noviembre de 1962", "1962-11-08"),
        ("8-dic-1962", "1962-12-08"),
    ],
)
def test_days_with_months_of_other_languages(written, day):
    assert values(f"Item;Date\nH1;{written}\n", "date") == [[day]]


@pytest.mark.parametrize(
    ("heading", "cells", "numbers"),
    [
        ("N°", ["3 317"], ["3317"]),
        ("Numéro", ["3 317"], ["3317"]),
        ("Nº", ["2\u202f500"], ["2500"]),
        ("Number", ["3 317", "12 045"], ["3317", "12045"]),
        ("Number", ["3 017"], ["3017"]),
        ("Number", ["12 113"], ["12 113"]),  # two numbers, or one: nothing shows it
        ("Number", ["12 113", "12 14"], ["12 113", "12 14"]),
    ],
)
def test_blanks_set_thousands_apart_where_the_column_shows_it(heading, cells, numbers):
    rows = "".join(f"H{at};{cell}\n" for at, cell in enumerate(cells))

    assert values(f"Item;{heading}\n{rows}", "number") == [[number] for number in numbers]


@pytest.mark.parametrize("words", ["—", "–", "-", "s. d.", "sans numéro", "s/n", "ohne Nummer", "(none)", "unknown"])
def test_a_cell_that_says_there_is_nothing_has_no_value_and_keeps_its_words(words):
    received = read_table(f"Item;Number;From\nH1;{words};{words}\nH2;7;OSLO\n".encode(), "list")
    for field in ("number", "from"):
        for reading in received.descriptions[0].readings.get(field, ()):
            expected = words if field == "from" and words == "s. d." else None
            assert (reading.as_written, reading.value) == (words, expected)


def test_letters_that_may_be_an_office_are_one_among_senders():
    assert values("Item;Number;From\nH1;n.d.;SD\nH2;7;OSLO\n", "from") == [["SD"], ["OSLO"]]
    assert values("Item;Number;From\nH1;n.d.;SD\nH2;7;OSLO\n", "number") == [[None], ["7"]]


def test_letters_that_may_be_a_country_or_initials_are_one_among_tags_and_signers():
    text = "Item;Number;TAGS;Signed by\nH1;7;SN; \nH2;8;SW;S.D.\n"
    assert values(text, "tags") == [["SN"], ["SW"]]
    assert values(text, "signer") == [[], ["S.D."]]
