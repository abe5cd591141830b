"""Units, money, times of day, ways and directions of a sentence, held against its paper."""

import pytest

from briefbook.checks.units_and_times import told_in_values

PAPER = """THE CARGO OF 900 TONS OF WHEAT LEFT LISBON FOR DAKAR AT NOON. THE COMPANY OWES 40,000 POUNDS STERLING.
ORAVEC ADMITTED IN PRIVATE THAT HE WAS WRONG. LINDQVIST ANSWERED THE MAYOR IN PERSON. FOUR OF THE SEVEN CAPTAINS SIGNED.
THE MOTION WAS PASSED BY 112 VOTES TO 47."""


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The cargo of 900 pounds of wheat was insured.", "900 TONS"),
        ("The company owed 40,000 dollars.", "40,000 POUNDS STERLING"),
        ("The cargo left Dakar for Lisbon.", "LEFT LISBON FOR DAKAR"),
        ("The cargo left Lisbon in the evening.", "AT NOON"),
        ("Oravec admitted publicly that he was wrong.", "IN PRIVATE"),
        ("Lindqvist answered the mayor by letter.", "IN PERSON"),
        ("Two of the seven captains signed.", "FOUR OF THE SEVEN CAPTAINS"),
        ("All seven captains signed.", "FOUR OF THE SEVEN CAPTAINS"),
        ("The motion was passed by 47 votes to 112.", "BY 112 VOTES TO 47"),
    ],
)
def test_another_value_is_told_of(sentence, words):
    assert [there for _, there in told_in_values(sentence, PAPER)] == [words]


@pytest.mark.parametrize(
    "sentence",
    [
        "The cargo of 900 tons was insured.",
        "The company owed £40,000.",
        "The company owed some 112,000 dollars.",
        "The cargo left Lisbon at midday.",
        "Oravec admitted behind closed doors that he was wrong.",
        "Three of the seven captains had yet to sign.",
        "That evening the mayor read the papers.",
    ],
)
def test_the_same_value_is_not(sentence):
    assert list(told_in_values(sentence, PAPER)) == []
