"""Atomic writes, checksums and file locks."""

import contextlib
import errno
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from briefbook.errors import OutsideError
from briefbook.util.logs import SHOWN, get_logger

if TYPE_CHECKING:
    import filelock

log = get_logger(__name__)

LOCK_TIMEOUT = 60.0
"""Seconds that a process waits for a lock that is usually held for milliseconds."""

_WITHOUT_LOCKS = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL})
"""What network drives say that do not support locks; where the system has none at all, filelock sees to it itself."""

WORK_TIMEOUT = 3600.0
"""Seconds that a process waits for another that indexes or builds the same collection."""


def write_atomic(
    path: Path, content: str | bytes | Iterable[bytes], *, mode: int = 0o644, is_durable: bool = True
) -> None:
    """Write a file atomically: to a temporary file beside it, flushed to disk, then renamed over it.

    Args:
        path: The file; its folder is made if need be.
        content: Text, written as UTF-8, or bytes; or parts in bytes, of which only the present one is in memory.
        mode: Permissions of the file.
        is_durable: Whether to wait until it is on the disk; not for what is made again by a command, in thousands.

    Raises:
        OutsideError: The disk is full or refuses; the old file is unchanged.
    """
    parts = [content.encode()] if isinstance(content, str) else [content] if isinstance(content, bytes) else content
    name = ""
    try:
        new_folders = make_folders(path.parent)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
            file.flush()
            if is_durable:
                os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
        if is_durable:
            sync_names(path.parent, *new_folders)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise OutsideError(
            f"cannot write {path}: {error.strerror or error}",
            remedy="name a file, not a folder."
            if path.is_dir()
            else "make room or give permission and run the command again; the old file is unchanged.",
        ) from error
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def make_folders(folder: Path) -> list[Path]:
    """Make a folder and those that it is in.

    Args:
        folder: The folder; it may be there.

    Returns:
        The folders in which a new one was made, innermost first, for ``sync_names``.
    """
    made_in = []
    above = folder
    while not above.exists() and above != above.parent:
        above = above.parent
        made_in.append(above)
    folder.mkdir(parents=True, exist_ok=True)
    return made_in


def sync_names(*folders: Path) -> None:
    """Wait until the names in folders are on the disk: those of files just made, renamed or removed.

    A file may be on the disk, and its name not: after a power cut the folder would have what it had before. Where a
    system cannot flush a folder (Windows, some network drives), nothing is done; the file itself was flushed.
    """
    for folder in folders:
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


MAX_FLUSHED_SINGLY = 200
"""Files that are flushed by themselves: eight at a time take some milliseconds each, a whole disk waits for others."""


def sync_tree(folder: Path) -> None:
    """Wait until all files below a folder are on the disk, with their names.

    Many are flushed by one call for the file system that they are on, and that one only, where Linux has it: 7,000
    files took 32 s one by one and 0.2 s so.

    Args:
        folder: The folder; links in it are not followed.

    Raises:
        OSError: The disk refuses.
    """
    from concurrent.futures import ThreadPoolExecutor

    folders, files = [], []
    for place, _, names in os.walk(folder):
        folders.append(place)
        files += [os.path.join(place, name) for name in names]
    if len(files) + len(folders) > MAX_FLUSHED_SINGLY:
        sync_file_system(folder)
        return
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(_flush, files))
    sync_names(*map(Path, reversed(folders)))


def sync_file_system(folder: Path) -> None:
    """Wait until all that was written to the file system of a folder is on the disk; of all disks, where need be.

    Raises:
        OSError: The disk refuses.
    """
    import ctypes  # only here, and the pool above: every command begins with this module

    sync_one = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None) if sys.platform == "linux" else None
    if sync_one is None:
        sync_all()
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        if sync_one(handle):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(handle)


def _flush(path: str) -> None:
    handle = os.open(path, os.O_RDWR)  # Windows flushes only what may be written
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_all() -> None:
    """Wait until everything that was written is on the disk: of thousands of files quicker than one by one."""
    if hasattr(os, "sync"):  # not on Windows
        os.sync()


def write_blocks(path: Path, blocks: Iterable[bytes], *, mode: int = 0o644) -> str:
    """Write a file atomically, block by block, for what need not fit into memory; otherwise like ``write_atomic``.

    Args:
        path: The file; its folder is made if need be.
        blocks: Its content.
        mode: Permissions of the file.

    Returns:
        The SHA-256 of what was written, in hexadecimal.

    Raises:
        OutsideError: The disk is full or refuses; the old file is unchanged.
    """
    digest = hashlib.sha256()

    def digested() -> Iterator[bytes]:
        for block in blocks:
            digest.update(block)
            yield block

    write_atomic(path, digested(), mode=mode)
    return digest.hexdigest()


def append_synced(file: FileIO, data: bytes) -> None:
    """Append to a file and flush it to disk; where the disk refuses, the file is as it was before.

    Args:
        file: Opened for appending without a buffer, so that nothing is written later that was refused now.
        data: What is appended.

    Raises:
        OSError: The disk is full or refuses.
    """
    end = file.seek(0, os.SEEK_END)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(file.fileno(), left) :]
        os.fsync(file.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(file.fileno(), end)
        raise


def blocks_of(path: Path) -> Iterator[bytes]:
    """The content of a file in blocks of a mebibyte."""
    with open(path, "rb") as file:
        while block := file.read(_BLOCK):
            yield block


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal; the file need not fit into memory."""
    digest = hashlib.sha256()
    for block in blocks_of(path):
        digest.update(block)
    return digest.hexdigest()


_BLOCK = 1 << 20


def is_locked(path: Path) -> bool:
    """Does a process, perhaps this one, hold a lock? False where that cannot be seen."""
    if not path.exists():
        return False
    import filelock

    for lock in (filelock.FileLock(path, timeout=0), _file_as_lock(path, timeout=0)):
        try:
            with lock:
                return False
        except filelock.Timeout:
            return True
        except OSError as error:
            if error.errno not in _WITHOUT_LOCKS:
                return False
        except NotImplementedError:
            return False
    return False


def _file_as_lock(path: Path, *, timeout: float) -> "filelock.BaseFileLock":
    """The file beside a lock's that stands for it on a disk that has no locks."""
    import filelock

    return filelock.SoftFileLock(path.with_name(f"{path.name}.taken"), timeout=timeout)


def _acquire_at_once(lock: "filelock.BaseFileLock") -> None:
    """Take a lock, or raise at once.

    A lock server that fails in passing (ENOLCK) is asked again, so that it never happens that one program has the lock
    and another the file that stands for it.
    """
    for pause in (*_PAUSES, None):
        try:
            lock.acquire(timeout=0)
            return
        except OSError as error:
            if error.errno != errno.ENOLCK or pause is None:
                raise
            time.sleep(pause)


_PAUSES = (0.05, 0.2)
"""Seconds between questions to a lock server that has no lock to give."""


@contextlib.contextmanager
def locked(path: Path, *, timeout: float | None = None) -> Iterator[None]:
    """Hold a lock that only one process at a time can have, on every system.

    Args:
        path: The lock's file. It is empty, may stay behind, and may be deleted while nobody works on the collection.
        timeout: Seconds to wait for another process that holds it; ``LOCK_TIMEOUT`` if not given.

    Raises:
        OutsideError: Another process holds it for longer than ``timeout``, or its file cannot be made.
    """
    import filelock  # only where something is written

    timeout = LOCK_TIMEOUT if timeout is None else timeout
    lock: filelock.BaseFileLock = filelock.FileLock(path, timeout=timeout)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            try:
                _acquire_at_once(lock)
            except OSError as error:
                if error.errno not in _WITHOUT_LOCKS:
                    raise
                log.info("the disk of %s has no locks: a file beside it is one", path)
                lock = _file_as_lock(path, timeout=timeout)
                lock.acquire(timeout=0)
        except filelock.Timeout:
            log.warning("another command is at work here (it holds %s): waiting for it to end", path, extra=SHOWN)
            lock.acquire()
    except filelock.Timeout as error:
        raise OutsideError(
            f"another program has held {path} for {timeout:.0f} seconds",
            remedy="wait for the other command to end, or end it, and run this again.",
        ) from error
    except (OSError, NotImplementedError) as error:
        raise OutsideError(
            f"cannot lock {path}: {getattr(error, 'strerror', None) or error}",
            remedy="make room or give permission; network drives that do not support locks cannot be used.",
        ) from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # a handle that a network drive no longer knows holds nothing
            lock.release()
