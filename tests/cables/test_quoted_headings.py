"""What a quoted telegram has in its heading is not given to the paper that quotes it."""

import pytest

from briefbook.cables import read_heading

TEXT = (
    "I SPOKE TO THE MINISTER ON TUESDAY. HE WAS CAUTIOUS AND SAID NOTHING OF THE TREATY.\n"
    "HE ASKED ME TO REPORT THIS TO YOU AND TO NOBODY ELSE IN THE MEANTIME.\n"
)
QUOTED = "FROM: MOSCOW\nTO: WARSAW\nNO: 17\n3 MAY 1961\nWE HAVE SEEN THE FOREIGN MINISTER AND HE AGREES."
FIELDS = ("from", "to", "date", "number")


@pytest.mark.parametrize(
    "quoted",
    [
        f"MOSCOW TELEGRAM 17 READS AS FOLLOWS:\n{QUOTED}",
        f"MOSCOW TELEGRAM 17 READS AS FOLLOWS: {QUOTED}",
        f"QUOTE {QUOTED} UNQUOTE",
        f'"{QUOTED}"',
        f"TEXT BEGINS:\n{QUOTED}\nTEXT ENDS",
    ],
)
def test_a_paper_without_its_own_heading_does_not_take_that_of_the_telegram_it_quotes(quoted):
    heading = read_heading(f"#@ 1 L0 ~~\n{TEXT}{quoted}")

    assert [heading[name] for name in FIELDS] == [None, [], None, None]


def test_a_heading_of_its_own_stays():
    heading = read_heading(f"FROM: LONDON\nTO: OTTAWA\nNO: 2914\n5 MAY 1961\n{TEXT}TEXT BEGINS:\n{QUOTED}")

    assert [heading[name] for name in FIELDS[:3]] == ["LONDON", ["OTTAWA"], "1961-05-05"]
    assert heading["number"] != "17"


def test_a_heading_below_words_that_announce_it_alone_stays():
    assert read_heading(f"FOLLOWING TEXT BEGINS:\n{QUOTED}")["number"] == "17"
