"""A name that several states bore means the one that the paper's date and words say, or none."""

from datetime import date

import pytest

from briefbook.text.authorities import shipped_places
from briefbook.text.dates import edtf_bounds
from briefbook.text.states import meant_state, states_by_name


@pytest.mark.parametrize(
    ("name", "text", "day", "state"),
    [
        ("China", "THE GOVERNMENT IN PEKING", date(1962, 11, 8), "People's Republic of China"),
        ("China", "OUR EMBASSY, TAIPEI", date(1962, 11, 8), "Republic of China"),
        ("China", "PEKING AND TAIPEI", date(1962, 11, 8), None),
        ("China", "TEA FROM CHINA", date(1962, 11, 8), None),
        ("China", "TEA FROM CHINA", date(1937, 7, 7), "Republic of China"),
        ("China", "TEA FROM CHINA", None, None),
        ("Korea", "PYONGYANG RADIO", date(1968, 1, 23), "Democratic People's Republic of Korea"),
        ("Korea", "FISHERIES", date(1930, 1, 1), None),
        ("Vietnam", "THE GVN INTENDS", date(1963, 1, 11), "Republic of Vietnam"),
        ("Vietnam", "TRADE", date(1980, 1, 1), "Socialist Republic of Vietnam"),
        ("Germany", "TRADE", date(1938, 9, 30), "German Reich"),
        ("Germany", "TRADE", date(1961, 8, 13), None),
        ("Germany", "ULBRICHT SAID", date(1961, 8, 13), "German Democratic Republic"),
        ("Germany", "TRADE", date(1995, 1, 1), "Federal Republic of Germany"),
        ("Congo", "KATANGA", date(1961, 1, 1), "Congo (Leopoldville)"),
        ("Yemen", "ADEN", date(1970, 7, 1), "People's Democratic Republic of Yemen"),
    ],
)
def test_the_state_is_decided_by_date_and_words_or_not_at_all(name, text, day, state):
    assert meant_state(name, text, day)[0] == state


def test_an_undecided_name_says_which_states_it_could_be():
    assert (
        meant_state("China", "TEA", date(1962, 1, 1))[1] == "could be Republic of China or People's Republic of China"
    )


def test_no_place_of_the_shipped_list_takes_a_contested_name_for_its_own():
    for place in shipped_places():
        if place.name not in states_by_name():
            assert not {spelling for spelling in place.variants if spelling in states_by_name()}
    assert {"China", "Germany", "Republic of China"} <= {place.name for place in shipped_places()}


@pytest.mark.parametrize(
    ("name", "text", "edtf", "meant"),
    [
        ("Vietnam", "TRADE", "1961-03", "could be Republic of Vietnam or Democratic Republic of Vietnam"),
        (
            "Vietnam",
            "TRADE",
            "1955",
            "could be State of Vietnam or Republic of Vietnam or Democratic Republic of Vietnam",
        ),
        ("Vietnam", "TRADE", "1980", "by the date of the paper"),
        ("Germany", "TRADE", "1961", "could be Federal Republic of Germany or German Democratic Republic"),
        ("Germany", "BERLIN", "1961-08", "could be Federal Republic of Germany or German Democratic Republic"),
        ("Congo", "COPPER", "1959-12~", "by the date of the paper"),
        ("China", "TEA", "../1945", "could be Republic of China"),
        ("Yemen", "COFFEE", "1991/..", "could be Republic of Yemen"),
        ("Korea", "RICE", "1930", ""),
    ],
)
def test_a_paper_of_a_month_or_year_means_only_states_that_there_were_then(name, text, edtf, meant):
    assert meant_state(name, text, edtf_bounds(edtf))[1] == meant
