"""Verifications made before -> kept with the day they were made, until the prose, a text or the comparison changes."""

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from briefbook import __version__, text
from briefbook.catalogue import StoreCatalogue
from briefbook.checks import quotations
from briefbook.model.page import Box
from briefbook.model.verdict import Difference, NotJudged, Verdict, Verification

_NAME = "verifications"


@dataclasses.dataclass(frozen=True, slots=True)
class _Stored:
    """What the catalogue keeps: rows of JSON with the day on which each was made, and the verifications of them."""

    rows: dict[str, dict[str, Any]]
    verifications: Mapping[str, Verification]


class VerificationCache:
    """The verifications of a collection, by the key that each carries: the words and the texts they were held against.

    A key that is asked for again gives the verification without comparing; a changed word or text has another key.
    """

    def __init__(self, catalogue: StoreCatalogue) -> None:
        """Read nothing yet."""
        self._catalogue = catalogue
        self._stored: _Stored | None = None

    @property
    def _contents(self) -> "_Stored":
        if self._stored is None:
            content = self._catalogue.result(_NAME, comparison())
            rows = json.loads(content) if content else {}
            self._stored = _Stored(rows, {key: _of_json(row["verification"]) for key, row in rows.items()})
        return self._stored

    @property
    def known(self) -> Mapping[str, Verification]:
        """Every verification that still may be asked for."""
        return self._contents.verifications

    @cached_property
    def text_keys(self) -> Mapping[str, str]:
        """For every item what changes when its text does."""
        return self._catalogue.text_keys()

    @property
    def dates(self) -> dict[str, str]:
        """The day on which each was made, ISO 8601."""
        return {key: row["made"] for key, row in self._contents.rows.items()}

    def keep(self, made: Iterable[Verification], today: datetime.date) -> None:
        """Keep these, and no others; those known before keep their day."""
        rows = {}
        for one in made:
            if key := one.key:
                rows[key] = self._contents.rows.get(key) or {"made": today.isoformat(), "verification": _as_json(one)}
        if rows != self._contents.rows:
            text = json.dumps(rows, ensure_ascii=False, sort_keys=True)
            self._catalogue.keep_result(_NAME, comparison(), text.encode())
            known = {key: verification for key, verification in self.known.items() if key in rows}
            fresh = {key: _of_json(row["verification"]) for key, row in rows.items() if key not in known}
            self._stored = _Stored(rows, known | fresh)


@cache
def comparison() -> str:
    """What comparing is done by: the version, and a checksum of the modules that compare and of their data."""
    digest = hashlib.sha256(__version__.encode())
    for package in (quotations, text):
        for path in sorted(Path(str(package.__file__)).parent.rglob("*.*")):
            if path.suffix in (".py", ".toml", ".csv"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _as_json(verification: Verification) -> dict[str, Any]:
    row = dataclasses.asdict(verification)
    row["boxes"] = [box.as_list() for box in verification.boxes]
    row["later_boxes"] = [[number, [box.as_list() for box in boxes]] for number, boxes in verification.later_boxes]
    row["difference"] = [[step.step, step.quoted, step.source] for step in verification.difference]
    return row


def _of_json(row: dict[str, Any]) -> Verification:
    return Verification(
        verdict=Verdict(row["verdict"]),
        words=row["words"],
        item=row["item"],
        page=row["page"],
        lines=tuple(row["lines"]) if row["lines"] else None,
        boxes=tuple(Box(*box) for box in row["boxes"]),
        found=row["found"],
        difference=tuple(Difference(*step) for step in row["difference"]),
        alternatives=tuple((item, share) for item, share in row["alternatives"]),
        why=row["why"],
        text_checksum=row["text_checksum"],
        narrative=row["narrative"],
        quotation=row["quotation"],
        later_boxes=tuple((number, tuple(Box(*box) for box in boxes)) for number, boxes in row["later_boxes"]),
        ellipsis_denial=row["ellipsis_denial"],
        redaction=row["redaction"],
        not_judged=NotJudged(row["not_judged"]) if row["not_judged"] else None,
        key=row["key"],
    )
