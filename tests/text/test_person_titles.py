"""Titles and countries of persons, in the language of the page."""

import json
from pathlib import Path

import briefbook.text
from briefbook.text.person_titles import COUNTRIES, SOURCES, TITLES, country_of_person, title_of_person
from briefbook.util.translation import using


def test_every_title_country_and_source_of_the_list_of_persons_can_be_translated():
    persons = json.loads((Path(briefbook.text.__file__).parent / "data" / "persons.json").read_text(encoding="utf-8"))
    offices = [office for person in persons for office in person["offices"]]
    assert {office["title"] for office in offices} - TITLES == set()
    assert {office["country"] for office in offices if office["country"]} - COUNTRIES == set()
    assert {office["source"] for office in offices} - SOURCES == set()


def test_a_title_is_in_the_language_of_the_page_and_an_own_title_as_it_was_written():
    with using("fr"):
        assert title_of_person("Prime Minister") == "Premier ministre"
        assert country_of_person("Soviet Union") == "Union soviétique"
        assert title_of_person("Keeper of the Lights") == "Keeper of the Lights"
        assert country_of_person("Ruritania") == "Ruritania"
