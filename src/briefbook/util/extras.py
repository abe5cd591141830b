"""The optional parts of an installation: what each is for, and the error that says how to get one that is missing.

The packages themselves are listed in ``pyproject.toml``; a test checks that the two lists agree.
"""

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefbook.errors import OutsideError


@dataclass(frozen=True, slots=True)
class Extra:
    """An optional part: ``pip install 'briefbook[NAME]'``.

    Attributes:
        name: Its name in brackets.
        purpose: What it is for, a verb first, as in "to ...".
        needed: Module names, each with the name of its package, without which the part does not work.
        helpful: The same, of those without which it works less well.
    """

    name: str
    purpose: str
    needed: Mapping[str, str]
    helpful: Mapping[str, str] = field(default_factory=dict)


EXTRAS = (
    Extra(
        "read",
        "read scans or show their pictures",
        {
            "PIL": "pillow",
            "cv2": "opencv-python-headless",
            "pikepdf": "pikepdf",
            "pypdfium2": "pypdfium2",
            "onnxruntime": "onnxruntime",
        },
        {"rapidocr": "rapidocr"},
    ),
    Extra(
        "serve",
        "build the site or serve it",
        {
            "jinja2": "jinja2",
            "PIL": "pillow",
            "networkx": "networkx",
            "fastapi": "fastapi",
            "uvicorn": "uvicorn",
            "zstandard": "zstandard",
            "argon2": "argon2-cffi",
            "itsdangerous": "itsdangerous",
            "prometheus_client": "prometheus-client",
        },
        {"pagefind": "pagefind", "watchfiles": "watchfiles"},
    ),
    Extra(
        "book",
        "make the printed book (PDF, EPUB, .docx)",
        {"typst": "typst", "pypandoc": "pypandoc-binary"},
    ),
    Extra(
        "editor",
        "see findings in an editor or with --watch",
        {"pygls": "pygls", "watchfiles": "watchfiles"},
    ),
    Extra("tables", "export tables in Parquet", {"pyarrow": "pyarrow"}),
)
"""Every extra of ``all``."""

CLUSTER = Extra("cluster", "read on a cluster", {"distributed": "distributed"})
"""An extra that is not in ``all``: few need it, and who does has others to install it for."""

_BROUGHT_ALONG = {"markupsafe": "serve", "starlette": "serve", "lsprotocol": "editor"}
"""Modules of packages that come with those listed."""


def missing_modules(extra: Extra) -> tuple[str, ...]:
    """The modules that an extra needs and this installation lacks; nothing is imported to find out."""
    return tuple(name for name in extra.needed if not is_installed(name))


def is_installed(module: str) -> bool:
    """Whether a module can be found; it is not imported."""
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def require(*names: str) -> None:
    """Make sure that extras are installed, before a module that imports their packages is imported.

    Args:
        names: The extras' names; all that a command needs are named at once, so that one installation is enough.

    Raises:
        OutsideError: It names the missing packages and how to install them; exit code 4.
    """
    incomplete = [extra for extra in (*EXTRAS, CLUSTER) if extra.name in names and missing_modules(extra)]
    if incomplete:
        packages = dict.fromkeys(extra.needed[name] for extra in incomplete for name in missing_modules(extra))
        raise _error(incomplete, list(packages))


def missing_extra(error: ModuleNotFoundError) -> OutsideError | None:
    """The error to show where a module that only an extra brings is missing; None if it belongs to no extra."""
    module = (error.name or "").partition(".")[0]
    needing = [extra for extra in EXTRAS if module in extra.needed]
    using = [extra for extra in EXTRAS if module in extra.helpful or _BROUGHT_ALONG.get(module) == extra.name]
    for extra in (*needing, *using):
        packages = [extra.needed[name] for name in missing_modules(extra)]
        return _error([extra], packages or [extra.helpful.get(module, module)])
    return None


def raise_missing_extra(error: Exception) -> None:
    """Before an exception is taken for a fault of the program: an extra that is not installed is none.

    Args:
        error: What was caught.

    Raises:
        OutsideError: The exception is about a module that an extra brings.
    """
    if isinstance(error, ModuleNotFoundError) and (outside := missing_extra(error)):
        raise outside from error


def _error(extras: Sequence[Extra], packages: Sequence[str]) -> OutsideError:
    return OutsideError(
        f"to {' and to '.join(extra.purpose for extra in extras)}, this installation lacks {', '.join(packages)}",
        remedy=f"pip install 'briefbook[{','.join(extra.name for extra in extras)}]'",
    )
