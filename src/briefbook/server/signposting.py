"""FAIR Signposting: where an item's page, its files and its descriptions are, as ``Link`` headers of the live server.

The pages say the same in their head; files have no head, so only a server can say it of them.
"""

import re
from html import unescape
from urllib.parse import quote

_ITEM_PAGE = re.compile(r"items/[^/]+\.html")
_ITEM_FILE = re.compile(r"items/([^/]+)/([^/]+)")
_LINK = re.compile(rb'<link rel="(cite-as|linkset|describedby|item|license)" href="([^"]*)"(?: type="([^"]*)")?>')
_CONTENT = ("application/pdf", "image/", "text/plain")
"""Media types of what is the item itself; other files describe it."""

LINKSET_TYPE = "application/linkset+json"

_TYPES = ('<https://schema.org/AboutPage>; rel="type"', '<https://schema.org/Message>; rel="type"')
"""What an item's page is, and what it is about."""

_OF_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"
"""Characters that stand in an address as they are, besides letters and figures."""

MAX_LINKS = 40
"""Links in a header: servers between refuse headers of many kilobytes."""


def link_header(url: str, body: bytes, media_type: str) -> str:
    """The ``Link`` header of an answer; empty if it has none.

    Args:
        url: The address in the site.
        body: The answer's body.
        media_type: Its media type.
    """
    if _ITEM_PAGE.fullmatch(url):
        head = body.partition(b"</head>")[0]
        links = [
            _link(unescape(target.decode()), rel.decode(), kind.decode()) for rel, target, kind in _LINK.findall(head)
        ]
        links.sort(key=lambda text: 'rel="linkset"' not in text)  # which has those that are too many for a header
        return ", ".join([*_TYPES, *links[:MAX_LINKS]])
    if match := _ITEM_FILE.fullmatch(url):
        if media_type == LINKSET_TYPE:
            return ""  # it says itself what it is about
        rel = "collection" if media_type.startswith(_CONTENT) else "describes"
        return _link(f"../{match[1]}.html", rel, "text/html")
    return ""


def _link(target: str, rel: str, media_type: str) -> str:
    kind = f'; type="{media_type}"' if media_type else ""
    target = quote(target, safe=_OF_ADDRESSES)  # a header is Latin-1, and ends at a line's end
    return f'<{target}>; rel="{rel}"{kind}'
