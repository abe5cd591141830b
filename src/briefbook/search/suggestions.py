"""A question without hits -> similar questions that have some."""

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

import tantivy

from briefbook.search.ocr_variants import MIN_WORD_LENGTH
from briefbook.search.query_ast import And, Field, Not, Or, Phrase, Question, SearchTerm
from briefbook.search.query_compiler import Compiler, tokens
from briefbook.search.query_dates import FIRST, LAST, parse_days
from briefbook.search.query_parser import NAMES, check_value

MAX_SUGGESTIONS = 5
_WIDEN_BY_DAYS = (31, 366)


def suggest(compiler: Compiler, question: Question) -> Iterator[str]:
    """Suggest questions that have hits: other spellings, misreadings, wider dates, fewer conditions.

    Args:
        compiler: The compiler of the question.
        question: The parsed question, which has no hits.
    """
    offered: set[str] = {str(question)}
    for proposed in _variants(compiler, question):
        text = str(proposed)
        if text and text not in offered and len(offered) <= MAX_SUGGESTIONS and _finds(compiler, proposed):
            offered.add(text)
            yield text


def _finds(compiler: Compiler, question: Question) -> bool:
    try:
        query, _ = compiler.compile(question)
    except ValueError:
        return False
    return bool(compiler.searcher.search(query, 1, count=False).hits)


def _variants(compiler: Compiler, question: Question) -> Iterator[Question]:
    parts = question.parts if isinstance(question, And) else (question,)
    for index, part in enumerate(parts):
        for other in _replacements(compiler, part):
            yield _with(parts, index, other)
    tolerant = tuple(_tolerant(part) for part in parts)
    if tolerant != parts:
        yield tolerant[0] if len(tolerant) == 1 else And(tolerant)
    if len(parts) > 1:
        for index in range(len(parts)):
            yield _with(parts, index, None)


def _with(parts: tuple[Question, ...], index: int, other: Question | None) -> Question:
    remaining = (*parts[:index], *((other,) if other is not None else ()), *parts[index + 1 :])
    return remaining[0] if len(remaining) == 1 else And(remaining)


def _tolerant(part: Question) -> Question:
    if isinstance(part, SearchTerm) and not part.mark and len(part.text) >= MIN_WORD_LENGTH:
        return SearchTerm(part.text, "~")
    if isinstance(part, Phrase) and not part.between:
        return Phrase(part.text, "~")
    if isinstance(part, Or):
        return Or(tuple(_tolerant(child) for child in part.parts))
    return part


def _replacements(compiler: Compiler, part: Question) -> Iterator[Question]:
    match part:
        case SearchTerm(text, ""):
            words = tokens(text)
            if len(words) == 1 and not compiler.searcher.doc_freq("text", words[0]):
                yield from (SearchTerm(word) for word in spellings(compiler, words[0]))
        case Phrase(text):
            yield And(tuple(SearchTerm(word) for word in tokens(text))) if len(tokens(text)) > 1 else SearchTerm(text)
        case Field(name, value) if NAMES[name] in ("date", "month"):
            yield from _widened_dates(name, value)
        case Field(name, value) if NAMES[name] in ("from", "to", "info"):
            yield Field("post", value, part.quoted)
        case Not() | Field():
            return


def spellings(compiler: Compiler, word: str) -> list[str]:
    """Words of the index within one edit of this one (two from six letters on), likeliest first."""
    if len(word) < MIN_WORD_LENGTH:
        return []
    from rapidfuzz.distance import OSA  # only where a question found nothing

    slips = 1 if len(word) < 6 else 2
    fuzzy_query: Any = tantivy.Query.fuzzy_term_query(compiler.schema, "text", word, slips)
    counts: Counter[str] = Counter()
    for _, address in compiler.searcher.search(fuzzy_query, 30, count=False).hits:
        words = set(tokens(compiler.text_at(address)))
        counts.update(candidate for candidate in words if OSA.distance(candidate, word, score_cutoff=slips) <= slips)
    ranked = sorted(
        counts,
        key=lambda candidate: (
            OSA.distance(candidate, word),
            -compiler.searcher.doc_freq("text", candidate),
            candidate,
        ),
    )
    return ranked[:2]


def _widened_dates(name: str, value: str) -> Iterator[Question]:
    first, last = parse_days(value)
    for days in _WIDEN_BY_DAYS:
        start = max(FIRST, first - days)
        end = min(LAST, last + days)
        words = f"{_iso_day(start)}..{_iso_day(end)}"
        check_value(name, words, 0)
        yield Field(name, words)


def _iso_day(day: int) -> str:
    return "" if day in (FIRST, LAST) else datetime.date.fromordinal(day).isoformat()
