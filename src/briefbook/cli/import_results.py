"""What an import made -> the collection's files and the report; never over what a person wrote."""

import contextlib
import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any

from briefbook.catalogue.journal import Journal
from briefbook.catalogue.moved_decisions import decisions_of_moved
from briefbook.catalogue.received_descriptions import description_files
from briefbook.cli.import_cells import CellChange, by_field, changed_cells, write_changes
from briefbook.cli.import_changes import (
    changes_of_import,
    checksum_of_original,
    removed_items_with_work,
    replaced_originals,
)
from briefbook.cli.import_moves import names_of_moved_work
from briefbook.cli.import_repeats import repeated_imports
from briefbook.cli.import_source import MAY_BE_PACKED, ImportSource
from briefbook.errors import InputError
from briefbook.importers.csv_table import CORE_FIELDS
from briefbook.importers.spooled_descriptions import MAX_PLAIN_BYTES, description_files_of
from briefbook.model.decision import Decision, UndoDecision, parse_decision
from briefbook.model.received import Received
from briefbook.progress import first_few, pluralise
from briefbook.project.collection import Collection
from briefbook.project.folder_contents import FolderContents
from briefbook.project.non_public import (
    NON_PUBLIC_FILE,
    non_public_items_here,
    non_public_text,
    published_again,
    read_non_public,
)
from briefbook.project.unfinished_imports import UnfinishedImport, recorded, unfinished_import
from briefbook.project.workspace import made_now
from briefbook.util import packed_files
from briefbook.util.files import blocks_of, sha256_of, write_atomic, write_blocks
from briefbook.util.packed_files import sha256_of_content


def keep(
    here: Collection,
    source: ImportSource,
    received: Received,
    kind: str,
    *,
    replace: bool,
    command: str = "",
    keep_both: bool = True,
    dry_run: bool = False,
    near_ids: str = "",
    moved: str = "",
    renamed: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """Write the results of an import, never over what a person wrote; repeating an import changes nothing.

    Args:
        here: The collection.
        source: What is imported.
        received: What was made of it.
        kind: The kind of import.
        replace: Replace an earlier import of another file.
        command: What to type to import the same again, said where it is cut off.
        keep_both: Write it, even if another import of this kind holds all the same.
        dry_run: Write nothing, and give the report that there would be.
        near_ids: What the person said of ids that are nearly those of the collection, to be used again.
        moved: What the person said of work on papers that have other ids now, see ``import_moves.MOVED_CHOICES``.
        renamed: Ids of the source that were taken for others by the person's word: decisions on them go with them.

    Returns:
        The report, as it is in ``received/NAME/report.json``, and what changes against the earlier import of the name.

    Raises:
        InputError: A person's file, or another import, would be replaced.
        OutsideError: The disk refuses.
    """
    source.refuse_change()
    folder = here.received / received.name
    before = _report(folder)
    parts = {folder / file.name: file for file in description_files_of(received.descriptions, here.root)}
    files = [
        *((here.narratives / f"{name}.md", text.encode()) for name, text in received.narratives),
        *((here.media / name, data) for name, data in received.media),
    ]
    digests = {_name_in_report(here, path): file.sha256 for path, file in parts.items()}
    digests |= {_name_in_report(here, path): hashlib.sha256(data).hexdigest() for path, data in files}
    kept_back_path = folder / NON_PUBLIC_FILE
    is_any_kept_back = bool(received.not_public) or kept_back_path.exists()
    former_parts = [path for path in description_files(folder) if path not in parts]
    cut_off = unfinished_import(here, received.name) or UnfinishedImport(received.name)
    for path in (*parts, *(path for path, _ in files), *former_parts):
        known_as = _name_in_report(here, path)
        ours = frozenset(cut_off.files.get(known_as, ()))
        _refuse_overwriting(path, digests.get(known_as), _imported_digest(before, known_as), ours)
    left_alone = _refused_scans(here, received)
    checksum = _checksum(source, received)
    if before and before.get("source_checksum") not in (None, checksum) and not replace:
        raise InputError(
            f"received/{received.name} holds an earlier import of a different file",
            remedy="use --replace to replace it, or --name to keep both.",
        )
    following = _following(here, received, cut_off, renamed, moved, checksum, before)
    repeats = list(repeated_imports(here, received, kind, checksum))
    for repeat in repeats:
        if repeat.is_whole and not (keep_both or before):
            raise InputError(
                f"received/{repeat.name} holds the same already: {repeat.words}",
                remedy=repeat.remedy,
            )
    report: dict[str, Any] = {
        "kind": kind,
        "name": received.name,
        "source_checksum": checksum,
        "counts": dict(received.counts),
        **_of_columns(received),
        **({"near_ids": near_ids} if near_ids else {}),
        "understood": list(received.understood),
        "not_understood": [
            *received.not_understood,
            *(repeat.sentence(received.name) for repeat in repeats),
            *_not_public(here, received),
            *_published_again(here, received),
            *_on_following(following),
            *(f"scans/{name} was left out: the item has another scan here" for name in sorted(left_alone)),
        ],
        "written": [],
        "differences": [asdict(difference) for difference in received.differences],
        "digests": dict(digests),
    }
    against_earlier, cells = _against_earlier(here, received, before, is_cut_off=bool(cut_off.files))
    if dry_run:
        return _with_changes(report, against_earlier)
    originals = {folder / "originals" / _name_in(source, path): path for path in received.originals}
    is_one_file = not originals and bool(source.data or source.is_read_from_path)
    original = _place_of_original(folder, source, kind, checksum)
    kept = replaced_originals(folder, {**originals, **({original: checksum} if is_one_file else {})})
    touched = (
        *(*originals, original, *kept, *kept.values()),
        *(*parts, *former_parts, *(path for path, _ in files), folder / "report.json"),
        *([kept_back_path] if is_any_kept_back else []),
    )
    scans = [here.scans / scan.name for scan in received.scans if scan.name not in left_alone]
    lines = tuple(map(str, following))
    with recorded(
        here, received.name, digests, (*touched, *scans), command, following=lines, checksum=checksum if lines else ""
    ):
        written = []
        for path, target in kept.items():
            write_blocks(target, blocks_of(path))
            written.append(target)
            if path not in originals and path != original:
                path.unlink()
        for target, path in originals.items():
            write_blocks(target, blocks_of(path))
        if originals:
            written.append(folder / "originals")
        elif is_one_file:
            written.append(original)
            _write_original(original, source, checksum)
        for path, file in parts.items():
            write_blocks(path, file.blocks())
            written.append(path)
        for path in former_parts:
            path.unlink()
        if received.not_public:
            before_it: dict[str, str] = {}
            with contextlib.suppress(InputError):  # a damaged one is made anew
                before_it = read_non_public(kept_back_path)
            today = datetime.datetime.now(datetime.UTC).date().isoformat()
            write_atomic(kept_back_path, non_public_text(received.not_public, before_it, today))
        elif is_any_kept_back:
            kept_back_path.unlink()
        for path, data in files:
            write_atomic(path, data)
            written.append(path)
        written += _write_scans(here, received, left_alone)
        report["written"] = [written_path.relative_to(here.root).as_posix() for written_path in written]
        write_atomic(folder / "report.json", json.dumps(report, ensure_ascii=False, indent=2) + "\n")
        if following:
            known = set(map(str, Journal(here.journal).read()[0]))
            Journal(here.journal).append(*(decision for decision in following if str(decision) not in known))
    if cells:
        against_earlier["changed_cells"]["file"] = write_changes(here, received.name, cells)
    return _with_changes(report, against_earlier)


def _following(
    here: Collection,
    received: Received,
    cut_off: UnfinishedImport,
    renamed: Mapping[str, str],
    moved: str,
    checksum: str,
    before: Mapping[str, Any],
) -> list[Decision]:
    """The lines of the journal by which decisions go with their papers, as an import that was cut off has them.

    What is stored is of that import in part already, so that nothing could be compared with it.

    Raises:
        InputError: An import by which decisions go with papers was cut off, and this is of another source.
    """
    if cut_off.following:
        if cut_off.checksum != checksum:
            raise InputError(f"{cut_off.message}, and decisions have yet to follow their papers", remedy=cut_off.remedy)
        return [parse_decision(line) for line in cut_off.following]
    names = dict(renamed)
    if before and before.get("source_checksum") != checksum:
        names |= names_of_moved_work(here, received, moved)
    return made_now(here, decisions_of_moved(Journal(here.journal).read()[0], names)) if names else []


def _not_public(here: Collection, received: Received) -> Iterator[str]:
    """The sentence on items that the source does not show and that are here all the same."""
    if items := non_public_items_here(here, received):
        yield (
            f"{first_few(items, MAX_NAMED)}: not public in the source, and here by a scan, a list or what a person "
            "said: not published from now on; a site that was built or published, and files exported, before have it "
            "until they are made again"
        )


def _published_again(here: Collection, received: Received) -> Iterator[str]:
    """The sentence on items that the source kept back when it was last imported, and shows now."""
    if items := published_again(here, received.name, received.not_public):
        yield (
            f"{first_few(items, MAX_NAMED)}: kept back by this source so far, and published from now on; "
            "`briefbook catalogue withdraw` with an id keeps a paper back whatever the source says"
        )


MAX_NAMED = 8
"""So many items that a sentence names."""


def _on_following(following: Sequence[Decision]) -> Iterator[str]:
    """The sentence on decisions that go with papers to other ids."""
    again = [decision for decision in following if not isinstance(decision, UndoDecision)]
    if again:
        items = list(dict.fromkeys(str(getattr(decision, "item", "")) for decision in again))
        went = f"{pluralise(len(again), 'decision')} went with papers to the ids that they have now"
        yield f"{went}: {first_few(items, MAX_NAMED)}"


def _against_earlier(
    here: Collection, received: Received, before: dict[str, Any], *, is_cut_off: bool
) -> tuple[dict[str, Any], tuple[CellChange, ...]]:
    """What changes against the earlier import of the name, and the sentences on it; nothing where there is none.

    Beside it the changed fields of items, one by one.
    """
    if not before:
        return {}, ()
    if is_cut_off:
        sentence = "what changed against the earlier import cannot be told: an import of this name was cut off"
        return {"not_understood": [sentence]}, ()
    changes = changes_of_import(here, received)
    against = {"changes": changes.as_json(), "not_understood": list(removed_items_with_work(here, changes))}
    cells = changed_cells(here, received, changes.changed)
    return against | ({"changed_cells": {"fields": by_field(cells)}} if cells else {}), cells


def _with_changes(report: dict[str, Any], against_earlier: dict[str, Any]) -> dict[str, Any]:
    """The report with what changed, which is not stored: importing the same again stores the same."""
    sentences = [*against_earlier.get("not_understood", ()), *report["not_understood"]]
    return {**report, **against_earlier, "not_understood": sentences}


def _of_columns(received: Received) -> dict[str, Any]:
    """What the report says of a list's columns."""
    if not received.columns:
        return {}
    examples = {name: asdict(example) for name, example in received.examples.items()}
    return {
        "columns": dict(received.columns),
        "column_examples": examples,
        "unknown_columns": list(received.unknown_columns),
        "fields_without_column": [name for name in CORE_FIELDS if name not in received.columns.values()],
    }


def _refused_scans(here: Collection, received: Received) -> set[str]:
    """The scans of items that have another one here, which stays."""
    if not received.scans:
        return set()
    there = FolderContents(here).scan_of
    refused = set()
    for scan in received.scans:
        path = here.scans / scan.name
        if path.exists():
            if sha256_of(path) != scan.sha256:
                refused.add(scan.name)
        elif scan.item in there and not (here.scans / scan.name).parent.is_relative_to(here.scans / scan.item):
            refused.add(scan.name)
    return refused


def _write_scans(here: Collection, received: Received, left_alone: set[str]) -> Iterator[Path]:
    """Write the scans that came along and are not there yet; yield the paths of all that came."""
    for scan in received.scans:
        path = here.scans / scan.name
        if scan.name in left_alone:
            continue
        if not path.exists() and write_blocks(path, [scan.read()]) != scan.sha256:
            raise InputError(f"{scan.name} changed while it was read", remedy="import it again.")
        yield path


def _name_in_report(here: Collection, path: Path) -> str:
    """A file's name in the report."""
    return path.relative_to(here.root).as_posix()


def _checksum(source: ImportSource, received: Received) -> str:
    if source.is_read_from_path and source.path:
        return sha256_of_content(source.path) if source.is_packed else sha256_of(source.path)
    digest = hashlib.sha256(source.data)
    for path in received.originals:
        digest.update(_name_in(source, path).as_posix().encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _place_of_original(folder: Path, source: ImportSource, kind: str, checksum: str) -> Path:
    """Where the one file that was imported is kept: packed, where it came so or is large; or as it is there already."""
    plain = folder / f"original{source.suffix or '.txt'}"
    if kind not in MAY_BE_PACKED or not (source.is_read_from_path and source.path):
        return plain
    packed = plain.with_name(f"{plain.name}{packed_files.SUFFIX}")
    for path in (plain, packed):
        if path.is_file() and checksum_of_original(path) == checksum:
            return path
    if source.is_packed:
        return packed
    with source.path.open("rb") as file:
        is_packed_already = file.read(4).startswith(_PACKED_BY_THEMSELVES)
    return packed if source.path.stat().st_size > MAX_PLAIN_BYTES and not is_packed_already else plain


_PACKED_BY_THEMSELVES = (b"PK", b"\xd0\xcf\x11\xe0")
"""How workbooks begin."""


def _write_original(original: Path, source: ImportSource, checksum: str) -> None:
    """Keep the file that was imported, byte for byte, packed if its place says so; not where it is there already.

    Raises:
        InputError: The file has changed since it was read.
        OutsideError: The disk refuses.
    """
    if not (source.is_read_from_path and source.path):
        write_blocks(original, [source.data])
        return
    if original.is_file() and checksum_of_original(original) == checksum:
        return
    is_packed = original.suffix == packed_files.SUFFIX
    blocks = blocks_of(source.path)
    if is_packed and not source.is_packed:
        blocks = packed_files.packed_blocks(blocks)
    written = write_blocks(original, blocks)
    if (sha256_of_content(original) if is_packed else written) != checksum:
        raise InputError(f"{source.path} changed while it was read", remedy="import it again.")


def _name_in(source: ImportSource, path: Path) -> Path:
    """Where a file of a folder is among the originals."""
    return path.relative_to(source.path) if source.path and source.path.is_dir() else Path(path.name)


def _imported_digest(before: dict[str, Any], path: str) -> str | None:
    """The SHA-256 of a file as an earlier import wrote it; "unknown" where that import did not record it."""
    if path in before.get("digests", {}):
        return str(before["digests"][path])
    if path.startswith("narratives/"):  # as it was recorded before all files were
        digest = before.get("narratives", {}).get(path.removeprefix("narratives/"))
        return str(digest) if digest else None
    return "unknown" if path in before.get("written", ()) and "digests" not in before else None


def _refuse_overwriting(
    path: Path, digest: str | None, imported_digest: str | None, unfinished: frozenset[str]
) -> None:
    """Raise ``InputError`` if a file that is there is neither what would be written nor what an import wrote.

    Args:
        path: The file.
        digest: The SHA-256 of what would be written; None where the file would be removed.
        imported_digest: That of what an earlier import wrote, "unknown" where it did not say, None where it wrote none.
        unfinished: Those of what imports that were broken off may have written.
    """
    if not path.exists() or imported_digest == "unknown":
        return
    if sha256_of(path) not in {digest, imported_digest, *unfinished}:
        raise InputError(
            f"{path} was written or edited by a person and is not replaced",
            remedy="import under another --name and compare, or move the file first.",
        )


def _report(folder: Path) -> dict[str, Any]:
    try:
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return report if isinstance(report, dict) else {}
