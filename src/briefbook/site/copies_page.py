"""Copies of one text -> a page that sets them side by side, what differs marked: word for word, line by line."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from briefbook.model.catalogue import natural
from briefbook.site import urls
from briefbook.site.rendering import WebPage, page
from briefbook.site.site_data import SiteData

LONGEST = 20_000
"""Words of a copy that are compared; what lies beyond is said to be left out."""


def groups(book: SiteData) -> dict[str, tuple[str, ...]]:
    """Each group of copies held, by its first item."""
    found = (sorted((one for one in group if book.has_item(one)), key=natural) for group in book.archive.network.copies)
    return {group[0]: tuple(group) for group in found if len(group) > 1}


def copies_page(book: SiteData, first: str) -> WebPage | None:
    """The page of a group; None where there is no such group."""
    group = groups(book).get(first)
    if group is None:
        return None
    url = urls.copies_url(first)
    pairs = [_pair(book, group[0], other) for other in group[1:]]
    rows = [book.row_of[item] for item in group]
    return page(book, url, "copies.html", f"{len(group)} copies of one text", rows=rows, pairs=pairs)


def _pair(book: SiteData, one: str, other: str) -> dict[str, object]:
    ours, theirs = _words(book, one), _words(book, other)
    matcher = SequenceMatcher(None, [_plain(word) for word in ours], [_plain(word) for word in theirs], autojunk=False)
    left, right, different = [], [], 0
    for kind, a, b, c, d in matcher.get_opcodes():
        same = kind == "equal"
        different += 0 if same else 1
        left.append(_shown(ours[a:b], same, "only here" if c == d else "differs"))
        right.append(_shown(theirs[c:d], same, "only here" if a == b else "differs"))
    return {
        "one": one,
        "other": other,
        "different": different,
        "alike": f"{matcher.ratio():.0%}",
        "left": Markup(" ").join(part for part in left if part),
        "right": Markup(" ").join(part for part in right if part),
        "cut": len(ours) == LONGEST or len(theirs) == LONGEST,
    }


def _shown(words: list[str], same: bool, said: str) -> Markup:
    if not words:
        return Markup("")
    text = escape(" ".join(words))
    return text if same else Markup('<mark title="{}">{}</mark>').format(said, text)


def _words(book: SiteData, item: str) -> list[str]:
    def every() -> Iterator[str]:
        for leaf in book.archive.catalogue.pages(item):
            yield from leaf.message.split()

    return list(every())[:LONGEST]


def _plain(word: str) -> str:
    return "".join(one for one in word if one.isalnum()).upper() or word
