"""The examples in docstrings give what they say."""

import doctest
import importlib
import pkgutil

import pytest

import briefbook

MODULES = [
    module.name
    for module in pkgutil.walk_packages(briefbook.__path__, "briefbook.")
    if module.name != "briefbook.__main__"
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_right(name):
    module = importlib.import_module(name)
    failed, _ = doctest.testmod(module)
    assert failed == 0
