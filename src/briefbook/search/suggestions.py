"""A question that found nothing -> questions near it that find something."""

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

import tantivy
from rapidfuzz.distance import OSA

from briefbook.search.ocr_variants import SHORTEST
from briefbook.search.query_ast import And, Field, Not, Or, Phrase, Question, Word
from briefbook.search.query_compiler import Compiler, tokens
from briefbook.search.query_dates import FIRST, LAST, parse_days
from briefbook.search.query_parser import NAMES, check_value

MOST = 5
_WIDER = (31, 366)


def suggest(compiler: Compiler, question: Question) -> Iterator[str]:
    """Questions to try instead, each of which finds something: other spellings, misreadings, wider dates, less."""
    offered: set[str] = {str(question)}
    for proposed in _near(compiler, question):
        text = str(proposed)
        if text and text not in offered and len(offered) <= MOST and _finds(compiler, proposed):
            offered.add(text)
            yield text


def _finds(compiler: Compiler, question: Question) -> bool:
    try:
        query, _ = compiler.compile(question)
    except ValueError:
        return False
    return bool(compiler.searcher.search(query, 1, count=False).hits)


def _near(compiler: Compiler, question: Question) -> Iterator[Question]:
    parts = question.parts if isinstance(question, And) else (question,)
    for place, part in enumerate(parts):
        for other in _instead(compiler, part):
            yield _with(parts, place, other)
    tolerant = tuple(_tolerant(part) for part in parts)
    if tolerant != parts:
        yield tolerant[0] if len(tolerant) == 1 else And(tolerant)
    if len(parts) > 1:
        for place in range(len(parts)):
            yield _with(parts, place, None)


def _with(parts: tuple[Question, ...], place: int, other: Question | None) -> Question:
    kept = (*parts[:place], *((other,) if other is not None else ()), *parts[place + 1 :])
    return kept[0] if len(kept) == 1 else And(kept)


def _tolerant(part: Question) -> Question:
    if isinstance(part, Word) and not part.mark and len(part.text) >= SHORTEST:
        return Word(part.text, "~")
    if isinstance(part, Phrase) and not part.between:
        return Phrase(part.text, "~")
    if isinstance(part, Or):
        return Or(tuple(_tolerant(one) for one in part.parts))
    return part


def _instead(compiler: Compiler, part: Question) -> Iterator[Question]:
    match part:
        case Word(text, ""):
            found = tokens(text)
            if len(found) == 1 and not compiler.searcher.doc_freq("text", found[0]):
                yield from (Word(word) for word in spellings(compiler, found[0]))
        case Phrase(text):
            yield And(tuple(Word(word) for word in tokens(text))) if len(tokens(text)) > 1 else Word(text)
        case Field(name, value) if NAMES[name] in ("date", "month"):
            yield from _wider(name, value)
        case Field(name, value) if NAMES[name] in ("from", "to", "info"):
            yield Field("post", value, part.quoted)
        case Not() | Field():
            return


def spellings(compiler: Compiler, word: str) -> list[str]:
    """Words of the index that differ from this one in a letter or two, likeliest first."""
    if len(word) < SHORTEST:
        return []
    slips = 1 if len(word) < 6 else 2
    near: Any = tantivy.Query.fuzzy_term_query(compiler.schema, "text", word, slips)
    counts: Counter[str] = Counter()
    for _, address in compiler.searcher.search(near, 30, count=False).hits:
        words = set(tokens((compiler.searcher.doc(address)["text"] or [""])[0]))
        counts.update(one for one in words if OSA.distance(one, word, score_cutoff=slips) <= slips)
    ranked = sorted(counts, key=lambda one: (OSA.distance(one, word), -compiler.searcher.doc_freq("text", one), one))
    return ranked[:2]


def _wider(name: str, value: str) -> Iterator[Question]:
    first, last = parse_days(value)
    for days in _WIDER:
        start = max(FIRST, first - days)
        end = min(LAST, last + days)
        words = f"{_day(start)}..{_day(end)}"
        check_value(name, words, 0)
        yield Field(name, words)


def _day(day: int) -> str:
    return "" if day in (FIRST, LAST) else datetime.date.fromordinal(day).isoformat()
