"""The text of a block -> its inline elements: citations, quotations, links, images, sentences, with offsets."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from markdown_it.common.utils import normalizeReference

from briefbook.text.dates import read_date
from briefbook.text.quotation_marks import CODE, QuotedSpan, quotation_marks
from briefbook.text.sentences import ends_sentence

_HIDDEN = re.compile(rf"{CODE}|<https?://[^>\s]*>|https?://[^\s)\]>]+|(?<!\]\()</?(?!q\b)[A-Za-z][^<>]*>", re.S | re.I)
_DESTINATION = re.compile(r"\]\((?:<[^<>\n]*>|[^()\\]|\\.|\([^()]*\))*\)", re.S)
_LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<target>[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*))"
    r"(?:\s+[\"'(](?P<title>.*?)[\"')])?\s*\)",
    re.S,
)
_REFERENCE = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])+)\](?:\[(?P<label>[^\[\]]*)\])?(?![(:\[])", re.S
)
_HTML_LINK = re.compile(r"<(?P<tag>img|a)\b(?P<attributes>[^<>]*)>", re.I)
_ATTRIBUTE = re.compile(
    r"(?P<name>src|href|alt|title)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))", re.I
)
_NOTE_MARK = re.compile(r"\[\^(?P<label>[^\[\]\s]+)\](?!:)")
_NOTE_LABEL = re.compile(r"\[\^[^\[\]\s]+\]:?")
_LOCATOR = re.compile(
    r"\s*,\s*pp?\.\s*(?P<page>\d{1,9})(?:\s*,\s*ll?\.\s*(?P<first>\d{1,9})(?:\s*[-–]\s*(?P<last>\d{1,9}))?)?", re.A
)
_WORD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_TOKEN = re.compile(r"[^\s()\[\]{};,\"“”„‘«»*|<>]+")
_EXPLICIT = re.compile(r"\[(?P<pieces>@[^\[\]]*)\]")
_FILE_ENDING = re.compile(r"\.(?:pdf|tiff?|png|jpe?g)$", re.I)
_STOP = re.compile(
    r"[.!?…]+[\"”’'»“)\]]*(?:\[\^[^\[\]\s]+\])*(?:\s*\([^()]*\)[.]?)?(?=\s+[\"“‘«„'(\[]*[A-Z0-9]|\s*\Z)|\n\s*\n"
)

MAX_ID_WORDS = 6
"""Up to so many words, parted by blanks, an item's id may have to be recognised in prose without brackets."""


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
        text = pattern.sub(_blank, text)
    return text


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def destinations_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the targets and titles of links and pictures stand in a text, with their parentheses."""
    for match in _DESTINATION.finditer(text):
        yield match.start() + 1, match.end()


def links_in(text: str, references: Mapping[str, tuple[str, str]]) -> Iterator[InlineSpan]:
    """The links and images of a text: Markdown's, with their target beside them or in a reference, and HTML's.

    Args:
        text: The text of a block.
        references: Target and title of each reference link, by its normalised label.
    """
    visible = _HIDDEN.sub(lambda match: match[0] if match[0].startswith("http") else _blank(match), text)
    yield from _markdown_links(visible, 0)
    for match in _REFERENCE.finditer(_DESTINATION.sub(lambda match: "](" + " " * (len(match[0]) - 2), visible)):
        label = normalizeReference(match["label"] or match["text"])
        if label in references and not match["text"].startswith(("@", "^")):
            target, title = references[label]
            yield InlineSpan(*match.span(), match["text"], target=target, title=title, image=bool(match["image"]))
    for match in _HTML_LINK.finditer(re.sub(CODE, _blank, text, flags=re.S)):
        values = {
            found["name"].lower(): html.unescape(found["double"] or found["single"] or found["bare"] or "")
            for found in _ATTRIBUTE.finditer(match["attributes"])
        }
        is_image = match["tag"].lower() == "img"
        target = values.get("src" if is_image else "href", "")
        if target:
            words = values.get("alt", "") if is_image else ""
            title = values.get("title", "")
            yield InlineSpan(*match.span(), words, target=target, title=title, image=is_image)


def _markdown_links(text: str, begin: int) -> Iterator[InlineSpan]:
    for match in _LINK.finditer(text):
        if match["text"].startswith(("@", "^")):
            continue
        start, end = match.span()
        target = match["angled"] if match["angled"] is not None else match["target"]
        yield InlineSpan(
            begin + start,
            begin + end,
            match["text"],
            target=html.unescape(target),
            title=match["title"] or "",
            image=bool(match["image"]),
        )
        if "](" in match["text"]:  # a picture that is a link
            yield from _markdown_links(match["text"], begin + match.start("text"))


def note_marks_in(text: str) -> Iterator[InlineSpan]:
    """The marks of footnotes in a text; ``text`` of each is its label."""
    for match in _NOTE_MARK.finditer(without_hidden(text)):
        yield InlineSpan(*match.span(), match["label"])


def citations_in(
    text: str,
    pattern: re.Pattern[str],
    is_item: Callable[[str], bool],
    references: Mapping[str, tuple[str, str]],
) -> Iterator[tuple[InlineSpan, int]]:
    """The item identifiers cited in a text, each with the offset where its group begins.

    A group is the innermost parenthesis or square bracket around the identifier, else the identifier alone.

    Args:
        text: The text of a block.
        pattern: Matches identifiers as a whole.
        is_item: Tells whether words are an identifier; ids with blanks, slashes and letters of any alphabet are tried.
        references: The reference links; their labels are no citations.
    """
    visible = _NOTE_LABEL.sub(_blank, without_hidden(text))
    visible = _REFERENCE.sub(lambda match: _without_label(match, references), visible)
    groups = sorted(_groups(visible), reverse=True)  # the next to open is the last
    around: list[tuple[int, int]] = []  # those that opened, the innermost last
    end = 0
    for start, stop, item in sorted(_ids_in(visible, pattern, is_item), key=lambda found: (found[0], -found[1])):
        if start < end:
            continue
        locator = _LOCATOR.match(visible, stop)
        end = locator.end() if locator else stop
        page = int(locator["page"]) if locator else None
        lines = None
        if locator and locator["first"]:
            lines = (int(locator["first"]), int(locator["last"] or locator["first"]))
        while groups and groups[-1][0] < start:
            around.append(groups.pop())
        while around and around[-1][1] <= start:
            around.pop()
        yield InlineSpan(start, end, item, page, lines), around[-1][0] if around else start


def _without_label(match: re.Match[str], references: Mapping[str, tuple[str, str]]) -> str:
    """A reference link without its label: of ``[words][label]`` the words, of ``[label]`` nothing is prose."""
    if normalizeReference(match["label"] or match["text"]) not in references or match["text"].startswith("@"):
        return match[0]
    if not match["label"]:
        return _blank(match)
    start = match.start("label") - match.start()
    return match[0][:start] + " " * len(match["label"]) + match[0][start + len(match["label"]) :]


def _ids_in(text: str, pattern: re.Pattern[str], is_item: Callable[[str], bool]) -> Iterator[tuple[int, int, str]]:
    """Every identifier in a text: start, end, and the id as the collection has it."""
    for word in _WORD.finditer(text):
        plain = _FILE_ENDING.sub("", word[0])
        has_digit = any(character.isdigit() for character in plain)
        if pattern.fullmatch(plain) or (
            has_digit and (len(plain) > 2 or _is_set_off(text, word.start(), word.end())) and is_item(plain)
        ):
            yield word.start(), word.start() + len(plain), plain
    for match in pattern.finditer(text):
        before, after = (
            text[match.start() - 1 : match.start()] if match.start() else "",
            text[match.end() : match.end() + 1],
        )
        if match[0] and not _WORD.fullmatch(match[0]) and not before.isalnum() and not after.isalnum():
            yield match.start(), match.end(), _held_id(match[0], is_item) or " ".join(match[0].split())
    yield from _ids_of_words(text, is_item)
    for match in _EXPLICIT.finditer(text):
        yield from _explicit_ids(match["pieces"], match.start("pieces"), pattern, is_item)


def _is_set_off(text: str, start: int, end: int) -> bool:
    """Does a word stand alone in brackets, or before a page? A short id is no other word then: (D7), D7, p. 2."""
    within = text[start - 1 : start] in ("(", "[") and text[end : end + 1] in (")", "]", ",", ";")
    return within or _LOCATOR.match(text, end) is not None


def _ids_of_words(text: str, is_item: Callable[[str], bool]) -> Iterator[tuple[int, int, str]]:
    """Ids that are more than a plain word: with blanks, slashes or other letters. They are tried around each figure."""
    tokens = list(_TOKEN.finditer(text))
    has_digit = [any(character.isdigit() for character in token[0]) for token in tokens]
    for first, token in enumerate(tokens):
        if not any(has_digit[first : first + MAX_ID_WORDS]):
            continue
        last = first
        while last + 1 < len(tokens) and last - first + 1 < MAX_ID_WORDS:
            between = text[tokens[last].end() : tokens[last + 1].start()]
            if between.strip() or between.count("\n") > 1:
                break
            last += 1
        for end in range(last, first - 1, -1):
            if not any(has_digit[first : end + 1]):
                break
            written = text[token.start() : tokens[end].end()].rstrip(".:!?")
            if _WORD.fullmatch(written):
                continue
            item = _held_id(written, is_item) or _held_id(_FILE_ENDING.sub("", written), is_item)
            if item is not None and len(item) > 2 and read_date(item).edtf is None:
                yield token.start(), token.start() + len(written), item
                break


def _explicit_ids(
    pieces: str, begin: int, pattern: re.Pattern[str], is_item: Callable[[str], bool]
) -> Iterator[tuple[int, int, str]]:
    """The ids of ``[@ID, p. 1; @ID]``: whatever stands there is meant for an id, in the collection or not."""
    for piece in re.finditer(r"@(?P<id>[^;@]*)", pieces):
        words = piece["id"]
        start = begin + piece.start("id") + len(words) - len(words.lstrip())
        words = words.strip()
        ends = [len(words), *(match.start() for match in reversed(list(re.finditer(r"[,\s]", words))))]
        for end in ends:  # the longest that is held
            item = _held_id(words[:end].rstrip(" ,."), is_item) or _held_id(_FILE_ENDING.sub("", words[:end]), is_item)
            if item is not None:
                yield start, start + len(words[:end].rstrip(" ,.")), item
                break
        else:
            match = pattern.match(words)
            item = match[0] if match and match[0] else words.partition(",")[0].rstrip(" .")
            if item and (match or any(character.isalnum() for character in item)):
                yield start, start + len(item), " ".join(item.split())


def _held_id(written: str, is_item: Callable[[str], bool]) -> str | None:
    """The id that the collection holds under this spelling, however its accents are composed; None if it has none."""
    plain = " ".join(written.split())
    if not plain:
        return None
    spellings = dict.fromkeys((plain, unicodedata.normalize("NFC", plain), unicodedata.normalize("NFD", plain)))
    return next((spelling for spelling in spellings if is_item(spelling)), None)


def _groups(text: str) -> list[tuple[int, int]]:
    spans, open_brackets = [], []
    for index, character in enumerate(text):
        if character in "([":
            open_brackets.append(index)
        elif character in ")]" and open_brackets:
            spans.append((open_brackets.pop(), index))
    return spans


def quotations_in(text: str, *, single: bool) -> Iterator[tuple[InlineSpan, str]]:
    """Words in quotation marks of any kind, with their form: curly, straight, or mismatched (also if never closed).

    Args:
        text: The text of a block.
        single: Does the document quote in single marks?
    """
    for span in _quoted(text, single=single):
        words = text[span.start : span.end]
        start = span.start + len(words) - len(words.lstrip())
        if words.strip():
            yield InlineSpan(start, start + len(words.strip()), words.strip()), span.form


_EMPHASIS = re.compile(
    r"(?<![\w*_\\])(?P<mark>\*{1,3}|_{1,3})(?=[^\s*_])(?P<words>[^*_]+?)(?<=[^\s*_])(?P=mark)(?![\w*_])"
    r"|<(?P<tag>em|i|strong|b)>(?P<inside>[^<>]+)</(?P=tag)>",
    re.I,
)


def emphasised_in(text: str) -> Iterator[InlineSpan]:
    """The words that a text sets in italics or bold, without marks of quotation in them."""
    for match in _EMPHASIS.finditer(re.sub(CODE, _blank, text, flags=re.S)):
        group = "words" if match["mark"] else "inside"
        if not re.search(r"[“”„«»\"]", match[group]):
            yield InlineSpan(match.start(), match.end(), match[group])


def _quoted(text: str, *, single: bool) -> tuple[QuotedSpan, ...]:
    return quotation_marks(without_hidden(text), single=single).spans


def sentences_in(text: str) -> Iterator[InlineSpan]:
    """The sentences of a paragraph; a citation in parentheses after the full stop belongs to the sentence before."""
    start = 0
    visible = without_hidden(text)
    for stop in _STOP.finditer(visible):
        behind = visible[stop.end() : stop.end() + 40]
        inside = visible[stop.start()] == "." and not behind.startswith("\n\n")
        if inside and not ends_sentence(visible[start : stop.start()][-40:], behind):
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
    return InlineSpan(start, end, plain_words(text[start:end], pictures=False))


_SET_ASIDE = "\ue000"
"""Where a stretch of code is while the prose around it is made plain."""


_STRUCK = re.compile(r"<(?P<tag>del|s|strike)\b[^<>]*>.*?</(?P=tag)\s*>|~~[^~]+~~", re.I | re.S)
_OVERLAYS = "\u0334-\u0338"
"""Signs that are drawn through the letter before them."""
_OVERLAID = re.compile(rf"[{_OVERLAYS}]")


def _without_struck(text: str) -> str:
    r"""Prose without the words that its author struck out.

    >>> _without_struck("He will <del>not</del> comply"), _without_struck("He will n\u0336o\u0336t\u0336 comply")
    ('He will   comply', 'He will   comply')
    """
    text = _STRUCK.sub(" ", text)
    if not _OVERLAID.search(text):
        return text
    return re.sub(rf"[\w{_OVERLAYS}]+", lambda word: " " if _OVERLAID.search(word[0]) else word[0], text)


def plain_words(text: str, *, pictures: bool = True) -> str:
    """Plain text of Markdown prose: links as their words, no emphasis or marks of notes, white space normalised.

    Words that the author struck out, by tags, tildes or signs over their letters, are none of the text.

    Args:
        text: The prose, in Markdown. What is set as code keeps its words.
        pictures: Is the text that stands for a picture part of it?

    Returns:
        The words.
    """
    stretches = [match[0] for match in re.finditer(CODE, text, re.S)]  # code, and comments of the author's
    code = [stretch.strip("`").strip() if stretch.startswith("`") else "" for stretch in stretches]
    text = _HIDDEN.sub(" ", _without_struck(re.sub(CODE, _SET_ASIDE, text, flags=re.S)))
    text = _LINK.sub(lambda match: match["text"] if pictures or not match["image"] else " ", text)
    text = re.sub(r"</?q\b[^<>]*>", '"', _NOTE_LABEL.sub("", text), flags=re.I)
    text = re.sub(r"(?m)^\s*(?:>\s?)+|^\s*(?:[-*+]|\d+[.)])\s+", "", text)
    text = html.unescape(" ".join(re.sub(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}", "", text).split()))
    words = iter(code)
    return " ".join(re.sub(_SET_ASIDE, lambda _: next(words, ""), text).split())
