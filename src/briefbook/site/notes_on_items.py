"""The editor's notes on an item -> a head note above its pages, and annotations at the words they stand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from briefbook.model.page import Box
from briefbook.site.narrative_page import shown_passages
from briefbook.site.site_data import SiteData
from briefbook.util.translation import gettext


@dataclass(frozen=True, slots=True)
class ShownAnnotation:
    """An annotation as a page shows it, numbered from 1 in the order of the paper; page and line 0 where not placed."""

    number: int
    words: str
    html: str
    page: int = 0
    line: int = 0  # on which its words end
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownNotes:
    """The notes on an item as its page shows them; ``language`` is theirs where the page has another."""

    head: tuple[dict[str, Any], ...] = ()
    annotations: tuple[ShownAnnotation, ...] = ()
    author: str = ""
    language: str = ""

    def on_page(self, number: int) -> list[ShownAnnotation]:
        """The annotations on words of a page."""
        return [annotation for annotation in self.annotations if annotation.page == number]

    @property
    def unplaced(self) -> list[ShownAnnotation]:
        """The annotations on words that the text has no longer, which are shown with the head note."""
        return [annotation for annotation in self.annotations if not annotation.page]


def shown_notes(site_data: SiteData, item: str, url: str) -> ShownNotes:
    """The notes on an item, for its page.

    Args:
        site_data: The site's data.
        item: The id of the item.
        url: The address of the page that shows them.

    Returns:
        The notes as HTML, sanitised as chapters are; empty where there are none.
    """
    placed = site_data.archive.item_notes.get(item)
    if placed is None:
        return ShownNotes()
    notes = placed.notes
    passages = shown_passages(site_data, notes.narrative, url)
    own = {annotation.passage for annotation in notes.annotations}
    first = min(own, default=len(passages))
    shown = []
    bodies = [
        (annotation, place, _body(passages, annotation.passage, own))
        for annotation, place in zip(notes.annotations, placed.places, strict=True)
    ]
    bodies.sort(key=lambda body: (not body[1].page, body[1].page or 0, body[1].lines or (0, 0)))
    for number, (annotation, place, html) in enumerate(bodies, 1):
        line = place.lines[1] if place.page and place.lines else 0
        boxes = place.boxes if place.page else ()
        shown.append(ShownAnnotation(number, annotation.words, html, place.page or 0, line, boxes))
    language = site_data.language_of(notes.narrative)
    return ShownNotes(
        tuple(passage for passage in passages[:first] if str(passage["html"]).strip()),
        tuple(shown),
        notes.author,
        language if language != site_data.language else "",
    )


def _body(passages: Sequence[dict[str, Any]], start: int, own: set[int]) -> Markup:
    """The prose of an annotation: that below its heading, up to the next annotation's."""
    end = next((index for index in range(start + 1, len(passages)) if index in own), len(passages))
    return Markup("\n").join(
        Markup("<h4>{}</h4>\n{}").format(passage["heading"], passage["html"]) if index else passage["html"]
        for index, passage in enumerate(passages[start:end])
    )


def note_marks(annotations: Sequence[ShownAnnotation]) -> Markup:
    """The marks of annotations at the end of a line of a paper, each leading to its note."""
    return Markup("").join(
        Markup(
            '<sup class="note-mark" data-pagefind-ignore><a id="nm-{0}" href="#note-{0}" aria-label="{1}">{0}</a></sup>'
        ).format(annotation.number, gettext("Editor’s note {number}").format(number=annotation.number))
        for annotation in annotations
    )
