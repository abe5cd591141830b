"""An item that was withdrawn -> the page in its place: since when, and why as far as readers are told."""

from markupsafe import Markup

from briefbook.site import urls
from briefbook.site.rendering import WebPage, render_page
from briefbook.site.site_data import SiteData
from briefbook.text.date_display import date_in_words
from briefbook.util.translation import gettext


def withdrawn_page(site_data: SiteData, item: str) -> WebPage | None:
    """The page of a withdrawn item, with the status 410 (gone) and the wish that no search engine keeps it.

    Args:
        site_data: The site's data.
        item: The item's id.

    Returns:
        The page; None where the item was not withdrawn.
    """
    found = site_data.withdrawn.get(item)
    if found is None or site_data.has_item(item):
        return None
    words = gettext("Withdrawn, {day}.").format(day=date_in_words(found.day)) if found.day else gettext("Withdrawn.")
    lede = Markup("{}{}").format(words, f" {found.said}" if found.said else "")
    head = Markup('<meta name="robots" content="noindex">\n')
    title = gettext("{item}: withdrawn").format(item=item)
    return render_page(
        site_data, urls.item_url(item), "simple.html", title, status=410, head=head, lede=lede, body="", summary=words
    )


def withdrawn_urls(site_data: SiteData) -> dict[str, str]:
    """The addresses of these pages, each with its item."""
    return {urls.item_url(item): item for item in site_data.withdrawn if not site_data.has_item(item)}
