"""Where sentences end: a full stop after a word that is no abbreviation."""

import re
from collections.abc import Iterator

ABBREVIATIONS = frozenset(
    [
        *("mr", "mrs", "ms", "messrs", "dr", "prof", "rev", "hon", "rt", "st", "mt", "ft", "jr", "sr", "esq", "sir"),
        *("gen", "lt", "col", "maj", "capt", "cpt", "cmdr", "cdr", "comdr", "adm", "sgt", "brig", "cpl", "pvt", "wo"),
        *("sen", "rep", "gov", "pres", "sec", "amb", "min", "mme", "mlle", "mgr", "fr", "supt", "insp", "atty"),
        *("no", "nos", "tel", "tels", "telno", "desp", "ref", "refs", "para", "paras", "vol", "vols", "pp", "p", "pt"),
        *("ch", "chap", "sect", "art", "arts", "fig", "figs", "ed", "eds", "trans", "doc", "docs", "app", "encl", "fn"),
        *("ff", "fol", "fols", "cf", "viz", "vs", "v", "al", "e.g", "i.e", "approx", "ca", "c", "incl", "excl", "esp"),
        *("dept", "govt", "div", "dir", "univ", "assn", "assoc", "co", "corp", "inc", "ltd", "bros", "dist", "est"),
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues"),
        *("wed", "thu", "thur", "thurs", "fri", "sat", "sun", "ave", "blvd", "rd", "n", "s", "w", "e", "op", "cit"),
        *("loc", "ser", "ms", "mss", "nr", "bd", "hr", "hrs", "mi", "km", "lb", "lbs", "oz", "gal"),
    ]
)
"""Words that are commonly followed by a full stop inside a sentence, in small letters, of English, a few French and
German ones among them."""

_ENDING = frozenset(("co", "corp", "inc", "ltd", "bros", "jr", "sr", "esq", "etc", "cit", "ibid", "ff", "al", "govt"))
"""Abbreviations that end a sentence if a capital follows: ibid. He …"""

_BEFORE_FIGURES = frozenset(
    [
        *("no", "nos", "tel", "tels", "telno", "desp", "para", "paras", "vol", "vols", "pp", "p", "pt", "ch", "chap"),
        *("sect", "sec", "art", "arts", "fig", "figs", "doc", "docs", "app", "fn", "fol", "fols", "approx", "ca", "c"),
        *("ref", "refs", "nr", "bd", "ser", "encl"),
    ]
)
_CLOCK = re.compile(r"(?:a\.m|p\.m|am|pm)$", re.I)
_OPENING = re.compile(r"(?:The|He|She|It|They|We|In|On|At|But|And|This|That|Then|When)\b")
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]+$|\d+$")


def ends_sentence(before: str, behind: str) -> bool:
    """Whether a full stop between two texts ends a sentence.

    Args:
        before: What stands before the stop, without it.
        behind: What stands behind it, blanks and closing quotation marks included.

    >>> ends_sentence("In telegram no", " 4208 London spoke."), ends_sentence("He left", " Then it rained.")
    (False, True)
    >>> ends_sentence("at 4 p.m", " Adm. Smith came"), ends_sentence("at 4 p.m", " on Monday")
    (True, False)
    """
    follows = behind.lstrip(" \t\n\r\"'”’»)]*_")
    match = _WORD_BEFORE.search(before)
    word = match[0].lower() if match else ""
    first = follows[:1]
    if not first:
        return True
    if first.islower():
        return False
    if _CLOCK.search(before):
        return not first.isdigit()
    if word in _BEFORE_FIGURES and (first.isdigit() or first in "§#"):
        return False
    if word in _BEFORE_FIGURES - ABBREVIATIONS:
        return True
    if "." in word or (len(word) == 1 and before[-1:].isupper()):  # initials: J. F. Kennedy, U.S. Ambassador
        return bool(
            "." in word and re.match(r"(?:The|He|She|It|They|We|In|On|At|But|And|This|That|Then|When)\b", follows)
        )
    if word == "no":  # "The answer was no. He left."
        return not first.isdigit()
    if word in _ENDING:
        return first.isupper()
    return word not in ABBREVIATIONS


def sentence_stops(text: str) -> Iterator[int]:
    """The offsets after the signs that end a sentence: . ? ! and …, each with the closing marks that follow it.

    >>> list(sentence_stops("See no. 5. He left!"))
    [10, 19]
    """
    for match in re.finditer(r"[.?!…]+[\"'”’»)\]*_]*(?=\s|$)", text):
        sign = text[match.start()]
        if sign in ".…" and not ends_sentence(text[: match.start()][-40:], text[match.start() + 1 : match.end() + 60]):
            continue
        yield match.end()
