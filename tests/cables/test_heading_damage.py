"""Headings spoilt as reading spoils them: what is not legible stays blank, what is given is right."""

import importlib.util
import sys
from pathlib import Path

import pytest

from briefbook.cables import read_heading

sys.path.insert(0, str(Path(__file__).parent))
from made_up_headings import MADE_UP

_SPEC = importlib.util.spec_from_file_location("mutations", Path(__file__).parents[2] / "bench" / "mutations.py")
_MODULE = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_MODULE)
CODED = ("from", "to", "info", "date", "number", "security", "precedence", "dtg", "mrn", "register_no")


def agrees(clean, spoilt):
    if spoilt in (None, [], {}) or spoilt == clean:
        return True
    if isinstance(spoilt, list) and isinstance(clean, list):
        return set(spoilt) <= set(clean)
    if isinstance(spoilt, dict):
        parts = clean if isinstance(clean, dict) else {}
        return all(value is None or parts.get(key, value) == value for key, value in spoilt.items())
    return False


@pytest.mark.parametrize("kind", [one.__name__ for one in _MODULE.MUTATIONS])
def test_spoilt_headings_hardly_ever_give_a_wrong_value(kind):
    given, wrong = 0, []
    for name, text, _ in MADE_UP:
        clean = read_heading(text)
        for spoilt_kind, spoilt in _MODULE.mutations(text, name, times=3):
            if spoilt_kind != kind:
                continue
            heading = read_heading(spoilt)
            for key in CODED:
                given += heading[key] not in (None, [], {})
                if not agrees(clean[key], heading[key]):
                    wrong.append((name, key, clean[key], heading[key]))
    assert given > 300
    assert len(wrong) <= given * 0.01, wrong


def test_a_stamp_in_the_middle_changes_nothing():
    for name, text, _ in MADE_UP:
        clean = read_heading(text)
        for kind, spoilt in _MODULE.mutations(text, name, times=2):
            if kind == "stamp":
                heading = read_heading(spoilt)
                assert {key: heading[key] for key in CODED} == {key: clean[key] for key in CODED}, name
