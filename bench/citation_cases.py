"""Citations that name their paper twice, by id and by office, number and day: how many wrong ones are seen.

    python bench/citation_cases.py

Forty right and forty wrong citations each of papers to choose by and of held ones, in the shapes of notes, parentheses
and sentences, in English and French, made from the descriptions of State cables and of telegrams in editions that stand
beside the repository. A wrong one has another day, number, sender or addressee.
"""

import datetime
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings
from briefbook.text import posts
from briefbook.text.months import ENGLISH

SHARED = Path(__file__).parents[1] / ".." / "shared" / "data"
FRENCH = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
TELEGRAM = re.compile(
    r"Telegram From (?:the )?[^<]{5,80} to the Department of State </head> (?:<dateline[^>]*> ?)?"
    r"(?P<from>[A-Z][a-z]+(?: [A-Z][a-z]+)?), (?P<line>[A-Z][a-z]+ [0-9]{1,2}, 19[0-9][0-9])"
)
DAY = re.compile(rf"({'|'.join(ENGLISH)}) (\d{{1,2}}), (19\d\d)")


@dataclass(frozen=True, slots=True)
class Paper:
    """What a description gives of a paper."""

    item: str
    day: datetime.date
    sender: str
    addressee: str
    number: str


def measure() -> None:
    """Print, for each half, how many right citations are accused and how many wrong ones are seen."""
    draw = random.Random(28)
    cables = list(_state_cables())
    papers = [*draw.sample(cables, min(24, len(cables))), *_editions()]
    draw.shuffle(papers)
    for name, half in (("to choose by", papers[::2]), ("held", papers[1::2])):
        right, wrong = list(_cases(half, wrong=False)), list(_cases(half, wrong=True))
        accused = [case for case in right if _accused(*case[1:])]
        seen = [case for case in wrong if _accused(*case[1:])]
        print(
            f"{name}: {len(half)} papers; right accused {len(accused)} of {len(right)}, "
            f"wrong seen {len(seen)} of {len(wrong)}"
        )
        print(
            "  seen by kind:", dict(Counter(case[0] for case in seen)), "of", dict(Counter(case[0] for case in wrong))
        )
        for case in accused:
            print("  accused:", case[2], _accused(*case[1:]))
        for case in wrong:
            if case not in seen:
                print("  not seen:", case[0], case[2])


def _state_cables() -> Iterator[Paper]:
    for row in map(json.loads, (SHARED / "state-cables" / "attributes.jsonl").read_text().splitlines()):
        match = re.fullmatch(r"(?P<year>\d{4})(?P<post>[A-Z]+?)(?P<number>\d{5})", row["Document Number"])
        if match and row["From"] != "STATE" and posts.post(row["From"]):
            day = datetime.datetime.strptime(row["Draft Date"], "%d %b %Y").date()
            yield Paper(row["Document Number"], day, row["From"].title(), "Washington", match["number"])


def _editions() -> Iterator[Paper]:
    for path in sorted((SHARED / "frus").glob("*.xml")):
        text = re.sub(r"<note.*?</note>", "", path.read_text(encoding="utf-8"), flags=re.S)
        text = re.sub(r"</?(?:gloss|placeName|persName|date|hi|lb)[^>]*>", "", text)
        text = re.sub(r"\s+", " ", text)
        for count, match in enumerate(TELEGRAM.finditer(text)):
            day = DAY.search(match["line"])
            if day and count < 12 and posts.post(match["from"].upper()):
                place = match["from"]
                date = datetime.date(int(day[3]), ENGLISH.index(day[1]) + 1, int(day[2]))
                yield Paper(f"FRUS{path.stem[-2:]}{match.start()}", date, place, "Washington", str(1000 + count * 37))


def _english(day: datetime.date) -> str:
    return f"{day.day} {ENGLISH[day.month - 1]} {day.year}"


def _american(day: datetime.date) -> str:
    return f"{ENGLISH[day.month - 1]} {day.day}, {day.year}"


def _french(day: datetime.date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {FRENCH[day.month - 1]} {day.year}"


def _figures(day: datetime.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _parties(paper: Paper) -> str:
    return f"{paper.sender} to {paper.addressee}"


NOTE = "[^1]\n\n[^1]: "
SHAPES = (
    ("day number", lambda p: f"It was late ({p.sender} tel. {p.number}, {_english(p.day)}, {p.item})."),
    ("day sender addressee", lambda p: f"It was late ({p.sender} to {p.addressee}, {_american(p.day)}, {p.item})."),
    ("day", lambda p: f"On {_english(p.day)} {p.sender} wrote that it was late ({p.item})."),
    ("day number sender", lambda p: f"Late.{NOTE}{_parties(p)}, telegram no. {p.number}, {_english(p.day)}, {p.item}."),
    ("day number", lambda p: f"C’était tard (télégramme n° {p.number} de {p.sender}, {_french(p.day)}, {p.item})."),
    ("day sender", lambda p: f"C’était tard.[^1]\n\n[^1]: {p.sender} à {p.addressee}, {_french(p.day)} ({p.item})."),
    ("day number", lambda p: f"It was late ({p.item}, {p.sender} No. {p.number}, {_figures(p.day)})."),
    (
        "day number sender",
        lambda p: f"Late.{NOTE}See {p.sender} {p.number} to {p.addressee}, {_american(p.day)} ({p.item}).",
    ),
    ("day", lambda p: f"It was late ({_american(p.day)}, {p.item})."),
    ("number day", lambda p: f"It was late (telegram {p.number} from {p.sender}, {_english(p.day)}; {p.item})."),
)


def _cases(papers: Sequence[Paper], *, wrong: bool) -> Iterator[tuple[str, Paper, str]]:
    """Forty citations: what is changed, the paper, and the sentence."""
    places = ["Quito", "Oslo", "Moscow", "Paris"]
    for number in range(40):
        paper = papers[number % len(papers)]
        kinds, shape = SHAPES[number % len(SHAPES)]
        kind = kinds.split()[number // len(SHAPES) % len(kinds.split())]
        said = paper
        if wrong and kind == "day":
            said = replace(paper, day=paper.day + datetime.timedelta(days=(4, -9, 31, 366)[number // len(SHAPES) % 4]))
        elif wrong and kind == "number":
            said = replace(paper, number=str(int(paper.number) + 27))
        elif wrong and kind == "sender":
            said = replace(
                paper, sender=next(place for place in places[number % 4 :] + places if place != paper.sender)
            )
        elif wrong:
            said = replace(paper, addressee="Lima" if paper.sender != "Lima" else "Quito")
        yield kind, paper, shape(said)


def _accused(paper: Paper, prose: str) -> list[str]:
    """What the checks say against a citation."""
    other = "item ZZ99999 date=1990-01-01\n"
    made = example(
        f'item {paper.item} date={paper.day} from="{paper.sender.upper()}" to=WASHDC number={paper.number} '
        f"form=telegram by=received\n"
        f"page FM {paper.sender.upper()} IT WAS LATE.\n{other}"
    )
    page = parse_narrative(prose, "narratives/p.md", citation="[A-Z0-9]{7,}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=["C207", "C208", "C213", "C216"]), post=posts.post)
    return [f"{one.code} {one.message}" for one in check(made.catalogue, [page], context=context)[0]]


if __name__ == "__main__":
    measure()
