"""The browser of the browser tests: where it is, how it starts, and the marks of the modules that need it."""

import shutil
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")

needs_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium on this machine"),
]
"""For ``pytestmark``."""


def launch(playwright):
    """The browser, started; whoever starts it closes it."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
