"""A collection's folder -> a BagIt 1.0 bag (RFC 8493) with RO-Crate metadata and PREMIS events."""

import datetime
import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from briefbook.errors import InputError, OutsideError
from briefbook.exports.premis import BagFile, premis
from briefbook.exports.ro_crate import ro_crate
from briefbook.model.decision import Decision
from briefbook.util.bag_names import ALGORITHMS, COLLECTION, PAYLOAD, belongs, encode_name
from briefbook.util.files import sync_all, sync_names
from briefbook.util.names import printable, problem_of_entry

BAG_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
"""The text of a bag's bagit.txt."""

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class BagSize:
    """What was packed: the number of the collection's files and their bytes."""

    files: int
    size: int


def write_bag(
    root: Path,
    folder: Path,
    about: Mapping[str, str],
    decisions: Sequence[Decision],
    *,
    program_version: str,
    packed_at: datetime.datetime,
    left_out: Collection[PurePosixPath] = (),
    replaced: Mapping[PurePosixPath, Iterable[bytes]] | None = None,
) -> BagSize:
    """Write a collection as a bag, whole or not at all.

    Args:
        root: The collection's folder. Links in it are followed: the bag has files only.
        folder: The bag's folder. An earlier bag there is replaced once the new one is whole.
        about: The collection's settings: ``title``, ``repository``, ``fonds``.
        decisions: The journal's, each a PREMIS event.
        program_version: Briefbook's version, named as the agent of the packing.
        packed_at: The time of packing, with its zone.
        left_out: Paths in the collection's folder that are not packed.
        replaced: Paths whose content is another in the bag, piece by piece; those that there are not are not packed.

    Returns:
        How much was packed.

    Raises:
        InputError: A file cannot be packed, or ``folder`` holds something else than a bag.
        OutsideError: The disk refuses; an earlier bag is unchanged.
    """
    if folder.exists() and not (folder / "bagit.txt").is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} is there and is no bag", remedy="name another folder with --to.")
    require_outside(root, folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    except OSError as error:
        raise _disk_error(folder, error) from error
    try:
        paths = [path for path in collection_files(root) if path not in left_out]
        size = _write(root, staging, about, decisions, program_version, packed_at, paths, replaced or {})
        staging.chmod(0o755)
        sync_all()
        former = staging.with_name(f"{staging.name}.former")
        if folder.exists():
            folder.rename(former)
        staging.rename(folder)
        sync_names(folder.parent)
        shutil.rmtree(former, ignore_errors=True)
    except OSError as error:
        raise _disk_error(folder, error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return size


def require_outside(root: Path, folder: Path) -> None:
    """Make sure that what is written into a folder is not packed itself.

    Args:
        root: The collection's folder.
        folder: The folder to be written to, which need not be there yet.

    Raises:
        InputError: It is the collection's folder or belongs to what people keep in it; nothing was written.
    """
    if _is_among_packed(root.resolve(), folder.resolve()):
        raise InputError(
            f"{folder} is among the files to be packed", remedy="name a folder outside the collection with --to."
        )


def _is_among_packed(root: Path, folder: Path) -> bool:
    if folder == root:
        return True
    return folder.is_relative_to(root) and belongs(PurePosixPath(folder.relative_to(root).as_posix()))


def _disk_error(folder: Path, error: OSError) -> OutsideError:
    return OutsideError(
        f"cannot write the bag {folder}: {error.strerror or error}",
        remedy="make room or give permission and run the command again.",
    )


def _write(
    root: Path,
    bag: Path,
    about: Mapping[str, str],
    decisions: Sequence[Decision],
    program_version: str,
    packed_at: datetime.datetime,
    paths: Sequence[PurePosixPath],
    replaced: Mapping[PurePosixPath, Iterable[bytes]],
) -> BagSize:
    files = []
    for path in paths:
        name = f"{COLLECTION}/{path.as_posix()}"
        if path in replaced:
            files.append(_file(bag, name, replaced[path]))
            continue
        with open(root / path, "rb") as source:
            files.append(_file(bag, name, iter(lambda: source.read(_BLOCK), b"")))
    descriptions = [
        (f"{PAYLOAD}/ro-crate-metadata.json", ro_crate(files, about, packed_at)),
        (f"{PAYLOAD}/premis.xml", premis(files, decisions, program_version, packed_at)),
    ]
    payload = [*files, *(_text_file(bag, name, text) for name, text in descriptions)]
    tags = [_text_file(bag, "bagit.txt", BAG_DECLARATION)]
    total = sum(file.size for file in payload)
    tags.append(_text_file(bag, "bag-info.txt", _information(about, program_version, packed_at, total, len(payload))))
    tags += [_manifest(bag, f"manifest-{algorithm}.txt", payload, algorithm) for algorithm in ALGORITHMS]
    for algorithm in ALGORITHMS:
        _manifest(bag, f"tagmanifest-{algorithm}.txt", tags, algorithm)
    return BagSize(len(files), sum(file.size for file in files))


def collection_files(root: Path) -> Iterator[PurePosixPath]:
    """Yield the path of every file of a collection that travels, in order.

    Args:
        root: The collection's folder.

    Raises:
        InputError: An entry cannot be packed: a link to nothing, a pipe, a name that is not in UTF-8, a folder that
            contains itself.
    """
    yield from _files_below(root, PurePosixPath(), (root.resolve(),))


def _files_below(root: Path, within: PurePosixPath, above: tuple[Path, ...]) -> Iterator[PurePosixPath]:
    for entry in sorted(os.scandir(root / within), key=lambda entry: entry.name):
        path = within / entry.name
        if not belongs(path):
            continue
        if problem := problem_of_entry(root / path):
            raise InputError(
                f"{printable(path.as_posix())} {problem}", remedy="rename it or take it out: a bag is whole or is none."
            )
        if entry.is_dir():
            real = (root / path).resolve()
            if real in above:
                raise InputError(f"{path} is a link to a folder that contains it", remedy="take it out.")
            yield from _files_below(root, path, (*above, real))
        else:
            yield path


def _text_file(bag: Path, name: str, text: str) -> BagFile:
    return _file(bag, name, [text.encode()])


def _file(bag: Path, name: str, content: Iterable[bytes]) -> BagFile:
    """Write a file of the bag, piece by piece.

    The same bytes are written and digested, so that a file that changes meanwhile has the checksum of what is in the
    bag.
    """
    hashes = {algorithm: hashlib.new(algorithm) for algorithm in ALGORITHMS}
    size = 0
    (bag / name).parent.mkdir(parents=True, exist_ok=True)
    with open(bag / name, "xb") as file:
        for piece in content:
            file.write(piece)
            size += len(piece)
            for digest in hashes.values():
                digest.update(piece)
    return BagFile(name, size, {algorithm: digest.hexdigest() for algorithm, digest in hashes.items()})


def _manifest(bag: Path, name: str, files: Sequence[BagFile], algorithm: str) -> BagFile:
    return _text_file(bag, name, "".join(f"{file.digests[algorithm]}  {encode_name(file.name)}\n" for file in files))


def _information(
    about: Mapping[str, str], program_version: str, packed_at: datetime.datetime, size: int, count: int
) -> str:
    rows = [
        ("Source-Organization", about.get("repository", "")),
        ("External-Description", about.get("title", "")),
        ("External-Identifier", about.get("fonds", "")),
        ("Bagging-Date", packed_at.date().isoformat()),
        ("Bag-Software-Agent", f"Briefbook {program_version}"),
        ("Payload-Oxum", f"{size}.{count}"),
    ]
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in rows if value.strip())
