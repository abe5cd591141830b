"""A scan -> its pages one by one: their pictures and the text that the file carries."""

import io
import warnings
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pikepdf
from PIL import ExifTags, Image, ImageOps

from briefbook.errors import ScanFault
from briefbook.model.page import Scan, Word
from briefbook.model.scan_page import ScanPage
from briefbook.scans.faults import decoding, fault_of, is_of_the_file
from briefbook.scans.pdf import LOCK, PdfPage, open_pdf
from briefbook.scans.pixels import grey
from briefbook.util.logs import get_logger, log_context

log = get_logger(__name__)

Image.MAX_IMAGE_PIXELS = 20_000 * 20_000
"""A picture of more than twice as many pixels is not opened at all."""


class PictureFilePage:
    """A page that is a picture file, or a frame of one."""

    has_picture = True
    words: tuple[Word, ...] = ()

    def __init__(self, path: Path, picture: Image.Image, frame: int, page_number: int) -> None:
        """Read the picture's header; the pixels are not decoded yet."""
        if frame:
            picture.seek(frame)
        self.number = page_number
        self._path = path
        self._picture = picture
        self._orientation = picture.getexif().get(ExifTags.Base.Orientation, 1)
        width, height = picture.size
        across, down = _resolution(picture)
        self.dpi: int | None = round(max(across, down)) if across else None
        self._square = (width, height)
        if across and not 0.95 < across / down < 1.05:  # a fax: 204 by 98 dots an inch
            self._square = (round(width * max(1.0, down / across)), round(height * max(1.0, across / down)))
        self.size = self._square[::-1] if self._orientation in (5, 6, 7, 8) else self._square

    def picture(self, reduce: int = 1) -> Image.Image:
        """The picture in greyscale (mode L, 8 bits), upright, its sides divided by ``reduce``."""
        target_size = tuple(-(-side // reduce) for side in self.size)
        with decoding(self._path):
            if reduce > 1 and self._picture.format == "JPEG" and self._picture.size == self._square:
                with _image(self._path) as small:  # a JPEG can be decoded small in the first place
                    small.draft("L", (small.width // reduce, small.height // reduce))
                    small.load()
                    return grey(ImageOps.exif_transpose(small)).resize(
                        (target_size[0], target_size[1]), Image.Resampling.BOX
                    )
            return grey(self._upright(), reduce)

    def colour_picture(self) -> Image.Image:
        """The picture with its colours, upright."""
        with decoding(self._path):
            return self._upright().copy()

    def close(self) -> None:
        """Does nothing: the file is closed by the code that opened it."""

    def _upright(self) -> Image.Image:
        self._picture.load()
        picture: Image.Image = self._picture
        if picture.size != self._square:
            picture = grey(picture).resize(self._square)
            picture.getexif()[ExifTags.Base.Orientation] = self._orientation
        return ImageOps.exif_transpose(picture) if self._orientation != 1 else picture


def _resolution(picture: Image.Image) -> tuple[float, float]:
    """Dots per inch across and down as stated in the file; zeros where it states none or impossible ones."""
    stated = picture.info.get("dpi")
    if isinstance(stated, tuple) and len(stated) == 2 and all(40 <= float(value) <= 5000 for value in stated):
        return float(stated[0]), float(stated[1])
    return 0.0, 0.0


def page_count(scan: Scan) -> int:
    """How many pages a scan has.

    Raises:
        ScanFault: The scan cannot be opened.
    """
    return inspect_scan(scan)[0]


def inspect_scan(scan: Scan) -> tuple[int, str]:
    """Count the pages of a scan and look for damage.

    Returns:
        How many pages it has, and what damage had to be repaired to open it, empty if none.

    Raises:
        ScanFault: The scan cannot be opened.
    """
    counts, warnings_of_files = zip(*map(_count, scan.paths), strict=True)
    return sum(counts), next(filter(None, warnings_of_files), "")


def scan_pages(scan: Scan, page_numbers: Iterable[int] | None = None) -> Iterator["ScanPage | Exception"]:
    """Open the pages of a scan one by one, so that a page that cannot be opened does not stop the others.

    Args:
        scan: The scan.
        page_numbers: The pages wanted, counted from 1; None for all of them.

    Yields:
        The pages in rising order, each valid until the next one is requested. In place of a page that cannot be opened
        a ``ScanFault``, or the exception that the program's own code raised.

    Raises:
        ScanFault: A file cannot be opened at all.
    """
    wanted = None if page_numbers is None else set(page_numbers)
    first_number = 1
    if wanted is not None and len(scan.paths) == 1:
        yield from _pages_of(scan.paths[0], [page_number - 1 for page_number in sorted(wanted)], 1)
        return
    for path in scan.paths:
        count, _ = _count(path)
        indices = [index for index in range(count) if wanted is None or first_number + index in wanted]
        if indices:
            yield from _pages_of(path, indices, first_number)
        first_number += count


def scan_page(scan: Scan, page_number: int) -> Iterator[ScanPage]:
    """Open a single page, by its number from 1.

    Yields:
        The page, valid while the generator is not resumed.

    Raises:
        ScanFault: There is no such page, or it cannot be opened.
    """
    for page in scan_pages(scan, [page_number]):
        if isinstance(page, Exception):
            raise page
        yield page
        return
    raise ScanFault(f"there is no page {page_number}")


def page_picture(scan: Scan, page_number: int) -> Image.Image:
    """The picture of a page with its colours, by its number from 1.

    Raises:
        ScanFault: There is no such page, or it cannot be opened.
    """
    with decoding():
        for page in scan_page(scan, page_number):
            return page.colour_picture()
    raise ScanFault(f"there is no page {page_number}")


def picture_bytes(scan: Scan, page_number: int, *, turned: int = 0, max_side: int = 1800) -> tuple[bytes, str] | None:
    """A page's picture for the web.

    Args:
        scan: The scan.
        page_number: The page, from 1.
        turned: By how many degrees clockwise the picture is rotated to be upright.
        max_side: Its longest side in pixels, at most.

    Returns:
        The picture as WebP and its media type; None if it cannot be decoded.
    """
    with log_context(scan.item, page_number):
        try:
            picture = page_picture(scan, page_number)
        except ScanFault as fault:
            log.info("no picture is shown: %s", fault)
            return None
    if turned:
        picture = picture.rotate(-turned, expand=True)
    is_grey = picture.mode in ("1", "L", "LA", "I", "I;16", "I;16B", "F")
    web_picture = grey(picture) if is_grey else picture.convert("RGB")
    web_picture.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    web_picture.save(out, "WEBP", quality=70, method=4)
    return out.getvalue(), "image/webp"


def _count(path: Path) -> tuple[int, str]:
    if path.stat().st_size == 0:
        raise ScanFault("the file is empty (zero bytes)")
    with decoding(path):
        if path.suffix.lower() == ".pdf":
            with pikepdf.open(path) as pdf:
                count = len(pdf.pages)
                damage = next((str(warning).rpartition(": ")[2] for warning in pdf.get_warnings()), "")
                if not count:
                    raise ScanFault(
                        f"it is damaged ({damage}); no page could be recovered" if damage else "it has no pages"
                    )
                return count, damage
        return len(_page_frames(path)), ""


def _page_frames(path: Path) -> list[int]:
    """The frames of a picture file that are pages, from 0.

    Only a TIFF file has several pages; further frames of other formats are previews or an animation. Smaller versions
    and transparency masks of a page are none (tag 254 NewSubfileType, tag 255 SubfileType; TIFF 6.0, section 8).
    """
    with _image(path) as picture:
        if picture.format != "TIFF" or (count := getattr(picture, "n_frames", 1)) == 1:
            return [0]
        frames = [frame for frame in range(count) if _is_page(picture, frame)]
        return frames or list(range(count))


def _is_page(picture: Image.Image, frame: int) -> bool:
    try:
        picture.seek(frame)
        tags: Any = picture.tag_v2  # type: ignore[attr-defined]
        new_kind, old_kind = int(tags.get(254, 0)), int(tags.get(255, 1))
    except Exception as error:
        if not is_of_the_file(error) and not isinstance(error, TypeError | ValueError):
            raise
        return True  # a damaged page is reported when it is opened
    return not new_kind & (_REDUCED | _MASK) and old_kind != _OLD_REDUCED


_REDUCED, _MASK, _OLD_REDUCED = 1, 4, 2
"""Values of the tags of a TIFF file that say that a frame is no page: bits 0 and 2 of tag 254, and tag 255."""


def _image(path: Path) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(path)


def _pages_of(path: Path, indices: list[int], first_number: int) -> Iterator[ScanPage | Exception]:
    if path.stat().st_size == 0:
        raise ScanFault("the file is empty (zero bytes)")
    with ExitStack() as stack:
        with decoding(path):
            if path.suffix.lower() == ".pdf":
                document: Any = stack.enter_context(open_pdf(path))
            else:
                document = None
                frames = _page_frames(path)
                picture = stack.enter_context(_image(path))
        for index in indices:
            try:
                if document is not None:
                    with LOCK:
                        if index >= len(document):
                            raise ScanFault("there is no such page, or it is damaged")
                        page = document[index]
                        scan_page: ScanPage = PdfPage(page, first_number + index)
                else:
                    if index >= len(frames):
                        raise ScanFault("there is no such page, or it is damaged")
                    scan_page = PictureFilePage(path, picture, frames[index], first_number + index)
            except Exception as error:
                if not is_of_the_file(error):
                    yield error
                    continue
                fault = fault_of(error, path)
                fault.number = first_number + index
                yield fault
                continue
            try:
                yield scan_page
            finally:
                scan_page.close()
