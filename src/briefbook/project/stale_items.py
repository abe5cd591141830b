"""Items to be described again, and where their sources are; it loads nothing of what describes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefbook.catalogue.received_descriptions import ReceivedDescriptions
from briefbook.model.decision import FieldConfirmation, FieldDecision
from briefbook.model.page import Scan


@dataclass(frozen=True, slots=True)
class Source:
    """Pages of a scan that an item has, and what people wrote about the scan's pages.

    Attributes:
        scan: The scan.
        pages: Its pages that are the item's, in order; None: all of them.
        received: Where the descriptions of the scan's file are, if it is divided: their texts are of its pages.
        transcripts: A person's transcripts of whole pages, by the page of the file.
        corrections: A person's corrections of single lines, by the page of the file.
    """

    scan: Scan
    pages: tuple[int, ...] | None = None
    received: ReceivedDescriptions = field(default_factory=ReceivedDescriptions)
    transcripts: Mapping[int, Path] = field(default_factory=dict)
    corrections: Mapping[int, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StaleItem:
    """An item to be described again, and where its sources are.

    Attributes:
        item: The item's id.
        key: Checksum of its sources, stored in the catalogue.
        sources: The files that its pages are in, in order; none where it has no scan.
        received: Where this item's descriptions are; of no other item.
        decisions: A person's decisions on its fields, and the fields that a person confirmed, oldest first.
        transcripts: A person's transcripts of whole pages, by the item's page; those of pages of a file that bears
            the item's name count for the file.
        corrections: A person's corrections of single lines, likewise.
    """

    item: str
    key: str
    sources: tuple[Source, ...] = ()
    received: ReceivedDescriptions = field(default_factory=ReceivedDescriptions)
    decisions: tuple[FieldDecision | FieldConfirmation, ...] = ()
    transcripts: Mapping[int, Path] = field(default_factory=dict)
    corrections: Mapping[int, Path] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Are its pages all pages of the file that bears its name?"""
        return not self.sources or (
            len(self.sources) == 1 and self.sources[0].pages is None and self.sources[0].scan.item == self.item
        )
