"""Names of countries and capitals in prose: capitals are those of the list of cities, ambiguous names accuse nobody."""

import pytest

from briefbook.checks.claim_frames import senders_in
from briefbook.checks.countries import CODE, countries, country
from briefbook.text import posts


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Havana", "Cuba"),
        ("Harare", "Zimbabwe"),
        ("Salisbury", "Zimbabwe"),
        ("Leopoldville", "Democratic Republic of the Congo"),
        ("Seoul", "South Korea"),
        ("the Soviet Union", "Soviet Union"),
        ("Peking", "China"),
        ("Ciudad Trujillo", "Dominican Republic"),
    ],
)
def test_a_capital_stands_for_its_country(words: str, name: str) -> None:
    assert country(words) == name


def test_a_capital_of_the_list_of_cities_is_in_the_country_of_which_it_names_the_post() -> None:
    table = countries()
    cities = [city for city in posts.cities().values() if city.name.lower() in table and city.name != "NEW YORK"]
    assert len(cities) > 90
    assert [
        (city.name, CODE[table[city.name.lower()]]) for city in cities if CODE[table[city.name.lower()]] != city.country
    ] == []


@pytest.mark.parametrize("name", ["Jordan", "Tripoli", "Georgetown", "Salisbury"])
def test_a_name_that_may_be_a_persons_names_no_sender_but_beside_an_office(name: str) -> None:
    assert senders_in(f"{name} reported that the talks were delayed.") == ()
    assert [place.words for place in senders_in(f"The embassy in {name} reported that the talks were delayed.")] == [
        name
    ]
    assert [place.words for place in senders_in("Havana reported that the talks were delayed.")] == ["Havana"]
