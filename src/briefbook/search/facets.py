"""A query -> facet counts and a histogram by date over all its hits; the commonest questions are counted beforehand."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from briefbook.search.index import Index
from briefbook.search.query_ast import Everything, Phrase, Question, SearchTerm
from briefbook.search.query_compiler import Compiler, tokens
from briefbook.search.schema import COLUMNS, FACETS

MAX_VALUES_BY_FACET = {"month": 3_000, "person": 100, "chapter": 300}
"""How many values of a facet are given, the most frequent first; of facets not named here ``MAX_VALUES``."""

MAX_VALUES = 500
_FIRST_TERMS = 2_000
MAX_TERMS_PER_COLUMN = 60_000
_MAX_MONTHS_BY_DAY = 3
"""Hits that span no more months than this are counted by day in the histogram."""

MIN_ITEMS_TO_PRECOMPUTE = 20_000
"""An index with fewer items answers so fast that counting beforehand is not worth it."""

PRECOMPUTE_ONE_IN = 25
"""The counts of a word on more than one item in this many are precomputed."""

Counts = tuple[int, dict[str, dict[str, int]], dict[str, int]]
"""Total; facet -> value -> items; month or day (ISO 8601) -> items."""


def counts_of(compiler: Compiler, question: Question, query: Any) -> Counts:
    """Total, facets and histogram of a question; from the precomputed counts if it is among them.

    Args:
        compiler: The compiler of the question.
        question: The parsed question.
        query: The question as a tantivy query.
    """
    if (name := _prepared_name(question)) is not None and (stored := compiler.index.prepared.get(name)):
        total, facets, histogram = json.loads(stored)
        return total, facets, histogram
    return count(compiler, query)


def count(compiler: Compiler, query: Any) -> Counts:
    """Total, facets and histogram of a tantivy query."""
    searcher = compiler.searcher
    counts_by_column = _terms(searcher, query, used_columns(compiler))
    total = sum(counts_by_column["c_month_1"].values())
    facets: dict[str, dict[str, int]] = {}
    for facet in FACETS:
        counts: Counter[str] = Counter()
        for name in _columns(facet):
            counts.update(counts_by_column.get(name, {}))
        counts.pop("", None)
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        facets[facet] = dict(ranked[: MAX_VALUES_BY_FACET.get(facet, MAX_VALUES)])
    histogram = dict(sorted(facets["month"].items()))
    if total and _spans_few_months(histogram):
        days = _terms(searcher, query, ["c_day"])["c_day"]
        histogram = dict(sorted((day, items) for day, items in days.items() if day))
    return total, facets, histogram


def frame_counts(compiler: Compiler, frame: Question) -> dict[str, int]:
    """How many items and pages a set has, and how many have no page, no text, or are hard to read."""
    query, _ = compiler.compile(frame)
    sums = {name: {"sum": {"field": name}} for name in ("pages", "blank", "hard", "unseen")}
    answer = compiler.searcher.aggregate(query, {**sums, "items": {"value_count": {"field": "position"}}})
    return {
        "items": int(answer["items"]["value"]),
        "items_without_pages": int(answer["unseen"]["value"]),
        "pages": int(answer["pages"]["value"]),
        "pages_without_text": int(answer["blank"]["value"]),
        "pages_hard_to_read": int(answer["hard"]["value"]),
    }


def prepare_index(index: Index) -> None:
    """Count the commonest questions again if an update has invalidated the former counts.

    Args:
        index: An open index; its ``prepared`` counts are set and stored.
    """
    index.prepare(precompute_counts)


def precompute_counts(index: Index, searcher: Any, state: str) -> dict[str, str]:
    """Count the commonest questions that find most, every item and each common word, before anyone asks.

    Args:
        index: The index.
        searcher: A tantivy searcher over one state of it.
        state: That state.

    Returns:
        Names of questions -> their counts, as JSON text.
    """
    compiler = Compiler(index, searcher, state=state)
    ready = {"frame": json.dumps(frame_counts(compiler, Everything()))}
    ready["columns"] = json.dumps(used_columns(compiler))
    if searcher.num_docs < MIN_ITEMS_TO_PRECOMPUTE:
        return ready
    for question in (Everything(), *_common_words(searcher)):
        query, _ = compiler.compile(question)
        name = _prepared_name(question)
        if name is not None:
            ready[name] = json.dumps(count(compiler, query), ensure_ascii=False, separators=(",", ":"))
    return ready


def used_columns(compiler: Compiler) -> list[str]:
    """The facet columns that are not empty; counting an empty column costs as much as a full one."""
    if stored := compiler.index.prepared.get("columns"):
        names: list[str] = json.loads(stored)
        return names
    columns: list[str] = compiler.cached("columns", lambda: [
        name
        for facet in FACETS
        for name in _columns(facet)
        if name == "c_month_1" or any(term for term, _ in compiler.searcher.terms_with_prefix(name, "", limit=2))
    ])  # fmt: skip
    return columns


def _common_words(searcher: Any) -> Iterator[Question]:
    min_items = searcher.num_docs // PRECOMPUTE_ONE_IN
    for term, items in searcher.terms_with_prefix("text", "", limit=3_000):
        if items >= min_items:
            yield SearchTerm(term)


def _prepared_name(question: Question) -> str | None:
    match question:
        case Everything():
            return "every"
        case SearchTerm(text, "") | Phrase(text, "", 0):
            words = tokens(text)
            return f"word {words[0]}" if len(words) == 1 else None
    return None


def _columns(facet: str) -> list[str]:
    return [f"c_{facet}_{index}" for index in range(1, COLUMNS.get(facet, 0) + 1)] + [f"c_{facet}_more"]


def _terms(searcher: Any, query: Any, columns: list[str], size: int = _FIRST_TERMS) -> dict[str, Mapping[str, int]]:
    """For each column its terms and on how many items each is; of a facet in a single column only those shown."""
    aggregations = {}
    for name in columns:
        facet = name.split("_")[1]
        limit = size if COLUMNS.get(facet) else MAX_VALUES_BY_FACET.get(facet, MAX_VALUES)
        aggregations[name] = {"terms": {"field": name, "size": limit, "segment_size": MAX_TERMS_PER_COLUMN}}
    result = searcher.aggregate(query, aggregations)
    counts_by_column: dict[str, Mapping[str, int]] = {}
    for name in columns:
        column_result = result[name]
        if column_result.get("sum_other_doc_count") and COLUMNS.get(name.split("_")[1]) and size < MAX_TERMS_PER_COLUMN:
            counts_by_column |= _terms(searcher, query, [name], MAX_TERMS_PER_COLUMN)
        else:
            counts_by_column[name] = {
                str(bucket["key"]): int(bucket["doc_count"]) for bucket in column_result["buckets"]
            }
    return counts_by_column


def _spans_few_months(histogram: Mapping[str, int]) -> bool:
    """Do the months span so few that days can be shown?"""
    months = [int(label[:4]) * 12 + int(label[5:]) for label in histogram if len(label) == 7]
    return bool(months) and max(months) - min(months) <= _MAX_MONTHS_BY_DAY
