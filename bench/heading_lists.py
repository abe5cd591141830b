"""Invented headings of all services (``headings/``): right, blank, wrong, false fills by kind; risk and coverage."""

import json
import random
import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

from make_headings import damaged_line

from briefbook.cables import read_cable, read_heading
from briefbook.model.page import Page

LISTS = Path(__file__).parent / "headings"
CORE_FIVE = {"from": "from", "to": "to", "date": "date", "number": "number", "security": "classification"}
"""The fields that most readers look for, and their names in a cable."""

NAMES = ("from", "to", "info")
SAME = (
    ("EXTERNAL", "EXTERNALOTT", "EXTERNALOTTAWA", "EXTOTT", "SSEA", "EXTERIEUR", "EXTERIEURES", "EXTERIEURESOTT"),
    ("STATE", "SECSTATE", "SECSTATEWASHDC", "DEPARTMENTOFSTATE", "SECRETARYOFSTATE"),
    ("FO", "FOREIGNOFFICE"), ("CRO", "COMMONWEALTHRELATIONSOFFICE"), ("CO", "COLONIALOFFICE", "COMMONWEALTHOFFICE"),
    ("WASHDC", "WASHINGTON", "WSHDC"), ("LDN", "LONDON"), ("EMBPARIS", "PARIS"), ("DELHI", "NEWDELHI"),
    ("HAGUE", "THEHAGUE"), ("MEXICO", "MEXICOCITY"), ("RIO", "RIODEJANEIRO"),
    ("GUATEMALA", "GUATEMALACITY"), ("BERN", "BERNE"),
    ("PERMISNY", "PERMISNEWYORK"), ("DIR", "DIRECTOR"), ("JMWAVE", "WAVE"), ("NATOPARIS", "OTANPARIS"),
    ("CONFD", "CONF", "CONFIDENTIAL"), ("RESTD", "RESTR", "RESTRICTED"), ("UNCLAS", "UNCLASSIFIED"),
    ("TOPSEC", "TOPSECRET"),
    ("IMMED", "IMMEDIATE", "IMMEDIAT"), ("OPIMMED", "OPERATIONALIMMEDIATE", "OPIM", "OPIMMEDIATE"),
    ("P", "PRIORITY", "PRIORITE"), ("R", "ROUTINE"), ("Z", "FLASH"),
)  # fmt: skip
"""Words for the same office, level or precedence: which of them is written does not count."""

_SAME = {word: words[0] for words in SAME for word in words}
_PREFIX = re.compile(r"^(?:AMEMBASSY|AMCONSUL|AMLEGATION)\s+")


def plain(value):
    """Capitals and figures only, without accents."""
    letters = unicodedata.normalize("NFKD", str(value)).upper()
    return re.sub(r"[^A-Z0-9]", "", letters)


def one_word(key, value):
    """One spelling of a value for the comparison."""
    word = plain(_PREFIX.sub("", str(value).upper()) if key in NAMES else value)
    return _SAME.get(word, word)


def blank(value):
    return value in (None, [], {}, "")


def same_reference(wanted, given):
    """Right, "blank" where a part is missing and none is false, else wrong."""
    pairs = [(part, wanted[part], given.get(part)) for part in ("series", "number", "date", "author") if part in wanted]
    key = {"author": "from"}
    if any(
        not blank(got) and one_word(key.get(part, part), got) != one_word(key.get(part, part), want)
        for part, want, got in pairs
    ):
        return "wrong"
    return "blank" if any(blank(got) for _, _, got in pairs) else "right"


def same(key, wanted, given):
    """Is a value right? Part of a list that holds nothing false is no more than incomplete: that is "blank"."""
    if key == "ref":
        if len(wanted) == len(given) and all(
            map(lambda want, got: same_reference(want, got) == "right", wanted, given)
        ):
            return "right"
        incomplete = all(any(same_reference(want, got) != "wrong" for want in wanted) for got in given)
        return "blank" if incomplete else "wrong"
    if key == "date" and isinstance(given, dict):  # a part of a date: no more than incomplete, if it fits
        parts = dict(zip(("year", "month", "day"), map(int, wanted.split("-")), strict=True))
        return "blank" if all(got in (None, parts[part]) for part, got in given.items()) else "wrong"
    if key == "subject":
        ours, theirs = plain(given), plain(wanted)
        return "right" if SequenceMatcher(None, ours, theirs, autojunk=False).ratio() >= 0.85 else "wrong"
    if isinstance(wanted, dict):
        return "right" if wanted == given else "wrong"
    wanted = [one_word(key, value) for value in (wanted if isinstance(wanted, list) else [wanted])]
    given = [one_word(key, value) for value in (given if isinstance(given, list) else [given])]
    if sorted(wanted) == sorted(given):
        return "right"
    return "blank" if set(given) < set(wanted) else "wrong"


def verdict(row, key, given):
    """Right, blank, wrong or "false fill", of one value."""
    wanted = row["expect"][key]
    if blank(given):
        return "right" if blank(wanted) else "blank"
    if blank(wanted):  # a signer, or the agency that issues a report, may be given as the sender
        allowed = row.get("also", {}).get(key, ())
        return (
            "right"
            if any(same(key, value, given) == "right" for value in allowed if not blank(value))
            else "false fill"
        )
    verdicts = [same(key, value, given) for value in (wanted, *row.get("also", {}).get(key, ()))]
    return min(verdicts, key=("right", "blank", "wrong").index)


def rows(name):
    return [json.loads(line) for line in (LISTS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def by_kind(name, show=False):
    """Right, blank, wrong and false fills: all, by kind of paper, by damage. What is rightly blank is counted apart."""
    tables = {"all": Counter(), "five fields": Counter()}
    for number, row in enumerate(rows(name), 1):
        heading = read_heading(row["text"])
        for key, wanted in row["expect"].items():
            answer = verdict(row, key, heading.get(key))
            counted = "rightly blank" if answer == "right" and blank(wanted) else answer
            groups = ["all", f"kind {row['kind']}", f"damage {row['damage']}", f"field {key}"]
            for group in groups + ["five fields"] * (key in CORE_FIVE):
                tables.setdefault(group, Counter())[counted] += 1
            if show and answer != "right":
                print(f"  {name} {number} {row['style']} {key} {answer}: wants {wanted!r} got {heading.get(key)!r}")
    return tables


CHOSEN_BY = (
    "choose", "choose-2", "choose-3", "choose-4", "choose-5", "choose-6", "choose-7", "choose-8", "report", "report-2",
    "report-3", "report-4",
)  # fmt: skip
"""The lists that rules may be chosen by."""


def damaged(seed, share=0.03, show=False):
    """The undamaged headings of the lists chosen by, with so large a share of their letters misread: counts."""
    counts = Counter()
    for name in CHOSEN_BY:
        for number, row in enumerate(rows(name), 1):
            if row["damage"]:
                continue
            dice = random.Random(f"{seed} {name} {number}")
            lines = (damaged_line(line, dice, share) for line in row["text"].splitlines())
            heading = read_heading("\n".join(lines))
            for key in CORE_FIVE:
                if key in row["expect"]:
                    answer = verdict(row, key, heading.get(key))
                    counts["rightly blank" if answer == "right" and blank(row["expect"][key]) else answer] += 1
                    if show and answer in ("wrong", "false fill"):
                        wanted = row["expect"][key]
                        print(f"  {name} {number} {row['style']} {key}: wants {wanted!r} got {heading.get(key)!r}")
    return counts


def coverage(name, risk=0.01):
    """Of the five fields' values that papers bear, the share that is given and right when at most ``risk`` of all given
    may be wrong, by the confidence at which they are taken: (share, lowest confidence, given, wrong).
    """
    answers, bearing = [], 0
    for row in rows(name):
        cable = read_cable("X", [Page.of_text("X", 1, row["text"])])
        for key, field in CORE_FIVE.items():
            if key not in row["expect"]:
                continue
            bearing += not blank(row["expect"][key])
            readings = [reading for reading in cable.fields.get(field, ()) if reading.value]
            if not readings:
                continue
            given = [reading.value for reading in readings] if key == "to" else readings[0].value
            sure = min(
                1.0 if reading.confidence is None else reading.confidence
                for reading in readings[: None if key == "to" else 1]
            )
            answers.append((sure, verdict(row, key, given)))
    answers.sort(key=lambda answer: -answer[0])
    best = (0.0, 1.0, 0, 0)
    right = wrong = 0
    for at, (sure, answer) in enumerate(answers):
        right, wrong = right + (answer == "right"), wrong + (answer in ("wrong", "false fill"))
        last_of_its_confidence = at + 1 == len(answers) or answers[at + 1][0] < sure
        if last_of_its_confidence and wrong <= risk * (at + 1):
            best = (right / bearing, sure, at + 1, wrong)
    return best, (right / bearing, len(answers), wrong, bearing)


def report(show=False):
    """Both lists as lines of a table."""
    for name in (
        "choose",
        "choose-2",
        "choose-3",
        "choose-4",
        "choose-5",
        "choose-6",
        "choose-7",
        "choose-8",
        "choose-9",
        "choose-10",
        "choose-11",
        "report",
        "report-2",
        "report-3",
        "report-4",
        "report-5",
        "report-7",
        "report-8",
        "report-9",
        "report-10",
        "report-11",
        "report-12",
        "report-13",
    ):
        print(f"{name}: {len(rows(name))} invented headings")
        for group, counts in sorted(by_kind(name, show).items()):
            columns = ("right", "blank", "wrong", "false fill", "rightly blank")
            print(f"  {group:24s}" + "".join(f"  {column} {counts[column]:3d}" for column in columns))
        (share, sure, given, wrong), (all_share, all_given, all_wrong, bearing) = coverage(name)
        print(f"  five fields of {bearing} values: all given {all_given}, right {all_share:.1%}, wrong {all_wrong}")
        print(f"  at 1 % wrong: {share:.1%} right, of {given} given {wrong} wrong, confidence {sure:.2f} and above")


if __name__ == "__main__":
    import sys

    if "--damaged" in sys.argv:
        print(dict(damaged(sys.argv[sys.argv.index("--damaged") + 1], show="-v" in sys.argv)))
    else:
        report("-v" in sys.argv)
