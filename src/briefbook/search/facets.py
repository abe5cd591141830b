"""A query -> how many it finds, by facet and by date, over all hits; what is asked most is counted while building."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from briefbook.search.index import Index
from briefbook.search.query_ast import Everything, Phrase, Question, Word
from briefbook.search.query_compiler import Compiler, tokens
from briefbook.search.schema import COLUMNS, FACETS

SHOWN = {"month": 3_000, "person": 100, "chapter": 300}
"""Terms of a facet that are told, the most frequent; of the others ``MOST``."""

MOST = 500
_ASKED = 2_000
_EVERY = 60_000
_MONTHS = 3
"""Answers that span no more months than this are also counted by day."""

LEAST = 20_000
"""Items of an index for which it pays to count while building."""

COMMON = 25
"""A word on more than one item in so many is counted while building."""

Counts = tuple[int, dict[str, dict[str, int]], dict[str, int]]


def counts_of(compiler: Compiler, question: Question, query: Any) -> Counts:
    """How many a question finds, the facets, the histogram."""
    if (name := _prepared_name(question)) is not None and (held := compiler.index.prepared.get(name)):
        total, facets, histogram = json.loads(held)
        return total, facets, histogram
    return count(compiler, query)


def count(compiler: Compiler, query: Any) -> Counts:
    """The same, counted now."""
    searcher = compiler.searcher
    found = _terms(searcher, query, used_columns(compiler))
    total = sum(found["c_month_1"].values())
    facets: dict[str, dict[str, int]] = {}
    for facet in FACETS:
        counted: Counter[str] = Counter()
        for name in _columns(facet):
            counted.update(found.get(name, {}))
        counted.pop("", None)
        ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        facets[facet] = dict(ranked[: SHOWN.get(facet, MOST)])
    histogram = dict(sorted(facets["month"].items()))
    if total and _few(histogram):
        days = _terms(searcher, query, ["c_day"])["c_day"]
        histogram = dict(sorted((day, number) for day, number in days.items() if day))
    return total, facets, histogram


def frame_counts(compiler: Compiler, frame: Question) -> dict[str, int]:
    """Items and pages of a set, and how many of the pages have no text or are hard to read."""
    query, _ = compiler.compile(frame)
    sums = {name: {"sum": {"field": name}} for name in ("pages", "blank", "hard")}
    answer = compiler.searcher.aggregate(query, {**sums, "items": {"value_count": {"field": "position"}}})
    return {
        "items": int(answer["items"]["value"]),
        "pages": int(answer["pages"]["value"]),
        "pages_without_text": int(answer["blank"]["value"]),
        "pages_hard_to_read": int(answer["hard"]["value"]),
    }


def prepare_index(index: Index) -> None:
    """Count the commonest questions again if an update has made the former counts void."""
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
    if searcher.num_docs < LEAST:
        return ready
    for question in (Everything(), *_common(searcher)):
        query, _ = compiler.compile(question)
        name = _prepared_name(question)
        if name is not None:
            ready[name] = json.dumps(count(compiler, query), ensure_ascii=False, separators=(",", ":"))
    return ready


def used_columns(compiler: Compiler) -> list[str]:
    """The columns of the facets that hold anything; to count an empty one costs as much as a full one."""
    if held := compiler.index.prepared.get("columns"):
        names: list[str] = json.loads(held)
        return names
    found: list[str] = compiler.kept("columns", lambda: [
        name
        for facet in FACETS
        for name in _columns(facet)
        if name == "c_month_1" or any(term for term, _ in compiler.searcher.terms_with_prefix(name, "", limit=2))
    ])  # fmt: skip
    return found


def _common(searcher: Any) -> Iterator[Question]:
    least = searcher.num_docs // COMMON
    for term, held in searcher.terms_with_prefix("text", "", limit=3_000):
        if held >= least:
            yield Word(term)


def _prepared_name(question: Question) -> str | None:
    match question:
        case Everything():
            return "every"
        case Word(text, "") | Phrase(text, "", 0):
            words = tokens(text)
            return f"word {words[0]}" if len(words) == 1 else None
    return None


def _columns(facet: str) -> list[str]:
    return [f"c_{facet}_{place}" for place in range(1, COLUMNS.get(facet, 0) + 1)] + [f"c_{facet}_more"]


def _terms(searcher: Any, query: Any, columns: list[str], size: int = _ASKED) -> dict[str, Mapping[str, int]]:
    """For each column its terms and how often each is found: all, or of one that stands alone those that are shown."""
    asked = {}
    for name in columns:
        facet = name.split("_")[1]
        wanted = size if COLUMNS.get(facet) else SHOWN.get(facet, MOST)
        asked[name] = {"terms": {"field": name, "size": wanted, "segment_size": _EVERY}}
    answer = searcher.aggregate(query, asked)
    found: dict[str, Mapping[str, int]] = {}
    for name in columns:
        told = answer[name]
        if told.get("sum_other_doc_count") and COLUMNS.get(name.split("_")[1]) and size < _EVERY:
            found |= _terms(searcher, query, [name], _EVERY)
        else:
            found[name] = {str(one["key"]): int(one["doc_count"]) for one in told["buckets"]}
    return found


def _few(histogram: Mapping[str, int]) -> bool:
    """Do the months span so few that days can be shown?"""
    months = [int(label[:4]) * 12 + int(label[5:]) for label in histogram if len(label) == 7]
    return bool(months) and max(months) - min(months) <= _MONTHS
