import sys
from pathlib import Path

import pytest

from briefbook.cables import read_heading
from briefbook.cables.heading import CORE

sys.path.insert(0, str(Path(__file__).parent))
from made_up_headings import MADE_UP


def shown(heading, key):
    if key == "ref":
        return [tuple(one[part] for part in ("form", "series", "number", "date", "author")) for one in heading["ref"]]
    return heading.get(key)


@pytest.mark.parametrize(("name", "text", "expected"), MADE_UP, ids=[one[0] for one in MADE_UP])
def test_each_form_gives_its_fields(name, text, expected):
    heading = read_heading(text)
    got = {key: shown(heading, key) for key in expected}
    assert got == expected


def test_a_heading_has_every_core_key_whatever_the_text():
    for text in ("", "\n\n", "Dear Sir, nothing here is a heading.", "\x00\x01", "FM", "TO", "/" * 400):
        heading = read_heading(text)
        assert set(CORE) <= set(heading)
        assert heading["number"] is None


def test_prose_gives_no_fields():
    heading = read_heading("The ambassador said on 4 May that he would go to Rome.\nHe would be back in June.")
    assert all(heading[key] in (None, []) for key in CORE)


def test_a_day_in_figures_stays_in_doubt_unless_the_order_is_set():
    text = "DEPARTMENT OF EXTERNAL AFFAIRS\nMEMORANDUM\nTO: Legal Division\nFROM: D.L. (1) Division\nDate: 8/11/62"

    assert read_heading(text)["date"] is None
    assert read_heading(text, order="dmy")["date"] == "1962-11-08"
    assert read_heading(text, order="mdy")["date"] == "1962-08-11"
