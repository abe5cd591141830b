"""Targets of links and pictures as an author wrote them -> the page, item or file that is meant.

The one place where this is decided: what a check says is there is what the site shows.
"""

import html
import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from briefbook.util.file_endings import WEB_PICTURES, without_file_ending

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)
_WEB = re.compile(r"(?:https?|mailto|tel|ftp|doi):", re.I)
_WEB_PAGE_ENDING = re.compile(r"\.html?$", re.I)

PICTURE_FOLDER = "media"
"""The folder of a collection where pictures are looked for when they are not beside the page that shows them."""

PROSE_FOLDER = "narratives"

_NOT_PUBLISHED = frozenset({".md", ".html", ".htm", ".xhtml", ".js", ".mjs", ".php", ".css", ""})


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """What a link points to: ``path`` decoded, its accents composed, and the ``heading`` after the number sign."""

    path: str
    heading: str = ""

    @classmethod
    def parse(cls, written: str) -> "LinkTarget":
        """Read a target as it stands in Markdown or HTML, percent-encoded or plain, with or without angle brackets.

        >>> LinkTarget.parse("IMG%2099.png"), LinkTarget.parse("<a b.md#talks>")
        (LinkTarget(path='IMG 99.png', heading=''), LinkTarget(path='a b.md', heading='talks'))
        """
        plain = html.unescape(written.strip().removeprefix("<").removesuffix(">"))
        path, _, heading = plain.partition("#")
        return cls(_decoded(path).replace("\\", "/"), _decoded(heading))

    @property
    def is_outside(self) -> bool:
        """Has it a scheme or a host, so that it is no file of the collection?"""
        return _SCHEME.match(self.path) is not None and not _is_drive_or_item(self.path)

    @property
    def is_web(self) -> bool:
        """May it be followed: a web address, an e-mail address and the like?"""
        return _WEB.match(self.path) is not None


def _is_drive_or_item(path: str) -> bool:
    """FO 371:12 and the like are no schemes: after one no blank may stand before the colon."""
    return " " in path.partition(":")[0]


def _without_ending(name: str) -> str:
    return without_file_ending(_WEB_PAGE_ENDING.sub("", name))


def _decoded(text: str) -> str:
    return unicodedata.normalize("NFC", unquote(text, errors="replace"))


def same_target(written: str, other: str) -> bool:
    """Do two targets mean the same, one perhaps encoded by a program?"""
    return LinkTarget.parse(written) == LinkTarget.parse(other)


def page_path_of(target: LinkTarget, page: str, paths: Iterable[str]) -> str | None:
    """The path of the narrative that a link means.

    Args:
        target: What the link points to.
        page: The path of the page it stands on, in the collection.
        paths: The paths of all narratives.

    Returns:
        One of ``paths``: that at the target seen from the page, else from the collection's folder or ``narratives/``,
        else, if the target names no folder, the page of that name; None if there is none.
    """
    if not target.path or target.is_outside:
        return None
    wanted = unicodedata.normalize("NFC", target.path)
    composed = {unicodedata.normalize("NFC", path): path for path in paths}
    for start in (posixpath.dirname(page), "", PROSE_FOLDER):
        for ending in ("", ".md"):
            path = posixpath.normpath(posixpath.join(unicodedata.normalize("NFC", start), wanted.lstrip("/")) + ending)
            if path in composed:
                return composed[path]
    name = wanted.strip("/")
    if "/" in name:
        return None
    stem = re.sub(r"\.(?:md|html?)$", "", name)
    return next((path for key, path in composed.items() if posixpath.basename(key) == f"{stem}.md"), None)


def item_of_target(target: LinkTarget, is_item: Callable[[str], bool]) -> str | None:
    """The item that a link means, by its id or by the name of its file or web page; None if it is none."""
    if not target.path or target.is_web:
        return None
    plain = target.path.strip("/")
    candidates = (
        f"{plain}#{target.heading}" if target.heading else plain,  # an id may have a number sign
        plain,
        _without_ending(plain),
        posixpath.basename(plain),
        _without_ending(posixpath.basename(plain)),
    )
    for candidate in dict.fromkeys(candidates):
        for spelling in (candidate, unicodedata.normalize("NFD", candidate)):
            if spelling and is_item(spelling):
                return spelling
    return None


def file_path_of(target: LinkTarget, page: str, exists: Callable[[str], bool], *, picture: bool = False) -> str | None:
    """The file of the collection that a picture or link means and the site may publish.

    Args:
        target: What the picture or link points to.
        page: The path of the page it stands on, in the collection.
        exists: Tells whether there is a file at a path in the collection.
        picture: Is a picture wanted, or a file of any kind but pages and programs?

    Returns:
        Its path in the collection, in ``media/`` or ``narratives/``: beside the page, else from the collection's
        folder, else in ``media/``. None if there is none.
    """
    if not target.path or target.is_outside:
        return None
    ending = posixpath.splitext(target.path)[1].lower()
    if (picture and ending not in WEB_PICTURES) or ending in _NOT_PUBLISHED:
        return None
    name = target.path.lstrip("/")
    bare = re.sub(r"^(?:\.{1,2}/)+", "", name)
    starts = (
        posixpath.join(posixpath.dirname(page), name),
        name,
        posixpath.join(PICTURE_FOLDER, bare),
        posixpath.join(PICTURE_FOLDER, posixpath.basename(name)) if bare.startswith(f"{PICTURE_FOLDER}/") else "",
    )
    for start in starts:
        path = posixpath.normpath(start) if start else ""
        folders = path.split("/")
        if folders[0] not in (PICTURE_FOLDER, PROSE_FOLDER) or any(part.startswith(".") for part in folders):
            continue
        for spelling in dict.fromkeys((path, unicodedata.normalize("NFC", path), unicodedata.normalize("NFD", path))):
            if exists(spelling):
                return spelling
    return None


def heading_slug(words: str) -> str:
    """The URL fragment of a heading: its letters of a to z and figures, with hyphens between.

    >>> heading_slug("The talks, 8-13 November")
    'the-talks-8-13-november'
    """
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "passage"


def passage_slug_of(target: LinkTarget, slugs: Sequence[str]) -> str | None:
    """The slug of the passage that a link's heading means, however an editor wrote it; None if there is none."""
    if not target.heading:
        return None
    spellings = (target.heading, heading_slug(target.heading))
    return next((slug for slug in spellings if slug in slugs), None)


def has_anchor(target: LinkTarget, source: str) -> bool:
    """Has the author put an anchor of that name into the page, or is it that of a footnote?"""
    if re.fullmatch(r"fn(?:ref)?\d+", target.heading):
        return "[^" in source
    return re.search(rf"\bid\s*=\s*[\"']?{re.escape(target.heading)}[\"'\s>]", source) is not None


def web_address(target: LinkTarget, written: str) -> str:
    """The address that a browser can follow: a DOI as its https address, others as written."""
    if target.path.lower().startswith("doi:"):
        return f"https://doi.org/{quote(target.path[4:].strip(), safe='/')}"
    return written
