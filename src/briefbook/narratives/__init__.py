"""Markdown -> Narrative: passages, citations, quotations and links, each with its position in the author's file."""

from briefbook.narratives.narrative_parser import read_narrative

__all__ = ["read_narrative"]
