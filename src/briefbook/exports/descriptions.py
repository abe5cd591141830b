"""An entry's note, and the editor's head note -> what descriptions say of an item in people's own words.

Three things are told apart: the item's own description, which a person wrote in Briefbook or which came with a list;
the editors' words, which are the head note and what a printed edition says of its document; and what a program makes
of the fields (from whom to whom, number, classification), which is no part of this.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from briefbook.model.archive import HEAD_NOTE
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import Entry
from briefbook.text.item_notes import EDITORS
from briefbook.text.services import edition_of


@dataclass(frozen=True, slots=True)
class ItemDescription:
    """What is said of an item in people's own words.

    Attributes:
        own: Its description: the note of the catalogue that a person wrote, or that came with it; "" if none.
        editors: What editors say: the head note as plain text; "" if nothing.
        edition: What a printed edition says of its document; "" if nothing.
    """

    own: str
    editors: str
    edition: str = ""

    @property
    def all_editors(self) -> str:
        """The editors' words, the edition's after them, in one line that says whose they are; "" if there are none."""
        words = in_one_line("\n".join(filter(None, (self.editors, self.edition))))
        return f"{EDITORS}{words}" if words else ""


def item_description(entry: Entry, about: Mapping[str, str]) -> ItemDescription:
    """The description of an item as everybody may read it; what a program read as a note is none.

    Args:
        entry: The item's entry.
        about: What is shown beside it, with its head note (``Archive.about_item``).
    """
    own = "\n".join(
        reading.value.strip()
        for reading in entry.effective_readings("note")
        if reading.value and reading.by in (SourceKind.PERSON, SourceKind.RECEIVED) and not reading.is_unsure
    )
    head = about.get(HEAD_NOTE, "")
    if own and edition_of(entry) and all(reading.by is not SourceKind.PERSON for reading in _notes(entry)):
        return ItemDescription("", head, own)
    own, _, imported = own.partition(EDITORS)  # as an import of our own export leaves it
    return ItemDescription(own.strip(" \n;"), "\n".join(filter(None, (head, imported.strip()))))


def _notes(entry: Entry) -> tuple[Reading, ...]:
    return entry.effective_readings("note")


def in_one_line(words: str) -> str:
    r"""Words of several lines in one, as a cell or a tag takes them.

    >>> in_one_line("A ferry.\nTwo  boats.")
    'A ferry. Two boats.'
    """
    return " ".join(words.split())
