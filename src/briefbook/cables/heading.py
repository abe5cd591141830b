"""A heading's text -> its fields: recognise its documentary form, read it, and check its fields against each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from briefbook.cables.consistency import check_draft
from briefbook.cables.cover_sheets import read_covers, set_covers_aside
from briefbook.cables.evidence.blank_values import fill_sure_blanks
from briefbook.cables.evidence.forms import PaperForm, paper_form
from briefbook.cables.evidence.given_values import refuse_doubtful_values
from briefbook.cables.evidence.reader import fill_blanks, offer_choices, refuse_misread_names
from briefbook.cables.forms import FORMS, generic
from briefbook.cables.forms.release_stamps import read_furniture
from briefbook.cables.heading_draft import HeadingDraft, draft_of_text
from briefbook.cables.office_and_city import join_seats
from briefbook.cables.parted_boxes import join_parted_boxes
from briefbook.cables.quoted_headings import refuse_quoted_values
from briefbook.cables.repairs import refuse_bold_values
from briefbook.cables.stamped_dates import put_stamps
from briefbook.cables.subject_lines import continue_subject
from briefbook.model.cable import Reading
from briefbook.model.page import Page
from briefbook.util import extensions

CORE = {
    "from": None, "to": list, "info": list, "date": None, "number": None, "security": None, "precedence": None,
    "subject": None, "ref": list, "dtg": None, "mrn": None, "register_no": None, "file": None, "signer": None,
    "flags": list,
}  # fmt: skip
"""The keys that every heading has, and whether a blank is an empty list."""


_DAY_FIRST = frozenset({"de_telegram", "ch_telegram", "fr_telegram", "br_telegram"})
"""Forms of services in whose languages 12.9. is the twelfth of September."""


@dataclass(frozen=True, slots=True)
class Form:
    """A documentary form: how it is recognised and read, and which service's it is."""

    name: str
    recognise: Callable[[HeadingDraft], bool]
    read: Callable[[HeadingDraft], None]


@cache
def forms() -> tuple[Form, ...]:
    """Every form that can be read, the more particular first: those of extensions, then ours."""
    names = tuple(name for name, _, _ in FORMS)
    added = extensions.values("forms", names).items()
    return (
        *(Form(name, form.recognise, form.read) for name, form in added),
        *(Form(name, recognise, read) for name, recognise, read in FORMS),
    )


def read_draft(draft: HeadingDraft, *, on_forms_only: bool = False, with_choices: bool = True) -> HeadingDraft:
    """Read a draft by the first form that recognises it; if none does, read the labels that are common to all forms.

    Args:
        draft: The lines of a heading; its fields are put into it.
        on_forms_only: Whether a paper that is on no known form is left unread, which is much quicker.
        with_choices: Whether what a person may choose from is set out for what is blank or unsure.

    Returns:
        The same draft. Its ``form`` is "" where the paper is on no known form.
    """
    paper = read_by_form(draft, on_forms_only=on_forms_only)
    if on_forms_only and paper is None and not draft.form:
        return draft
    return complete_draft(draft, paper, with_choices=with_choices)


def read_by_form(draft: HeadingDraft, *, on_forms_only: bool = False) -> PaperForm | None:
    """Read what the form of a draft and its stamps give, without filling what they leave blank.

    Args:
        draft: The lines of a heading; its fields are put into it.
        on_forms_only: Whether a paper that is on no known form is left unread.

    Returns:
        The form by the tables, None if it is on none of theirs.
    """
    read_furniture(draft)
    join_parted_boxes(draft)
    paper = paper_form(line.text.upper() for line in draft.lines)
    if paper:
        draft.order = draft.order or paper.order
    for form in forms() if draft.lines else ():
        if form.recognise(draft):
            draft.form = form.name
            draft.order = draft.order or ("dmy" if form.name in _DAY_FIRST else "")
            form.read(draft)
            break
    else:
        if on_forms_only and paper is None:
            return None
        generic.read(draft)
    continue_subject(draft)
    refuse_bold_values(draft)
    put_stamps(draft)
    return paper


def complete_draft(draft: HeadingDraft, paper: PaperForm | None, *, with_choices: bool = True) -> HeadingDraft:
    """Fill the blanks of a draft that was read by its form, and check its fields against each other.

    Args:
        draft: The draft.
        paper: The form by the tables, as ``read_by_form`` gives it.
        with_choices: Whether what a person may choose from is set out for what is blank or unsure.
    """
    evidence = fill_blanks(draft, paper)
    refuse_misread_names(draft)
    refuse_bold_values(draft)  # also of what was filled in
    continue_subject(draft)
    join_seats(draft)
    refuse_doubtful_values(draft, evidence)
    if evidence is not None and evidence.is_message:
        fill_sure_blanks(draft, evidence.paper)
        refuse_misread_names(draft)
    refuse_quoted_values(draft)
    check_draft(draft)
    if with_choices:
        offer_choices(draft, evidence)
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
        Where the text begins with a cover sheet, the heading is what stands behind it, ``cover_sheet`` what the cover
        says, and it fills the keys that the paper leaves blank.
    """
    covers, paper = set_covers_aside([Page.of_text("", at, part) for at, part in enumerate(text.split("\f"), 1)])
    if covers:
        text = "\n".join(page.text for page in paper)
    draft = read_draft(draft_of_text(text, window, order), with_choices=False)
    values = draft.values.as_json()
    heading: dict[str, Any] = {key: values.get(key) or (kind() if kind else None) for key, kind in CORE.items()}
    if covers:
        heading |= _from_covers(heading, read_covers(covers, window=window))
    heading["flags"] = list(draft.flags)
    heading |= {key: value for key, value in sorted(values.items()) if key not in CORE}
    heading["form"] = draft.form or None  # None: the form is not known, and only labels were read
    return heading


def _from_covers(heading: Mapping[str, Any], fields: Mapping[str, tuple[Reading, ...]]) -> dict[str, Any]:
    """What cover sheets say, under a key of its own, and the keys that it fills because the paper leaves them blank."""
    said = {name: readings[0].value for name, readings in fields.items() if readings[0].value}
    filled = {
        key: [said[name]] if CORE[key] is list else said[name]
        for key, name in (
            ("from", "from"),
            ("to", "to"),
            ("date", "date"),
            ("security", "classification"),
            ("subject", "subject"),
            ("file", "file"),
        )
        if name in said and not heading[key]
    }
    return {**filled, "cover_sheet": said}
