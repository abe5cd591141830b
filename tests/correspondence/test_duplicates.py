"""Copies of one text: near-duplicates, releases of one telegram, and what one has that the other lacks."""

import random

from briefbook.correspondence.copy_comparison import compare_copies
from briefbook.correspondence.duplicates import find_copies
from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.page import Page

SENTENCES = """SPECIMEN MINISTER AGREED THAT THE TALKS ON FISHING SHOULD BEGIN NEXT WEEK IF THE OTHER SIDE WERE WILLING
TO SEND EXPERTS AND TO PAY FOR THEIR HOTEL HE ADDED THAT NO ONE HAD ASKED HIM ABOUT THE HERRING BEFORE"""
WORDS = SENTENCES.split()


def catalogue(*rows):
    entries, pages = {}, {}
    for item, text, fields in rows:
        entries[item] = Entry(item, {name: (Reading(value, value),) for name, value in fields.items()})
        pages[item] = (Page.of_text(item, 1, text),)
    return MemoryCatalogue(entries, pages)


def text(seed, size=120):
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) + str(rng.randrange(30)) for _ in range(size))


def test_nearly_equal_texts_are_copies_and_others_are_not():
    first = text(1)
    damaged = first.replace("SPECIMEN", "SPEC1MEN", 3)
    assert find_copies(catalogue(("A", first, {}), ("B", text(2), {}), ("C", damaged, {}))) == (("A", "C"),)


def test_two_releases_of_one_telegram_are_copies_whatever_is_left_of_the_text():
    telegram = {"from": "NATOPARIS", "number": "2516", "date": "1962-10-28"}
    held = catalogue(
        ("A", text(1), telegram), ("B", "[REDACTED]", telegram), ("C", text(3), telegram | {"number": "2517"})
    )
    assert find_copies(held) == (("A", "B"),)


def test_short_texts_resemble_one_another_and_are_left_alone():
    assert find_copies(catalogue(("A", "WITHDRAWN SPECIMEN", {}), ("B", "WITHDRAWN SPECIMEN", {}))) == ()


def test_a_day_that_is_not_known_makes_no_pair():
    telegram = {"from": "NATOPARIS", "number": "2516", "date": "1962-10"}
    assert find_copies(catalogue(("A", "ONE", telegram), ("B", "TWO", telegram))) == ()


def test_side_by_side_says_what_only_one_has():
    found = compare_copies(
        "1. THE MINISTER SPOKE. 2. HE SAID THAT HE WOULD NOT GO. 3. END", "1. The minister spoke. [s.15(1)] 3. End"
    )
    (one,) = found.differences
    assert (one.here, one.there) == ("2. HE SAID THAT HE WOULD NOT GO.", "[s.15(1)]")


def test_a_word_or_two_are_the_readers_not_the_censors():
    assert compare_copies("THE MINISTER SPOKE OF PEACE", "THE MIN1STER SPOKE OF PFACE").differences == ()
