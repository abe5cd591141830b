"""Lists of made-up headings of every style: what is expected is read, and nothing where nothing is."""

import sys
from pathlib import Path

import pytest

from briefbook.cables import read_heading

sys.path.insert(0, str(Path(__file__).parent))
from further_headings import LISTS

PARTS = ("form", "series", "number", "date", "author")


ROWS = [row for rows in LISTS for row in rows]


@pytest.mark.parametrize(("style", "text", "expected"), ROWS, ids=[f"{n} {row[0]}" for n, row in enumerate(ROWS)])
def test_a_heading(style, text, expected):
    heading = read_heading(text)
    for key, wanted in expected.items():
        got = heading.get(key)
        if key == "ref":
            got = [tuple(one[part] for part in PARTS) for one in got]
        if key == "flags":
            got = [flag for flag in (one.split(":")[0] for one in got) if flag in wanted or not wanted]
        assert (got or None) == (wanted or None), (style, key)
