"""Codes of offices -> the names that readers see; the codes stand beside them in the scholar's layer."""

from collections import Counter
from collections.abc import Iterable

from markupsafe import Markup

from briefbook.site import urls
from briefbook.site.links import link_to
from briefbook.site.site_data import ItemRow, SiteData
from briefbook.text.folding import fold


def code_after_name(code: str, name: str) -> Markup:
    """A code shown after the name of its office in the scholars' layer; "" if the name is or contains the code."""
    if fold(name) == fold(code) or name.endswith(f"({code})"):
        return Markup("")
    return Markup(' <span class="quiet scholar">{}</span>').format(code)


def office_link(site_data: SiteData, code: str, root: str = "", name: str = "") -> Markup:
    """An office by its name, leading to its page.

    Args:
        site_data: The site's data.
        code: The code of the office, or whom the papers name as such.
        root: The way from the page to the site's root.
        name: The name on the paper in question; that on all papers if empty.

    Returns:
        A link, with the code beside it where that is another.
    """
    name = name or site_data.office_name(code)
    made = site_data.office_links.get((code, root, name))
    if made is None:
        made = link_to(root + urls.post_url(code), name) + code_after_name(code, name)
        site_data.office_links[code, root, name] = made
    return made


def sender_name(site_data: SiteData, row: ItemRow) -> str:
    """The sender of an item as readers see it: in the words of its source, else by the name of the office."""
    words = row.sender_words
    return words[:1].upper() + words[1:] if words else site_data.office_on(row, row.sender) if row.sender else ""


def addressee_names(site_data: SiteData, row: ItemRow) -> tuple[str, ...]:
    """The addressees of an item as readers see them, in the order of their codes."""
    if row.to_words and len(row.to) == 1:
        return (row.to_words[:1].upper() + row.to_words[1:],)
    return tuple(site_data.office_on(row, code) for code in row.to)


def unambiguous_names(site_data: SiteData, codes: Iterable[str]) -> dict[str, str]:
    """The names of offices by their codes; of several with one name each has its code too."""
    names = {code: site_data.office_name(code) for code in codes}
    shared = Counter(names.values())
    return {code: f"{name} ({code})" if shared[name] > 1 and name != code else name for code, name in names.items()}


def office_choices(site_data: SiteData, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Offices for a list of choices, sorted by name: codes with labels; the label has the code if names are equal."""
    return sorted(unambiguous_names(site_data, codes).items(), key=lambda choice: (fold(choice[1]), choice[0]))
