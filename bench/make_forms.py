"""Made-up forms as a reader gives them: words with places and confidence, some of them damaged, the page askew.

Four forms: the agency's message as it came in and as it went out, the State Department's incoming telegram, External
Affairs' outgoing message in two layouts. A word whose letters are damaged has a confidence below 0.8, a printed label
a high one all the same; half the rows are given as one line, half box by box. The same seed gives the same pages.
"""

import random
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from briefbook.model.page import Box, Line, Page, Word
from briefbook.text.stations import stations

LETTER, HEIGHT = 24, 34
LIKE = {
    "O": "0QCD", "0": "OQC", "I": "1L", "1": "IL", "F": "PE", "R": "PB", "M": "NH", "T": "1IY", "E": "FC", "D": "O0",
    "A": "4H", "N": "MH", "S": "5", "C": "GO", "L": "I1",
}  # fmt: skip
SHORT = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()  # noqa: SIM905
LONG = "JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER".split()  # noqa: SIM905
CITIES = ("QUITO", "BONN", "OTTAWA", "ROME", "TOKYO", "LAGOS", "LIMA", "ANKARA", "VIENNA")
POSTS = ("BONN", "LDN", "WASHDC", "NATOPARIS", "ROME", "BRUSSELS", "TOKYO", "DELHI")
TEXT = (
    (1500, (200, "1. THE MINISTER TOLD US YESTERDAY THAT NO DECISION ON THE LOAN HAD BEEN")),
    (1560, (200, "TAKEN AND THAT HE DID NOT EXPECT ONE BEFORE THE END OF THE PRESENT MONTH.")),
)


def agency_in(dice, day):
    """A message received."""
    slug = dice.choice([station for station in stations() if station not in ("DIR", "WAVE")])
    number = dice.randrange(1000, 9999)
    stamp = _stamp(day, dice.randrange(24), dice.randrange(60))
    rows = [
        (300, (900, "CLASSIFIED MESSAGE"), (1700, str(dice.randrange(1, 90)))),
        (
            500,
            (200, "_DATE _:"),
            (420, f"{day.day} {SHORT[day.month]} {day.year}"),
            (1100, "S E C R E T"),
            (1600, "3 4"),
        ),
        (580, (200, "_TO _:"), (420, "DIRECTOR"), (1600, "2 5")),
        (660, (200, "_FROM _:"), (420, stations()[slug]), (1400, stamp)),
        (740, (200, "_ACTION _:"), (420, "WH 8")),
        (820, (200, "_INFO _:"), (420, "DDP, CI, CI/OPS, FI, WE 4"), (1600, "ROUTINE")),
        (1000, (300, f"DIR CITE {slug} {number}")),
    ]
    return rows, {"from": stations()[slug], "to": "DIRECTOR", "number": f"{slug} {number}"}


def _stamp(day, hour, minute):
    """A moment of a day in Washington as it is stamped, in UTC."""
    there = datetime(1900 + day.year, day.month + 1, day.day, hour, minute, tzinfo=ZoneInfo("America/New_York"))
    return there.astimezone(UTC).strftime("%b %-d %H%MZ %y").upper()


def agency_out(dice, day):
    """A message sent by Headquarters."""
    slug = dice.choice([station for station in stations() if station not in ("DIR", "WAVE")])
    number = dice.randrange(10000, 99999)
    date = f"{day.day} {LONG[day.month]} 19{day.year}"
    rows = [
        (220, (900, "CLASSIFIED MESSAGE")),
        (300, (200, "_ORIG _:"), (420, "J. GREY:ab")),
        (380, (200, "_UNIT _:"), (420, "WH/4"), (1000, "SECRET")),
        (460, (200, "_EXT _:"), (420, "6120"), (1000, "NO INDEX")),
        (540, (200, "_DATE _:"), (420, date), (1000, "FILE IN CS FILE NO.")),
        (640, (200, "_TO _:"), (420, stations()[slug])),
        (720, (200, "_FROM _:"), (420, "DIRECTOR")),
        (800, (200, "_CONF _:"), (420, "WH 8"), (1600, "DEFERRED")),
        (880, (200, "_INFO _:"), (420, "DDP, CI, WE 6"), (1600, "ROUTINE")),
        (1050, (200, "_TO"), (420, slug), (1500, "CITE DIR"), (1750, " ".join(str(number)))),
    ]
    return rows, {"from": "DIRECTOR", "to": stations()[slug], "number": f"DIR {number}"}


def state_in(dice, day):
    """The State Department's incoming telegram, offices in a column at the left."""
    city, number = dice.choice(CITIES), dice.randrange(10, 3000)
    date = f"{LONG[day.month]} {day.day}"
    rows = [
        (200, (300, "INCOMING TELEGRAM"), (1200, "Department of State")),
        (380, (200, "42"), (700, "SECRET")),
        (450, (200, "Action"), (1500, f"_CONTROL: {dice.randrange(1000, 20000)}")),
        (510, (200, "ARA"), (1500, f"_REC'D: {date}, 19{day.year}")),
        (570, (1500, "4:12 P.M.")),
        (640, (200, "Info"), (500, f"_FROM: {city}")),
        (720, (200, "SS"), (500, "_TO: SECRETARY OF STATE")),
        (800, (200, "G"), (500, f"_NO: {number}, {date}, 2 P.M.")),
    ]
    return rows, {"from": city, "to": "STATE", "number": str(number)}


def ottawa_out(dice, day):
    """External Affairs' outgoing message: values below their labels, or beside them."""
    post, number = dice.choice(POSTS), f"{dice.choice(('E', 'DL', 'Y', 'EX'))}-{dice.randrange(10, 3000)}"
    date = f"{SHORT[day.month]} {day.day}/{day.year}"
    below = [
        (380, (200, "_DATE"), (800, "_FILE"), (1500, "_SECURITY")),
        (440, (220, date), (820, "11562-40"), (1520, "CONFIDENTIAL")),
        (560, (200, "_FM: EXT OTT"), (1100, "_NUMBER"), (1700, "_PRECEDENCE")),
        (620, (1120, number), (1720, "PRIORITY")),
        (720, (200, "_TO:"), (400, post)),
        (800, (200, "_INFO:"), (400, "PERMISNY HAGUE")),
        (900, (200, "_REF:"), (400, "YOUR TEL 511")),
        (980, (200, "_SUBJECT:"), (500, "LOAN TALKS")),
    ]
    beside = [
        (380, (200, "_FM:"), (400, "EXT OTT"), (1100, f"_DATE: {date}")),
        (460, (200, "_TO:"), (400, post), (1100, f"_NUMBER: {number}")),
        (540, (200, "_INFO:"), (400, "PERMISNY HAGUE"), (1100, "_PRECEDENCE: PRIORITY")),
        (620, (200, "_SECURITY:"), (480, "SECRET")),
        (700, (200, "_SUBJECT:"), (500, "LOAN TALKS")),
    ]
    rows = [(200, (900, "OUTGOING MESSAGE")), *dice.choice((below, beside))]
    return rows, {"from": "EXT OTT", "to": post, "number": number}


KINDS = (agency_in, agency_out, state_in, ottawa_out)


class Day:
    """A day of 1960 to 1966: ``month`` counts from 0, ``year`` without its century."""

    def __init__(self, dice):
        """Any."""
        self.day, self.month, self.year = dice.randrange(2, 28), dice.randrange(12), dice.randrange(60, 67)


def forms(kind, damage, count, seed=""):
    """``count`` pages and what they say: from, to, date, number. ``damage``: the share of a label's letters misread."""
    dice = random.Random(f"{kind.__name__} {damage} {seed}")
    for _ in range(count):
        day = Day(dice)
        rows, truth = kind(dice, day)
        yield (
            _page(dice, [*rows, *TEXT], damage, dice.choice((-0.04, 0, 0, 0.03))),
            truth | {"date": f"19{day.year}-{day.month + 1:02d}-{day.day:02d}"},
        )


def _page(dice, rows, damage, lean):
    lines = []
    for top, *groups in rows:
        words = [_words(dice, left, top, text, damage, lean) for left, text in groups]
        joined = [[word for group in words for word in group]] if dice.random() < 0.5 else words
        lines += [Line(tuple(group)) for group in joined if group]
    if dice.random() < 0.5:  # a speck
        top = dice.randrange(300, 1000)
        speck = Word(dice.choice(("ae", "7", "L", "Ww")), Box(2100, top, 2150, top + 30), 0.1)
        lines.insert(dice.randrange(len(lines)), Line((speck,)))
    return Page("X", 1, tuple(lines), width=2500, height=3300)


def _words(dice, left, top, text, damage, lean):
    words = []
    for part in text.split():
        label, part = part.startswith("_"), part.removeprefix("_")
        read = _damaged(dice, part, damage if label else damage / 3)
        confidence = 0.96 if label or read == part else dice.choice((0.2, 0.4, 0.6, 0.7))
        down = round(top + lean * left + dice.gauss(0, 3))
        if read:
            words.append(Word(read, Box(left, down, left + LETTER * len(read), down + HEIGHT), confidence))
        left += LETTER * (len(read or part) + 1)
    return words


def _damaged(dice, text, share):
    letters = []
    for letter in text:
        if letter in LIKE and dice.random() < share:
            letters.append(dice.choice(LIKE[letter]))
        elif dice.random() >= share / 6:
            letters.append(letter)
    return "".join(letters)
