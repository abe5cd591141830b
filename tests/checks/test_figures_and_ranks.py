"""Slips of figures and ranks in the author's own words are told of (C227); what may be right is not."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.figures_and_ranks import quantities
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings

ITEMS = """item H201 date=1964-03-09 from=LIMA number=41
page THE LINE PAID 3.7 MILLION DOLLARS AND HIRED TWENTY-FOUR PILOTS. IT EXPORTS COCA WORTH US $ 280 MILLION.
| ROYALTIES ARE US$ 1.5 MILLION A MONTH. INVESTMENT MUST REACH 19PERCENT OF THE TOTAL. GENERAL ORAVEC GAVE 1,000 METAL
| PLOWS AND 34 TRACTORS. LIEUTENANT COLONEL BRANDT AND LT. COL. PEREZ LEFT AT 1430 HOURS. 50,000 M.T. OF WHEAT ARRIVED.
item H203 date=1964-03-09 from=LIMA number=43
page 1. PARAGRAPHS 24 AND 25 OF THE PAPER ARE OLD. 2. THE FAIR WILL LAST FROM JUNE 8-16. PAY 15 WORKING DAYS BEFORE IT.
| 3. A MONOPOLY FOR A SIX YEAR PERIOD COVERS ENGINES OF 112 H.P. THE PILOTS LEAVE ON THE 13TH OR 14TH.
item H202 date=1964-03-09 from=LIMA number=42 by=machine
page THE LINE PAID 3.7 MILLION DOLLARS.
"""


def messages(prose):
    made = example(ITEMS)
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    findings, _ = check(made.catalogue, [page], context=CheckContext(settings=CheckSettings(select=["C227"])))
    return [finding.message for finding in findings]


@pytest.mark.parametrize(
    ("prose", "message"),
    [
        ("The line paid $7.3 million (H201).", "$7.3 million where H201 has 3.7 MILLION DOLLARS"),
        ("It hired 42 pilots (H201).", "42 pilots where H201 has TWENTY-FOUR PILOTS"),
        ("Coca worth $280 billion went abroad (H201).", "$280 billion where H201 has $ 280 MILLION"),
        ("The royalties were 15 million dollars (H201).", "15 million dollars where H201 has $ 1.5 MILLION"),
        ("Investment had to reach 91 per cent (H201).", "91 per cent where H201 has 19PERCENT"),
        ("He gave forty-three tractors (H201).", "forty-three tractors where H201 has 34 TRACTORS"),
        ("Colonel Oravec gave plows (H201).", "Colonel Oravec where H201 has GENERAL ORAVEC"),
        ("The giver was “Col. Oravec” (H201).", "Col. Oravec where H201 has GENERAL ORAVEC"),
        ("Paragraphs 24 and 26 were old (H203).", "Paragraphs 24 and 26 where H203 has PARAGRAPHS 24 AND 25"),
        ("The fair was to last from June 8-18 (H203).", "June 8-18 where H203 has JUNE 8-16"),
        ("They leave on the 13th or 15th (H203).", "the 13th or 15th where H203 has THE 13TH OR 14TH"),
        ("Pay was due 15 weeks ahead (H203).", "15 weeks where H203 has 15 WORKING DAYS"),
        ("Its engines had 112 kilowatts (H203).", "112 kilowatts where H203 has 112 H.P."),
        ("Its seventh paragraph spoke of pilots (H203).", "seventh paragraph where H203 has 3 PARAGRAPHS"),
        ("Major Brandt left (H201).", "Major Brandt where H201 has LIEUTENANT COLONEL BRANDT"),
    ],
)
def test_a_slip_is_told_of_with_what_the_paper_has(prose, message):
    assert messages(prose) == [message]


@pytest.mark.parametrize(
    "prose",
    [
        "The line paid $3.7 million (H201).",
        "The line paid $3,700,000 (H201).",
        "The line paid nearly 4 million dollars (H201).",
        "It hired 24 pilots, and later 42 mechanics (H201).",
        "Investment of 10 per cent is the rule elsewhere (H201).",
        "Some 1,000 plows and thirty-four tractors were given (H201).",
        "In 1946 pilots were rare, and on 24 March pilots came (H201).",
        "Telegram 42 pilots a new course (H201).",
        "Colonel Brandt and Lieutenant Colonel Perez left, and Mr. Oravec stayed (H201).",
        "Colonel Lindqvist gave nothing (H201).",
        "In answer to telegram 91 per cent figures were sent (H201).",
        "Paragraphs 24 and 25 were old, and 24 and 30 pilots came (H203).",
        "The fair was to last from 8 to 16 June, and another from July 8-18 (H203).",
        "Pay was due 15 days ahead, and pilots stayed six weeks longer than five weeks (H203).",
        "It was granted for six months, and engines have 112 horsepower (H203).",
        "Its third paragraph spoke of pilots (H203).",
        "Its ninth paragraph spoke of pilots (H201).",
        "The line paid $7.3 million (H202).",
        "The line paid $7.3 million.",
        "He wrote of “some $7.3 million that never came” (H201).",
    ],
)
def test_what_may_be_right_is_not_told_of(prose):
    assert messages(prose) == []


def test_numbers_are_read_with_their_units():
    found = [
        (each.value, each.unit)
        for each in quantities("£2.5m, 50,000 M.T., 90-day letter, 12 percent, five ships, 1962")
    ]
    assert found == [(2.5, "£"), (50000.0, "t"), (90.0, "day"), (12.0, "%")]
