"""What a scan may have lost or has too faintly: a sign % behind a figure, a denial of which no letter was read."""

import pytest

from briefbook.checks.quotations import read_quotation
from briefbook.checks.quotations.align import Block
from briefbook.checks.quotations.picture_comparison import _is_lost_sign, is_denial_unlike
from briefbook.checks.quotations.word_comparison import Step


@pytest.mark.parametrize(
    ("words", "place", "expected"),
    [
        ("with production 5% greater", 3, True),
        ("with production 5 percent greater", 3, False),
        ("with production 5 more greater", 3, False),
    ],
)
def test_only_a_sign_behind_a_figure_may_be_lost(words, place, expected):
    (run,) = read_quotation(words).runs
    assert _is_lost_sign(run, Block(Step.CHANGED, (place, place + 1), (place, place))) is expected


def test_a_sign_for_which_something_was_read_is_not_lost():
    (run,) = read_quotation("with production 5% greater").runs
    assert not _is_lost_sign(run, Block(Step.CHANGED, (3, 4), (3, 4)))


@pytest.mark.parametrize(
    ("words", "read", "expected"),
    [("no", "HY", True), ("no", "NU", False), ("no", "ND", False), ("not", "", False), ("to", "HY", False)],
)
def test_a_denial_of_which_no_letter_was_read_is_in_doubt(words, read, expected):
    (run,) = read_quotation(words).runs
    assert is_denial_unlike(run, read) is expected
