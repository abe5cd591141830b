"""Registry of readers: their names in the settings, and which of them are installed."""

import hashlib
import importlib.metadata
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefbook.errors import InputError, OutsideError
from briefbook.ocr.reader import TYPED_READER, Reader
from briefbook.programs import tesseract
from briefbook.settings import READERS
from briefbook.util import extensions

NETWORK = Path(__file__).with_name("typed.onnx")
"""The recogniser of typed lines; docs/recogniser.md is its model card."""

NETWORK_CHECKSUM = "98884f0d3b2d88db1a8225eefd4772b344ca305e52b63cd86d6a3dfdb129e3c7"
"""SHA-256 of that file as it is delivered."""


def reader_named(name: str) -> Reader:
    """The reader of pictures that a setting names; ``auto`` and ``anew`` read pictures as ``lines`` does."""
    kind = {"auto": "lines", "anew": "lines"}.get(name, name)
    if kind not in _MAKERS and kind not in extensions.values("readers", READERS):
        known = ", ".join((*READERS, *extensions.values("readers", READERS)))
        raise InputError(f"there is no reader {name!r}", remedy=f"reading.reader is one of {known}.")
    return _make(kind)


@dataclass(frozen=True, slots=True)
class Available:
    """A reader, its version where it is there, and what its absence means."""

    name: str
    version: str | None
    without: str


def available() -> tuple[Available, ...]:
    """Every reader, there or not; no engine is loaded to find out."""
    runtime = _version("onnxruntime")
    rapidocr = _version("rapidocr") if runtime else None
    return (
        Available("lines", _typed_reader(runtime), _WITHOUT_TYPED),
        Available("rapidocr", rapidocr, "no second opinion from it"),
        Available("tesseract", tesseract.version(), "no second opinion from it; reading works without it"),
        Available("text-layer", _version("pypdfium2"), "a PDF's own text is not used"),
    )


_WITHOUT_TYPED = "typed pages cannot be read, save by another reader or a PDF's own text"


def _typed_reader(runtime: str | None) -> str | None:
    """The reader of typed pages and its recogniser, which lies in the package; None where it cannot run."""
    if runtime is None or not NETWORK.is_file():
        return None
    checksum = hashlib.sha256(NETWORK.read_bytes()).hexdigest()
    if checksum != NETWORK_CHECKSUM:
        return None
    return f"{TYPED_READER}: {NETWORK.name} (sha256 {checksum[:12]}…), onnxruntime {runtime}"


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


@cache
def _make(kind: str) -> Reader:
    reader: Reader = (_MAKERS | extensions.values("readers", READERS))[kind]()
    return reader


def _lines() -> Reader:
    from briefbook.ocr.typed_reader import TypedReader

    return TypedReader()


def _rapidocr() -> Reader:
    from briefbook.ocr.rapidocr_reader import RapidReader

    return RapidReader()


def _tesseract() -> Reader:
    from briefbook.ocr.tesseract_reader import TesseractReader

    if tesseract.version() is None:
        raise OutsideError(
            "the settings name tesseract, which is not installed here",
            remedy='install it (Debian: apt install tesseract-ocr), or write reader = "auto".',
        )
    return TesseractReader()


def _recorded() -> Reader:
    from briefbook.ocr.recorded_reader import RecordedReader

    folder = os.environ.get("BRIEFBOOK_RECORDED")
    if not folder:
        raise InputError("the reader 'recorded' is for tests", remedy='write reader = "auto" in briefbook.toml.')
    return RecordedReader(Path(folder))


_MAKERS: dict[str, Callable[[], Reader]] = {
    "lines": _lines,
    "rapidocr": _rapidocr,
    "tesseract": _tesseract,
    "recorded": _recorded,  # for tests: plays back what stands in the folder BRIEFBOOK_RECORDED
}
