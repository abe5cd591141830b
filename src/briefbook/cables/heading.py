"""A heading's text -> its fields: recognise its documentary form, read it, and check its fields against each other."""

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
    """Every form that can be read, the more particular first."""
    return tuple(Form(name, recognise, read) for name, recognise, read in FORMS)


def read_draft(draft: HeadingDraft) -> HeadingDraft:
    """Read a draft by the first form that recognises it; if none does, read the labels that are common to all forms."""
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
    """Read a heading from its text. Never fails on any text.

    Args:
        text: The lines of the heading, as they stand on the paper; text below the heading does no harm.
        window: The first year of the hundred years that years of two figures fall in: 1900 for 1900 to 1999.
        order: "dmy" or "mdy": how to read a day in figures that could be either; "" leaves such a day in doubt.

    Returns:
        The fields by name, ready for JSON: all keys of ``CORE`` (None or an empty list where the paper has no such
        field or it is not legible), further keys where the form has them, and ``form``, the name of the documentary
        form, None where no form recognised the text. Days are EDTF (``1962-11-08``), ``flags`` name what is odd.
    """
    draft = read_draft(draft_of_text(text, window, order))
    values = draft.values.as_json()
    heading: dict[str, Any] = {key: values.get(key) or (kind() if kind else None) for key, kind in CORE.items()}
    heading["flags"] = list(draft.flags)
    heading |= {key: value for key, value in sorted(values.items()) if key not in CORE}
    heading["form"] = draft.form or None  # None: the form is not known, and only labels were read
    return heading
