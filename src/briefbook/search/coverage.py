"""Coverage of a search: pages without text, pages hard to read, items with probable misreadings of the words."""

import json
from dataclasses import replace
from typing import Any

import tantivy

from briefbook.search.facets import frame_counts
from briefbook.search.query_ast import And, Everything, Field, Near, Not, Or, Phrase, Question, SearchTerm
from briefbook.search.query_compiler import Compiler, tokens
from briefbook.search.query_parser import NAMES
from briefbook.text.imprint import in_a_row
from briefbook.util.translation import counted, gettext

COMMON_ONE_IN = 20
"""A word on more than one item in this many is common; its misreadings are not counted."""

_MUST, _NOT = tantivy.Occur.Must, tantivy.Occur.MustNot


def coverage_of(compiler: Compiler, question: Question, query: Any) -> dict[str, int | str]:
    """How much was searched, and how much of it could not be.

    Args:
        compiler: The compiler of the question.
        question: The parsed question.
        query: The question as a tantivy query.

    Returns:
        ``items``, ``items_without_pages`` (neither scan nor text is held), ``pages``, ``pages_without_text`` and
        ``pages_hard_to_read`` of the set searched;
        ``possibly_missed``, how many more items hold a likely misreading of a rare word of the question (absent where
        every word is common or short, for then it was not counted); ``says``, the same in a sentence.
    """
    frame = searched_set(question)
    coverage: dict[str, int | str] = dict(
        compiler.cached(("frame", str(frame)), lambda: _frame_coverage(compiler, frame))
    )
    missed = possibly_missed(compiler, question, query)
    if missed is not None:
        coverage["possibly_missed"] = missed
    coverage["says"] = _in_words(
        coverage, names_words=has_words(question), misreadings_asked=_asks_for_misreadings(question)
    )
    return coverage


def searched_set(question: Question) -> Question:
    """The set that was searched: the question without its words.

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
        return all(_is_frame(child) for child in part.parts)
    return isinstance(part, Field) and part.name not in ("text", "like", "person", "persons", "subject", "note")


def possibly_missed(compiler: Compiler, question: Question, query: Any) -> int | None:
    """How many more items match if likely misreadings of rare words count too; None if none was looked for."""
    words = [word for word in _plain_words(question) if _is_rare(compiler, word)]
    if not words:
        return None
    if not any(compiler.probable(word) or compiler.misreadings(word) or compiler.splits(word) for word in words):
        return 0
    wider = replace(compiler, with_misreadings=True)
    more, _ = wider.compile(question)
    both = tantivy.Query.boolean_query([(_MUST, more), (_NOT, query)])
    return int(compiler.searcher.search(both, 1, count=True).count or 0)


def _is_rare(compiler: Compiler, word: str) -> bool:
    return len(word) >= 4 and compiler.searcher.doc_freq("text", word) * COMMON_ONE_IN <= max(
        4_000, compiler.searcher.num_docs
    )


def _plain_words(question: Question) -> list[str]:
    match question:
        case SearchTerm(text, ""):
            terms = tokens(text)
            return terms if len(terms) == 1 else []
        case Phrase(text, "", 0):
            terms = tokens(text)
            return terms if len(terms) == 1 else []
        case Near() | Field() | Not() | Everything():
            return []
        case And(parts) | Or(parts):
            return [word for part in parts for word in _plain_words(part)]
    return []


def _asks_for_misreadings(question: Question) -> bool:
    """Are misreadings among the hits already, because a word is marked ``~``?"""
    if isinstance(question, And | Or):
        return any(_asks_for_misreadings(part) for part in question.parts)
    return isinstance(question, SearchTerm | Phrase) and question.mark == "~"


def _frame_coverage(compiler: Compiler, frame: Question) -> dict[str, int]:
    if isinstance(frame, Everything) and (stored := compiler.index.prepared.get("frame")):
        counts: dict[str, int] = json.loads(stored)
        return counts
    return frame_counts(compiler, frame)


def has_words(question: Question) -> bool:
    """Does a question contain words, so that its hits can be ranked by relevance?"""
    if isinstance(question, And | Or):
        return any(has_words(part) for part in question.parts)
    if isinstance(question, Field):
        return NAMES[question.name] not in _FRAMED
    return isinstance(question, SearchTerm | Phrase | Near)


_FRAMED = ("date", "month", "number", "from", "to", "info", "post", "classification", "precedence", "form", "item",
    "has", "chapter")  # fmt: skip


def _in_words(coverage: dict[str, int | str], *, names_words: bool, misreadings_asked: bool = False) -> str:
    pages, without_text, hard_to_read = (
        int(coverage[name]) for name in ("pages", "pages_without_text", "pages_hard_to_read")
    )
    items = counted("{number} item", "{number} items", int(coverage["items"]))
    if unseen := int(coverage.get("items_without_pages", 0)):
        described = counted(
            "{number} of them only as described: no scan or text",
            "{number} of them only as described: no scan or text",
            unseen,
        )
        items = gettext("{items} ({described})").format(items=items, described=described)
    searched = gettext("Searched: {items}, {pages}").format(
        items=items, pages=counted("{number} page", "{number} pages", pages)
    )
    lacks = [counted("{number} without text", "{number} without text", without_text)] if without_text else []
    lacks += [counted("{number} hard to read", "{number} hard to read", hard_to_read)] if hard_to_read else []
    if lacks:
        searched = gettext("{searched}, of these {lacks}").format(searched=searched, lacks=in_a_row(lacks))
    words = f"{searched}."
    if not names_words:
        return words
    missed = coverage.get("possibly_missed")
    if missed is None:
        if misreadings_asked:
            return words
        return words + " " + gettext("Misreadings were not looked for: the words are common, short or quoted.")
    if missed:
        more = counted(
            "Possibly missed: {number} item with a word that looks like a misreading.",
            "Possibly missed: {number} items with a word that looks like a misreading.",
            int(missed),
        )
        return f"{words} {more}"
    return words + " " + gettext("No likely misreading of the words was found.")
