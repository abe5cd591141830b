"""Prepare the pages of a cable for comparison: one stream of tokens, each with its position on a page."""

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from rapidfuzz.distance import Levenshtein

from briefbook.checks.quotations.authors_hand import ENGLISH_SMALL_WORDS, OTHER_SMALL_WORDS
from briefbook.checks.quotations.page_furniture import furniture_lines, marked_gaps
from briefbook.checks.quotations.word_comparison import Trust
from briefbook.model.page import Kind, Line, Page, Word
from briefbook.text.lexicon import frequency, is_word
from briefbook.text.ocr_confusion import Likeness, alike
from briefbook.text.spelt_marks import is_town
from briefbook.text.tokens import is_negation, tokens_of

_SPELT = frozenset(("comma", "semicolon", "colon", "quote", "unquote", "unqte", "qte"))
_SPELT_STYLE = frozenset(("comma", "semicolon", "unquote", "unqte", "qte"))
_REPEAT = frozenset(("rpt", "rept", "repeat", "rptd"))
_MIXED = re.compile(r"(?!\d+(?:st|nd|rd|th|s|z)?$)(?![a-z]{2,}\d+$)(?=.*\d)(?=.*[a-z])[a-z0-9]+")
_SIC = frozenset(("[sic]", "[sic].", "[sic],", "(sic)"))
_GLUED_NUMBER = re.compile(r"\(?\d{1,2}[.)](?=[A-Za-z\"“])")
_PARAGRAPH_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-hA-H]|[ivxIVX]{1,4})[.)]{1,2}")
_ENDS = re.compile(r"[.:;?!)\"”-]$|\b(?:STOP|UNQUOTE|UNQTE)$")
_HYPHENED = re.compile(r"(?<=[^\W_])[-\u2010\u2011](?=[^\W_])")
_MAX_SUSPECTS = 0.045
"""Share of words that are one letter of like shape away from a common word, in a text that no program read. Measured
on texts of 300 words: at most 0.032 in 140 State Department cables and 0.012 in editions; 0.037 and more, half of them
over 0.06, where 2 % of letters are wrong."""


@dataclass(frozen=True, slots=True)
class TokenPosition:
    """The position of a token: indices of page, line and word, from 0, and the word."""

    page: int
    line: int
    at: int
    word: Word


@dataclass(slots=True)
class TokenStream:
    """Tokens in reading order. ``glued[i]``: a hyphen or another sign, not a blank, separates token i from the next;
    ``hyphened[i]``: a hyphen between letters of one word.

    A token hyphenated at a line's end begins at ``positions[i]`` and ends at ``end_positions[i]``. ``omissible[i]``:
    the author may leave it out: page lines, stamps, paragraph numbers and what the telegraph added.
    """

    tokens: list[str] = field(default_factory=list)
    positions: list[TokenPosition] = field(default_factory=list)
    end_positions: list[TokenPosition] = field(default_factory=list)
    glued: list[bool] = field(default_factory=list)
    hyphened: list[bool] = field(default_factory=list)
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
        lists = (self.tokens, self.positions, self.end_positions, self.glued, self.hyphened, self.omissible)
        return TokenStream(*([values[i] for i in keep] for values in lists))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class SourceText:
    """An item's text prepared for comparison: ``all`` its tokens, and ``message``, those that may not be omitted.

    ``places[i]`` is where token i of ``message`` stands in ``all``. ``unsure`` says how much of it is no words: under
    0.07 in a clean text, 0.3 and more where 5 % of letters are wrong. ``measured``: a machine read it, or its words
    carry a confidence. ``exact``: it was text all along (an edition, a born-digital file, a transcript), and does not
    look misread: then every letter counts. ``often``: longer tokens that stand in it more than once.
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
    exact: bool = False
    often: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether it has no word."""
        return not self.all.tokens

    @property
    def is_damaged(self) -> bool:
        """Whether the text itself shows that it was read badly."""
        if self.exact:
            return False
        return self.unsure > 0.08 or (self.confidence is not None and self.confidence < 0.7)

    @property
    def trust(self) -> Trust:
        """How reliable its letters are."""
        damaged = self.is_damaged
        badly = self.unsure > 0.3 and not self.exact
        return Trust(self.measured, damaged, badly, frozenset() if damaged else self.often, self.exact)


def source_text(pages: Sequence[Page]) -> SourceText:
    """Prepare the text of an item's pages.

    Args:
        pages: The pages in any order.
    """
    ordered = sorted(pages, key=lambda page: page.number)
    by_machine = any(page.is_machine_reading or page.confidence is not None for page in ordered)
    every = TokenStream()
    for p, page in enumerate(ordered):
        furniture = furniture_lines([line.text for line in page.lines])
        numbered = paragraph_heads([line.text for line in page.lines], furniture, by_machine)
        for n, line in enumerate(page.lines):
            extra = line.kind not in (Kind.MESSAGE, Kind.REDACTION) or furniture[n]
            _add_line(every, p, n, line, omissible=extra, numbers=numbered[n], reviewed=by_machine)
    _join_hyphens(every)
    _mark_enumeration(every)
    _mark_omissible(every, _stop_style(every.tokens, ordered), by_machine)
    places = tuple(i for i, omissible in enumerate(every.omissible) if not omissible)
    message = every.select(places)
    confidences = [page.confidence for page in ordered if page.confidence is not None]
    unsure = _unsure(message.tokens)
    return SourceText(
        item=ordered[0].item if ordered else "",
        pages=tuple(ordered),
        message=message.seal(),
        all=every.seal(),
        places=places,
        unsure=unsure,
        measured=bool(confidences) or any(page.by == "machine" for page in ordered),
        confidence=sum(confidences) / len(confidences) if confidences else None,
        checksum=checksum(ordered),
        exact=not by_machine and _suspects(message.tokens) <= _MAX_SUSPECTS,
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


def _suspects(tokens: Sequence[str]) -> float:
    """The share of words that look misread: of no list, standing once, a letter of like shape away from a common word.

    Names and codes are seldom so near to a common word, misreadings mostly are. Short words of another language are
    too, so that in a text that is not English only figures among letters count.
    """
    counts = Counter(tokens)
    letters = [token for token in tokens if len(token) > 2 and token.isalpha()]
    if len(letters) < 20:
        return 0.0
    odd = 0
    if not is_of_another_language(tokens):
        odd = sum(counts[token] == 1 and 3 < len(token) <= 20 and looks_misread(token) for token in letters)
    mixed = sum(
        _MIXED.fullmatch(token) is not None and sum(map(str.isdigit, token)) <= 2 < sum(map(str.isalpha, token))
        for token in tokens
        if not token.isalpha() and not token.isdigit()
    )
    return (odd + mixed) / len(letters)


def is_of_another_language(tokens: Sequence[str]) -> bool:
    """Whether a text is plainly not English, by its small words: eight of other languages, and twice as many.

    >>> is_of_another_language("le roi n a pas dit que la note est dans les mains de la cour et du pape".split())
    True
    >>> is_of_another_language("the minister said that the note was in the hands of de la torre and du bois".split())
    False
    """
    others = sum(token in OTHER_SMALL_WORDS for token in tokens)
    return others >= MIN_SMALL_WORDS and others > 2 * sum(token in ENGLISH_SMALL_WORDS for token in tokens)


MIN_SMALL_WORDS = 8
"""Small words of other languages that a text has at least to be in one: a judgement."""


@lru_cache(maxsize=100_000)
def looks_misread(token: str) -> bool:
    """Whether a token that is no word is a letter of like shape away from a common word."""
    if is_word(token):
        return False
    return any(
        frequency(token[:place] + other + token[place + 1 :]) > _COMMON
        for place, letter in enumerate(token)
        for other in alike(letter, Likeness.REMOTE)
    )


_COMMON = 3_000_000  # frequency of a word of the list that is met in most texts of a few pages


def paragraph_heads(texts: Sequence[str], furniture: Sequence[bool], by_machine: bool) -> list[bool]:
    """Whether each line begins with a paragraph's number or letter, which a quotation may leave out.

    A number at a line's head is one if the line before ends a sentence, or is the page's first; where a program read
    the page, and may have lost a full stop, also if the number before or after it stands at another line's head.
    """
    heads = [match and match.group().strip("().") for match in (_head_number(text) for text in texts)]
    numbers = {int(head) for head in heads if head and head.isdigit()}
    roman = any(head and len(head) > 1 and head.isalpha() for head in heads)
    letters = {head.casefold() for head in heads if head and len(head) == 1 and head.isalpha()}
    out, before = [], ""
    for text, extra, head in zip(texts, furniture, heads, strict=True):
        fits = bool(head) and (not before or _ENDS.search(before) is not None)
        if head and not fits and by_machine:
            fits = bool(_beside(head) & (numbers if head.isdigit() else letters)) or (roman and head in "ivxIVX")
            fits = fits or (len(head) > 1 and head.isalpha())
        out.append(fits)
        if not extra and text.strip():
            before = text.rstrip()
    return out


def _beside(head: str) -> set[Any]:
    """The number or letter before one, and the one behind it."""
    if head.isdigit():
        return {int(head) - 1, int(head) + 1}
    return {chr(ord(head.casefold()) + step) for step in (-1, 1)} if len(head) == 1 else set()


def _head_number(text: str) -> re.Match[str] | None:
    first = text.split(maxsplit=1)[:1]
    return (_PARAGRAPH_NUMBER.fullmatch(first[0]) or _GLUED_NUMBER.match(first[0])) if first else None


def checksum(pages: Sequence[Page]) -> str:
    """SHA-256 of the pages' text: a comparison is valid as long as it is the same."""
    joined = "\f".join(page.text for page in sorted(pages, key=lambda page: page.number))
    return hashlib.sha256(joined.encode()).hexdigest()


def _add_line(
    stream: TokenStream, page: int, number: int, line: Line, *, omissible: bool, numbers: bool, reviewed: bool
) -> None:
    gaps = marked_gaps(line) if "[" in line.text or "X" in line.text or "█" in line.text else {}
    tokens, positions, end_positions = stream.tokens, stream.positions, stream.end_positions
    for index, word in enumerate(line.words):
        marks, glued, hyphened, is_sic = _word_tokens(word.text)
        if index in gaps:
            marks = (gaps[index],) if gaps[index] else ()
            glued = hyphened = (False,) * len(marks)
        spot = TokenPosition(page, number, index, word)
        tokens += marks
        positions += [spot] * len(marks)
        end_positions += [spot] * len(marks)
        stream.glued += glued
        stream.hyphened += hyphened
        stream.omissible += [omissible or is_sic] * len(marks)
        if numbers and index == 0 and marks and (len(marks) == 1 or _GLUED_NUMBER.match(word.text) is not None):
            stream.omissible[-len(marks)] = True
        if reviewed and marks and ((index == 0 and _PORTION_FIRST.fullmatch(word.text)) or _is_last(line, index)):
            stream.omissible[-1] = True
    last = line.words[-1].text if line.words else ""
    if stream.glued and last.rstrip().endswith(("-", "¬", "\u00ad")) and len(last) > 1:
        stream.glued[-1] = True


@lru_cache(maxsize=100_000)
def _word_tokens(text: str) -> tuple[tuple[str, ...], tuple[bool, ...], tuple[bool, ...], bool]:
    """The tokens of a word; of each whether the next is written on to it, and whether by a hyphen; and: is it (sic)?"""
    marks = tokens_of(text)
    hyphens = _hyphened(text, marks) if len(marks) > 1 else frozenset()
    glued = [
        place + 1 < len(marks) and not (token[-1:].isdigit() and marks[place + 1][:1].isdigit())
        for place, token in enumerate(marks)
    ]
    return marks, tuple(glued), tuple(place in hyphens for place in range(len(marks))), text.casefold() in _SIC


def _is_last(line: Line, index: int) -> bool:
    return 0 < index == len(line.words) - 1 and _PORTION_LAST.search(line.words[index].text) is not None


_PORTION = r"\((?:TS|[USC])\)"
_PORTION_FIRST, _PORTION_LAST = re.compile(_PORTION), re.compile(r"\(?(?:TS|[USCDX])\)\W*$", re.I)
"""The classification of a paragraph or of a few words, which reviewers wrote beside them: (S), at a line's end often
with a bracket lost."""


def _hyphened(word: str, marks: Sequence[str]) -> frozenset[int]:
    """Which of a word's tokens a hyphen ties to the next: both of NON-COMMUNIST, none of SAID.THAT."""
    ties, reached = set(), 0
    for part in _HYPHENED.split(word)[:-1]:
        reached += len(tokens_of(part))
        ties.add(reached - 1)
    return frozenset(ties) if reached < len(marks) else frozenset()


def _mark_enumeration(stream: TokenStream) -> None:
    """Mark the letters or numbers of an enumeration inside a paragraph (A. … B. …), each behind a sentence's end."""
    found: list[tuple[str, int]] = []
    unended: list[tuple[str, int]] = []
    for k in range(1, len(stream.tokens)):
        if _PARAGRAPH_NUMBER.fullmatch(stream.positions[k].word.text):
            ended = _ENDS.search(stream.end_positions[k - 1].word.text)
            (found if ended else unended).append((stream.tokens[k], k))
    _mark_unended(stream, unended)
    for (mark, k), (following, later) in pairwise(found):
        if _follows(mark, following):
            stream.omissible[k] = stream.omissible[later] = True


def _mark_unended(stream: TokenStream, marks: Sequence[tuple[str, int]]) -> None:
    """Mark the letters of an enumeration that no full stop parts, as telegrams have it: A. … B. … C. …, from A on."""
    for first, (mark, _) in enumerate(marks):
        if mark != "a":
            continue
        row = [marks[first]]
        for following in marks[first + 1 :]:
            if not _follows(row[-1][0], following[0]) or following[1] <= row[-1][1] + 1:
                break
            row.append(following)
        if len(row) > 2:
            for _, k in row:
                stream.omissible[k] = True


def _follows(mark: str, following: str) -> bool:
    if mark.isdigit() and following.isdigit():
        return int(following) == int(mark) + 1
    return len(mark) == len(following) == 1 and mark.isalpha() and ord(following) == ord(mark) + 1


def _stop_style(tokens: Sequence[str], pages: Sequence[Page]) -> bool:
    """Whether the text ends its sentences with the word STOP."""
    stops = tokens.count("stop")
    if not stops:
        return False
    full_stops = sum(1 for page in pages for word in page.words if word.text.endswith("."))
    return full_stops <= 2 * stops


def _mark_omissible(stream: TokenStream, stops: bool, by_machine: bool) -> None:
    """Mark what the telegraph added as omissible: repeated words and spelt punctuation."""
    places = [i for i, omissible in enumerate(stream.omissible) if not omissible]
    tokens = [stream.tokens[i] for i in places]
    spelt = stops or not _SPELT_STYLE.isdisjoint(tokens)
    for i, token in enumerate(tokens):
        if (token in _SPELT and not _is_verb(tokens, i) and not is_town(tokens, i, spelt)) or (
            stops and token == "stop"
        ):
            stream.omissible[places[i]] = True
        elif token in _REPEAT or (by_machine and 1 <= len(token) <= 5 and not token.isdigit() and not is_word(token)):
            for place in _repetition(tokens, i):
                stream.omissible[places[place]] = True
        elif 0 < i < len(tokens) - 1 and Levenshtein.distance(token, "rpt", score_cutoff=1) == 1:  # a misprint of it
            if is_negation(tokens[i - 1]) and tokens[i - 1] == tokens[i + 1]:
                stream.omissible[places[i - 1]] = stream.omissible[places[i]] = True
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
    """Join a word that is hyphenated at a line's end, unless both halves are words and the whole is not.

    The hyphen of 1962-63 is the number's own.
    """
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
        if tokens[i][-1:].isdigit() and tokens[following][:1].isdigit():
            continue
        whole = tokens[i] + tokens[following]
        if is_word(whole) or not (is_word(tokens[i]) and is_word(tokens[following])):
            tokens[i], stream.end_positions[i] = whole, stream.end_positions[following]
            stream.glued[i], stream.hyphened[i] = stream.glued[following], stream.hyphened[following]
            lists: tuple[list[Any], ...] = (
                tokens,
                stream.positions,
                stream.end_positions,
                stream.glued,
                stream.hyphened,
                stream.omissible,
            )
            for values in lists:
                del values[following]


def _repetition(tokens: Sequence[str], i: int) -> set[int]:
    """The positions to drop of X RPT X; the better read of the two stays. REPEAT with nothing repeated is a word.

    A string like RPT that is no word, between a word and the same word again, is RPT misread, where a program read it;
    X may be misread on one side, or parted by a blank: NO T.
    """
    certain, like = tokens[i] in _REPEAT, _like_repeat(tokens[i])
    if denied := _not_repeated(tokens, i):
        return denied
    for size in range(min(6 if certain else 1, i, len(tokens) - i - 1), 0, -1):
        before, after = tokens[i - size : i], tokens[i + 1 : i + 1 + size]
        if before == after and (certain or (like and len(before[0]) > 1 and not before[0].isdigit())):
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
