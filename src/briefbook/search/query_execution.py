"""A question and an index -> Hits: ranked or sorted, highlighted, with facets and the coverage of the search."""

import base64
import contextlib
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import tantivy

from briefbook.model.page import Box, Page
from briefbook.model.search import Hit, Hits, Occurrence
from briefbook.search.coverage import coverage_of, has_words
from briefbook.search.facets import counts_of
from briefbook.search.highlighting import Highlighter, page_of
from briefbook.search.index import DamagedIndex, Index
from briefbook.search.query_ast import Question
from briefbook.search.query_compiler import Compiler, People, Posts, TextsOf
from briefbook.search.query_dates import DaysOf, parse_days
from briefbook.search.query_parser import QuestionError, parse
from briefbook.search.schema import BREAK
from briefbook.search.suggestions import suggest
from briefbook.text.folding import composed

MAX_OFFSET = 10_000
"""How far hits can be paged through; a question with more has to be narrowed, or exported by date."""

MAX_LIMIT = 1_000
"""Hits in one answer."""

TIES, MAX_TIES = 32, 4_000
"""So many hits beyond those wanted are asked for, to put equal ones into the catalogue's order; and so many at most."""

MAX_CACHED_HITS = 50
"""Answers with no more hits than this are cached until the index changes."""

PagesOf = Callable[[str], Sequence[Page]]
ORDERS = ("relevance", "date", "item")


class CursorError(ValueError):
    """A cursor that belongs to another question, or is not a cursor."""


def search(
    index: Index,
    question: str,
    *,
    limit: int = 20,
    offset: int = 0,
    cursor: str | None = None,
    order: str = "relevance",
    pages_of: PagesOf = lambda item: (),
    texts_of: TextsOf | None = None,
    posts: Posts = lambda code: None,
    people: People = lambda name: (),
    counts: bool = True,
    days_of: DaysOf = parse_days,
) -> Hits:
    """Search the index.

    Args:
        index: An open index.
        question: The question as typed; see ``docs/searching.md`` for its language.
        limit: How many hits to give, 0 to 1,000.
        offset: How many hits to skip, 0 to 10,000.
        cursor: ``Hits.cursor`` of the previous answer to the same question; replaces ``offset``.
        order: ``relevance``, ``date`` (earliest first) or ``item`` (the catalogue's order).
        pages_of: Gives an item's pages, for the boxes of the words.
        texts_of: Gives number and text of each of an item's pages, for page and snippet of a hit; None: ``pages_of``.
        posts: Gives the post that a code stands for.
        people: Gives other spellings of a person's name.
        counts: False leaves out facets, histogram, coverage and proposals.
        days_of: Gives the days that a date in the question covers, as the collection writes dates.

    Returns:
        The hits, with counts over all of them.

    Raises:
        QuestionError: The question does not parse (a ``ValueError``).
        CursorError: The cursor belongs to another question or order (a ``ValueError``).
        DamagedIndex: The index cannot be read.
    """
    started = time.perf_counter()
    parsed = parse(question, days_of)
    if order not in ORDERS:
        raise QuestionError(f"unknown order {order!r}", 0, f"use one of {', '.join(ORDERS)}")
    limit = max(0, min(limit, MAX_LIMIT))
    offset = _offset(cursor, parsed, order) if cursor else min(max(0, offset), MAX_OFFSET)
    texts_of = texts_of or _texts_of(pages_of)
    with _panics(index):
        searcher, state = index.view()
        compiler = Compiler(index, searcher, posts, people, state=state, texts_of=texts_of)
        cache_key = ("hits", str(parsed), order, offset, limit, counts)

        def answer() -> Hits:
            return _answer(compiler, parsed, order, offset, limit, counts, pages_of)

        hits: Hits = compiler.cached(cache_key, answer) if limit <= MAX_CACHED_HITS else answer()
    return replace(hits, took_ms=round((time.perf_counter() - started) * 1000, 3))


def _texts_of(pages_of: PagesOf) -> TextsOf:
    return lambda item: [(page.number, page.text) for page in pages_of(item)]


def _answer(
    compiler: Compiler,
    parsed: Question,
    order: str,
    offset: int,
    limit: int,
    counts: bool,
    pages_of: PagesOf,
) -> Hits:
    query, marks = compiler.compile(parsed)
    effective_order = order if order != "relevance" or has_words(parsed) else "item"  # without words nothing is ranked
    ranked_hits = _ranked_hits(compiler.searcher, query, limit, offset, effective_order)
    hits = tuple(_hits(compiler.searcher, ranked_hits, Highlighter(marks), pages_of, compiler.texts_of))
    if counts:
        narrowed = _restricted_to(compiler, ranked_hits) if offset == 0 and len(ranked_hits) < limit else query
        total, facets, histogram = compiler.cached(
            ("counts", str(parsed)), lambda: counts_of(compiler, parsed, narrowed)
        )
        coverage = compiler.cached(("caution", str(parsed)), lambda: coverage_of(compiler, parsed, query))
    else:
        total = compiler.cached(("total", str(parsed)), lambda: _total(compiler.searcher, query))
        facets, histogram, coverage = {}, {}, {}
    following = offset + len(hits)
    more = len(hits) == limit and limit and following < min(total, MAX_OFFSET)
    return Hits(
        total=total,
        hits=hits,
        facets=facets,
        histogram=histogram,
        cursor=_cursor(following, parsed, order) if more else None,
        proposals=() if total or not counts else tuple(suggest(compiler, parsed)),
        coverage=coverage,
    )


def occurrences(
    index: Index,
    question: str,
    pages: Sequence[Page],
    *,
    posts: Posts = lambda code: None,
    people: People = lambda name: (),
    texts_of: TextsOf = lambda item: (),
    around: int = 60,
    days_of: DaysOf = parse_days,
) -> tuple[Occurrence, ...]:
    """Every place on an item's pages where words of a question occur, in reading order.

    Args:
        index: An open index.
        question: The question as typed.
        pages: The item's pages.
        posts: Gives the post that a code stands for.
        people: Gives other spellings of a person's name.
        texts_of: Gives number and text of each of an item's pages, for the words of ``like:``.
        around: How many characters before and after are given.
        days_of: Gives the days that a date in the question covers, as the collection writes dates.

    Raises:
        QuestionError: The question does not parse (a ``ValueError``).
        DamagedIndex: The index cannot be read.
    """
    parsed = parse(question, days_of)
    with _panics(index):
        _, marks = Compiler(index, index.searcher, posts, people, texts_of=texts_of).compile(parsed)
    highlighter = Highlighter(marks)
    places = []
    for page in pages:
        text = page.text
        for start, end, boxes in highlighter.places(page):
            before, after = text[max(0, start - around) : start], text[end : end + around]
            line = text.count("\n", 0, start) + 1
            places.append(Occurrence(page.number, text[start:end], before, after, boxes, line))
    return tuple(places)


@contextlib.contextmanager
def _panics(index: Index) -> Iterator[None]:
    """Raise a panic inside tantivy as ``DamagedIndex``, so that it does not end the server."""
    try:
        yield
    except Exception:
        raise
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedIndex(index.folder, str(error)) from error


def _ranked_hits(searcher: Any, query: Any, limit: int, offset: int, order: str) -> list[tuple[float, Any]]:
    """The hits from ``offset`` on, each with its score; equal ones in the catalogue's order.

    An index keeps its documents in the order in which its threads came to them, which differs from one making to the
    next. So hits are asked for beyond the last wanted, as long as they equal it, up to ``MAX_TIES``.
    """
    if not limit:
        return []
    if order == "item":
        by_position = _scored_hits(searcher, query, limit, offset, "position")
        return [(0.0, address) for _, address in by_position]
    wanted, field = offset + limit, "" if order == "relevance" else "sort"
    for beyond in (TIES, MAX_TIES):
        hits = _scored_hits(searcher, query, wanted + beyond, 0, field)
        ranks = [_rounded(value) for value, _ in hits]
        if len(hits) < wanted + beyond or ranks[-1] != ranks[wanted - 1]:
            break
    if not hits:
        return []
    positions = searcher.fast_field_values("position", [address for _, address in hits])
    sign = -1 if order == "relevance" else 1  # the best score first, the first day first
    places = sorted(range(len(hits)), key=lambda place: (sign * ranks[place], positions[place]))
    scored = order == "relevance"
    return [(float(hits[place][0]) if scored else 0.0, hits[place][1]) for place in places[offset:wanted]]


def _scored_hits(searcher: Any, query: Any, limit: int, offset: int, field: str) -> list[tuple[Any, Any]]:
    """Hits with the value that they are ordered by: a field's, or their score."""
    if not field:
        return list(searcher.search(query, limit, count=False, offset=offset).hits)
    options = {"order_by_field": field, "order": tantivy.Order.Asc}
    return list(searcher.search(query, limit, count=False, offset=offset, **options).hits)


def _rounded(value: float) -> float:
    """A score without its last bits, which depend on the order of summation."""
    return float(f"{value:.6g}") if isinstance(value, float) else value


def _hits(
    searcher: Any,
    ranked_hits: Sequence[tuple[float, Any]],
    highlighter: Highlighter,
    pages_of: PagesOf,
    texts_of: TextsOf,
) -> Iterator[Hit]:
    for score, address in ranked_hits:
        document = searcher.doc(address).to_dict()
        item = document["item"][0]
        texts = texts_of(item)
        place, snippet = highlighter.snippet(composed(BREAK.join(text for _, text in texts)))
        hit_page = None if place is None else _number_of(place, texts)
        boxes: tuple[Box, ...] = ()
        if hit_page is not None and document.get("boxed"):
            page = page_of(pages_of(item), hit_page)
            boxes = highlighter.boxes(page) if page else ()
        yield Hit(item, round(score, 4), hit_page, snippet, boxes)


def _number_of(place: int, texts: Sequence[tuple[int, str]]) -> int:
    """The number of the page in which the page break before it is the ``place``-th; a text may have some of its own."""
    for number, text in texts:
        place -= text.count(BREAK) + 1
        if place < 0:
            return number
    return texts[-1][0]


def _restricted_to(compiler: Compiler, ranked_hits: Sequence[tuple[float, Any]]) -> Any:
    """A query for just these hits, where they are all there are: faster than running the question again."""
    positions = (
        compiler.searcher.fast_field_values("position", [address for _, address in ranked_hits]) if ranked_hits else []
    )
    if not positions:
        return tantivy.Query.empty_query()
    return tantivy.Query.term_set_query(compiler.schema, "position", positions)


def _total(searcher: Any, query: Any) -> int:
    return int(searcher.search(query, 1, count=True).count or 0)


def _cursor(offset: int, question: Question, order: str) -> str:
    payload = json.dumps([offset, _fingerprint(question, order)], separators=(",", ":"))
    return base64.urlsafe_b64encode(payload.encode()).decode().rstrip("=")


def _offset(cursor: str, question: Question, order: str) -> int:
    try:
        offset, of = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(offset, int) or not 0 < offset < MAX_OFFSET:
            raise ValueError("out of bounds")
    except (ValueError, TypeError) as error:
        raise CursorError("that is not a cursor; use the one that the previous answer gave") from error
    if of != _fingerprint(question, order):
        raise CursorError("that cursor belongs to another question or order; search again without it")
    return offset


def _fingerprint(question: Question, order: str) -> str:
    return hashlib.blake2b(f"{order}\n{question}".encode(), digest_size=6).hexdigest()
