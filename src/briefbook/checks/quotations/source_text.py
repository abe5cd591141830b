"""Prepare the pages of a cable for comparison: one stream of tokens, each with its position on a page."""

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.distance import Levenshtein

from briefbook.checks.quotations.page_furniture import furniture_lines, marked_gaps
from briefbook.checks.quotations.word_comparison import Trust
from briefbook.model.page import Kind, Line, Page, Word
from briefbook.text.lexicon import is_word
from briefbook.text.tokens import is_negation, tokens_of

_SPELT = frozenset(("comma", "semicolon", "colon", "quote", "unquote", "unqte", "qte"))
_REPEAT = frozenset(("rpt", "rept", "repeat", "rptd"))
_MIXED = re.compile(r"(?!\d+(?:st|nd|rd|th|s|z)?$)(?![a-z]{2,}\d+$)(?=.*\d)(?=.*[a-z])[a-z0-9]+")
_SIC = frozenset(("[sic]", "[sic].", "[sic],", "(sic)"))
_GLUED_NUMBER = re.compile(r"\(?\d{1,2}[.)](?=[A-Za-z\"“])")
_PARAGRAPH_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-hA-H]|[ivxIVX]{1,4})[.)]{1,2}")


@dataclass(frozen=True, slots=True)
class TokenPosition:
    """The position of a token: indices of page, line and word, from 0, and the word."""

    page: int
    line: int
    at: int
    word: Word


@dataclass(slots=True)
class TokenStream:
    """Tokens in reading order. ``glued[i]``: a hyphen, not a blank, separates token i from the next.

    A token hyphenated at a line's end begins at ``positions[i]`` and ends at ``end_positions[i]``. ``omissible[i]``:
    the author may leave it out: page lines, stamps, paragraph numbers and what the telegraph added.
    """

    tokens: list[str] = field(default_factory=list)
    positions: list[TokenPosition] = field(default_factory=list)
    end_positions: list[TokenPosition] = field(default_factory=list)
    glued: list[bool] = field(default_factory=list)
    omissible: list[bool] = field(default_factory=list)
    text: str = " "
    starts: list[int] = field(default_factory=list)

    def seal(self) -> "TokenStream":
        """Make the string that is searched: a blank before and after every token."""
        position = 1
        for token in self.tokens:
            self.starts.append(position)
            position += len(token) + 1
        self.text = " " + " ".join(self.tokens) + " "
        return self

    def index(self, position: int) -> int:
        """The token at a position of ``text``; a blank belongs to the token after it."""
        return max(0, bisect_right(self.starts, position + 1) - 1)

    def select(self, keep: Sequence[int]) -> "TokenStream":
        """The tokens with some indices."""
        lists = (self.tokens, self.positions, self.end_positions, self.glued, self.omissible)
        return TokenStream(*([values[i] for i in keep] for values in lists))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class SourceText:
    """An item's text prepared for comparison: ``all`` its tokens, and ``message``, those that may not be omitted.

    ``places[i]`` is where token i of ``message`` stands in ``all``. ``unsure`` says how much of it is no words: under
    0.07 in a clean text, 0.3 and more where 5 % of letters are wrong. ``measured``: a machine read it, or its words
    carry a confidence. ``often``: longer tokens that stand in it more than once.
    """

    item: str
    pages: tuple[Page, ...]
    message: TokenStream
    all: TokenStream
    places: tuple[int, ...]
    unsure: float
    measured: bool
    confidence: float | None
    checksum: str
    often: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether it has no word."""
        return not self.all.tokens

    @property
    def is_damaged(self) -> bool:
        """Whether the text itself shows that it was read badly."""
        return self.unsure > 0.08 or (self.confidence is not None and self.confidence < 0.7)

    @property
    def trust(self) -> Trust:
        """How reliable its letters are."""
        damaged = self.is_damaged
        return Trust(self.measured, damaged, self.unsure > 0.3, frozenset() if damaged else self.often)


def source_text(pages: Sequence[Page]) -> SourceText:
    """Prepare the text of an item's pages.

    Args:
        pages: The pages in any order.
    """
    ordered = sorted(pages, key=lambda page: page.number)
    every = TokenStream()
    for p, page in enumerate(ordered):
        furniture = furniture_lines([line.text for line in page.lines])
        for n, line in enumerate(page.lines):
            extra = line.kind not in (Kind.MESSAGE, Kind.REDACTION) or furniture[n]
            _add_line(every, p, n, line, omissible=extra)
    _join_hyphens(every)
    _mark_omissible(every, _stop_style(every.tokens, ordered))
    places = tuple(i for i, omissible in enumerate(every.omissible) if not omissible)
    message = every.select(places)
    confidences = [page.confidence for page in ordered if page.confidence is not None]
    return SourceText(
        item=ordered[0].item if ordered else "",
        pages=tuple(ordered),
        message=message.seal(),
        all=every.seal(),
        places=places,
        unsure=_unsure(message.tokens),
        measured=bool(confidences) or any(page.by == "machine" for page in ordered),
        confidence=sum(confidences) / len(confidences) if confidences else None,
        checksum=checksum(ordered),
        often=frozenset(token for token, n in Counter(message.tokens).items() if n > 1 and len(token) > 3),
    )


def _unsure(tokens: Sequence[str]) -> float:
    """The share of words that are no words and stand only once, and three times that of figures among letters.

    Names and abbreviations are repeated, misreadings seldom are. Measured on edition texts of 300 words: at most 0.065
    clean; 0.07 to 0.25 with 2 % of letters wrong, 0.34 to 0.66 with 8 %.
    """
    counts = Counter(tokens)
    letters = [token for token in tokens if len(token) > 2 and token.isalpha()]
    if len(letters) < 20:
        return 0.0
    odd = sum(counts[token] == 1 and not is_word(token) for token in letters)
    mixed = sum(_MIXED.fullmatch(token) is not None for token in tokens if not token.isalpha() and not token.isdigit())
    expected = 3 * max(0.0, 1 - len(letters) / 150)  # names and codes that even a short text has
    return max(0.0, odd - expected) / len(letters) + 3 * mixed / len(tokens)


def checksum(pages: Sequence[Page]) -> str:
    """SHA-256 of the pages' text: a comparison is valid as long as it is the same."""
    joined = "\f".join(page.text for page in sorted(pages, key=lambda page: page.number))
    return hashlib.sha256(joined.encode()).hexdigest()


def _add_line(stream: TokenStream, page: int, number: int, line: Line, *, omissible: bool) -> None:
    gaps = marked_gaps(line) if "[" in line.text or "X" in line.text or "█" in line.text else {}
    for index, word in enumerate(line.words):
        if index in gaps:
            marks: tuple[str, ...] = (gaps[index],) if gaps[index] else ()
        else:
            marks = tokens_of(word.text)
        numbers = index == 0 and _PARAGRAPH_NUMBER.fullmatch(word.text) is not None
        glued = index == 0 and len(marks) > 1 and _GLUED_NUMBER.match(word.text) is not None  # 2.MR MARCHANT
        spot = TokenPosition(page, number, index, word)
        for place, token in enumerate(marks):
            stream.tokens.append(token)
            stream.positions.append(spot)
            stream.end_positions.append(spot)
            stream.glued.append(place + 1 < len(marks))
            stream.omissible.append(omissible or numbers or (glued and place == 0) or word.text.casefold() in _SIC)
    last = line.words[-1].text if line.words else ""
    if stream.glued and last.rstrip().endswith(("-", "¬", "\u00ad")) and len(last) > 1:
        stream.glued[-1] = True


def _stop_style(tokens: Sequence[str], pages: Sequence[Page]) -> bool:
    """Whether the text ends its sentences with the word STOP."""
    stops = tokens.count("stop")
    if not stops:
        return False
    full_stops = sum(1 for page in pages for word in page.words if word.text.endswith("."))
    return full_stops <= 2 * stops


def _mark_omissible(stream: TokenStream, stops: bool) -> None:
    """Mark what the telegraph added as omissible: repeated words and spelt punctuation."""
    places = [i for i, omissible in enumerate(stream.omissible) if not omissible]
    tokens = [stream.tokens[i] for i in places]
    for i, token in enumerate(tokens):
        if (token in _SPELT and not _is_verb(tokens, i)) or (stops and token == "stop"):
            stream.omissible[places[i]] = True
        elif token in _REPEAT or (1 <= len(token) <= 5 and not token.isdigit() and not is_word(token)):
            for place in _repetition(tokens, i):
                stream.omissible[places[place]] = True
        elif 5 <= len(token) <= 20 and not token.isdigit():
            if _run_together(tokens, i):
                stream.omissible[places[i]] = True
            elif (word := _repeated_word(token)) is not None:
                stream.tokens[places[i]] = tokens[i] = word


def _is_verb(tokens: Sequence[str], i: int) -> bool:
    """Whether this QUOTE is a verb, not a mark."""
    return tokens[i] == "quote" and i > 0 and tokens[i - 1] in _BEFORE_A_VERB


_BEFORE_A_VERB = frozenset(
    ("to", "i", "we", "they", "you", "not", "will", "would", "could", "may", "might", "can", "should", "must")
)


def _join_hyphens(stream: TokenStream) -> None:
    """Join a word that is hyphenated at a line's end, unless both halves are words and the whole is not."""
    tokens = stream.tokens
    for i in range(len(tokens) - 2, -1, -1):
        if not stream.glued[i] or stream.omissible[i]:
            continue
        following = next((k for k in range(i + 1, min(i + 30, len(tokens))) if not stream.omissible[k]), None)
        end = stream.end_positions[i]
        if following is None or (end.page, end.line) == (
            stream.positions[following].page,
            stream.positions[following].line,
        ):
            continue
        whole = tokens[i] + tokens[following]
        if is_word(whole) or not (is_word(tokens[i]) and is_word(tokens[following])):
            tokens[i], stream.end_positions[i], stream.glued[i] = (
                whole,
                stream.end_positions[following],
                stream.glued[following],
            )
            lists: tuple[list[Any], ...] = (
                tokens,
                stream.positions,
                stream.end_positions,
                stream.glued,
                stream.omissible,
            )
            for values in lists:
                del values[following]


def _repetition(tokens: Sequence[str], i: int) -> set[int]:
    """The positions to drop of X RPT X; the better read of the two stays. REPEAT with nothing repeated is a word.

    A short string that is no word, between a word and the same word again, is RPT misread; X may be misread on one
    side, or parted by a blank: NO T.
    """
    certain, like = tokens[i] in _REPEAT, _like_repeat(tokens[i])
    if denied := _not_repeated(tokens, i):
        return denied
    for size in range(min(6 if certain else 1, i, len(tokens) - i - 1), 0, -1):
        before, after = tokens[i - size : i], tokens[i + 1 : i + 1 + size]
        if before == after and (certain or (len(before[0]) > 1 and not before[0].isdigit())):
            return set(range(i, i + size + 1))
        if (certain or like) and size == 1 and _is_misreading(before[0], after[0], certain):
            better = is_negation(after[0]) or (is_word(after[0]) and not is_word(before[0]))
            return {i - 1, i} if better else {i, i + 1}
    if certain or like:
        if i > 1 and i + 1 < len(tokens) and tokens[i - 2] + tokens[i - 1] == tokens[i + 1]:
            return {i - 2, i - 1, i}
        if i and i + 2 < len(tokens) and tokens[i + 1] + tokens[i + 2] == tokens[i - 1]:
            return {i, i + 1, i + 2}
    return {i} if tokens[i] in ("rpt", "rept") else set()


def _not_repeated(tokens: Sequence[str], i: int) -> set[int]:
    """The positions to drop of NOT RPT NOT, however it was read: N0T RPT NOT, NOT R PT NOTBE, WOULDNOT RPT NCT."""
    parted = i + 1 < len(tokens) and len(tokens[i]) < 3 and tokens[i] + tokens[i + 1] == "rpt"
    follows = i + 1 + parted
    if not i or follows >= len(tokens) or tokens[i] == "repeat":
        return set()
    before, after = tokens[i - 1], tokens[follows]
    left = _distance_from_not(before[-3:]) if len(before) > 1 else 3
    right = min(_distance_from_not(after[:3]), _distance_from_not(after[:2]) if len(after) == 2 else 3)
    marks = set(range(i, follows))
    if not (parted or tokens[i] in _REPEAT or _like_repeat(tokens[i])):
        between = len(tokens[i]) in (2, 3) and not is_word(tokens[i]) and left + right <= 1
        if not between:
            return set()
    if i > 1 and tokens[i - 2] + before == "not" and right <= 2 and len(after) <= 4:
        return marks | {follows}
    if before == after or min(left, right) > 1 or left + right > 3:
        return marks if parted and left + right <= 3 else set()
    if len(before) <= 4 and (left > right or len(after) > 4):
        return {i - 1} | marks
    return marks | {follows} if len(after) <= 4 else marks


def _distance_from_not(token: str) -> int:
    """Levenshtein distance from NOT, at most 4."""
    return Levenshtein.distance(token, "not", score_cutoff=3)


def _like_repeat(token: str) -> bool:
    """RPT with a letter or two misread."""
    return len(token) in (2, 3, 4) and (token[:1] in "rp" or token[-1:] == "t") and "p" in token


def _is_misreading(token: str, other: str, certain: bool) -> bool:
    """Do two tokens beside RPT differ so little that one is the other misread? Never two numbers.

    ``certain``: RPT itself is read well.
    """
    if min(len(token), len(other)) < 3 or token.isdigit() or other.isdigit() or abs(len(token) - len(other)) > 1:
        return False
    if is_word(token) and is_word(other) and not (is_negation(token) or is_negation(other)):
        return len(token) == len(other) and sum(a != b for a, b in zip(token, other, strict=True)) == 1
    loose = certain and not is_word(token) and not is_word(other)
    return Levenshtein.distance(token, other) <= max(2 if loose else 1, len(token) // 3)


def _run_together(tokens: Sequence[str], i: int) -> bool:
    """Whether it is RPTX after X, or XRPT before X, run together."""
    token = tokens[i]
    if i and len(tokens[i - 1]) >= 2 and _is_near_miss(token, "rpt" + tokens[i - 1]):
        return True
    return i + 1 < len(tokens) and len(tokens[i + 1]) >= 2 and _is_near_miss(token, tokens[i + 1] + "rpt")


def _repeated_word(token: str) -> str | None:
    """The word of NOTRPTNOT, run together."""
    before, mark, after = token.partition("rpt")
    return before if mark and before == after and len(before) > 1 else None


def _is_near_miss(token: str, other: str) -> bool:
    return abs(len(token) - len(other)) <= 1 and Levenshtein.distance(token, other, score_cutoff=2) <= (len(other) > 5)


class SourceTexts:
    """Cache of prepared texts, since many quotations are from one text.

    The key is the identity of the pages, which the cache keeps alive. The oldest text is dropped when there are more
    than ``capacity``.
    """

    def __init__(self, capacity: int = 512) -> None:
        """The cache is empty."""
        self._capacity = capacity
        self._texts: dict[tuple[int, ...], tuple[tuple[Page, ...], SourceText]] = {}

    def of(self, pages: Sequence[Page]) -> SourceText:
        """The prepared text of some pages, cached."""
        key = tuple(id(page) for page in pages)
        if key in self._texts:
            return self._texts[key][1]
        text = source_text(pages)
        if len(self._texts) >= self._capacity:
            self._texts.pop(next(iter(self._texts)))
        self._texts[key] = (tuple(pages), text)
        return text
