"""Packages beside ours that add readers, forms, checks, exports, importers and themes, found by their entry points.

A package declares what it adds in its ``pyproject.toml``; nothing has to be changed here::

    [project.entry-points."briefbook.checks"]
    harbour = "harbour_checks.lights"
"""

import importlib.util
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefbook.util.logs import get_logger

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

log = get_logger(__name__)

GROUPS = ("readers", "forms", "checks", "exports", "importers", "themes")
"""What may be added; the group of an entry point is ``briefbook.`` and one of these."""

SWITCH = "BRIEFBOOK_EXTENSIONS"
"""Environment variable: ``off`` leaves all extensions out, to find out whether one is at fault."""


@dataclass(frozen=True, slots=True)
class Extension:
    """Something that a package adds.

    Attributes:
        group: Of ``GROUPS``.
        name: What it is called: in the settings, after ``export`` or ``import``.
        package: The package's name and version.
        value: What it is; None where it could not be loaded.
        problem: Why it could not be; "" where it was.
    """

    group: str
    name: str
    package: str
    value: Any = None
    problem: str = ""


@cache
def installed(group: str) -> tuple[Extension, ...]:
    """What the packages installed here declare for a group, without loading it, in the order of their names.

    Args:
        group: Of ``GROUPS``.
    """
    if os.environ.get(SWITCH, "").casefold() in ("off", "0", "no"):
        return ()
    return tuple(
        sorted((Extension(group, point.name, _package(point)) for point in _points(group)), key=lambda e: e.name)
    )


def _points(group: str) -> "tuple[EntryPoint, ...]":
    """The entry points of a group; the metadata of the packages are parsed only if one of them declares any."""
    if not _is_any_declared(tuple(sys.path)):
        return ()
    from importlib.metadata import entry_points

    return tuple(entry_points(group=f"briefbook.{group}"))


@cache
def _is_any_declared(search_path: tuple[str, ...]) -> bool:
    """Does a package on a search path name a group of ours? True where that cannot be seen by listing folders."""
    for place in search_path:
        try:
            names = os.listdir(place or ".")
        except NotADirectoryError:  # packages in an archive
            return True
        except OSError:
            continue
        for name in names:
            if name.endswith((".dist-info", ".egg-info")):
                try:
                    declared = Path(place, name, "entry_points.txt").read_bytes()
                except OSError:
                    continue
                if b"[briefbook." in declared:
                    return True
    return False


def _package(point: "EntryPoint") -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else "a package without a name"


@cache
def loaded(group: str) -> tuple[Extension, ...]:
    """The same, loaded: one that fails to load has its problem, and the others are there.

    Args:
        group: Of ``GROUPS``.
    """
    extensions = []
    points = {(point.name, _package(point)): point for point in _points(group)}
    for extension in installed(group):
        try:
            value = points[extension.name, extension.package].load()
        except Exception as error:
            log.exception("the extension %s of %s cannot be loaded", extension.name, extension.package)
            problem = f"it cannot be loaded: {type(error).__name__}: {error}"
            extensions.append(Extension(group, extension.name, extension.package, problem=problem))
        else:
            extensions.append(Extension(group, extension.name, extension.package, value))
    return tuple(extensions)


def values(group: str, taken: Mapping[str, Any] | tuple[str, ...] = ()) -> dict[str, Any]:
    """What could be loaded of a group, by name.

    Args:
        group: Of ``GROUPS``.
        taken: Names of our own, which no extension replaces.
    """
    return {
        extension.name: extension.value
        for extension in loaded(group)
        if not extension.problem and extension.name not in taken
    }


def fingerprint(*groups: str) -> str:
    """The packages that extend groups, with their versions: what is made with them is made anew when these change.

    Args:
        groups: Of ``GROUPS``.

    Returns:
        "" where nothing extends them.
    """
    return "; ".join(
        f"{extension.group}/{extension.name} {extension.package}" for group in groups for extension in installed(group)
    )


def file_states(*groups: str) -> list[tuple[str, int, int]]:
    """Path, size and time of every file of the packages that extend groups, by which an edit in place is noticed.

    Args:
        groups: Of ``GROUPS``.

    Returns:
        Sizes in bytes, times in nanoseconds; nothing where nothing extends the groups.
    """
    modules = {point.module.partition(".")[0] for group in groups if installed(group) for point in _points(group)}
    states = []
    for path in sorted(path for module in modules for path in _files_of_module(module)):
        try:
            state = os.stat(path)
        except OSError:  # removed meanwhile
            continue
        states.append((path, state.st_size, state.st_mtime_ns))
    return states


def _files_of_module(name: str) -> list[str]:
    """The files of a module or package, which is not imported; none where there is no such module."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return []
    if spec is None:
        return []
    if spec.submodule_search_locations is None:
        return [spec.origin] if spec.origin else []
    files = []
    for place in spec.submodule_search_locations:
        for folder, folders, names in os.walk(place):
            folders[:] = [inner for inner in folders if inner != "__pycache__"]
            files += [os.path.join(folder, file) for file in names]
    return files
