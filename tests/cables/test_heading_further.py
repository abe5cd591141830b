"""Lists of made-up headings of every style: what is expected is read, and nothing where nothing is."""

import sys
from pathlib import Path

import pytest

from briefbook.cables import read_heading

sys.path.insert(0, str(Path(__file__).parent))
from further_headings import LISTS, NOT_READ, READ_BY_EVIDENCE

PARTS = ("form", "series", "number", "date", "author")


def value(heading, key):
    """A heading's value, references as tuples."""
    got = heading.get(key)
    return [tuple(one[part] for part in PARTS) for one in got] if key == "ref" else got


ROWS = [row for rows in LISTS for row in rows]


@pytest.mark.parametrize(("style", "text", "expected"), ROWS, ids=[f"{n} {row[0]}" for n, row in enumerate(ROWS)])
def test_a_heading(style, text, expected):
    heading = read_heading(text)
    for key, wanted in expected.items():
        got = value(heading, key)
        if key == "flags":
            got = [flag for flag in (one.split(":")[0] for one in got) if flag in wanted or not wanted]
        assert (got or None) == (wanted or None), (style, key)


@pytest.mark.parametrize(("text", "key", "wanted"), READ_BY_EVIDENCE)
def test_what_no_form_s_own_reader_gives_is_read_by_the_evidence(text, key, wanted):
    assert value(read_heading(text), key) == wanted


@pytest.mark.xfail(strict=True, reason="not read yet, though the text has it")
@pytest.mark.parametrize(("text", "key", "wanted"), NOT_READ, ids=[f"{n} {row[1]}" for n, row in enumerate(NOT_READ)])
def test_what_a_heading_has_and_is_not_read(text, key, wanted):
    assert value(read_heading(text), key) == wanted


def test_the_embassy_in_china_of_1937_is_at_nanking():
    text = (
        "893.00/13982: Telegram\nThe Ambassador in China (Harlow) to the Secretary of State\n\n"
        "Nanking, January 4, 1937."
    )
    assert read_heading(text)["from"] == "NANKING"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        *((f"{word} No. 44", "44") for word in ("Commercial", "Economic", "Directive", "Decree", "Bulletin", "Guard")),
        *((f"{word} No. 44", "44") for word in ("SUPPLEMENTARY", "French Rapport", "Secret Draft", "Weekly Bulletin")),
        *(
            (f"{word} No. 44", None)
            for word in ("Booking", "Cabin", "Room", "Policy", "Vessel", "Resolution", "Box", "Annex", "Page")
        ),
        ("SUBJECT: Decree No. 44", None),
        ("SUBJECT:   Bulletin No. 44", None),
        ("Cancellation of Directive No. 44", None),
    ],
)
def test_a_number_is_the_paper_s_own_by_the_word_before_it_and_where_that_stands(line, number):
    heading = read_heading(f"FROM: KINGSTON\nTO: FOREIGN OFFICE\n{line}\n4th May, 1958\nSECRET")
    assert heading.get("number") == number
