"""Copies of one text: near-duplicates, releases of one telegram, and what one has that the other lacks."""

import random
import re
import statistics
import string

from briefbook.correspondence import duplicates
from briefbook.correspondence.copy_comparison import compare_copies
from briefbook.correspondence.duplicates import find_copies, sketches_of
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


def test_sketches_agree_in_as_many_numbers_as_texts_have_shingles_in_common():
    def shingles(letters):
        plain = re.sub("[^A-Z0-9]+", " ", letters)
        return {plain[at : at + 5] for at in range(len(plain) - 4)}

    rng = random.Random(5)
    apart = []
    for seed in range(100):
        whole = text(seed, 300)
        damaged = "".join(rng.choice(string.ascii_uppercase) if rng.random() < seed / 600 else x for x in whole)
        one, other = shingles(whole), shingles(damaged)
        first, second = sketches_of([whole, damaged])
        apart.append((first == second).mean() - len(one & other) / len(one | other))

    assert abs(statistics.mean(apart)) < 0.015
    assert max(map(abs, apart)) < 0.15
    assert (sketches_of(["AB", "A B C D E"]) != sketches_of(["A B C D E", "AB"])).all(axis=None)


def test_many_texts_are_sketched_in_parts_and_each_as_by_itself():
    texts = [text(seed) for seed in range(150)]
    rows = [(f"I{seed:03d}", words, {}) for seed, words in enumerate(texts)]
    rows += [("Z1", texts[3], {}), ("Z2", texts[149], {})]

    assert find_copies(catalogue(*rows)) == (("I003", "Z1"), ("I149", "Z2"))
    assert (sketches_of(texts)[77] == sketches_of([texts[77]])[0]).all()


def test_copies_are_found_among_many_texts_that_share_their_headings(monkeypatch):
    heading = "SPECIMEN TELEGRAM IN FROM THE EMBASSY ON THE QUAY FOR THE MINISTER OF FISHING " * 4
    rows = [(f"I{seed:03d}", heading + text(seed, 60), {}) for seed in range(120)]
    rows += [(f"Z{seed:03d}", rows[seed][1].replace("HERRING", "HERR1NG"), {}) for seed in range(0, 120, 12)]
    held = catalogue(*rows)

    all_compared = find_copies(held)
    monkeypatch.setattr(duplicates, "MAX_COMPARED", 5)

    assert find_copies(held) == all_compared == tuple((f"I{at:03d}", f"Z{at:03d}") for at in range(0, 120, 12))
