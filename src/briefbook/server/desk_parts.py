"""The desk's section on a file's parts: its pages as pictures, where items begin, and forms to decide it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefbook.errors import InputError
from briefbook.model.decision import Decision
from briefbook.model.parts import FileParts, RequestedPart, page_ranges, parts_in_words
from briefbook.server.api.app_state import AppState
from briefbook.server.api.responses import Refusal
from briefbook.site import urls
from briefbook.site.site_data import SiteData
from briefbook.util import advice
from briefbook.util.translation import counted, gettext

MAX_PAGES = 300
"""A file with more pages is divided on the command line: a form with so many pictures takes a browser too long."""


def is_field(name: str) -> bool:
    """Is this a field of the form: does an item begin on a page, and which?"""
    kind, _, page = name.partition("-")
    return kind in ("begins", "id") and page.isascii() and page.isdecimal() and len(page) <= 6


def divide(app_state: AppState, form: Mapping[str, str]) -> tuple[Decision, str]:
    """The decision of a submitted form on a file's parts, and a sentence that says what was done.

    Raises:
        Refusal: What was sent cannot be.
    """
    assert app_state.desk is not None
    file = app_state.desk.file_parts(form.get("item", ""))
    if file is None:
        what = gettext("there is no file of {item}").format(item=repr(form.get("item", "")))
        raise Refusal(404, what, gettext("Check the id."))
    if form.get("before", "") != parts_in_words(file.parts):
        what = gettext("{file} has been divided in the meantime").format(file=file.file)
        raise Refusal(409, what, gettext("Nothing was saved; look again."))
    try:
        if form.get("how") == "join":
            decision = app_state.desk.join(form.get("item", ""), form.get("other", ""))
        elif form.get("how") == "whole":
            decision = app_state.desk.divide(
                file.file, [RequestedPart(tuple(range(1, file.page_count + 1)), file.file)]
            )
        else:
            decision = app_state.desk.divide(file.file, _requested_parts(file, form))
    except InputError as error:
        raise Refusal(400, error.what, f"{error.remedy[:1].upper()}{error.remedy[1:]}") from error
    return decision, f"{decision.item}: {parts_in_words(decision.parts)}."


def _requested_parts(file: FileParts, form: Mapping[str, str]) -> list[RequestedPart]:
    firsts = [1, *(page for page in range(2, file.page_count + 1) if form.get(f"begins-{page}"))]
    return [
        RequestedPart(tuple(range(first, behind)), form.get(f"id-{first}", ""))
        for first, behind in zip(firsts, [*firsts[1:], file.page_count + 1], strict=True)
    ]


@dataclass(frozen=True, slots=True)
class FilePage:
    """A page of the file: its picture, the item that has it, signs, and whether another item begins here.

    Attributes:
        page: The page, from 1.
        picture: The picture's address; "" where there is none.
        name: Which page of which item it is.
        signs: What speaks for a paper that begins here.
        begins: Whether an item begins here.
        id: Its id.
        id_suggested: The id that it gets if none is written.
    """

    page: int
    picture: str
    name: str
    signs: tuple[str, ...]
    begins: bool
    id: str
    id_suggested: str


@dataclass(frozen=True, slots=True)
class PartsSection:
    """The section about an item's file.

    Attributes:
        file: The file's name.
        words: How it is divided, or seems to be; "" where it has one page.
        parts: The division that holds, as the form sends it back.
        command: What to type to divide it on the command line.
        is_divided_here: Whether the form can show all its pages; else it is divided on the command line.
        pages: Its pages.
        why: A reason that was typed before.
    """

    file: str
    words: str
    parts: str
    command: str
    is_divided_here: bool
    pages: tuple[FilePage, ...]
    why: str


def parts_section(
    site_data: SiteData, file: FileParts, item: str, typed: Mapping[str, str], *, may_decide: bool
) -> PartsSection | None:
    """The section about an item's file: None where it has one page and there is nothing to decide.

    Args:
        site_data: For the addresses of the pages' pictures.
        file: The file's parts.
        item: The item that the desk shows.
        typed: What was sent and refused, so that it stands in the form again.
        may_decide: Whether the person may divide it.
    """
    command = advice.command("parts", file.file)
    sent = typed if typed.get("do") == "parts" else {}
    if file.parts:
        words = gettext("By a person’s decision, {parts}.").format(parts=parts_in_words(file.parts))
    elif file.proposed:
        words = counted(
            "The file seems to hold {number} paper; what speaks for it stands below the pages.",
            "The file seems to hold {number} papers; what speaks for it stands below the pages.",
            len(file.proposed),
        )
    elif file.page_count < 2:
        return PartsSection(file.file, "", parts_in_words(file.parts), command, True, (), "") if may_decide else None
    else:
        words = gettext("The file is one item, and seems to be one paper.")
    is_here = file.page_count <= MAX_PAGES and all(len(part.pages) == _length(part.pages) for part in file.parts)
    pages = tuple(_page(site_data, file, page, sent) for page in range(1, file.page_count + 1)) if is_here else ()
    return PartsSection(file.file, words, parts_in_words(file.parts), command, is_here, pages, typed.get("why", ""))


def _length(pages: Sequence[int]) -> int:
    return max(pages) - min(pages) + 1


def _page(site_data: SiteData, file: FileParts, page: int, sent: Mapping[str, str]) -> FilePage:
    place = file.places[page - 1]
    name = gettext("of no item")
    if place:
        name = gettext("page {page} of {item}").format(page=place[1], item=place[0])
    items = {part.pages[0]: part.item for part in file.parts or file.proposed}
    signs = []
    proposed = next((part for part in file.proposed if part.pages[0] == page), None)
    if proposed and (proposed.name or proposed.reasons):
        signs.append(": ".join(part for part in (proposed.name, "; ".join(proposed.reasons)) if part))
    for possible, reasons in file.possible:
        if possible == page and not file.parts:
            words = gettext("another paper may begin here: {reasons}")
            signs.append(words.format(reasons="; ".join(reasons)))
    return FilePage(
        page,
        (site_data.picture_address(*place) if place else None) or "",
        name,
        tuple(signs),
        bool(sent.get(f"begins-{page}")) if sent else page in items,
        sent.get(f"id-{page}", "") if sent else items.get(page, ""),
        file.file if page == 1 else f"{file.file}-p{page}",
    )


@dataclass(frozen=True, slots=True)
class PageAssignments:
    """Where the pages of a file are that is no item itself: the pages, and the items (id and address)."""

    ranges: str
    items: tuple[tuple[str, str], ...]


def page_assignments(file: FileParts) -> PageAssignments:
    """The items that have the pages of a file."""
    items = dict.fromkeys(part.item for part in file.parts)
    ranges = "; ".join(page_ranges(part.pages) for part in file.parts)
    return PageAssignments(ranges, tuple((item, urls.item_url(item)) for item in items))
