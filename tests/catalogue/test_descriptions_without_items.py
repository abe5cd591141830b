"""A file of received descriptions can leave some of its items out, and is as readable as before."""

import json

import pytest

from briefbook.catalogue.received_descriptions import find_received, published_lines
from briefbook.util import packed_lines


def lines(count):
    return [
        (json.dumps({"item": f"H{number}", "pages": [f"THE FERRY OF H{number} LEFT AT NOON. " * 20]}) + "\n").encode()
        for number in range(count)
    ]


@pytest.mark.parametrize("name", ["descriptions.jsonl", "descriptions.jsonl.gz"])
def test_the_others_are_found_by_their_places_and_those_left_out_are_nowhere(tmp_path, name):
    path = tmp_path / "received" / "list" / name
    path.parent.mkdir(parents=True)
    rows = lines(120)
    path.write_bytes(b"".join(packed_lines.packed(rows)) if name.endswith(".gz") else b"".join(rows))
    content = published_lines(path, {"H7", "H90"})
    assert content is not None
    path.write_bytes(b"".join(content))
    received = find_received(tmp_path / "received")
    assert received.places.keys() == {f"H{number}" for number in range(120)} - {"H7", "H90"}
    assert published_lines(path, {"H7", "H90"}) is None
    (description,) = received.of("H91")
    assert description.pages[0].startswith("THE FERRY OF H91 ")


def test_a_line_that_cannot_be_read_may_be_of_them_and_stays_out(tmp_path):
    path = tmp_path / "descriptions.jsonl"
    path.write_bytes(lines(1)[0] + b'{"item": "H7", "pages": ["SECR\n')
    assert b"".join(published_lines(path, {"H7"})) == lines(1)[0]
