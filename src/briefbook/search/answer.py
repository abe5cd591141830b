"""A question and an index -> Hits, with snippets, boxes, facets and a histogram."""

import re
import time
from collections.abc import Callable, Sequence
from typing import Any as Anything

import tantivy as _tantivy

from briefbook.model.page import Box, Page
from briefbook.model.search import Hit, Hits
from briefbook.search.days import days_of
from briefbook.search.index import FACETS, Index
from briefbook.search.question import (
    All,
    Any,
    Field,
    Not,
    Phrase,
    Question,
    QuestionError,
    Term,
    parse_question,
    words_of,
)

_KEYS = {
    "from": "k_from", "to": "k_to", "info": "k_info", "class": "k_classification", "precedence": "k_precedence",
    "item": "k_item", "person": "k_persons", "number": "k_number",
}  # fmt: skip
tantivy: Anything = _tantivy
"""Its stubs are stricter than it is."""

_NEIGHBOURS = 90


def search(
    index: Index,
    question: str,
    *,
    limit: int = 20,
    offset: int = 0,
    order: str = "relevance",
    pages_of: Callable[[str], Sequence[Page]] = lambda item: (),
    posts: Callable[[str], Sequence[str]] = lambda code: (),
) -> Hits:
    """What a question finds; ``QuestionError`` if it does not parse.

    ``pages_of`` gives an item's pages, for boxes; ``posts`` the other codes of a post. Facets and histogram count
    over all hits.
    """
    begun = time.perf_counter()
    parsed = parse_question(question)
    query = _query(parsed, index, posts)
    searcher = index.index.searcher()
    sorting = {"order_by_field": "sort", "order": tantivy.Order.Asc} if order == "date" else {}
    found = searcher.search(query, limit=max(1, limit), offset=offset, **sorting)
    words = set(_words_in(parsed))
    hits = []
    for score, address in found.hits[: max(0, limit)]:
        document = searcher.doc(address)
        hits.append(_hit(document, score if order != "date" else 0.0, words, pages_of))
    facets = _counts(searcher, query)
    months = dict(sorted(facets.get("month", {}).items()))
    took = round((time.perf_counter() - begun) * 1000, 2)
    caution = {"pages_without_text": index.about["without_text"], "pages": index.about["pages"]}
    proposals = () if found.count else _proposals(words, order)
    return Hits(found.count or 0, tuple(hits), facets, months, took, proposals=proposals, caution=caution)


def _proposals(words: set[str], order: str) -> tuple[str, ...]:
    return tuple(f"{word}~ (words that reading may have damaged)" for word in sorted(words) if len(word) > 3)


def _counts(searcher: Anything, query: Anything) -> dict[str, dict[str, int]]:
    asked = {name: {"terms": {"field": f"f_{name}", "size": 1000}} for name in FACETS}
    answer = searcher.aggregate(query, asked)
    return {name: {one["key"]: one["doc_count"] for one in answer[name]["buckets"]} for name in FACETS}


def _query(question: Question, index: Index, posts: Callable[[str], Sequence[str]]) -> Anything:
    schema = index.index.schema
    if isinstance(question, Term):
        if question.damaged:
            near = tantivy.Query.fuzzy_term_query(schema, "text", question.word, 2 if len(question.word) > 5 else 1)
            exact = tantivy.Query.boost_query(tantivy.Query.term_query(schema, "text", question.word), 5.0)
            return _any_of([exact, tantivy.Query.boost_query(near, 0.5)])
        parts = [tantivy.Query.term_query(schema, "text", question.word)]
        parts.append(tantivy.Query.boost_query(tantivy.Query.term_query(schema, "subject", question.word), 2.0))
        parts.append(tantivy.Query.term_query(schema, "k_item", question.word.upper()))
        return _any_of(parts)
    if isinstance(question, Phrase):
        return _phrase(schema, "text", question.words, question.near)
    if isinstance(question, Field):
        return _field(question, index, posts)
    if isinstance(question, Not):
        inner = _query(question.part, index, posts)
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, tantivy.Query.all_query()), (tantivy.Occur.MustNot, inner)]
        )
    if isinstance(question, Any):
        return _any_of([_query(part, index, posts) for part in question.parts])
    if not question.parts:
        return tantivy.Query.all_query()
    parts = []
    for part in question.parts:
        if isinstance(part, Not):
            parts.append((tantivy.Occur.MustNot, _query(part.part, index, posts)))
        else:
            parts.append((tantivy.Occur.Must, _query(part, index, posts)))
    if all(occur == tantivy.Occur.MustNot for occur, _ in parts):
        parts.append((tantivy.Occur.Must, tantivy.Query.all_query()))
    return tantivy.Query.boolean_query(parts)


def _phrase(schema: Anything, field: str, words: Sequence[str], near: int = 0) -> Anything:
    if not words:
        return tantivy.Query.empty_query()
    if len(words) == 1:
        return tantivy.Query.term_query(schema, field, words[0])
    return tantivy.Query.phrase_query(schema, field, list(words), near)


def _any_of(parts: Sequence[Anything]) -> Anything:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])


def _field(field: Field, index: Index, posts: Callable[[str], Sequence[str]]) -> Anything:
    schema, query = index.index.schema, tantivy.Query
    if field.name == "date":
        days = days_of(f"{field.value}..{field.last}" if field.last is not None else field.value)
        if days is None:
            raise QuestionError(
                f"{field.value!r} is no date", 0, "write date:1962-11-08, date:1962-11 or date:1962-11-08..1962-11-13."
            )
        return query.boolean_query(
            [
                (tantivy.Occur.Must, query.range_query(schema, "last", tantivy.FieldType.Integer, days[0], None)),
                (tantivy.Occur.Must, query.range_query(schema, "first", tantivy.FieldType.Integer, None, days[1])),
            ]
        )
    if field.name == "number" and field.last is not None:
        first = int(field.value) if field.value.isdigit() else None
        last = int(field.last) if field.last.isdigit() else None
        if first is None and last is None:
            raise QuestionError("a range of numbers wants digits", 0, "write number:3314..3322.")
        return query.range_query(schema, "serial", tantivy.FieldType.Integer, first, last)
    if field.name == "subject":
        return _phrase(schema, "subject", words_of(field.value))
    if field.name == "like":
        return _like(field.value, index)
    if field.name == "has":
        return query.exists_query("first" if field.value == "date" else "serial")
    key = _KEYS[field.name]
    values = {field.value.upper(), *(code.upper() for code in posts(field.value))}
    if field.name == "person":
        wanted = [query.regex_query(schema, key, f".*{re.escape(field.value.upper())}.*")]
        wanted.append(_phrase(schema, "text", words_of(field.value)))
        return _any_of(wanted)
    return _any_of([query.term_query(schema, key, value) for value in sorted(values)])


def _like(item: str, index: Index) -> Anything:
    searcher = index.index.searcher()
    own = tantivy.Query.term_query(index.index.schema, "k_item", item.upper())
    found = searcher.search(own, limit=1)
    if not found.hits:
        raise QuestionError(f"there is no item {item}", 0, "write like:ITEM with an id of the catalogue.")
    alike = tantivy.Query.more_like_this_query(found.hits[0][1], min_doc_frequency=1, min_term_frequency=1)
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, alike), (tantivy.Occur.MustNot, own)])


def _words_in(question: Question) -> list[str]:
    if isinstance(question, Term):
        return [question.word]
    if isinstance(question, Phrase):
        return list(question.words)
    if isinstance(question, All | Any):
        return [word for part in question.parts for word in _words_in(part)]
    return []


def _hit(document: Anything, score: float, words: set[str], pages_of: Callable[[str], Sequence[Page]]) -> Hit:
    item = document["id"][0]
    texts = (document["text"] or [""])[0].split("\f")
    for number, text in enumerate(texts, 1):
        if snippet := _snippet(text, words):
            return Hit(item, round(float(score), 4), number, snippet, _boxes(pages_of(item), number, words))
    plain = " ".join(texts[0].split())
    return Hit(item, round(float(score), 4), 1 if plain else None, plain[: 2 * _NEIGHBOURS])


def _snippet(text: str, words: set[str]) -> str:
    found = [match for match in re.finditer(r"[^\W_]+", text) if match[0].lower() in words]
    if not found:
        return ""
    start = max(0, found[0].start() - _NEIGHBOURS)
    end = min(len(text), found[0].end() + _NEIGHBOURS)
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    out, at = [], start
    for match in found:
        if match.end() <= end:
            out += [text[at : match.start()], "\ue000", match[0], "\ue001"]
            at = match.end()
    marked = "".join([*out, text[at:end]])
    return " ".join(f"{'… ' if start else ''}{marked}{' …' if end < len(text) else ''}".split())


def _boxes(pages: Sequence[Page], number: int, words: set[str]) -> tuple[Box, ...]:
    for page in pages:
        if page.number == number:
            return tuple(word.box for word in page.words if word.box and words & set(words_of(word.text)))
    return ()
