"""Cache of quotation verifications with the day they were made, until the prose, a text or the comparison changes."""

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from briefbook import __version__, text
from briefbook.catalogue import StoreCatalogue
from briefbook.model.page import Box
from briefbook.model.verdict import (
    Alternative,
    Difference,
    Editing,
    EditingGrade,
    NotJudged,
    PictureEvidence,
    Verdict,
    Verification,
)

_NAME, _TEXT_KEYS = "verifications", "text keys"

CHECK_RESULT = "check"
"""The name of the stored result of the whole check (``check_cache``), which holds as long as these verifications do."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Stored:
    """Stored rows of JSON, each with the day on which it was made, and the verifications parsed from them."""

    rows: dict[str, dict[str, Any]]
    verifications: Mapping[str, Verification]


class VerificationCache:
    """The verifications of a collection by key: a checksum of the words and of the texts they were compared with.

    A changed word or text has another key, so that it is compared again.
    """

    def __init__(self, catalogue: StoreCatalogue) -> None:
        """Nothing is read before it is used."""
        self._catalogue = catalogue
        self._stored: _Stored | None = None

    @property
    def _contents(self) -> "_Stored":
        if self._stored is None:
            content = self._catalogue.result(_NAME, comparison())
            rows = json.loads(content) if content else {}
            self._stored = _Stored(
                rows, {key: verification_from_json(row["verification"]) for key, row in rows.items()}
            )
        return self._stored

    @property
    def by_key(self) -> Mapping[str, Verification]:
        """Every stored verification."""
        return self._contents.verifications

    @cached_property
    def text_keys(self) -> Mapping[str, str]:
        """For every item a checksum of its text."""
        key = self._catalogue.state
        stored = self._catalogue.result(_TEXT_KEYS, key)
        if stored is not None:
            keys: dict[str, str] = json.loads(stored)
            return keys
        keys = self._catalogue.text_keys()
        self._catalogue.store_result(_TEXT_KEYS, key, json.dumps(keys, ensure_ascii=False).encode())
        return keys

    @cached_property
    def text_keys_of_few(self) -> Mapping[str, str]:
        """The same, computed on access: for few items of many."""
        return _TextKeys(self._catalogue)

    @property
    def dates(self) -> dict[str, str]:
        """The day on which each was made, ISO 8601, by key."""
        return {key: row["made"] for key, row in self._contents.rows.items()}

    def keep(self, verifications: Iterable[Verification], today: datetime.date) -> None:
        """Store these verifications and no others; those stored before keep their day.

        Args:
            verifications: Those of the present narratives.
            today: The day of those that are new.
        """
        rows = {}
        for verification in verifications:
            if key := verification.key:
                rows[key] = self._contents.rows.get(key) or {
                    "made": today.isoformat(),
                    "verification": verification_as_json(verification),
                }
        if rows != self._contents.rows:
            text = json.dumps(rows, ensure_ascii=False, sort_keys=True)
            self._catalogue.store_result(_NAME, comparison(), text.encode())
            self._catalogue.store_result(CHECK_RESULT, "", b"")
            kept_before = {key: verification for key, verification in self.by_key.items() if key in rows}
            fresh = {
                key: verification_from_json(row["verification"]) for key, row in rows.items() if key not in kept_before
            }
            self._stored = _Stored(rows, kept_before | fresh)


class _TextKeys(Mapping[str, str]):
    """The checksums of the texts of a catalogue, of which only those that were asked for are in memory."""

    def __init__(self, catalogue: StoreCatalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[str, str] = {}

    def __getitem__(self, item: str) -> str:
        if item not in self._known:
            self._known[item] = self._catalogue.text_key_of(item)
        if not self._known[item]:
            raise KeyError(item)
        return self._known[item]

    def __iter__(self) -> Iterator[str]:
        return (item for item in self._catalogue.each_id() if item in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@cache
def comparison() -> str:
    """A checksum of the version, and of the modules that compare and say whose words they are, and their data."""
    from briefbook.checks import (
        attribution,
        cited_by_number,
        quotations,
        short_quotations,
        verifications,
    )  # loads all checks

    digest = hashlib.sha256(__version__.encode())
    for module in (attribution, cited_by_number, short_quotations, verifications):
        digest.update(Path(str(module.__file__)).read_bytes())
    for package in (quotations, text):
        for path in sorted(Path(str(package.__file__)).parent.rglob("*.*")):
            if path.suffix in (".py", ".toml", ".csv"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


_FIELDS = dataclasses.fields(Verification)


def verification_as_json(verification: Verification) -> dict[str, Any]:
    """A verification as JSON values; ``verification_from_json`` undoes it."""
    row: dict[str, Any] = {field.name: getattr(verification, field.name) for field in _FIELDS}
    row["editing"] = [dataclasses.asdict(hand) for hand in verification.editing]
    row["boxes"] = [box.as_list() for box in verification.boxes]
    row["later_boxes"] = [[number, [box.as_list() for box in boxes]] for number, boxes in verification.later_boxes]
    row["difference"] = _steps_as_json(verification.difference)
    row["alternatives"] = [
        [other.item, other.likeness, other.verdict, _steps_as_json(other.difference)]
        for other in verification.alternatives
    ]
    row["evidence"] = [
        [evidence.page, evidence.box.as_list(), evidence.read, evidence.quoted, evidence.gain, evidence.lead]
        for evidence in verification.evidence
    ]
    return row


def _steps_as_json(difference: Iterable[Difference]) -> list[list[str]]:
    return [[step.step, step.quoted, step.source] for step in difference]


def _editing_of_json(row: dict[str, Any]) -> Editing:
    return Editing(row["written"], row["source"], EditingGrade(row["grade"]), row["why"])


def verification_from_json(row: dict[str, Any]) -> Verification:
    """Undo ``verification_as_json``."""
    return Verification(
        verdict=Verdict(row["verdict"]),
        words=row["words"],
        item=row["item"],
        page=row["page"],
        lines=tuple(row["lines"]) if row["lines"] else None,
        boxes=tuple(Box(*box) for box in row["boxes"]),
        found=row["found"],
        difference=tuple(Difference(*step) for step in row["difference"]),
        alternatives=tuple(
            Alternative(item, share, Verdict(verdict), tuple(Difference(*step) for step in steps))
            for item, share, verdict, steps in row["alternatives"]
        ),
        why=row["why"],
        text_checksum=row["text_checksum"],
        narrative=row["narrative"],
        quotation=row["quotation"],
        later_boxes=tuple((number, tuple(Box(*box) for box in boxes)) for number, boxes in row["later_boxes"]),
        editing=tuple(_editing_of_json(hand) for hand in row["editing"]),
        before=row["before"],
        behind=row["behind"],
        sentence_mark=row["sentence_mark"],
        redaction=row["redaction"],
        not_judged=NotJudged(row["not_judged"]) if row["not_judged"] else None,
        evidence=tuple(PictureEvidence(page, Box(*box), *rest) for page, box, *rest in row["evidence"]),
        key=row["key"],
    )
