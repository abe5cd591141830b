"""Parsed chapters, stored until their file, a setting, the ids of the catalogue or the program changes."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from briefbook.catalogue import StoreCatalogue
from briefbook.model.narrative import Narrative
from briefbook.model.narrative_json import narrative_as_json, narrative_from_json
from briefbook.project.check_cache import program_state


class ParsedNarratives:
    """The chapters of a book as they were parsed, by file."""

    def __init__(self, catalogue: StoreCatalogue, *settings: object) -> None:
        """Nothing is read before it is used.

        Args:
            catalogue: Where they are stored; what is an id in prose depends on its items.
            settings: All that parsing rests on beside the file and the items.
        """
        self._catalogue = catalogue
        self._state = (program_state(), catalogue.state, settings)

    def of(self, path: Path, name: str, parse: Callable[[], Narrative]) -> Narrative:
        """A chapter as it is stored, or parsed now.

        Args:
            path: The file.
            name: The file's path in the collection.
            parse: Reads and parses it.

        Raises:
            OSError: The file cannot be read.
        """
        content = path.read_bytes()
        key = hashlib.sha256(repr((self._state, name)).encode("utf-8", "surrogatepass") + content).hexdigest()
        stored = self._catalogue.result(f"parsed {name}", key)
        if stored is not None:
            return narrative_from_json(json.loads(stored))
        narrative = parse()
        if path.read_bytes() == content:  # else somebody is writing it
            self._store(f"parsed {name}", key, narrative)
        return narrative

    def _store(self, name: str, key: str, narrative: Narrative) -> None:
        try:
            row = json.dumps(narrative_as_json(narrative), ensure_ascii=False)
            is_whole = narrative_from_json(json.loads(row)) == narrative
        except (TypeError, ValueError):  # front matter may hold a date, or what is no JSON
            return
        if is_whole:
            self._catalogue.store_result(name, key, row.encode("utf-8", "surrogatepass"))
