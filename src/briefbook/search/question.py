"""Words typed into a search box -> a Question, or where it does not parse and what would."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

FIELDS = ("from", "to", "info", "number", "class", "precedence", "person", "item", "subject", "date", "like", "has")
"""What may stand before a colon."""

LIMIT = 2000
"""Characters of a question; longer ones are refused."""

DEPTH = 20
"""Brackets within brackets."""


class QuestionError(ValueError):
    """A question that does not parse: ``position`` counts characters from 0, ``remedy`` says what would."""

    def __init__(self, message: str, position: int, remedy: str = "") -> None:
        super().__init__(message)
        self.position = position
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Term:
    """A word; ``damaged`` asks for its likely misreadings too."""

    word: str
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to one another, or with at most ``near`` words between."""

    words: tuple[str, ...]
    near: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """A value in a field; ``last`` for an interval (date, number)."""

    name: str
    value: str
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be there."""

    part: "Question"


@dataclass(frozen=True, slots=True)
class All:
    """All parts must be there; none at all asks for every item."""

    parts: "tuple[Question, ...]"


@dataclass(frozen=True, slots=True)
class Any:
    """One part must be there."""

    parts: "tuple[Question, ...]"


Question = Term | Phrase | Field | Not | All | Any

_TOKEN = re.compile(
    r"""\s+|(?P<open>\()|(?P<close>\))
    |(?P<field>[A-Za-z]+):(?P<value>"[^"]*"|“[^”]*”|[^\s()]*)
    |["“](?P<phrase>[^"“”]*)["”](?:~(?P<near>\d{1,2}))?
    |(?P<quote>["“])
    |(?P<word>[^\s()"“”]+)""",
    re.X,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int
    more: str = ""


def parse_question(text: str) -> Question:
    """The question in a text; ``QuestionError`` says where it does not parse.

    >>> parse_question('missiles from:WASHDC')
    All(parts=(Term(word='missiles', damaged=False), Field(name='from', value='WASHDC', last=None)))
    """
    if len(text) > LIMIT:
        raise QuestionError(
            f"the question has {len(text)} characters, more than {LIMIT}", LIMIT, "ask for less at once."
        )
    if "\x00" in text:
        raise QuestionError("the question holds a NUL character", text.index("\x00"), "take it out.")
    tokens = list(_tokens(text))
    parser = _Parser(tokens, len(text))
    question = parser.either(0)
    if parser.at < len(tokens):
        raise QuestionError("a bracket closes that was not opened", tokens[parser.at].at, "take it away.")
    return question


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind in ("open", "close"):
            yield _Token(kind, found[0], found.start())
        elif found["quote"]:
            raise QuestionError("quotation marks open and do not close", found.start(), 'write "words together".')
        elif found["field"] is not None:
            name = found["field"].lower()
            if name not in FIELDS:
                if name in ("http", "https"):
                    yield _Token("word", found[0], found.start())
                    continue
                raise QuestionError(
                    f"there is no field {name!r}", found.start(), f"the fields are {', '.join(FIELDS)}."
                )
            value = found["value"].strip('"“”')
            if not value:
                raise QuestionError(
                    f"nothing stands after {name}:", found.start(), f"write {name}:VALUE, no blank between."
                )
            yield _Token("field", name, found.start(), value)
        elif found["phrase"] is not None:
            yield _Token("phrase", found["phrase"], found.start(), found["near"] or "0")
        elif found["word"]:
            yield _Token("word", found["word"], found.start())


class _Parser:
    def __init__(self, tokens: list[_Token], end: int) -> None:
        self.tokens, self.at, self.end = tokens, 0, end

    def either(self, depth: int) -> Question:
        parts = [self.together(depth)]
        while self._is("OR"):
            self.at += 1
            parts.append(self.together(depth))
        if len(parts) > 1 and any(part == All(()) for part in parts):
            raise QuestionError("OR wants something on both sides", self._position(), "write A OR B.")
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def together(self, depth: int) -> Question:
        parts: list[Question] = []
        while self.at < len(self.tokens) and self.tokens[self.at].kind != "close" and not self._is("OR"):
            if self._is("AND"):
                self.at += 1
                continue
            parts += self.one(depth)
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def one(self, depth: int) -> list[Question]:
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "word" and token.text == "NOT":
            if self.at == len(self.tokens) or self.tokens[self.at].kind == "close":
                raise QuestionError("nothing stands after NOT", token.at, "write NOT word.")
            return [Not(part) for part in self.one(depth)]
        if token.kind == "open":
            if depth >= DEPTH:
                raise QuestionError(f"more than {DEPTH} brackets in one another", token.at, "ask a simpler question.")
            inner = self.either(depth + 1)
            if self.at == len(self.tokens):
                raise QuestionError("a bracket opens and does not close", token.at, "close it.")
            self.at += 1
            return [inner]
        if token.kind == "field":
            first, dots, last = token.more.partition("..")
            return [Field(token.text, first, last if dots else None)]
        if token.kind == "phrase":
            words = tuple(words_of(token.text))
            return [Term(words[0]) if len(words) == 1 else Phrase(words, int(token.more))] if words else []
        return _words(token.text)

    def _is(self, word: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].kind == "word" and self.tokens[self.at].text == word

    def _position(self) -> int:
        return self.tokens[self.at].at if self.at < len(self.tokens) else self.end


def _words(text: str) -> list[Question]:
    if text.startswith("-") and len(text) > 1:
        return [Not(part) for part in _words(text[1:])]
    damaged = text.endswith("~")
    words = words_of(text)
    if len(words) > 1:
        return [Phrase(tuple(words))]
    return [Term(words[0], damaged)] if words else []


def words_of(text: str) -> list[str]:
    """The words of a text as the index has them: letters and digits, in small letters."""
    return re.findall(r"[^\W_]+", text.lower())
