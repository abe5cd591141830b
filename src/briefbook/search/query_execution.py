"""A question and an index -> Hits: ranked or by date, marked, counted, with a caution about what was not searched."""

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
from briefbook.search.highlighting import Highlighter, page_number, page_of
from briefbook.search.index import DamagedIndex, Index
from briefbook.search.query_ast import Question
from briefbook.search.query_compiler import Compiler, People, Posts
from briefbook.search.query_parser import QuestionError, parse
from briefbook.search.suggestions import suggest

FARTHEST = 10_000
"""Hits that can be leafed through; a question with more is narrowed, or exported by date."""

MOST_AT_ONCE = 1_000
MOST_KEPT = 50
"""Answers with no more hits are kept until the index changes."""

PagesOf = Callable[[str], Sequence[Page]]
ORDERS = ("relevance", "date", "item")


class CursorError(ValueError):
    """A cursor that belongs to another question, or is none."""


def search(
    index: Index,
    question: str,
    *,
    limit: int = 20,
    offset: int = 0,
    cursor: str | None = None,
    order: str = "relevance",
    pages_of: PagesOf = lambda item: (),
    posts: Posts = lambda code: None,
    people: People = lambda name: (),
    counts: bool = True,
) -> Hits:
    """What a question finds.

    ``offset`` hits are passed over, or as many as ``cursor`` says. ``order`` is relevance, date (earliest first) or
    item. ``pages_of`` gives an item's pages, for the boxes of the words; ``posts`` says what a code stands for,
    ``people`` other spellings of a name. Without ``counts`` there are neither facets nor histogram nor caution.

    ``QuestionError`` where the question does not parse, ``CursorError`` for a cursor of another question, both
    ``ValueError``; ``DamagedIndex`` if the index cannot be read.
    """
    begun = time.perf_counter()
    parsed = parse(question)
    if order not in ORDERS:
        raise QuestionError(f"there is no order {order!r}", 0, f"there are {', '.join(ORDERS)}")
    limit = max(0, min(limit, MOST_AT_ONCE))
    offset = _offset(cursor, parsed, order) if cursor else min(max(0, offset), FARTHEST)
    with _panics(index):
        searcher, state = index.view()
        compiler = Compiler(index, searcher, posts, people, state=state)
        asked = ("hits", str(parsed), order, offset, limit, counts)

        def answer() -> Hits:
            return _answer(compiler, parsed, order, offset, limit, counts, pages_of)

        hits: Hits = compiler.kept(asked, answer) if limit <= MOST_KEPT else answer()
    return replace(hits, took_ms=round((time.perf_counter() - begun) * 1000, 3))


def _answer(
    compiler: Compiler, parsed: Question, order: str, offset: int, limit: int, counts: bool, pages_of: PagesOf
) -> Hits:
    query, marks = compiler.compile(parsed)
    ranked = order if order != "relevance" or has_words(parsed) else "item"  # without words nothing is ranked
    found = _found(compiler.searcher, query, limit, offset, ranked)
    hits = tuple(_hits(compiler.searcher, found, Highlighter(marks), pages_of, order))
    if counts:
        few = _only(compiler, found) if offset == 0 and len(found) < limit else query
        total, facets, histogram = compiler.kept(("counts", str(parsed)), lambda: counts_of(compiler, parsed, few))
        caution = compiler.kept(("caution", str(parsed)), lambda: coverage_of(compiler, parsed, query))
    else:
        total = compiler.kept(("total", str(parsed)), lambda: _total(compiler.searcher, query))
        facets, histogram, caution = {}, {}, {}
    following = offset + len(hits)
    more = len(hits) == limit and limit and following < min(total, FARTHEST)
    return Hits(
        total=total,
        hits=hits,
        facets=facets,
        histogram=histogram,
        cursor=_cursor(following, parsed, order) if more else None,
        proposals=() if total or not counts else tuple(suggest(compiler, parsed)),
        caution=caution,
    )


def occurrences(
    index: Index,
    question: str,
    pages: Sequence[Page],
    *,
    posts: Posts = lambda code: None,
    people: People = lambda name: (),
    around: int = 60,
) -> tuple[Occurrence, ...]:
    """Every place on an item's pages where the words of a question stand, in reading order.

    ``around`` is how many characters before and after are given. ``QuestionError`` where the question does not parse.
    """
    parsed = parse(question)
    with _panics(index):
        _, marks = Compiler(index, index.searcher, posts, people).compile(parsed)
    marker = Highlighter(marks)
    found = []
    for page in pages:
        text = page.text
        for start, end, boxes in marker.places(page):
            before, after = text[max(0, start - around) : start], text[end : end + around]
            line = text.count("\n", 0, start) + 1
            found.append(Occurrence(page.number, text[start:end], before, after, boxes, line))
    return tuple(found)


@contextlib.contextmanager
def _panics(index: Index) -> Iterator[None]:
    """A panic inside tantivy is a damaged index, not the end of the server."""
    try:
        yield
    except Exception:
        raise
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedIndex(index.folder, str(error)) from error


def _found(searcher: Any, query: Any, limit: int, offset: int, order: str) -> list[tuple[float, Any]]:
    if not limit:
        return []
    if order == "relevance":
        result = searcher.search(query, limit, count=False, offset=offset)
        return [(float(score), address) for score, address in result.hits]
    by = "sort" if order == "date" else "position"
    result = searcher.search(query, limit, count=False, offset=offset, order_by_field=by, order=tantivy.Order.Asc)
    return [(0.0, address) for _, address in result.hits]


def _hits(
    searcher: Any, found: Sequence[tuple[float, Any]], marker: Highlighter, pages_of: PagesOf, order: str
) -> Iterator[Hit]:
    for score, address in found:
        document = searcher.doc(address).to_dict()
        item = document["item"][0]
        place, snippet = marker.snippet((document.get("text") or [""])[0])
        number = page_number(place, (document.get("numbers") or [""])[0])
        boxes: tuple[Box, ...] = ()
        if number is not None and document.get("boxed"):
            page = page_of(pages_of(item), number)
            boxes = marker.boxes(page) if page else ()
        yield Hit(item, round(score, 4), number, snippet, boxes)


def _only(compiler: Compiler, found: Sequence[tuple[float, Any]]) -> Any:
    """A query for what was found, where that is all: quicker than to look for it again."""
    places = compiler.searcher.fast_field_values("position", [address for _, address in found]) if found else []
    if not places:
        return tantivy.Query.empty_query()
    return tantivy.Query.term_set_query(compiler.schema, "position", places)


def _total(searcher: Any, query: Any) -> int:
    return int(searcher.search(query, 1, count=True).count or 0)


def _cursor(offset: int, question: Question, order: str) -> str:
    told = json.dumps([offset, _fingerprint(question, order)], separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _offset(cursor: str, question: Question, order: str) -> int:
    try:
        offset, of = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(offset, int) or not 0 < offset < FARTHEST:
            raise ValueError("out of bounds")
    except (ValueError, TypeError) as error:
        raise CursorError("that is not a cursor of ours; take the one that the last answer gave") from error
    if of != _fingerprint(question, order):
        raise CursorError("that cursor belongs to another question or order; ask again without one")
    return offset


def _fingerprint(question: Question, order: str) -> str:
    return hashlib.blake2b(f"{order}\n{question}".encode(), digest_size=6).hexdigest()
