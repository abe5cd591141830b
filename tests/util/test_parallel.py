"""Work by several processes gives what work by one gives, in the same order."""

import os

import pytest

from briefbook.util.parallel import by_many


def double(item):
    return item * 2


def test_few_items_are_done_here():
    assert list(by_many(double, ["a", "b"])) == ["aa", "bb"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_many_items_come_back_in_order():
    shared = {"x": 1}
    items = [str(number) for number in range(450)]
    assert list(by_many(lambda item: (item, shared["x"]), items, few=10)) == [(item, 1) for item in items]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_what_goes_wrong_in_a_process_is_raised_here():
    def fail(item):
        raise ValueError(item)

    with pytest.raises(ValueError, match="0"):
        list(by_many(fail, [str(number) for number in range(20)], few=1))
