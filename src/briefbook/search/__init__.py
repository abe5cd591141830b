"""Catalogue -> a full-text index; a question and the index -> Hits."""

from briefbook.search.essays import EssayIndex, build_essay_index, search_essays
from briefbook.search.facets import precompute_counts, prepare_index
from briefbook.search.index import DamagedIndex, Index, build_index, open_index, update_index
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
    "occurrences",
    "open_index",
    "parse_days",
    "parse_question",
    "precompute_counts",
    "prepare_index",
    "search",
    "search_essays",
    "update_index",
]
