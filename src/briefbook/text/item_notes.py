"""A file of annotations/ -> an editor's notes on an item: a head note, and annotations with the words they stand on."""

import re
from dataclasses import replace

from briefbook.model.item_notes import Annotation, ItemNotes
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Citation, Narrative
from briefbook.text.safe_names import name_of

FOLDER = "annotations/"
"""How the paths of files of notes begin; the rest is the item's name as addresses have it, and ``.md``."""

EDITORS = "Editor’s note: "
"""What stands before editors' words on an item where a standard has no place of its own for them."""

_ANCHOR = re.compile(
    r"[“\"«„‘](?P<words>.+)[”\"»“’]\s*(?:[,(]?\s*(?:p\.|page)\s*(?P<page>\d{1,4})\)?)?", re.IGNORECASE | re.DOTALL
)


def is_item_notes(path: str) -> bool:
    """Is a file of these prose of the collection's notes on items?"""
    return path.startswith(FOLDER)


def item_notes(narrative: Narrative) -> ItemNotes:
    """The notes in a file, from its parsed prose.

    A heading that is words in quotation marks, ``## “THE THIRD IS CHINA”, p. 2``, begins an annotation on these words.

    Args:
        narrative: The file as parsed, its path in ``annotations/``.

    Returns:
        The notes, in the order of the file.
    """
    item = name_of(narrative.path.removeprefix(FOLDER).removesuffix(".md"))
    annotations = []
    for index, passage in enumerate(narrative.passages):
        if match := _ANCHOR.fullmatch(passage.heading.strip()):
            page = int(match["page"]) if match["page"] else None
            where = FilePosition(narrative.path, passage.first_line)
            annotations.append(Annotation(match["words"].strip(), where, index, page))
    return ItemNotes(item, narrative, tuple(annotations))


def as_prose(notes: ItemNotes) -> Narrative:
    """The prose of notes for checking.

    Words that the headings quote are annotations' own, and words that the prose quotes without saying from where are
    the item's.
    """
    narrative, item = notes.narrative, notes.item
    headings = {passage.first_line for passage in narrative.passages if passage.heading}
    own = len(narrative.citations)
    quotations = tuple(
        quotation if quotation.citations else replace(quotation, citations=(own,))
        for quotation in narrative.quotations
        if quotation.where.line not in headings
    )
    end = len(narrative.source)
    citation = Citation(item, FilePosition(narrative.path, 1), item, offset=end, end=end, group=-1)
    return replace(
        narrative,
        front_matter={**narrative.front_matter, "part": "page"},
        quotations=quotations,
        citations=(*narrative.citations, citation),
    )
