"""The desk's section on a file's parts: its pages as pictures, where items begin, and forms to decide it."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from briefbook.errors import InputError
from briefbook.model.decision import Decision
from briefbook.model.parts import FileParts, WantedPart, page_ranges, parts_in_words
from briefbook.progress import pluralise
from briefbook.server.api.app_state import AppState
from briefbook.server.api.responses import Refusal
from briefbook.site import urls
from briefbook.site.site_data import SiteData

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
        raise Refusal(404, f"there is no file of {form.get('item', '')!r}", "Check the id.")
    if form.get("before", "") != parts_in_words(file.parts):
        raise Refusal(409, f"{file.file} has been divided in the meantime", "Nothing was saved; look again.")
    try:
        if form.get("how") == "join":
            decision = app_state.desk.join(form.get("item", ""), form.get("other", ""))
        elif form.get("how") == "whole":
            decision = app_state.desk.divide(file.file, [WantedPart(tuple(range(1, file.page_count + 1)), file.file)])
        else:
            decision = app_state.desk.divide(file.file, _wanted(file, form))
    except InputError as error:
        raise Refusal(400, error.what, f"{error.remedy[:1].upper()}{error.remedy[1:]}") from error
    return decision, f"{decision.item}: {parts_in_words(decision.parts)}."


def _wanted(file: FileParts, form: Mapping[str, str]) -> list[WantedPart]:
    firsts = [1, *(page for page in range(2, file.page_count + 1) if form.get(f"begins-{page}"))]
    return [
        WantedPart(tuple(range(first, behind)), form.get(f"id-{first}", ""))
        for first, behind in zip(firsts, [*firsts[1:], file.page_count + 1], strict=True)
    ]


def section(site_data: SiteData, file: FileParts, item: str, hidden: Markup | None, typed: Mapping[str, str]) -> Markup:
    """The section about an item's file: nothing where it has one page and nobody divided it.

    Args:
        site_data: For the addresses of the pages' pictures.
        file: The file's parts.
        item: The item that the desk shows.
        hidden: The form's token; None for those who may not decide.
        typed: What was sent and refused, so that it stands in the form again.
    """
    head = Markup('<h2 id="parts">The file and its parts</h2>')
    if file.parts:
        head += Markup("<p>By a person’s decision, {}.</p>").format(parts_in_words(file.parts))
    elif file.proposed:
        head += Markup("<p>The file seems to hold {}; what speaks for it stands below the pages.</p>").format(
            pluralise(len(file.proposed), "paper")
        )
    elif file.page_count < 2:
        return head + _join_form(file, item, hidden) if hidden is not None else Markup("")
    else:
        head += Markup("<p>The file is one item, and seems to be one paper.</p>")
    if file.page_count > MAX_PAGES or any(len(part.pages) != _length(part.pages) for part in file.parts):
        return head + Markup("<p>Divide it with <code>briefbook parts {}</code>.</p>").format(file.file)
    rows = Markup("").join(_page(site_data, file, page, typed, is_form=hidden is not None) for page in _pages(file))
    if hidden is None:
        return head + Markup('<ol class="plain file-pages">{}</ol>').format(rows)
    return (
        head
        + Markup(
            '<form action="desk" method="post">{0}{1}<ol class="plain file-pages">{2}</ol>'
            '<p><label>Reason <input type="text" name="why" value="{3}" maxlength="1000" size="40"></label> '
            '<button name="how" value="divide">Divide the file so</button> '
            '<button name="how" value="whole">It is one item</button></p></form>'
        ).format(hidden, _fixed(file, item), rows, typed.get("why", ""))
        + _join_form(file, item, hidden)
    )


def _length(pages: Sequence[int]) -> int:
    return max(pages) - min(pages) + 1


def _pages(file: FileParts) -> range:
    return range(1, file.page_count + 1)


def _fixed(file: FileParts, item: str) -> Markup:
    return Markup(
        '<input type="hidden" name="do" value="parts"><input type="hidden" name="item" value="{}">'
        '<input type="hidden" name="before" value="{}">'
    ).format(item, parts_in_words(file.parts))


def _page(site_data: SiteData, file: FileParts, page: int, typed: Mapping[str, str], *, is_form: bool) -> Markup:
    """A page of the file: its picture, the item that has it, and whether another item begins."""
    place = file.places[page - 1]
    address = site_data.picture_address(*place) if place else None
    picture = (
        Markup('<img src="{}" alt="Page {} of the file" width="240" loading="lazy" decoding="async">').format(
            address, page
        )
        if address
        else Markup('<span class="quiet">no picture</span>')
    )
    name = f"page {place[1]} of {place[0]}" if place else "of no item"
    words = Markup('<strong>Page {}</strong> <span class="quiet">{}</span>').format(page, name)
    begins = {part.pages[0]: part.item for part in file.parts} or {part.pages[0]: part.item for part in file.proposed}
    proposed = next((part for part in file.proposed if part.pages[0] == page), None)
    if proposed and (proposed.name or proposed.reasons):
        reasons = ": ".join(part for part in (proposed.name, "; ".join(proposed.reasons)) if part)
        words += Markup('<br><span class="quiet">{}</span>').format(reasons)
    for possible, signs in file.possible:
        if possible == page and not file.parts:
            words += Markup('<br><span class="quiet">another paper may begin here: {}</span>').format("; ".join(signs))
    if is_form:
        was_sent = typed.get("do") == "parts"
        is_checked = bool(typed.get(f"begins-{page}")) if was_sent else page in begins
        value = typed.get(f"id-{page}", "") if was_sent else begins.get(page, "")
        box = (
            Markup('<label><input type="checkbox" name="begins-{}" value="1"{}> another item begins here</label><br>')
            if page > 1
            else Markup("")
        ).format(page, Markup(" checked") if is_checked else "")
        words += Markup(
            '<br>{0}<label>Its id <input type="text" name="id-{1}" value="{2}" maxlength="200" size="20" '
            'autocomplete="off" placeholder="{3}"></label>'
        ).format(box, page, value, file.file if page == 1 else f"{file.file}-p{page}")
    return Markup("<li>{}<p>{}</p></li>").format(picture, words)


def _join_form(file: FileParts, item: str, hidden: Markup) -> Markup:
    return Markup(
        '<form action="desk" method="post">{}{}<p><label>Or a cable that runs over two files: the pages of item '
        '<input type="text" name="other" maxlength="200" size="20" autocomplete="off" required></label> follow those '
        'of {}. <label>Reason <input type="text" name="why" maxlength="1000" size="30"></label> '
        '<button name="how" value="join">Join them</button></p></form>'
    ).format(hidden, _fixed(file, item), item)


def lead_on(file: FileParts) -> Markup:
    """Where the pages of a file are that is no item itself."""
    items = dict.fromkeys(part.item for part in file.parts)
    links = Markup(", ").join(Markup('<a href="{}">{}</a>').format(urls.item_url(item), item) for item in items)
    ranges = "; ".join(page_ranges(part.pages) for part in file.parts)
    return Markup(" It is a file whose pages ({}) are those of {}.").format(ranges, links)
