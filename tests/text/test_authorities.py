"""Persons and places in a text, by authority lists."""

from datetime import date

import pytest

from briefbook.cables import read_cable
from briefbook.cables.mentions import Authority, find_mentions
from briefbook.model.page import Page
from briefbook.model.persons import Office, Person
from briefbook.text.authorities import PERSONS, persons_of_csv, places_of_csv, shipped_places, with_own

LISTS = Authority(
    (
        Person("Adam Specimen", ("Specimen",), (Office("Ambassador to Nowhere", "1962-03-01", "1963"),)),
        Person("Zoë Muster", ("Muster",), (Office("President", "1958", "1961-12"),)),
        Person("Eva Muster", ("Muster",), (Office("President", "1962-01-01"),)),
        Person("Paul Probe", (), (Office("Ambassador to Somewhere", "1960", "1962-06"),)),
    ),
    shipped_places(),
)


def found(text, day=None, lists=LISTS):
    page = Page.of_text("D1", 1, text)
    named = find_mentions([page], lists, day=day)
    return {
        name: [(r.as_written, r.value, (r.place.page, r.place.line)) for r in readings]
        for name, readings in named.items()
    }


def test_a_name_is_kept_as_written_beside_the_lists_form():
    text = "SPECIMEN MET ZOE MUSTER IN LA PAZ.\nSPECIMEN LEFT."
    assert found(text) == {
        "persons": [("SPECIMEN", "Adam Specimen", (1, 1)), ("ZOE MUSTER", "Zoë Muster", (1, 1))],
        "places": [("LA PAZ", "La Paz", (1, 1))],
    }


def test_a_name_that_several_bear_is_no_ones_unless_a_title_decides():
    assert found("MUSTER AGREED.")["persons"] == [("MUSTER", None, (1, 1))]
    assert found("PRESIDENT MUSTER AGREED.", date(1962, 11, 8))["persons"][0][1] == "Eva Muster"
    assert found("PRESIDENT MUSTER AGREED.", date(1961, 11, 8))["persons"][0][1] == "Zoë Muster"


def test_a_bare_surname_needs_the_title_of_an_office_held_that_day():
    assert found("AMBASSADOR PROBE SAID SO", date(1962, 5, 1))["persons"][0][1] == "Paul Probe"
    assert found("AMBASSADOR PROBE SAID SO", date(1962, 11, 1)) == {}
    assert found("A PROBE WAS SENT", date(1962, 5, 1)) == {}


@pytest.mark.parametrize("text", ["SPECIMENS WERE TAKEN", "a specimen of rice", "MUSTERED", "he was hue and cry"])
def test_a_word_is_no_name(text):
    assert found(text) == {}


def test_a_post_in_the_heading_is_no_place_mentioned():
    text = "FM WASHDC NOV8/62 SECRET\nTO EXTERNAL 3316\nINFO LDN PARIS\nCUBA\n1. SPECIMEN SPOKE OF OSLO AND CUBA."
    cable = read_cable("D1", [Page.of_text("D1", 1, text)], authority=LISTS)
    assert [r.value for r in cable.fields["places"]] == ["Oslo", "Cuba"]
    assert [r.value for r in cable.fields["persons"]] == ["Adam Specimen"]


def test_a_collections_own_list_goes_before_the_list_as_shipped():
    own = persons_of_csv(
        "name,variants,office,country,start,end,source\n"
        "Dean Rusk,Rusk; Mr Rusk,Secretary of State,United States,1961-01-21,1969-01-20,own\n"
        "Dean Rusk,,Assistant Secretary,United States,1950,1951,own\n"
    )
    rusk = [person for person in with_own(own) if person.name == "Dean Rusk"]
    assert [(one.variants, [office.title for office in one.offices]) for one in rusk] == [
        (("Rusk", "Mr Rusk"), ["Secretary of State", "Assistant Secretary"])
    ]


def test_a_list_without_names_is_refused():
    with pytest.raises(ValueError, match="no column 'name'"):
        persons_of_csv("person,office\nA,B\n")
    with pytest.raises(ValueError, match="no column 'name'"):
        places_of_csv("")


def test_every_office_shipped_says_whose_it_is_and_where_its_dates_are_from():
    for person in PERSONS:
        for office in person.offices:
            assert (person.name, bool(office.source), bool(office.country)) == (person.name, True, True)


def test_who_held_an_office_in_the_years_of_the_papers():
    terms = {person.name: [(office.title, office.start, office.end) for office in person.offices] for person in PERSONS}
    assert terms["Lyman L. Lemnitzer"] == [
        ("Chairman of the Joint Chiefs of Staff", "1960-10-01", "1962-09-30"),
        ("Supreme Allied Commander, Europe", "1963-01-01", "1969-07-01"),
    ]
    assert terms["Chester Ronning"] == [("High Commissioner to India", "1957", "1964")]
    assert ("Prime Minister", "1963-10-19", "1964-10-16") in terms["Lord Home"]


def test_no_person_is_listed_twice_and_no_office_ends_before_it_begins():
    names = [person.name for person in PERSONS]
    assert len(names) == len(set(names))
    offices = [office for person in PERSONS for office in person.offices if office.start and office.end]
    assert [office for office in offices if office.end < office.start[: len(office.end)]] == []


@pytest.mark.parametrize(
    ("days", "named"),
    [
        ((date(1961, 11, 1), date(1961, 11, 30)), "Zoë Muster"),
        ((date(1962, 1, 1), date(1962, 12, 31)), "Eva Muster"),
        ((date(1961, 12, 1), date(1962, 1, 31)), None),
        ((None, date(1961, 6, 1)), "Zoë Muster"),
        (None, None),
    ],
)
def test_a_paper_known_to_the_month_or_year_names_who_was_in_office_then(days, named):
    assert [value for _, value, _ in found("PRESIDENT MUSTER AGREED.", day=days)["persons"]] == [named]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_list_is_read_as_any_program_saves_it_and_its_words_as_typed(separator):
    rows = [["name", "variants", "note"], ["Zoë  Muster", "O'Muster; “Z.  M.”", "=not a formula; 007"]]
    text = "\ufeff" + "".join(separator.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)

    (person,) = persons_of_csv(text)

    assert (person.name, person.variants) == ("Zoë  Muster", ("O'Muster", "“Z.  M.”"))
    assert person.note == "=not a formula; 007"
    (place,) = places_of_csv(f"name{separator}variants\nLa  Paz{separator}Chuquiago\n")
    assert (place.name, place.variants) == ("La  Paz", ("Chuquiago",))
