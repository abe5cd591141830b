"""Copies of one text -> a page that sets them side by side, what differs marked: word for word, line by line."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from briefbook.model.catalogue import natural
from briefbook.site import urls
from briefbook.site.rendering import WebPage, render_page
from briefbook.site.site_data import SiteData
from briefbook.util.translation import counted, gettext, percent

MAX_WORDS_COMPARED = 20_000
"""Words of a copy that are compared; what lies beyond is said to be left out."""


def groups(site_data: SiteData) -> dict[str, tuple[str, ...]]:
    """Each group of copies held, by its first item."""
    held_groups = (
        sorted((item for item in group if site_data.has_item(item)), key=natural)
        for group in site_data.archive.network.copies
    )
    return {group[0]: tuple(group) for group in held_groups if len(group) > 1}


def copies_page(site_data: SiteData, first: str) -> WebPage | None:
    """The page of a group; None where there is no such group."""
    group = groups(site_data).get(first)
    if group is None:
        return None
    url = urls.copies_url(first)
    pairs = [_pair(site_data, group[0], other) for other in group[1:]]
    rows = [site_data.row_of[item] for item in group]
    return render_page(
        site_data,
        url,
        "copies.html",
        counted("{number} copy of one text", "{number} copies of one text", len(group)),
        rows=[(row, site_data.title(row)) for row in rows],
        pairs=pairs,
    )


def _pair(site_data: SiteData, first: str, other: str) -> dict[str, object]:
    left_words, right_words = _words(site_data, first), _words(site_data, other)
    matcher = SequenceMatcher(
        None, [_plain(word) for word in left_words], [_plain(word) for word in right_words], autojunk=False
    )
    left, right, different = [], [], 0
    for kind, a, b, c, d in matcher.get_opcodes():
        same = kind == "equal"
        different += 0 if same else 1
        left.append(_words_as_html(left_words[a:b], same, gettext("only here") if c == d else gettext("differs")))
        right.append(_words_as_html(right_words[c:d], same, gettext("only here") if a == b else gettext("differs")))
    return {
        "one": first,
        "other": other,
        "different": different,
        "alike": percent(matcher.ratio()),
        "left": Markup(" ").join(part for part in left if part),
        "right": Markup(" ").join(part for part in right if part),
        "cut": len(left_words) == MAX_WORDS_COMPARED or len(right_words) == MAX_WORDS_COMPARED,
    }


def _words_as_html(words: list[str], same: bool, title: str) -> Markup:
    if not words:
        return Markup("")
    text = escape(" ".join(words))
    return text if same else Markup('<mark title="{}">{}</mark>').format(title, text)


def _words(site_data: SiteData, item: str) -> list[str]:
    def every() -> Iterator[str]:
        for leaf in site_data.archive.catalogue.pages(item):
            yield from leaf.message.split()

    return list(every())[:MAX_WORDS_COMPARED]


def _plain(word: str) -> str:
    return "".join(letter for letter in word if letter.isalnum()).upper() or word
