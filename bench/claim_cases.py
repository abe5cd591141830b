"""Styles of citing, claims about papers, and sentences of State cables: what the checks see, and whom they accuse.

    ./run bench checks --only claims

The cases are in ``../shared/cases/truth``, written by reviewers, and rules were mended by them: no first sight. The
State cables are those of ``../shared/data/state-cables``: sentences of their bodies, copied as a person would, without
page lines and markings and with words joined that a line's end divides. What is not beside the repository is left out.
"""

import datetime
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import Example, example
from briefbook.checks.quotations import read_quotation, source_text, verify_in
from briefbook.importers.state_cables import message_pages
from briefbook.model.finding import Finding, Severity
from briefbook.model.page import Page
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings
from briefbook.text import posts
from briefbook.text.authorities import PERSONS

SHARED = Path(__file__).parents[1] / ".." / "shared"
CASES = SHARED / "cases" / "truth"
NOT_OF_CLAIMS = frozenset(("C101", "C102", "C103", "C106", "C111", "C112", "C205", "C310"))
"""Findings on the made-up catalogue and on quotations' items, not on what the sentence says."""

# What the cases' sentences are held against: sender, day and number as they presume them, and words of our own.
STYLE_ITEMS = """item CDNW12630 date=1962-11-13 from=LDN to=OTT number=4028
page FM LDN NOV13/62 CONFD
| TO EXTERNAL 4028 OPIMMED
| CUBA
| CASTRO LOOKED DISSATISFIED WITH EVERYTHING. MIKOYAN WAS GETTING MORE OF WHAT HE CAME FOR THAN CASTRO. THE AMBASSADOR
| IN HAVANA THINKS SO.
item CDNW12452 date=1962-11-08 from=WASHDC to=OTT number=3314
page FM WASHDC NOV8/62 CONFD
| TO EXTERNAL 3314
| RITCHIE SAW RUSK. INSPECTION WAS NOT UNDER WAY IN CUBA. THE CUBANS SPEAK OF AN INFRINGEMENT OF
| CUBAN SOVEREIGNTY.
"""
CLAIM_ITEMS = (
    ("CDNW12435", "1962-11-13", "BONN", "769", "THE GERMAN VIEW OF BERLIN IS AS FOLLOWS. CORRECTION TO FOLLOW."),
    (
        "CDNW12452",
        "1962-11-08",
        "WASHDC",
        "3316",
        "REFERENCE OUR TEL 3314 NOV8 AND YOURTEL S450 NOV5. INSPECTION IN CUBA IS NOT UNDER WAY. TALKS HAVE MADE "
        "LITTLE HEADWAY. OAS MEMBERS WOULD WELCOME DELAY. "
        "KHRUSHCHEV MESSAGE OF 28 OCT PROMISED WITHDRAWAL. RITCHIE. OAS COULD NOT DISPATCH 1500 MEN.",
    ),
    (
        "CDNW12613",
        "1962-11-08",
        "LDN",
        "3980",
        "BRITISH AMBASSADOR IN HAVANA TALKED ON NOV6 WITH HIS BRAZILIAN COLLEAGUE. THE BRAZILIAN WAS NOT ANXIOUS TO GO "
        "INTO THE PLAN. FOREIGN OFFICE SHOWED US THE TELEGRAM.",
    ),
    ("CDNW12615", "1962-11-08", "EMBPARIS", "1470", "KHRUSHCHEV IS NOT THOUGHT TO BE IN DANGER."),
    (
        "CDNW12625",
        "1962-11-08",
        "WASHDC",
        "3314",
        "EDWIN MARTIN ASSISTANT SECRETARY OF STATE FOUND THE DEMANDS SURPRISING. PRESIDENT SAID ON 22 OCT THAT SHIPS "
        "WOULD BE STOPPED.",
    ),
    (
        "CDNW12630",
        "1962-11-13",
        "LDN",
        "4028",
        "BRITISH AMBASSADOR IN HAVANA WRITES THAT CASTRO LOOKED DISSATISFIED WITH EVERYTHING.",
    ),
    (
        "CDNW12631",
        "1962-11-13",
        "WASHDC",
        "3355",
        "SOVIET MOTIVES ARE WEIGHED. SECRETARY RUSK IS QUOTED. AMERICANS VOTE TODAY.",
    ),
    ("CDNW12407", "1962-11-09", "CANDELNY", "2159", "VOTES OF 9 NOV MEANT LITTLE."),
    (
        "CDNW12638",
        "1962-11-09",
        "WASHDC",
        "3326",
        "SHIPS ARE COUNTED. MISSILES ARE LEAVING. THE QUARANTINE IS STILL IN FORCE.",
    ),
)


def measure() -> None:
    """Print every figure of what is at hand."""
    _styles()
    _claims()
    _lists()
    _state_cables()


def _rows(name: str) -> list[dict[str, Any]]:
    path = CASES / name
    if not path.exists():
        print(f"{name}: left out, ../shared/cases/truth is not beside the repository")
        return []
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def context_of(made: Example) -> CheckContext:
    """What the checks of sentences know beside the catalogue: the papers of an example, persons and posts."""
    return CheckContext(
        settings=CheckSettings(select=["C"]),
        network=made.network,
        persons=PERSONS,
        post=posts.post,
        exists=lambda path: True,
        today=datetime.date(2026, 11, 23),
    )


def _checked(prose: str, items: str, dates: str = "1962-11-06/1962-11-13") -> tuple[Sequence[Finding], list[str]]:
    """Findings on a page of these words, and the verdicts on its quotations."""
    made = example(items)
    narrative = parse_narrative(
        f"---\ntitle: Page\ndates: {dates}\n---\n{prose}\n",
        "narratives/page.md",
        citation="[A-Z]{2,}[0-9]{3,}",
        is_item=made.catalogue.__contains__,
    )
    findings, verifications = check(made.catalogue, [narrative], context=context_of(made))
    return findings, [str(verification.verdict) for verification in verifications]


def _styles() -> None:
    rows = _rows("citation_styles.json")
    missed = []
    for row in rows:
        said = []
        for words, word in (("satisfied", "satisfied"), ("dissatisfied", "dissatisfied")):
            prose = row["markdown"].replace("{Q}", f"Castro looked {words} with everything").replace("{X}", word)
            said.append({finding.code for finding in _checked(prose, STYLE_ITEMS)[0]})
        if "C201" not in said[0] or "C201" in said[1]:
            missed.append(row["style"])
    if rows:
        right = len(rows) - len(missed)
        print(f"styles of citing: altered one seen and true one not accused, {right} of {len(rows)}; not: {missed}")


def _claims() -> None:
    items = "".join(
        f"item {item} date={day} from={sender} to=EXTERNAL number={number}\n"
        f"page FM {sender} TO EXTERNAL {number}\n| {words}\n"
        for item, day, sender, number, words in CLAIM_ITEMS
    )
    rows = _rows("claims.json")
    seen = accused = 0
    for row in rows:
        right, wrong = (
            {finding.code for finding in _checked(row[side], items)[0] if _is_of_claim(finding, notes)}
            for side, notes in (("right", False), ("wrong", True))
        )
        seen += bool(wrong - right)
        accused += bool(right)
    if rows:
        print(f"claims: wrong ones seen {seen}, right ones accused {accused}, of {len(rows)}")
    tricky = _rows("claims_right_but_tricky.json")
    if tricky:
        count = sum(any(_is_of_claim(f, True) for f in _checked(str(text), items)[0]) for text in tricky)
        print(f"claims that are right but tricky: accused {count} of {len(tricky)}")


LISTS = Path(__file__).parent / "claims"
ANY_DAY = "1940-01-01/1990-12-31"


def _lists() -> None:
    """Right and wrong sentences about made-up papers.

    Every other one of a list was held back while rules were made, or its first line says that all were, or none.
    """
    for path in sorted(LISTS.glob("*.txt")):
        counts: Counter[tuple[str, str, str]] = Counter()
        numbers: Counter[str] = Counter()
        rows = path.read_text(encoding="utf-8").splitlines()
        sentences = [row.partition("> ")[::2] for row in rows if row.startswith(("right> ", "wrong> "))]
        items = "\n".join(row for row in rows if not row.startswith(("right> ", "wrong> ", "#")))
        whole = next((half for half in ("chosen by", "held") if f"Wholly {half}" in rows[0]), "")
        for kind, sentence in sentences:
            numbers[kind] += 1
            half = whole or ("chosen by" if numbers[kind] % 2 else "held")
            found = [f for f in _checked(sentence, items, ANY_DAY)[0] if _is_of_claim(f, True) and not f.cannot_tell]
            counts[kind, half, "of"] += 1
            counts[kind, half, "told"] += bool(found)
        for kind, half in sorted({key[:2] for key in counts}):
            told, size = counts[kind, half, "told"], counts[kind, half, "of"]
            print(f"list {path.stem}, {half}: {told} of {size} {kind} ones told of")


def _is_of_claim(finding: Finding, notes: bool) -> bool:
    return finding.code not in NOT_OF_CLAIMS and (notes or finding.severity is not Severity.NOTE)


_PAGE_BREAK = re.compile(r"PAGE \d.*|(?:UNCLASSIFIED|CONFIDENTIAL|SECRET|LIMITED OFFICIAL USE|NNN)[ N]*|<< END.*", re.I)
_HEADING = re.compile(r"ACTION [A-Z]{2,4}-\d\d|\bINFO OCT-\d\d|Current (?:Handling|Classification)")


def _state_cables() -> None:
    paths = sorted((SHARED / "data" / "state-cables" / "pdf").glob("*.pdf"))
    if not paths:
        print("State cables: left out, ../shared/data/state-cables is not beside the repository")
        return
    rng = random.Random(5)
    verdicts: Counter[str] = Counter()
    exact = 0
    for path in paths:
        texts = message_pages(path.read_bytes())
        source = source_text([Page.of_text(path.stem, n, text, by="received") for n, text in enumerate(texts, 1)])
        exact += source.exact
        sentences = list(_sentences(texts))
        for sentence in rng.sample(sentences, min(10, len(sentences))):
            verdicts[str(verify_in(read_quotation(sentence), source).verdict)] += 1
    print(f"State cables: {len(paths)}, taken for exact {exact}; sentences of their bodies: {dict(verdicts)}")


def _sentences(texts: Sequence[str]) -> Iterator[str]:
    """Sentences of 6 to 40 words as a person copies them; none with the lines of distribution at a cable's head."""
    rows = [row for text in texts for row in text.split("\n") if row.strip() and not _PAGE_BREAK.fullmatch(row.strip())]
    joined = re.sub(r"(?<=\w)- (?=\w)", "", " ".join(rows))
    for sentence in re.split(r"(?<=[.!?])\s+", joined):
        if 6 <= len(sentence.split()) <= 40 and not _HEADING.search(sentence):
            yield sentence.strip()
