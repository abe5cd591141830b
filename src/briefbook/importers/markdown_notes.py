"""A note in Markdown, as Obsidian and other programs keep them -> HTML of the same words, its front matter apart."""

import html
import re
from pathlib import PurePosixPath

import yaml
from markdown_it import MarkdownIt

from briefbook.util.encodings import decode_text

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?\n", re.S | re.M)
_WIKI_LINK = re.compile(r"!?\[\[(?P<target>[^\[\]|\n]+)(?:\|(?P<shown>[^\[\]\n]+))?\]\]")


_SIGNS = re.compile(r"\A\ufeff?---[ \t]*\r?\n|^#{1,6} \S|\]\(\S|\[\[\S|^\s*\|?\s*:?-{3,}:?\s*\|", re.M)
"""What Markdown has and pasted text has not: front matter, headings, links, rules of tables."""


def is_markdown(data: bytes, suffix: str) -> bool:
    """Is a file a note in Markdown, by its ending and by what stands in it? Pasted text may be kept in such a file too.

    Args:
        data: The file.
        suffix: Its ending, in small letters.
    """
    return suffix in (".md", ".markdown") and _SIGNS.search(data.decode("utf-8", "replace")) is not None


def html_of_markdown(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    r"""The page that a note in Markdown makes, and sentences for the report.

    Links of wikis become what they show, or the last part of what they lead to. The title is that of the front matter,
    else the first heading, else the note's name.

    Args:
        data: The file.
        name: The note's name.

    Raises:
        FormatError: It is no text.

    >>> html_of_markdown(b"---\ntitle: Ferries\ndate: 1951\n---\nSee [[cables/H101|the first]].\n", "note")[0]
    '<h1>Ferries</h1>\n<p>See the first.</p>\n'
    """
    text, notes = decode_text(data)
    front: dict[object, object] = {}
    if match := _FRONT_MATTER.match(text):
        try:
            read = yaml.safe_load(match[1])
        except (yaml.YAMLError, ValueError):
            read = None
        if isinstance(read, dict):
            front, text = read, text[match.end() :]
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(_WIKI_LINK.sub(_shown, text))
    title = front.get("title")
    others = [str(key) for key in front if key != "title"]
    if others:
        notes = (*notes, f"front matter that is not taken over, and stays in the original: {', '.join(others)}")
    if title or not re.search(r"<h1>", body):
        body = f"<h1>{html.escape(str(title or name))}</h1>\n{body}"
    return body, notes


def _shown(match: re.Match[str]) -> str:
    target = match["target"].strip()
    return (match["shown"] or PurePosixPath(target.partition("#")[0] or target).name).strip()
