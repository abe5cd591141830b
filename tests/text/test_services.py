"""What a code stands for depends on the service that wrote the paper, and on the date."""

import pytest

from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import Entry
from briefbook.model.post import Post
from briefbook.text.services import (
    CodeUse,
    Service,
    combined_office,
    named,
    office,
    office_words,
    service_of,
    words_of_source,
)


@pytest.mark.parametrize(
    ("code", "service", "name", "standing"),
    [
        ("LDN", Service.CANADA, "High Commission London", "verified"),
        ("LONDON", Service.CANADA, "High Commission London", "verified"),
        ("LONDON", Service.UNITED_STATES, "American post in London", "probable"),
        ("LONDON", Service.CIA, "CIA station London", "probable"),
        ("THE HAGUE", Service.CIA, "CIA station The Hague", "probable"),
        ("LONDON", Service.GERMANY, "London", "place"),
        ("LONDON", Service.UNKNOWN, "London", "place"),
        ("DELHI", Service.UNITED_STATES, "American post in New Delhi", "probable"),
        ("WASHDC", Service.CANADA, "Embassy Washington", "verified"),
        ("WASHDC", Service.UNITED_STATES, "Washington", "place"),
        ("WASHDC", Service.US_FORCES, "Washington", "place"),
        ("AMEMBASSY OSLO", Service.CIA, "American Embassy Oslo", "verified"),
        ("BAIRES", Service.UNKNOWN, "Embassy Buenos Aires", "probable"),
        ("BAIRES", Service.UNITED_STATES, "American post in Buenos Aires", "probable"),
        ("HONG KONG", Service.UNITED_STATES, "American post in Hong Kong", "probable"),
        ("STATE", Service.UNITED_STATES, "Department of State, Washington", "verified"),
        ("DEPARTMENT OF STATE", Service.UNITED_STATES, "Department of State, Washington", "verified"),
        ("JCS", Service.US_FORCES, "Joint Chiefs of Staff, Washington", "verified"),
    ],
)
def test_a_code_means_what_the_service_of_the_paper_means(code, service, name, standing):
    post = office(code, service)
    assert post is not None
    assert (post.name, post.standing) == (name, standing)


def test_an_office_of_ottawa_is_none_on_an_american_paper():
    assert office("CAS", Service.UNITED_STATES) is None
    assert office("XYZZY", Service.CANADA) is None


def test_a_canadian_code_out_of_its_time_is_only_probable():
    assert office("NATOPARIS", Service.CANADA, "1962-11-08").standing == "verified"
    assert office("NATOPARIS", Service.CANADA, "1975-01-02").standing == "probable"


def reading(value, note="", by=SourceKind.RECEIVED):
    return Reading(value, value, by, note=note)


@pytest.mark.parametrize(
    ("readings", "service"),
    [
        ({"form": (reading("telegram"), reading("telegram", "by its form: ca_telegram"))}, Service.CANADA),
        ({"form": (reading("telegram", "by its form: cia_message"),)}, Service.CIA),
        ({"form": (reading("telegram", "by its form: military"),)}, Service.US_FORCES),
        ({"note": (reading("Foreign Relations of the United States, 1961-1963, document 1"),)}, Service.UNITED_STATES),
        ({"from": (reading("OSLO"),), "to": (reading("SECSTATE"),)}, Service.UNITED_STATES),
        ({"from": (reading("AMEMBASSY OSLO"),), "to": (reading("USUN"),)}, Service.UNITED_STATES),
        ({"from": (reading("OSLO"),), "to": (reading("EXTERNAL"),)}, Service.CANADA),
        ({"from": (reading("OSLO"),), "to": (reading("ROME"),)}, Service.UNKNOWN),
        ({"form": (reading("telegram", "by its form: reference_line"),)}, Service.UNKNOWN),
    ],
)
def test_the_service_is_that_of_the_form_the_edition_or_the_headquarters(readings, service):
    assert service_of(Entry("D7", readings)) is service


def test_the_setting_decides_where_nothing_else_does():
    assert service_of(Entry("D7"), "canada") is Service.CANADA
    assert named("no such service") is Service.UNKNOWN


def test_a_code_on_papers_of_several_services_stands_for_several_offices():
    uses = {CodeUse(Service.CANADA, "1962"), CodeUse(Service.CIA, "1962"), CodeUse(Service.CIA, "1963")}
    post = combined_office("LONDON", uses, lambda code, service, day: office(code, Service(service), day))
    assert post is not None
    assert (post.name, post.standing) == ("CIA station London (CIA); High Commission London (Canada)", "probable")


def test_what_is_inferred_is_shown_with_probably():
    assert office_words(Post("OSLO", "American Embassy Oslo", standing="probable")) == "probably American Embassy Oslo"
    assert office_words(Post("OSLO", "Oslo", standing="place")) == "Oslo"


@pytest.mark.parametrize(
    ("code", "service", "day", "name", "standing"),
    [
        ("HAVANA", Service.UNITED_STATES, "1960-05-01", "American Embassy Havana", "verified"),
        ("HAVANA", Service.UNITED_STATES, "1962-05-01", "Havana", "place"),
        ("HAVANA", Service.UNITED_KINGDOM, "1962-10-24", "British Embassy Havana", "verified"),
        ("PRAGUE", Service.CANADA, "1955-05-04", "Legation Prague", "verified"),
        ("PEKING", Service.UNITED_KINGDOM, "1966-07-16", "British Office of the Chargé d'Affaires Peking", "verified"),
        ("KINSHASA", Service.UNITED_STATES, "1963-02-01", "Kinshasa", "place"),
        ("USCINCSO", Service.UNITED_STATES, "1964-02-01", "Commander in Chief, Southern Command", "verified"),
        ("USCINCSO", Service.UNITED_STATES, "1962-02-01", "Commander in Chief, Southern Command", "probable"),
    ],
)
def test_an_office_is_named_for_its_time_whatever_the_service(code, service, day, name, standing):
    post = office(code, service, day)
    assert (post.name, post.standing) == (name, standing)


def test_a_mission_whose_code_is_no_city_is_named_and_not_called_a_post_in_its_code():
    mission = office("USRO", Service.UNITED_STATES, "1962-10-25")
    assert (mission.name, mission.standing) == (
        "American Mission to NATO and European Regional Organizations",
        "verified",
    )
    assert office("USUN", Service.UNITED_STATES).name == "American Mission to the United Nations"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("MM", "probably FBI field office in Miami"), ("HQ", "probably FBI headquarters, Washington"),
        ("SAC, NY", "probably FBI field office in New York"), ("LEG,MX", "probably FBI legal attaché in Mexico City"),
    ],
)  # fmt: skip
def test_letters_on_a_cover_sheet_of_the_bureau_are_its_offices(code, words):
    note = Reading("originator FBI", "Cover sheet: originator FBI, pages 4", SourceKind.COVER)
    assert service_of(Entry("X1", {"note": (note,)})) is Service.FBI
    assert office_words(office(code, Service.FBI)) == words


@pytest.mark.parametrize(
    ("code", "service"), [("MM", Service.UNKNOWN), ("HQ", Service.CIA), ("LEG, MM", Service.FBI), ("XX", Service.FBI)]
)
def test_the_same_letters_on_other_papers_are_no_office_of_the_bureau(code, service):
    post = office(code, service)
    assert post is None or "FBI" not in post.name


@pytest.mark.parametrize(
    ("written", "value", "words"),
    [
        ("Le Caire", "CAIRO", ""),
        ("Cairo", "CAIRO", ""),
        ("Embassy in Cairo", "CAIRO", "Embassy in Cairo"),
        ("the Minister", "CAIRO", "the Minister"),
    ],
)
def test_the_name_of_a_city_in_another_language_is_no_other_words_than_the_city(written, value, words):
    entry = Entry("H1", {"from": (Reading(written, value, SourceKind.RECEIVED, source="list"),)})
    assert words_of_source(entry, "from") == words
