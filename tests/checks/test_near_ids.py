"""The index of ids finds what comparing with each finds."""

import random

from briefbook.checks.near_ids import NearIds, is_one_slip, plain_id


def changed(word, rng):
    """A word with a letter changed, lost, added, or changed with its neighbour."""
    place = rng.randrange(len(word))
    return rng.choice(
        (
            word[:place] + rng.choice("ABC0123456789") + word[place + 1 :],
            word[:place] + word[place + 1 :],
            word[:place] + rng.choice("ABC0123456789") + word[place:],
            word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
        )
    )


def test_one_slip_is_found_wherever_it_is_and_nothing_else():
    rng = random.Random(5)
    ids = [f"CDNW{number}" for number in rng.sample(range(10_000, 99_999), 600)]
    ids += [f"104-{number:05}-{number + 7:05}" for number in rng.sample(range(10_000, 12_000), 300)]
    index = NearIds(ids)
    for item in ids:
        word = changed(item, rng)
        expected = [other for other in ids if is_one_slip(plain_id(word), plain_id(other))]
        assert index.one_slip_from(word) == expected
        assert item in expected


def test_an_empty_collection_has_none():
    assert NearIds(()).one_slip_from("CDNW12630") == []
