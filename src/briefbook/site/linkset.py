"""Item -> its link set (RFC 9264): the page, the item's files and what each is to the other, for Signposting level 2.

What the ``Link`` headers of the live server say stands here in one file, which a host of static files has too.
"""

import json
from collections.abc import Iterable
from typing import Any

from briefbook.model.catalogue import Entry
from briefbook.site import urls
from briefbook.site.metadata_tags import ITEM_TYPES
from briefbook.site.site_data import SiteData

LINKSET = "linkset.json"
"""The name of the file among an item's files."""

LINKSET_TYPE = "application/linkset+json"
"""Its media type."""

PAGE_TYPES = ("https://schema.org/AboutPage", "https://schema.org/Message")
"""What an item's page is, and what it is about."""


def item_linkset(site_data: SiteData, entry: Entry, files: Iterable[tuple[str, str]]) -> str:
    """The link set of an item's page and files as JSON.

    Args:
        site_data: The site's data.
        entry: The item's entry.
        files: The item's files and pictures: address in the site, and media type.

    Returns:
        The JSON; its addresses are relative to its own where the site's address is not set.
    """
    item = entry.item
    own = urls.item_file(item, LINKSET)
    address = site_data.about.get("address", "")

    def at(url: str) -> str:
        return urls.absolute(address, url) or urls.relative(url, own)

    page = at(urls.item_url(item))
    content: list[dict[str, str]] = []
    descriptions: list[dict[str, str]] = []
    for url, media_type in files:
        (content if media_type in ITEM_TYPES or media_type.startswith("image/") else descriptions).append(
            {"href": at(url), "type": media_type}
        )
    rights = entry.value("rights") or site_data.about.get("rights", "")
    of_page: dict[str, Any] = {"anchor": page, "type": [{"href": kind} for kind in PAGE_TYPES]}
    if address:
        of_page["cite-as"] = [{"href": page}]
    of_page |= {"item": content, "describedby": descriptions}
    if rights.startswith("http"):
        of_page["license"] = [{"href": rights}]
    there = [{"href": page, "type": "text/html"}]
    of_files = [
        *({"anchor": target["href"], "collection": there} for target in content),
        *({"anchor": target["href"], "describes": there} for target in descriptions),
    ]
    value = {"linkset": [{name: links for name, links in of_page.items() if links}, *of_files]}
    return json.dumps(value, ensure_ascii=False) + "\n"
