"""Item -> the oEmbed description of its page, by which WordPress, Moodle and others show a link as a card."""

import json
from typing import Any

from briefbook.model.catalogue import Entry
from briefbook.site import urls
from briefbook.site.site_data import SiteData
from briefbook.util.picture_size import web_size

OEMBED = "oembed.json"
"""The name of the file among an item's files."""


def item_oembed(site_data: SiteData, entry: Entry) -> str:
    """The description of an item's page: its title, its sender, its first page as a picture.

    Args:
        site_data: The site's data.
        entry: The item's entry.

    Returns:
        The JSON; empty where the site's address is not set.
    """
    address = site_data.about.get("address", "")
    if not address:
        return ""
    row = site_data.row_of[entry.item]
    title = f"{site_data.title(row)} ({row.item})"
    value: dict[str, Any] = _common(site_data) | {
        "title": f"[Specimen] {title}" if row.specimen else title,
        "author_name": row.sender_words or row.sender,
    }
    page = next((page for page in site_data.archive.catalogue.pages(entry.item) if page.width and page.height), None)
    picture = site_data.picture_address(entry.item, page.number) if page else None
    if page and picture:
        width, height = web_size(page.width, page.height)
        value |= {"type": "photo", "url": urls.absolute(address, picture), "width": width, "height": height}
    return json.dumps({name: part for name, part in value.items() if part}, ensure_ascii=False, indent=1) + "\n"


def _common(site_data: SiteData) -> dict[str, Any]:
    about = site_data.about
    return {
        "version": "1.0",
        "type": "link",
        "provider_name": about.get("title", ""),
        "provider_url": about.get("address", ""),
    }
