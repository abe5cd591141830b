"""The prose of one block -> citations, quotations, links, images and sentences, with their offsets in the file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_HIDDEN = re.compile(r"`+[^`]*`+|<!--.*?-->|<https?://[^>\s]*>|https?://[^\s)\]>]+|</?[A-Za-z][^<>]*>", re.S)
_DESTINATION = re.compile(r"\]\((?:[^()\\]|\\.|\([^()]*\))*\)", re.S)
_LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"\(\s*<?(?P<target>[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?(?:\s+[\"'(](?P<title>.*?)[\"')])?\s*\)",
    re.S,
)
_LOCATOR = re.compile(r"\s*,\s*pp?\.\s*(?P<page>\d+)(?:\s*,\s*ll?\.\s*(?P<first>\d+)(?:\s*[-–]\s*(?P<last>\d+))?)?")
_WORD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_QUOTED = re.compile(r"[“\"](?P<words>[^“”\"]*?)[”\"]|“(?P<open>[^“”\"]*)\Z", re.S)
_STOP = re.compile(r"[.!?…]+[\"”’')\]]*(?:\s*\([^()]*\)[.]?)?(?=\s+[\"“‘'(\[]*[A-Z0-9]|\s*\Z)|\n\s*\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Sen|Gov|Amb|No|Nos|vol|pp?|ll?|cf|ca|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
    r"|\b[A-Z])\.$"
)


@dataclass(frozen=True, slots=True)
class Found:
    """Something found: from ``start`` to ``end`` in the block's text, and what belongs to its kind."""

    start: int
    end: int
    text: str
    page: int | None = None
    lines: tuple[int, int] | None = None
    target: str = ""
    title: str = ""
    image: bool = False


def without_hidden(text: str) -> str:
    """The text with code, addresses, comments and tags blanked out, every other character where it was."""
    for pattern in (_HIDDEN, _DESTINATION):
        text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    return text


def links_in(text: str) -> Iterator[Found]:
    """Links and images."""
    visible = _HIDDEN.sub(lambda m: m[0] if m[0].startswith("http") else " " * len(m[0]), text)
    for found in _LINK.finditer(visible):
        if not found["text"].startswith("@"):
            image = bool(found["image"])
            yield Found(*found.span(), found["text"], target=found["target"], title=found["title"] or "", image=image)


def citations_in(text: str, pattern: re.Pattern[str], known: Callable[[str], bool]) -> Iterator[tuple[Found, int]]:
    """Ids cited in a text, with the offset at which their group begins.

    A group is the innermost parenthesis or square bracket around the id, else the id alone. An id is what the
    pattern matches whole, or a word with a digit that is in the catalogue.
    """
    visible = without_hidden(text)
    groups = _groups(visible)
    for word in _WORD.finditer(visible):
        item = _id_of(word[0], pattern, known)
        if item is None:
            continue
        end = word.start() + len(item)
        start = word.start()
        place = _LOCATOR.match(visible, end)
        page = int(place["page"]) if place else None
        lines = None
        if place and place["first"]:
            lines = (int(place["first"]), int(place["last"] or place["first"]))
        inside = [span for span in groups if span[0] < start < span[1]]
        group = max(inside)[0] if inside else start
        yield Found(start, place.end() if place else end, item, page, lines), group


def _id_of(word: str, pattern: re.Pattern[str], known: Callable[[str], bool]) -> str | None:
    plain = re.sub(r"\.(?:pdf|tiff?|png|jpe?g)$", "", word, flags=re.I)
    if pattern.fullmatch(plain):
        return plain
    return plain if any(c.isdigit() for c in plain) and len(plain) > 2 and known(plain) else None


def _groups(text: str) -> list[tuple[int, int]]:
    spans, open_at = [], []
    for index, character in enumerate(text):
        if character in "([":
            open_at.append(index)
        elif character in ")]" and open_at:
            spans.append((open_at.pop(), index))
    return spans


def quotations_in(text: str) -> Iterator[tuple[Found, str]]:
    """Words in double quotation marks and their form: curly, straight, mismatched; one not closed is mismatched."""
    visible = without_hidden(text)
    for found in _QUOTED.finditer(visible):
        name = "words" if found["words"] is not None else "open"
        if not found[name].strip():
            continue
        marks = visible[found.start()], visible[found.end() - 1]
        form = {("“", "”"): "curly", ('"', '"'): "straight"}.get(marks, "mismatched")
        start, end = found.span(name)
        yield Found(start, end, text[start:end]), form


def sentences_in(text: str) -> Iterator[Found]:
    """The sentences of a paragraph; a citation in parentheses after the stop belongs to the sentence before it."""
    start = 0
    visible = without_hidden(text)
    for stop in _STOP.finditer(visible):
        if _ABBREVIATION.search(visible[start : stop.start() + 1]) and not visible[stop.end() :].startswith("\n\n"):
            continue
        if text[start : stop.end()].strip():
            yield _trimmed(text, start, stop.end())
        start = stop.end()
    if text[start:].strip():
        yield _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Found:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Found(start, end, plain_words(text[start:end]))


def plain_words(text: str) -> str:
    """Prose without marks: links become their words, emphasis goes, white space is folded."""
    text = _LINK.sub(lambda found: found["text"], _HIDDEN.sub(" ", text))
    text = re.sub(r"(?m)^\s*(?:>\s?)+|^\s*(?:[-*+]|\d+[.)])\s+", "", text)
    return " ".join(re.sub(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}", "", text).split())
