"""A heading's text -> its fields: the documentary form recognised, read, and held against itself."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from briefbook.cables.consistency import check_sheet
from briefbook.cables.forms import FORMS, generic
from briefbook.cables.forms.release_stamps import read_furniture
from briefbook.cables.heading_draft import HeadingDraft, sheet_of_text

CORE = {
    "from": None, "to": list, "info": list, "date": None, "number": None, "security": None, "precedence": None,
    "subject": None, "ref": list, "dtg": None, "mrn": None, "register_no": None, "file": None, "signer": None,
    "flags": list,
}  # fmt: skip
"""The keys that every heading has, and whether a blank is an empty list."""


@dataclass(frozen=True, slots=True)
class Form:
    """A documentary form: how it is recognised and read, and which service's it is."""

    name: str
    recognise: Callable[[HeadingDraft], bool]
    read: Callable[[HeadingDraft], None]


@cache
def forms() -> tuple[Form, ...]:
    """Every form we know, the more particular first."""
    return tuple(Form(name, recognise, read) for name, recognise, read in FORMS)


def read_sheet(sheet: HeadingDraft) -> HeadingDraft:
    """Read a sheet: the first form that recognises it; a form that is not known gives what can be read anywhere."""
    read_furniture(sheet)
    for form in forms() if sheet.lines else ():
        if form.recognise(sheet):
            sheet.form = form.name
            form.read(sheet)
            break
    else:
        generic.read(sheet)
    check_sheet(sheet)
    return sheet


def read_heading(text: str, *, window: int = 1900) -> dict[str, Any]:
    """Read one heading: an object with the keys of ``CORE``, and further ones where they are found.

    A field that is not there, or not legible, is None or an empty list. Never fails on any text.
    """
    sheet = read_sheet(sheet_of_text(text, window))
    heading: dict[str, Any] = {key: sheet.values.get(key) or (kind() if kind else None) for key, kind in CORE.items()}
    heading["flags"] = list(sheet.flags)
    heading |= {key: value for key, value in sorted(sheet.values.items()) if key not in CORE}
    heading["form"] = sheet.form or None  # None: the form is not known, and only labels were read
    return heading
