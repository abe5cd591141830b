"""Recorded OCR results played back from a folder, so that tests need no engine."""

import hashlib
import json
from pathlib import Path

from PIL import Image

from briefbook.model.page import Page
from briefbook.model.page_json import page_as_json, page_of_json
from briefbook.ocr.reader import OcrResult, Reader


class RecordedReader:
    """Plays back what another reader saw; with ``source`` it asks that one first and keeps its answer.

    A picture that nobody recorded is an error: a test that meets one must record it.
    """

    def __init__(self, folder: Path, source: Reader | None = None) -> None:
        """Take the folder as it is."""
        self.folder = folder
        self.source = source
        self.name = source.name if source else "recorded"

    def read(self, picture: Image.Image, dpi: int | None = None) -> OcrResult:
        """What was seen on the picture."""
        path = self.folder / f"{digest(picture)}.json"
        if self.source is not None and not path.exists():
            result = self.source.read(picture, dpi)
            page = Page("", 1, result.lines, result.regions, turned=result.turned, why=result.why)
            self.folder.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(page_as_json(page), ensure_ascii=False), encoding="utf-8")
        if not path.exists():
            raise LookupError(f"no reading is recorded in {path}")
        page = page_of_json(json.loads(path.read_text(encoding="utf-8")))
        return OcrResult(page.lines, page.regions, page.turned, page.why)


def digest(picture: Image.Image) -> str:
    """The name that a picture's reading is kept under: made of its size and pixels."""
    whole = hashlib.sha256(f"{picture.mode} {picture.size}".encode())
    whole.update(picture.tobytes())
    return whole.hexdigest()[:20]
