"""Catalogue -> a full-text index, and questions -> Hits."""

from briefbook.search.answer import search
from briefbook.search.index import Index, build_index, open_index
from briefbook.search.question import QuestionError, parse_question

__all__ = ["Index", "QuestionError", "build_index", "open_index", "parse_question", "search"]
