"""What a search could not see: pages without text, pages hardly legible, words probably misread."""

import json
from typing import Any

import tantivy

from briefbook.search.facets import frame_counts
from briefbook.search.query_ast import And, Everything, Field, Near, Not, Or, Phrase, Question, Word
from briefbook.search.query_compiler import Compiler, tokens
from briefbook.search.query_parser import NAMES

COMMON = 20
"""A word on more than one item in so many is common; its misreadings are not counted."""

_MUST, _NOT = tantivy.Occur.Must, tantivy.Occur.MustNot


def coverage_of(compiler: Compiler, question: Question, query: Any) -> dict[str, int | str]:
    """How much was searched and how much of it could not be seen; ``says`` is the same in words.

    ``possibly_missed`` is how many more items hold a likely misreading of a rare word asked for; absent where every
    word is common or short, for then it was not counted.
    """
    frame = searched_set(question)
    told: dict[str, int | str] = dict(compiler.kept(("frame", str(frame)), lambda: _frame(compiler, frame)))
    missed = possibly_missed(compiler, question, query)
    if missed is not None:
        told["possibly_missed"] = missed
    told["says"] = _in_words(told, asked=has_words(question))
    return told


def searched_set(question: Question) -> Question:
    """The set in which words were looked for: the question without its words.

    >>> from briefbook.search.query_parser import parse
    >>> str(searched_set(parse("missiles from:HAVANA")))
    'from:HAVANA'
    """
    parts = question.parts if isinstance(question, And) else (question,)
    frame = tuple(part for part in parts if _is_frame(part))
    if not frame:
        return Everything()
    return frame[0] if len(frame) == 1 else And(frame)


def _is_frame(part: Question) -> bool:
    if isinstance(part, Not):
        return _is_frame(part.part)
    if isinstance(part, Or):
        return all(_is_frame(one) for one in part.parts)
    return isinstance(part, Field) and part.name not in ("text", "like", "person", "persons", "subject", "note")


def possibly_missed(compiler: Compiler, question: Question, query: Any) -> int | None:
    """Items that would be found if likely misreadings of the rare words counted; None if none was looked for."""
    words = [word for word in _words(question) if _is_rare(compiler, word)]
    if not words:
        return None
    if not any(compiler.misreadings(word) for word in words):
        return 0
    wider = Compiler(compiler.index, compiler.searcher, compiler.posts, compiler.people, True, compiler.state)
    more, _ = wider.compile(question)
    both = tantivy.Query.boolean_query([(_MUST, more), (_NOT, query)])
    return int(compiler.searcher.search(both, 1, count=True).count or 0)


def _is_rare(compiler: Compiler, word: str) -> bool:
    return len(word) >= 4 and compiler.searcher.doc_freq("text", word) * COMMON <= max(
        4_000, compiler.searcher.num_docs
    )


def _words(question: Question) -> list[str]:
    match question:
        case Word(text, ""):
            found = tokens(text)
            return found if len(found) == 1 else []
        case Phrase(text, "", 0):
            found = tokens(text)
            return found if len(found) == 1 else []
        case Near() | Field() | Not() | Everything():
            return []
        case And(parts) | Or(parts):
            return [word for part in parts for word in _words(part)]
    return []


def _frame(compiler: Compiler, frame: Question) -> dict[str, int]:
    if isinstance(frame, Everything) and (held := compiler.index.prepared.get("frame")):
        told: dict[str, int] = json.loads(held)
        return told
    return frame_counts(compiler, frame)


def has_words(question: Question) -> bool:
    """Does a question look for words, by which what it finds can be ranked?"""
    if isinstance(question, And | Or):
        return any(has_words(part) for part in question.parts)
    if isinstance(question, Field):
        return NAMES[question.name] not in _FRAMED
    return isinstance(question, Word | Phrase | Near)


_FRAMED = ("date", "month", "number", "from", "to", "info", "post", "classification", "precedence", "form", "item",
    "has", "chapter")  # fmt: skip


def _in_words(told: dict[str, int | str], *, asked: bool) -> str:
    pages, blank, hard = (int(told[name]) for name in ("pages", "pages_without_text", "pages_hard_to_read"))
    words = f"Searched: {_counted(int(told['items']), 'item')}, {_counted(pages, 'page')}"
    lacks = [f"{blank:,} without text"] if blank else []
    lacks += [f"{hard:,} hard to read"] if hard else []
    words += f", of these {' and '.join(lacks)}." if lacks else "."
    if not asked:
        return words
    missed = told.get("possibly_missed")
    if missed is None:
        return f"{words} Misreadings were not looked for: the words are common, short or quoted."
    if missed:
        return f"{words} Possibly missed: {_counted(int(missed), 'item')} with a word that looks like a misreading."
    return f"{words} No likely misreading of the words was found."


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
