"""A scan -> the pictures of its pages: taken out as embedded where they can be, rendered where not."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from briefbook.model.page import Scan

DPI = 300
"""Rendering resolution of PDF pages that are not one picture; typescript is scanned at this."""

Image.MAX_IMAGE_PIXELS = 20_000 * 20_000


class ScanFault(Exception):
    """A scan that cannot be opened or shown, and why."""


def page_count(scan: Scan) -> int:
    """How many pages a scan has; ``ScanFault`` if it cannot be opened."""
    return sum(_count(path) for path in scan.paths)


def page_pictures(scan: Scan) -> Iterator[Image.Image]:
    """The picture of each page, as it stands in the file; ``ScanFault`` if one cannot be shown."""
    for path in scan.paths:
        for number in range(_count(path)):
            yield _picture(path, number)


def page_picture(scan: Scan, number: int) -> Image.Image:
    """The picture of one page, counted from 1; ``ScanFault`` if there is none."""
    rest = number - 1
    for path in scan.paths:
        count = _count(path)
        if rest < count:
            return _picture(path, rest)
        rest -= count
    raise ScanFault(f"there is no page {number}")


def picture_bytes(scan: Scan, number: int, *, turned: int = 0, max_side: int = 1800) -> tuple[bytes, str] | None:
    """A page's picture for the web, upright, no side longer than ``max_side`` pixels; None if it cannot be shown."""
    try:
        picture = page_picture(scan, number)
    except ScanFault:
        return None
    if turned:
        picture = picture.rotate(-turned, expand=True)
    grey = picture.convert("L") if picture.mode in ("1", "L", "LA", "I;16") else picture.convert("RGB")
    grey.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    grey.save(out, "WEBP", quality=70, method=4)
    return out.getvalue(), "image/webp"


def _count(path: Path) -> int:
    if path.stat().st_size == 0:
        raise ScanFault("the file is empty (zero bytes)")
    try:
        if path.suffix.lower() == ".pdf":
            with pikepdf.open(path) as pdf:
                return len(pdf.pages)
        with Image.open(path) as picture:
            return getattr(picture, "n_frames", 1)
    except Exception as error:
        raise _fault(path, error) from error


def _fault(path: Path, error: Exception) -> ScanFault:
    if isinstance(error, ScanFault):
        return error
    if isinstance(error, pikepdf.PasswordError):
        return ScanFault("it is encrypted and wants a password; ask for an open copy")
    if isinstance(error, UnidentifiedImageError) or "find header" in str(error) or "unable to find" in str(error):
        return ScanFault(f"it is no {path.suffix.lstrip('.').upper()} file, or a damaged one")
    return ScanFault(
        f"it is damaged or incomplete ({str(error).splitlines()[0] if str(error) else type(error).__name__})"
    )


def _picture(path: Path, number: int) -> Image.Image:
    try:
        if path.suffix.lower() == ".pdf":
            return _embedded(path, number) or _rendered(path, number)
        with Image.open(path) as picture:
            frame = ImageSequence.Iterator(picture)[number]
            frame.load()
            return ImageOps.exif_transpose(frame).copy()
    except Exception as error:
        raise _fault(path, error) from error


def _embedded(path: Path, number: int) -> Image.Image | None:
    """The one picture that fills a PDF page, if the page is that and nothing else that shows."""
    with pikepdf.open(path) as pdf:
        page = pdf.pages[number]
        pictures = list(page.get_images(recursive=False).values())
        if len(pictures) != 1 or pictures[0].get("/SMask") is not None or pictures[0].get("/ImageMask"):
            return None
        width, height = float(page.mediabox[2] - page.mediabox[0]), float(page.mediabox[3] - page.mediabox[1])
        if page.cropbox != page.mediabox or min(width, height) <= 0:
            return None
        embedded: Any = pictures[0]
        try:
            picture = pikepdf.PdfImage(embedded).as_pil_image()
        except (pikepdf.PdfError, NotImplementedError, ValueError, OSError):
            return None
        if abs(picture.width / picture.height - width / height) > 0.02 * width / height:
            return None
        turn = int(page.obj.get("/Rotate", 0)) % 360
        return picture.rotate(-turn, expand=True) if turn else picture


def _rendered(path: Path, number: int) -> Image.Image:
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[number]
        scale = min(DPI / 72, 20_000 / max(page.get_size()))
        picture: Image.Image = page.render(scale=scale).to_pil()
        return picture
    finally:
        document.close()
