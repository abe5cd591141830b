"""Catalogue -> a full-text index; a question and the index -> Hits.

What a name stands for is loaded on first use: a build that finds the index up to date asks no question of it.
"""

from typing import TYPE_CHECKING, Any

from briefbook.util.lazy import loaded_on_use

if TYPE_CHECKING:
    from briefbook.search.essays import EssayIndex, build_essay_index, search_essays
    from briefbook.search.facets import precompute_counts, prepare_index
    from briefbook.search.index import (
        DamagedIndex,
        Index,
        build_index,
        cut_off_items,
        finish_update,
        open_index,
        recover_index,
        update_index,
    )
    from briefbook.search.query_dates import parse_days
    from briefbook.search.query_execution import CursorError, occurrences, search
    from briefbook.search.query_parser import QuestionError
    from briefbook.search.query_parser import parse as parse_question

__all__ = [
    "CursorError",
    "DamagedIndex",
    "EssayIndex",
    "Index",
    "QuestionError",
    "build_essay_index",
    "build_index",
    "cut_off_items",
    "finish_update",
    "occurrences",
    "open_index",
    "parse_days",
    "parse_question",
    "precompute_counts",
    "prepare_index",
    "recover_index",
    "search",
    "search_essays",
    "update_index",
]

_HOMES = {
    "CursorError": "query_execution",
    "DamagedIndex": "index",
    "EssayIndex": "essays",
    "Index": "index",
    "QuestionError": "query_parser",
    "build_essay_index": "essays",
    "build_index": "index",
    "finish_update": "index",
    "cut_off_items": "index",
    "occurrences": "query_execution",
    "open_index": "index",
    "recover_index": "index",
    "parse_days": "query_dates",
    "precompute_counts": "facets",
    "prepare_index": "facets",
    "search": "query_execution",
    "search_essays": "essays",
    "update_index": "index",
}


def __getattr__(name: str) -> Any:
    """Load what a public name stands for."""
    if name == "parse_question":
        from briefbook.search.query_parser import parse

        return parse
    return loaded_on_use(__name__, _HOMES, name)
