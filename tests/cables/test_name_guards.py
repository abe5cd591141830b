"""What looks like a name and is none."""

import pytest

from briefbook.cables.mentions import Authority, find_mentions
from briefbook.model.page import Line, Page, Word
from briefbook.model.persons import Office, Person, PlaceName

AUTHORITY = Authority(
    (
        Person("Josip Broz Tito", ("Tito", "Marshal Tito"), (Office("President", country="Yugoslavia"),)),
        Person("John Fitzgerald Kennedy", ("John F. Kennedy", "Kennedy")),
    ),
    (PlaceName("Bern"), PlaceName("Bonn"), PlaceName("Santiago"), PlaceName("London"), PlaceName("Havana")),
)


def mentions(*lines, confidence=None):
    page = Page(
        "D1", 1, tuple(Line(tuple(Word(word, confidence=confidence) for word in line.split())) for line in lines)
    )
    read = find_mentions([page], AUTHORITY)
    return [reading.value for name in ("persons", "places") for reading in read.get(name, ())]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (("AMPALM-4 SAID TITO LEFT FOR THE COAST",), []),
        (("AMPALM-4 SAID MARSHAL TITO LEFT FOR THE COAST",), ["Josip Broz Tito"]),
        (("AMPALM-4 SAID TITO LEFT", "YUGOSLAV AMBASSADOR WAS WITH HIM"), ["Josip Broz Tito"]),
        (("TITO LEFT FOR THE COAST IN THE EVENING",), ["Josip Broz Tito"]),  # a paper without code names
    ],
)
def test_a_code_name_in_a_paper_of_code_names_is_no_person(lines, names):
    assert mentions(*lines) == names


def test_the_president_in_the_name_of_an_act_of_release_is_not_mentioned():
    assert mentions("2025 RELEASE UNDER THE PRE IDENT JOHN F. KENNEDY ASSASSINATION RECORDS ACT") == []
    assert mentions("HE SPOKE TO KENNEDY ABOUT THE RELEASE OF THE MEN") == ["John Fitzgerald Kennedy"]


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("BERN 12 MAY 1934 AT HAVANA", ["Havana"]),
        ("BONN CA 1915", []),
        ("HE CAME FROM BERN TO HAVANA", ["Bern", "Havana"]),
        ("RESIDES SANTIAGO DE LAS VEGAS", []),
        ("RESIDES SANTIAGO DE CHILE", ["Santiago"]),
        ("HE SAILED FROM NEW LONDON", []),
        ("HE SAILED FROM LONDON", ["London"]),
    ],
)
def test_a_place_is_no_part_of_another_and_no_word_misread(line, places):
    assert mentions(line) == places


def test_a_name_is_as_sure_as_the_words_it_was_read_from():
    line = Line((Word("LONDON", confidence=0.4),))
    (reading,) = find_mentions([Page("D1", 1, (line,))], AUTHORITY)["places"]
    assert reading.confidence == 0.4
