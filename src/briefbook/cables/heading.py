"""A heading's text -> its fields: the documentary form recognised, read, and held against itself."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from briefbook.cables.consistency import check_draft
from briefbook.cables.forms import FORMS, generic
from briefbook.cables.forms.release_stamps import read_furniture
from briefbook.cables.heading_draft import HeadingDraft, draft_of_text

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


def read_draft(draft: HeadingDraft) -> HeadingDraft:
    """Read a draft: the first form that recognises it; a form that is not known gives what can be read anywhere."""
    read_furniture(draft)
    for form in forms() if draft.lines else ():
        if form.recognise(draft):
            draft.form = form.name
            form.read(draft)
            break
    else:
        generic.read(draft)
    check_draft(draft)
    return draft


def read_heading(text: str, *, window: int = 1900, order: str = "") -> dict[str, Any]:
    """Read one heading: an object with the keys of ``CORE``, and further ones where they are found.

    A field that is not there, or not legible, is None or an empty list. Never fails on any text. ``window`` is the
    first year of the hundred years that years of two figures fall in; ``order``, "dmy" or "mdy", reads days in
    figures that could be either, which else stay in doubt.
    """
    draft = read_draft(draft_of_text(text, window, order))
    values = draft.values.as_json()
    heading: dict[str, Any] = {key: values.get(key) or (kind() if kind else None) for key, kind in CORE.items()}
    heading["flags"] = list(draft.flags)
    heading |= {key: value for key, value in sorted(values.items()) if key not in CORE}
    heading["form"] = draft.form or None  # None: the form is not known, and only labels were read
    return heading
