"""A line of text -> Question, or an error that says where it stops and what would parse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefbook.model.catalogue import FIELDS
from briefbook.search.query_ast import And, Everything, Field, Near, Not, Or, Phrase, Question, Word
from briefbook.search.query_dates import parse_days

LONGEST = 2_000
"""Characters of a question."""

DEEPEST = 20
"""Brackets in brackets."""

MOST = 64
"""Words, phrases and fields of a question."""

FARTHEST = 200
"""Words between two that are near."""

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
} | {name: name for name in FIELDS}
"""Every name that may stand before a colon, and the field it asks."""

HAS = frozenset(FIELDS) | {"scan", "text", "pages", "references", "provisional", "transcript", "boxes", "gap", "flag"}
"""What ``has:`` may ask for."""


class QuestionError(ValueError):
    """A question that cannot be answered: what is wrong, ``position`` (from 0) where, ``remedy`` what would parse."""

    def __init__(self, what: str, position: int, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.position = position
        self.remedy = remedy

    def __str__(self) -> str:
        where = f"at character {self.position + 1}: {self.what}"
        return f"{where}; {self.remedy}" if self.remedy else where


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # word, phrase, field, open, close, and, or, not, near
    at: int
    text: str = ""
    mark: str = ""
    name: str = ""
    quoted: bool = False
    number: int = 0


_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00a0": " ", "…": "."})
_NAME = re.compile(r"([A-Za-z]+):")
_NEAR = re.compile(r"near/(\d{1,6})(?=[\s()\"]|$)", re.I)
_LOOSE = re.compile(r"~(\d{1,6})?")
_PLAIN = re.compile(r'[^\s()"]+')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000\ue001\ud800-\udfff]")
_LETTER = re.compile(r"[^\W_]")


def parse(text: str) -> Question:
    """The question in a line of text; ``QuestionError`` (a ``ValueError``) if it is none.

    >>> str(parse('castro  AND from:HAVANA'))
    'castro from:HAVANA'
    """
    if len(text) > LONGEST:
        raise QuestionError(f"the question has {len(text):,} characters", LONGEST, f"ask in at most {LONGEST:,}")
    if found := _CONTROL.search(text):
        raise QuestionError("a character that cannot be typed stands here", found.start(), "leave it out")
    tokens = list(_tokens(text.translate(_QUOTES)))
    if not tokens:
        return Everything()
    asked = sum(1 for token in tokens if token.kind in ("word", "phrase", "field"))
    if asked > MOST:
        raise QuestionError(f"the question has {asked} words and fields", 0, f"ask for at most {MOST} at once")
    parser = _Parser(tokens, len(text))
    question = parser.either(0)
    if parser.next:
        raise QuestionError("a bracket is closed that was not opened", parser.next.at, "write it as in: (a OR b) c")
    return question


def _tokens(text: str) -> Iterator[_Token]:
    at, size = 0, len(text)
    while at < size:
        one = text[at]
        if one.isspace():
            at += 1
        elif one in "()":
            yield _Token("open" if one == "(" else "close", at)
            at += 1
        elif one == '"':
            words, after = _quoted(text, at)
            loose = _LOOSE.match(text, after)
            number = int(loose[1] or 0) if loose else 0
            if number > FARTHEST:
                raise QuestionError(f"a phrase may have {FARTHEST} words between", after, 'write it as in: "a b"~5')
            yield _Token("phrase", at, _searchable(words, at), "~" if loose and not number else "", number=number)
            at = loose.end() if loose else after
        elif one == "-" and at + 1 < size and not text[at + 1].isspace() and (at == 0 or text[at - 1] in " \t\n("):
            yield _Token("not", at)
            at += 1
        elif found := _NEAR.match(text, at):
            yield _Token("near", at, number=int(found[1]))
            at = found.end()
        elif found := _NAME.match(text, at):
            token, at = _field(text, at, found)
            yield token
        else:
            found = _PLAIN.match(text, at)
            assert found is not None
            yield _plain(found[0], at)
            at = found.end()


def _plain(text: str, at: int) -> _Token:
    if text in ("AND", "OR", "NOT", "NEAR"):
        return _Token(text.lower(), at, number=10)
    mark = text[-1] if text[-1] in "~*" else ""
    word = text[:-1] if mark else text
    _searchable(word, at)
    if mark == "*" and len(re.sub(r"[\W_]", "", word)) < 2:
        raise QuestionError(f"{text!r} would find almost every word", at, "write two letters or more before the *")
    return _Token("word", at, word, mark)


def _quoted(text: str, at: int) -> tuple[str, int]:
    end = text.find('"', at + 1)
    if end < 0:
        raise QuestionError("a quotation mark is opened and not closed", at, 'write it as in: "missile bases"')
    return " ".join(text[at + 1 : end].split()), end + 1


def _searchable(words: str, at: int) -> str:
    if not _LETTER.search(words):
        shown = f"{words!r} holds" if words.strip() else "here stands"
        raise QuestionError(f"{shown} no letter and no figure to look for", at, "leave it out, or write a word")
    return words


def _field(text: str, at: int, found: re.Match[str]) -> tuple[_Token, int]:
    name, begins = found[1].lower(), found.end()
    if name not in NAMES:
        raise QuestionError(f"there is no field {found[1]!r}", at, _known(name))
    if text[begins : begins + 1] == '"':
        value, after = _quoted(text, begins)
    else:
        plain = _PLAIN.match(text, begins)
        value, after = (plain[0], plain.end()) if plain else ("", begins)
        if not value:
            raise QuestionError(
                f"nothing follows {found[0]!r}", begins, f"write it as in: {_EXAMPLES.get(name, name + ':word')}"
            )
    check_value(name, value, begins)
    quoted = not value or bool(re.search(r"[\s()]", value))
    return _Token("field", at, value, name=name, quoted=quoted), after


def _known(name: str) -> str:
    from rapidfuzz.process import extractOne

    nearest = extractOne(name, list(NAMES), score_cutoff=50)
    rest = 'a word with a colon in it is asked for as a phrase: "12:30"'
    return f"did you mean {nearest[0]}:? Else: {rest}" if nearest else f"there are {', '.join(sorted(NAMES))}; {rest}"


_EXAMPLES = {
    "date": "date:1962-11-08..1962-11-13",
    "number": "number:3316 or number:3300..3320",
    "from": "from:WASHDC",
    "to": 'to:"New York"',
    "person": "person:Mikoyan",
    "has": "has:scan",
    "like": "like:ITEM",
    "item": "item:CDNW12452",
}
_NUMBERS = re.compile(r"(?P<one>\d{1,9})|(?P<low>\d{0,9})\.\.(?P<high>\d{0,9})|(?P<sign>[<>]=?)(?P<edge>\d{1,9})")


def check_value(name: str, value: str, at: int) -> None:
    """``QuestionError`` if a field cannot be asked for this."""
    example = f"write it as in: {_EXAMPLES.get(name, f'{name}:word')}"
    if name in ("date", "month"):
        try:
            parse_days(value)
        except ValueError as error:
            raise QuestionError(str(error), at, example) from error
    elif name == "has":
        if value.lower() not in HAS:
            raise QuestionError(f"has: does not know {value!r}", at, f"it knows {', '.join(sorted(HAS))}")
    elif re.search(r"\.\.|^[<>]", value) and name == "number":
        if not _NUMBERS.fullmatch(value) or value == "..":
            raise QuestionError(f"{value!r} is no number and no range of numbers", at, example)
    elif not _LETTER.search(value):
        raise QuestionError(f"{value!r} holds no letter and no figure to look for", at, example)


def number_range(value: str) -> tuple[int | None, int | None] | None:
    """The bounds of a number or range of numbers, both included; None if it is some other kind of number.

    >>> number_range("3300..3320"), number_range(">=7"), number_range("A-12")
    ((3300, 3320), (7, None), None)
    """
    found = _NUMBERS.fullmatch(value)
    if not found or value == "..":
        return None
    if found["one"]:
        return int(found["one"]), int(found["one"])
    if found["sign"]:
        edge = int(found["edge"])
        if found["sign"][0] == ">":
            return edge + (found["sign"] == ">"), None
        return None, edge - (found["sign"] == "<")
    low, high = found["low"], found["high"]
    return (int(low) if low else None), (int(high) if high else None)


class _Parser:
    def __init__(self, tokens: list[_Token], end: int) -> None:
        self.tokens = tokens
        self.index = 0
        self.end = end

    @property
    def next(self) -> _Token | None:
        return self.tokens[self.index] if self.index < len(self.tokens) else None

    def taken(self, *kinds: str) -> _Token | None:
        token = self.next
        if token and token.kind in kinds:
            self.index += 1
            return token
        return None

    def either(self, depth: int) -> Question:
        parts = [self.both(depth)]
        while self.taken("or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Or(_flat(parts, Or))

    def both(self, depth: int) -> Question:
        parts = [self.single(depth)]
        while self.taken("and") or (self.next and self.next.kind in _BEGINS):
            parts.append(self.single(depth))
        return parts[0] if len(parts) == 1 else And(_flat(parts, And))

    def single(self, depth: int) -> Question:
        turned = False
        while self.taken("not"):
            turned = not turned
        part = self.near(depth)
        return _negated(part) if turned else part

    def near(self, depth: int) -> Question:
        start = self.next
        part = self.primary(depth)
        while token := self.taken("near"):
            if not 1 <= token.number <= FARTHEST:
                raise QuestionError(f"near is 1 to {FARTHEST} words", token.at, "write it as in: castro NEAR/5 mikoyan")
            right = self.primary(depth)
            if not isinstance(part, Word) or not isinstance(right, Word) or part.mark or right.mark:
                at = start.at if start else token.at
                raise QuestionError("NEAR stands between two plain words", at, "write it as in: castro NEAR/5 mikoyan")
            part = Near(part, right, token.number)
        return part

    def primary(self, depth: int) -> Question:
        token = self.next
        if token is None:
            raise QuestionError(
                "the question ends where a word should stand", self.end, "write a word, or take the last one out"
            )
        self.index += 1
        if token.kind == "open":
            return self.bracket(token, depth + 1)
        if token.kind == "word":
            return Word(token.text, token.mark)
        if token.kind == "phrase":
            return Phrase(token.text, token.mark, token.number)
        if token.kind == "field":
            return Field(token.name, token.text, token.quoted)
        if token.kind == "close":
            raise QuestionError("a bracket is closed where a word should stand", token.at, "write it as in: (a OR b) c")
        raise QuestionError(
            f"{token.kind.upper()} stands where a word should",
            token.at,
            f"write it between two words, or in small letters or quotation marks to look for the word {token.kind!r}",
        )

    def bracket(self, token: _Token, depth: int) -> Question:
        if depth > DEEPEST:
            raise QuestionError(f"brackets stand {depth} deep", token.at, f"at most {DEEPEST} are understood")
        inner = self.either(depth)
        if not self.taken("close"):
            at = self.next.at if self.next else self.end
            raise QuestionError(f"the bracket opened at character {token.at + 1} is not closed", at, "write ) here")
        return inner


_BEGINS = frozenset({"word", "phrase", "field", "open", "not"})


def _negated(part: Question) -> Question:
    return part.part if isinstance(part, Not) else Not(part)


def _flat(parts: list[Question], kind: type[And] | type[Or]) -> tuple[Question, ...]:
    found: list[Question] = []
    for part in parts:
        found.extend(part.parts if isinstance(part, kind) else (part,))
    return tuple(found)
