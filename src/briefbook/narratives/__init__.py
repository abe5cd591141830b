"""Markdown -> Narrative: what a page of the book says, cites, quotes and links, each with its place."""

from briefbook.narratives.reading import read_narrative

__all__ = ["read_narrative"]
