"""A collection's folder: where everything is kept."""

import contextlib
import hashlib
import os
import shutil
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from briefbook.errors import InputError
from briefbook.settings import Settings, read_settings
from briefbook.util.logs import get_logger

log = get_logger(__name__)

SETTINGS_FILE = "briefbook.toml"


@dataclass(frozen=True)
class Collection:
    """The folders of one collection; what people make stands apart from ``build``, which programs make."""

    root: Path
    chosen_settings: Settings | None = field(default=None, compare=False, repr=False)

    @classmethod
    def open(cls, root: Path) -> "Collection":
        """The collection in a folder; ``InputError`` if the folder holds none."""
        if not (root / SETTINGS_FILE).is_file():
            raise InputError(
                f"{root} is not a Briefbook collection: it holds no {SETTINGS_FILE}",
                remedy="make one with `briefbook init DIR`, or name its folder with `-C DIR`.",
            )
        return cls(root)

    @cached_property
    def settings(self) -> Settings:
        """What briefbook.toml says, unless others were chosen.

        ``InputError`` names what is unknown in it and the nearest that is known.
        """
        if self.chosen_settings is not None:
            return self.chosen_settings
        settings = read_settings(self.root / SETTINGS_FILE, _codes)
        log.debug("settings of %s: %s", self.root, settings)
        return settings

    def with_settings(self, settings: Settings) -> "Collection":
        """The same collection under other settings than those in its file."""
        return Collection(self.root, settings)

    def has_file(self, path: str) -> bool:
        """Is there a file that the book may publish at a path of the collection (``media/pier.jpg``)?

        A link below ``media/`` or ``narratives/`` that leads out of its folder is none: what it leads to is somebody
        else's. The folder itself may be a link to another disk.
        """
        file, folder = self.root / path, self.root / path.partition("/")[0]
        return file.is_file() and file.resolve().is_relative_to(folder.resolve())

    @property
    def scans(self) -> Path:
        """Scans as received; never written to."""
        return self.root / "scans"

    @property
    def received(self) -> Path:
        """Descriptions that came with the papers."""
        return self.root / "received"

    @property
    def journal(self) -> Path:
        """Every decision of a person, appended."""
        return self.root / "journal.jsonl"

    @property
    def transcripts(self) -> Path:
        """Page text corrected by a person."""
        return self.root / "transcripts"

    @property
    def narratives(self) -> Path:
        """The pages of the book, in Markdown."""
        return self.root / "narratives"

    @property
    def annotations(self) -> Path:
        """The editor's notes on papers, a Markdown file an item."""
        return self.root / "annotations"

    @property
    def working_copies(self) -> Path:
        """What people write at the desk and have not saved to a chapter yet."""
        return self.root / "working-copies"

    @property
    def samples(self) -> Path:
        """Random samples of items, read again by people without seeing the catalogue."""
        return self.root / "samples"

    @property
    def media(self) -> Path:
        """Photographs."""
        return self.root / "media"

    @cached_property
    def build(self) -> Path:
        """What programs make, and nothing else; in the user's cache where the collection cannot be written to."""
        usual = self.root / "build"
        if os.access(usual if usual.exists() else self.root, os.W_OK) or not self.root.exists():
            return usual
        return _cache_of(self.root)

    @property
    def readings(self) -> Path:
        """Pages as read, a file a scan, keyed by checksum, version and settings."""
        return self.build / "readings"

    @property
    def catalogue(self) -> Path:
        """The catalogue as a database: a view that can be made again."""
        return self.build / "catalogue.sqlite"

    @property
    def index(self) -> Path:
        """The full-text index."""
        return self.build / "index"

    @property
    def site(self) -> Path:
        """The published site."""
        return self.build / "site"

    @property
    def exports(self) -> Path:
        """The standards' files."""
        return self.build / "exports"


def _cache_of(root: Path) -> Path:
    """The folder in the user's cache for a collection that cannot be written to, with what was made there before."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    key = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:16]
    folder = caches / "briefbook" / key
    log.warning("%s cannot be written to: what is made of it is kept in %s", root, folder)
    if not folder.exists() and (root / "build").is_dir():
        not_needed = shutil.ignore_patterns("site", "exports", "explain", "*.lock", ".*.tmp")
        with contextlib.suppress(OSError, shutil.Error):  # what cannot be copied is made again
            shutil.copytree(root / "build", folder, ignore=not_needed, copy_function=shutil.copyfile)
            os.chmod(folder, 0o700)
    return folder


def _codes() -> frozenset[str]:
    from briefbook.checks import known_codes  # only where the settings name a code: it loads every check

    return known_codes()
