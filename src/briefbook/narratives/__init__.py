"""Markdown -> Narrative: passages, citations, quotations and links, each with its position in the author's file.

What a name stands for is loaded on first use: chapters that were parsed before need no parser.
"""

from typing import TYPE_CHECKING, Any

from briefbook.util.lazy import loaded_on_use

if TYPE_CHECKING:
    from briefbook.narratives.narrative_parser import read_narrative
    from briefbook.narratives.paragraphs import paragraphs_of

__all__ = ["paragraphs_of", "read_narrative"]


def __getattr__(name: str) -> Any:
    """Load what a public name stands for."""
    return loaded_on_use(__name__, {"read_narrative": "narrative_parser", "paragraphs_of": "paragraphs"}, name)
