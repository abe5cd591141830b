"""No parser of what comes from outside crashes on an odd input. `python tests/fuzz/fuzz.py` tries more of them."""

import pytest
from further_targets import ALL
from fuzz import crashes

INPUTS = {"workbooks": 20, "OpenDocument sheets": 20, "Word exhibits": 5}
"""Of each parser this many; of the others ``USUAL_INPUTS``."""

USUAL_INPUTS = 150


@pytest.mark.parametrize("target", ALL, ids=lambda target: target.name)
def test_odd_inputs_are_read_or_refused(target):
    odd = list(crashes(target, seed=20261127, inputs=INPUTS.get(target.name, USUAL_INPUTS)))
    assert [(crash.place, crash.error, crash.specimen) for crash in odd] == []
