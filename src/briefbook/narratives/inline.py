"""The text of a block -> its inline elements: citations, quotations, links, images, sentences, with offsets."""

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
class InlineSpan:
    """An inline element: from ``start`` to ``end`` in the block's text, and the values of its kind."""

    start: int
    end: int
    text: str
    page: int | None = None
    lines: tuple[int, int] | None = None
    target: str = ""
    title: str = ""
    image: bool = False


def without_hidden(text: str) -> str:
    """The text with code, URLs, comments and tags replaced by blanks, so that offsets stay the same."""
    for pattern in (_HIDDEN, _DESTINATION):
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return text


def links_in(text: str) -> Iterator[InlineSpan]:
    """The Markdown links and images of a text."""
    visible = _HIDDEN.sub(lambda m: m[0] if m[0].startswith("http") else " " * len(m[0]), text)
    for match in _LINK.finditer(visible):
        if not match["text"].startswith("@"):
            image = bool(match["image"])
            yield InlineSpan(
                *match.span(), match["text"], target=match["target"], title=match["title"] or "", image=image
            )


def citations_in(
    text: str, pattern: re.Pattern[str], is_item: Callable[[str], bool]
) -> Iterator[tuple[InlineSpan, int]]:
    """The item identifiers cited in a text, each with the offset where its group begins.

    A group is the innermost parenthesis or square bracket around the identifier, else the identifier alone.

    Args:
        text: The text of a block.
        pattern: Matches identifiers as a whole.
        is_item: Tells whether another word with a digit is an identifier.
    """
    visible = without_hidden(text)
    groups = _groups(visible)
    for word in _WORD.finditer(visible):
        item = _id_of(word[0], pattern, is_item)
        if item is None:
            continue
        end = word.start() + len(item)
        start = word.start()
        locator = _LOCATOR.match(visible, end)
        page = int(locator["page"]) if locator else None
        lines = None
        if locator and locator["first"]:
            lines = (int(locator["first"]), int(locator["last"] or locator["first"]))
        inside = [span for span in groups if span[0] < start < span[1]]
        group = max(inside)[0] if inside else start
        yield InlineSpan(start, locator.end() if locator else end, item, page, lines), group


def _id_of(word: str, pattern: re.Pattern[str], is_item: Callable[[str], bool]) -> str | None:
    plain = re.sub(r"\.(?:pdf|tiff?|png|jpe?g)$", "", word, flags=re.I)
    if pattern.fullmatch(plain):
        return plain
    return plain if any(character.isdigit() for character in plain) and len(plain) > 2 and is_item(plain) else None


def _groups(text: str) -> list[tuple[int, int]]:
    spans, open_brackets = [], []
    for index, character in enumerate(text):
        if character in "([":
            open_brackets.append(index)
        elif character in ")]" and open_brackets:
            spans.append((open_brackets.pop(), index))
    return spans


def quotations_in(text: str) -> Iterator[tuple[InlineSpan, str]]:
    """Words in double quotation marks, with their form: curly, straight, or mismatched (also if never closed)."""
    visible = without_hidden(text)
    for match in _QUOTED.finditer(visible):
        name = "words" if match["words"] is not None else "open"
        if not match[name].strip():
            continue
        marks = visible[match.start()], visible[match.end() - 1]
        form = {("“", "”"): "curly", ('"', '"'): "straight"}.get(marks, "mismatched")
        start, end = match.span(name)
        yield InlineSpan(start, end, text[start:end]), form


def sentences_in(text: str) -> Iterator[InlineSpan]:
    """The sentences of a paragraph; a citation in parentheses after the full stop belongs to the sentence before."""
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


def _trimmed(text: str, start: int, end: int) -> InlineSpan:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return InlineSpan(start, end, plain_words(text[start:end]))


def plain_words(text: str) -> str:
    """Plain text of Markdown prose: links as their words, no emphasis, white space normalised."""
    text = _LINK.sub(lambda match: match["text"], _HIDDEN.sub(" ", text))
    text = re.sub(r"(?m)^\s*(?:>\s?)+|^\s*(?:[-*+]|\d+[.)])\s+", "", text)
    return " ".join(re.sub(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}", "", text).split())
