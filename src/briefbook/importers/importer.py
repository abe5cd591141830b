"""What an importer is: a function from a source to what it describes; a package of its own may bring one."""

from pathlib import Path
from typing import Protocol

from briefbook.model.received import Received
from briefbook.settings import Settings


class Source(Protocol):
    """What is imported."""

    @property
    def path(self) -> Path | None:
        """The file or folder; None where it came by standard input."""
        ...

    @property
    def data(self) -> bytes:
        """Its bytes; empty where it is a folder."""
        ...

    @property
    def name(self) -> str:
        """The import's name, that of its folder in ``received/``."""
        ...

    @property
    def suffix(self) -> str:
        """The ending of its name in small letters, with the stop."""
        ...


class Importer(Protocol):
    """Reads a source; its attribute ``takes_folders`` may be True."""

    def __call__(self, source: Source, settings: Settings) -> Received:
        """Read a source.

        Args:
            source: What is imported.
            settings: The collection's settings.

        Returns:
            What it describes, with a report; ``name`` is the source's.

        Raises:
            FormatError: It is not what this importer reads, or damaged; the message says what and where.
        """
        ...
