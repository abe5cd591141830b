"""A damaged post is named alike in every run, also where two names of it differ in a blank only."""

import os
import subprocess
import sys

import pytest

PROGRAM = "from briefbook.cables.evidence.addresses import read_address; print(read_address('EXI OTT').value)"


@pytest.mark.parametrize("seed", ["1", "2", "3", "4"])
def test_a_damaged_post_with_two_spellings_is_named_by_that_with_the_blank(seed: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "EXT OTT\n"
