"""The readers there are: their names in the settings, and which of them this machine has."""

import importlib.metadata
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefbook.errors import InputError, OutsideError
from briefbook.ocr.reader import Reader
from briefbook.programs import tesseract
from briefbook.settings import READERS


def reader_named(name: str, *, fast: bool = False) -> Reader:
    """The reader of pictures that a setting names; ``auto`` and ``anew`` read pictures as ``lines`` does."""
    kind = {"auto": "lines", "anew": "lines"}.get(name, name)
    if kind not in _MAKE:
        raise InputError(f"there is no reader {name!r}", remedy=f"reading.reader is one of {', '.join(READERS)}.")
    return _made(kind, fast)


@dataclass(frozen=True, slots=True)
class Available:
    """A reader, its version where it is there, and what its absence means."""

    name: str
    version: str | None
    without: str


def available() -> tuple[Available, ...]:
    """Every reader, there or not; no engine is loaded to find out."""
    engine = _version("rapidocr") if _version("onnxruntime") else None
    return (
        Available("lines", engine and f"recogniser of rapidocr {engine}", "typed pages are read by another reader"),
        Available("rapidocr", engine, "no second opinion from it"),
        Available("tesseract", tesseract.version(), "no second opinion from it; reading works without it"),
        Available("text-layer", _version("pypdfium2"), "a PDF's own text is not used"),
    )


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


@cache
def _made(kind: str, fast: bool) -> Reader:
    return _MAKE[kind](fast)


def _lines(fast: bool) -> Reader:
    from briefbook.ocr.typed_reader import TypedReader

    return TypedReader()


def _rapidocr(fast: bool) -> Reader:
    from briefbook.ocr.rapidocr_reader import RapidReader

    return RapidReader()


def _tesseract(fast: bool) -> Reader:
    from briefbook.ocr.tesseract_reader import TesseractReader

    if tesseract.version() is None:
        raise OutsideError(
            "the settings name tesseract, which is not installed here",
            remedy='install it (Debian: apt install tesseract-ocr), or write reader = "auto".',
        )
    return TesseractReader()


def _recorded(fast: bool) -> Reader:
    from briefbook.ocr.recorded_reader import RecordedReader

    folder = os.environ.get("BRIEFBOOK_RECORDED")
    if not folder:
        raise InputError("the reader 'recorded' is for tests", remedy='write reader = "auto" in briefbook.toml.')
    return RecordedReader(Path(folder))


_MAKE: dict[str, Callable[[bool], Reader]] = {
    "lines": _lines,
    "rapidocr": _rapidocr,
    "tesseract": _tesseract,
    "recorded": _recorded,  # for tests: plays back what stands in the folder BRIEFBOOK_RECORDED
}
