"""Briefbook: from a folder of scanned diplomatic cables to a checked, published briefing book.

The public interface: ``open`` a collection, then ``catalogue``, ``search``, ``check``, ``quote`` (docs/python.md)::

    import briefbook

    collection = briefbook.open("demo")
    collection.quote("looked dissatisfied with everything", "CDNW12630").verdict

Importing it is cheap: what a name stands for is loaded on first use. A paper's journey is scans -> ocr -> cables ->
correspondence -> catalogue -> search -> narratives -> checks -> exports -> site; ``briefbook.project.pipeline`` shows
it on one screen.
"""

import importlib
import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefbook.checks.quotations.verify import verify
    from briefbook.errors import BriefbookError, InputError, OutsideError, UsageError
    from briefbook.model.cable import Reading
    from briefbook.model.catalogue import FIELDS, Entry
    from briefbook.model.finding import Finding, Severity
    from briefbook.model.page import Box, Line, Page, Word
    from briefbook.model.search import Hit, Hits
    from briefbook.model.verdict import Verdict, Verification
    from briefbook.project.interface import CheckResult, OpenCollection
    from briefbook.project.interface import open_collection as open

__version__ = "0.1.0"

_HOMES = {
    "open": ("project.interface", "open_collection"),
    "OpenCollection": ("project.interface", "OpenCollection"),
    "CheckResult": ("project.interface", "CheckResult"),
    "verify": ("checks.quotations.verify", "verify"),
    "FIELDS": ("model.catalogue", "FIELDS"),
    "Entry": ("model.catalogue", "Entry"),
    "Reading": ("model.cable", "Reading"),
    "Page": ("model.page", "Page"),
    "Line": ("model.page", "Line"),
    "Word": ("model.page", "Word"),
    "Box": ("model.page", "Box"),
    "Finding": ("model.finding", "Finding"),
    "Severity": ("model.finding", "Severity"),
    "Hit": ("model.search", "Hit"),
    "Hits": ("model.search", "Hits"),
    "Verdict": ("model.verdict", "Verdict"),
    "Verification": ("model.verdict", "Verification"),
    "BriefbookError": ("errors", "BriefbookError"),
    "UsageError": ("errors", "UsageError"),
    "InputError": ("errors", "InputError"),
    "OutsideError": ("errors", "OutsideError"),
}
"""Public names: the module each lives in, below ``briefbook``, and its name there."""

__all__ = [
    "FIELDS",
    "Box",
    "BriefbookError",
    "CheckResult",
    "Entry",
    "Finding",
    "Hit",
    "Hits",
    "InputError",
    "Line",
    "OpenCollection",
    "OutsideError",
    "Page",
    "Reading",
    "Severity",
    "UsageError",
    "Verdict",
    "Verification",
    "Word",
    "__version__",
    "open",
    "verify",
]

logging.getLogger("briefbook").addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:
    """Load what a public name stands for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, there = _HOMES[name]
    value = getattr(importlib.import_module(f"{__name__}.{module}"), there)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Its public names, for completion."""
    return __all__
