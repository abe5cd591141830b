"""A question as typed -> its syntax tree (Question), or an error that says where and how to correct it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefbook.model.catalogue import FIELDS
from briefbook.search.query_ast import And, Everything, Field, Near, Not, Or, Phrase, Question, SearchTerm
from briefbook.search.query_dates import FIRST, LAST, DaysOf, day_label, parse_days

MAX_QUESTION_LENGTH = 2_000
"""Maximum number of characters in a question."""

MAX_BRACKET_DEPTH = 20
"""Maximum depth of nested brackets."""

MAX_TERMS = 64
"""Maximum number of words, phrases and fields in a question."""

MAX_WORDS_BETWEEN = 200
"""Maximum distance of two words joined by NEAR, in words."""

NAMES = {
    "class": "classification",
    "person": "persons",
    "persons": "persons",
    "place": "places",
    "subj": "subject",
    "tag": "tags",
    "month": "month",
    "post": "post",
    "text": "text",
    "item": "item",
    "has": "has",
    "like": "like",
    "chapter": "chapter",
    "source": "citation",
    "archive": "citation",
    "box": "citation",
    "folder": "citation",
    "volume": "citation",
    "reel": "citation",
    "rg": "citation",
} | {name: name for name in FIELDS}
"""Every name that may be written before a colon, and the field it searches."""

ARCHIVAL_UNITS = frozenset({"box", "folder", "volume", "reel", "rg"})
"""Names of the field ``citation`` that stand in it before a number: ``box:12`` is Box 12 of any archive."""

HAS = frozenset(FIELDS) | {"scan", "text", "pages", "references", "provisional", "transcript", "boxes", "gap", "flag"}
"""The values that ``has:`` takes."""


class QuestionError(ValueError):
    """A question that cannot be answered.

    Args:
        what: What is wrong.
        position: Where in the question, in characters from 0.
        remedy: What to write instead.
    """

    def __init__(self, what: str, position: int, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.position = position
        self.remedy = remedy

    def __str__(self) -> str:
        where = f"at character {self.position + 1}: {self.what}"
        return f"{where}; {self.remedy}" if self.remedy else where


@dataclass(frozen=True, slots=True)
class _QuestionToken:
    kind: str  # word, phrase, field, open, close, and, or, not, near
    position: int  # in the question, in characters from 0
    text: str = ""
    mark: str = ""
    name: str = ""
    quoted: bool = False
    distance: int = 0  # words between, of a phrase or near


_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00a0": " ", "…": "."})
_NAME = re.compile(r"([A-Za-z]+):")
_NEAR = re.compile(r"near/(\d{1,6})(?=[\s()\"]|$)", re.I)
_LOOSE = re.compile(r"~(\d{1,6})?")
_PLAIN = re.compile(r'[^\s()"]+')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000\ue001\ud800-\udfff]")
_WILDCARD = re.compile(r"\*(?=[^\W_])|(?<=[^\W_])\*|(?<=[^\W_])\?(?=[^\W_])")
_LETTER = re.compile(r"[^\W_]")


def parse(text: str, days_of: DaysOf = parse_days) -> Question:
    """Parse a question.

    Args:
        text: The question as typed, in the language of ``docs/searching.md``.
        days_of: Gives the days that a date covers, as the collection writes dates.

    Raises:
        QuestionError: It does not parse (a ``ValueError``).

    >>> str(parse('castro  AND from:HAVANA'))
    'castro from:HAVANA'
    """
    if len(text) > MAX_QUESTION_LENGTH:
        raise QuestionError(
            f"the question has {len(text):,} characters", MAX_QUESTION_LENGTH, f"use at most {MAX_QUESTION_LENGTH:,}"
        )
    if control_character := _CONTROL.search(text):
        raise QuestionError("a control character that cannot be typed", control_character.start(), "delete it")
    tokens = list(_tokens(text.translate(_QUOTES), days_of))
    if not tokens:
        return Everything()
    term_count = sum(1 for token in tokens if token.kind in ("word", "phrase", "field"))
    if term_count > MAX_TERMS:
        raise QuestionError(f"the question has {term_count} words and fields", 0, f"use at most {MAX_TERMS}")
    parser = _Parser(tokens, len(text))
    question = parser.parse_or(0)
    if parser.next:
        raise QuestionError(
            "a bracket is closed that was not opened", parser.next.position, "write it as in: (a OR b) c"
        )
    return question


def _tokens(text: str, days_of: DaysOf) -> Iterator[_QuestionToken]:
    position, size = 0, len(text)
    while position < size:
        character = text[position]
        if character.isspace():
            position += 1
        elif character in "()":
            yield _QuestionToken("open" if character == "(" else "close", position)
            position += 1
        elif character == '"':
            words, after = _quoted(text, position)
            _refuse_wildcards(words, position + 1)
            loose = _LOOSE.match(text, after)
            distance = int(loose[1] or 0) if loose else 0
            if distance > MAX_WORDS_BETWEEN:
                raise QuestionError(
                    f"at most {MAX_WORDS_BETWEEN} words between are allowed", after, 'write it as in: "a b"~5'
                )
            yield _QuestionToken(
                "phrase",
                position,
                _searchable(words, position),
                "~" if loose and not distance else "",
                distance=distance,
            )
            position = loose.end() if loose else after
        elif (
            character == "-"
            and position + 1 < size
            and not text[position + 1].isspace()
            and (position == 0 or text[position - 1].isspace() or text[position - 1] in "(-")
        ):
            yield _QuestionToken("not", position)
            position += 1
        elif match := _NEAR.match(text, position):
            yield _QuestionToken("near", position, distance=int(match[1]))
            position = match.end()
        elif match := _NAME.match(text, position):
            token, position = _field(text, position, match, days_of)
            yield token
        else:
            match = _PLAIN.match(text, position)
            assert match is not None
            yield _plain(match[0], position)
            position = match.end()


def _plain(text: str, position: int) -> _QuestionToken:
    if text in ("AND", "OR", "NOT", "NEAR"):
        return _QuestionToken(text.lower(), position, distance=10)
    mark = text[-1] if text[-1] in "~*" else ""
    word = text[:-1] if mark else text
    _refuse_wildcards(word, position)
    _searchable(word, position)
    if mark == "*" and len(re.sub(r"[\W_]", "", word)) < 2:
        raise QuestionError(
            f"{text!r} would match almost every word", position, "write two letters or more before the *"
        )
    return _QuestionToken("word", position, word, mark)


def _refuse_wildcards(words: str, position: int) -> None:
    """Raise ``QuestionError`` for a wildcard anywhere but at the end of a single word."""
    if match := _WILDCARD.search(words):
        raise QuestionError(
            f"{match[0]!r} within a word or a phrase cannot be searched for",
            position + match.start(),
            "write it at the end of a single word, as in: miss*; or for a word that may be misspelled: missile~",
        )


def _quoted(text: str, position: int) -> tuple[str, int]:
    end = text.find('"', position + 1)
    if end < 0:
        raise QuestionError("a quotation mark is not closed", position, 'write it as in: "missile bases"')
    return " ".join(text[position + 1 : end].split()), end + 1


def _searchable(words: str, position: int) -> str:
    if not _LETTER.search(words):
        shown = f"{words!r} has" if words.strip() else "there is"
        raise QuestionError(f"{shown} no letter or digit to search for", position, "leave it out, or write a word")
    return words


def _field(text: str, position: int, match: re.Match[str], days_of: DaysOf) -> tuple[_QuestionToken, int]:
    name, begins = match[1].lower(), match.end()
    if name not in NAMES:
        raise QuestionError(f"there is no field {match[1]!r}", position, _field_hint(name))
    if text[begins : begins + 1] == '"':
        value, after = _quoted(text, begins)
    else:
        plain = _PLAIN.match(text, begins)
        value, after = (plain[0], plain.end()) if plain else ("", begins)
        if not value:
            raise QuestionError(
                f"nothing follows {match[0]!r}", begins, f"write it as in: {_EXAMPLES.get(name, name + ':word')}"
            )
    if name not in ("date", "month"):
        _refuse_wildcards(value.removesuffix("*"), begins)
    check_value(name, value, begins, days_of)
    value = _as_stored(name, value, days_of)
    quoted = not value or bool(re.search(r"[\s()]", value))
    return _QuestionToken("field", position, value, name=name, quoted=quoted), after


def _as_stored(name: str, value: str, days_of: DaysOf) -> str:
    """The value; where the collection's way with dates changes its meaning, the days that it means."""
    if name not in ("date", "month") or days_of is parse_days:
        return value
    with contextlib.suppress(ValueError):
        if parse_days(value) == days_of(value):
            return value
    first, last = days_of(value)
    ends = ("" if day in (FIRST, LAST) else day_label(day) for day in (first, last))
    return "..".join(ends) if first != last else day_label(first)


def _field_hint(name: str) -> str:
    from rapidfuzz.process import extractOne

    closest = extractOne(name, list(NAMES), score_cutoff=50)
    rest = 'put a word that contains a colon in quotation marks: "12:30"'
    if closest:
        return f"did you mean {closest[0]}:? Otherwise {rest}"
    return f"the fields are {', '.join(sorted(NAMES))}; {rest}"


_EXAMPLES = {
    "date": "date:1962-11-08..1962-11-13",
    "number": "number:3316 or number:3300..3320",
    "from": "from:WASHDC",
    "to": 'to:"New York"',
    "person": "person:Mikoyan",
    "has": "has:scan",
    "like": "like:ITEM",
    "item": "item:CDNW12452",
    "box": "box:12",
}
_NUMBERS = re.compile(r"(?P<exact>\d{1,9})|(?P<low>\d{0,9})\.\.(?P<high>\d{0,9})|(?P<sign>[<>]=?)(?P<edge>\d{1,9})")


def check_value(name: str, value: str, position: int, days_of: DaysOf = parse_days) -> None:
    """Raise ``QuestionError`` if a field cannot be searched for this value; ``at`` is where the value begins."""
    example = f"write it as in: {_EXAMPLES.get(name, f'{name}:word')}"
    if name in ("date", "month"):
        try:
            days_of(value)
        except ValueError as error:
            raise QuestionError(str(error), position, example) from error
    elif name == "has":
        if value.lower() not in HAS:
            raise QuestionError(f"has: does not know {value!r}", position, f"use one of {', '.join(sorted(HAS))}")
    elif re.search(r"\.\.|^[<>]", value) and name == "number":
        if not _NUMBERS.fullmatch(value) or value == "..":
            raise QuestionError(f"{value!r} is not a number or a range of numbers", position, example)
    elif not _LETTER.search(value):
        raise QuestionError(f"{value!r} has no letter or digit to search for", position, example)


def number_range(value: str) -> tuple[int | None, int | None] | None:
    """The bounds of a number or range of numbers, both inclusive; None if it is some other kind of number.

    >>> number_range("3300..3320"), number_range(">=7"), number_range("A-12")
    ((3300, 3320), (7, None), None)
    """
    match = _NUMBERS.fullmatch(value)
    if not match or value == "..":
        return None
    if match["exact"]:
        return int(match["exact"]), int(match["exact"])
    if match["sign"]:
        edge = int(match["edge"])
        if match["sign"][0] == ">":
            return edge + (match["sign"] == ">"), None
        return None, edge - (match["sign"] == "<")
    low, high = match["low"], match["high"]
    return (int(low) if low else None), (int(high) if high else None)


class _Parser:
    def __init__(self, tokens: list[_QuestionToken], end: int) -> None:
        self.tokens = tokens
        self.index = 0
        self.end = end

    @property
    def next(self) -> _QuestionToken | None:
        return self.tokens[self.index] if self.index < len(self.tokens) else None

    def take(self, *kinds: str) -> _QuestionToken | None:
        token = self.next
        if token and token.kind in kinds:
            self.index += 1
            return token
        return None

    def parse_or(self, depth: int) -> Question:
        parts = [self.parse_and(depth)]
        while self.take("or"):
            parts.append(self.parse_and(depth))
        return parts[0] if len(parts) == 1 else Or(_flat(parts, Or))

    def parse_and(self, depth: int) -> Question:
        parts = [self.parse_not(depth)]
        while self.take("and") or (self.next and self.next.kind in _BEGINS):
            parts.append(self.parse_not(depth))
        return parts[0] if len(parts) == 1 else And(_flat(parts, And))

    def parse_not(self, depth: int) -> Question:
        negate = False
        while self.take("not"):
            negate = not negate
        part = self.parse_near(depth)
        return _negated(part) if negate else part

    def parse_near(self, depth: int) -> Question:
        start = self.next
        part = self.parse_primary(depth)
        while token := self.take("near"):
            if not 1 <= token.distance <= MAX_WORDS_BETWEEN:
                raise QuestionError(
                    f"NEAR takes 1 to {MAX_WORDS_BETWEEN} words",
                    token.position,
                    "write it as in: castro NEAR/5 mikoyan",
                )
            right = self.parse_primary(depth)
            if not isinstance(part, SearchTerm) or not isinstance(right, SearchTerm) or part.mark or right.mark:
                position = start.position if start else token.position
                raise QuestionError(
                    "NEAR must be between two plain words", position, "write it as in: castro NEAR/5 mikoyan"
                )
            part = Near(part, right, token.distance)
        return part

    def parse_primary(self, depth: int) -> Question:
        token = self.next
        if token is None:
            raise QuestionError(
                "the question ends where a word is expected", self.end, "write a word, or delete the last operator"
            )
        self.index += 1
        if token.kind == "open":
            return self.parse_bracket(token, depth + 1)
        if token.kind == "word":
            return SearchTerm(token.text, token.mark)
        if token.kind == "phrase":
            return Phrase(token.text, token.mark, token.distance)
        if token.kind == "field":
            return Field(token.name, token.text, token.quoted)
        if token.kind == "close":
            raise QuestionError(
                "a bracket is closed where a word is expected", token.position, "write it as in: (a OR b) c"
            )
        raise QuestionError(
            f"{token.kind.upper()} where a word is expected",
            token.position,
            f"write it between two words, or in small letters or quotation marks to search for the word {token.kind!r}",
        )

    def parse_bracket(self, token: _QuestionToken, depth: int) -> Question:
        if depth > MAX_BRACKET_DEPTH:
            raise QuestionError(f"brackets are nested {depth} deep", token.position, f"use at most {MAX_BRACKET_DEPTH}")
        inner = self.parse_or(depth)
        if not self.take("close"):
            position = self.next.position if self.next else self.end
            raise QuestionError(
                f"the bracket opened at character {token.position + 1} is not closed", position, "write ) here"
            )
        return inner


_BEGINS = frozenset({"word", "phrase", "field", "open", "not"})


def _negated(part: Question) -> Question:
    return part.part if isinstance(part, Not) else Not(part)


def _flat(parts: list[Question], kind: type[And] | type[Or]) -> tuple[Question, ...]:
    children: list[Question] = []
    for part in parts:
        children.extend(part.parts if isinstance(part, kind) else (part,))
    return tuple(children)
