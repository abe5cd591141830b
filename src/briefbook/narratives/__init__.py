"""Markdown -> Narrative: passages, citations, quotations and links, each with its position in the author's file."""

from briefbook.narratives.narrative_parser import read_narrative
from briefbook.narratives.paragraphs import paragraphs_of

__all__ = ["paragraphs_of", "read_narrative"]
