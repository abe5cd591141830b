"""A scan -> its pages one by one: their pictures and the text that the file carries."""

import io
import itertools
import pickle
import warnings
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from PIL import ExifTags, Image, ImageOps

from briefbook.errors import ScanFault
from briefbook.model.page import Scan, Word
from briefbook.model.scan_page import OwnText, ScanPage
from briefbook.scans.faults import decoding, fault_of, is_of_the_file
from briefbook.scans.pdf import LOCK, PdfPage, open_pdf
from briefbook.scans.pixels import grey, shown
from briefbook.util.picture_size import MAX_WEB_SIDE, web_size

Image.MAX_IMAGE_PIXELS = 20_000 * 20_000
"""A picture of more than twice as many pixels is not opened at all."""


_ON_ITS_SIDE = (5, 6, 7, 8)
"""Values of the tag Orientation (TIFF 6.0, section 8; Exif 2.32, 4.6.4) of pictures whose rows run down the page."""


class PictureFilePage:
    """A page that is a picture file, or a frame of one."""

    has_picture = True
    words: tuple[Word, ...] = ()
    own_text = OwnText()

    def __init__(self, path: Path, picture: Image.Image, frame: int, page_number: int) -> None:
        """Read the picture's header; the pixels are not decoded yet."""
        if frame:
            picture.seek(frame)
        self.number = page_number
        self._path = path
        self._picture = picture
        stated = picture.getexif().get(ExifTags.Base.Orientation, 1)
        # Pillow turns a TIFF itself, and gives the size that it has then, but the resolution as the file states it
        self._orientation = 1 if picture.format == "TIFF" else stated
        width, height = picture.size
        across, down = _resolution(picture)
        if picture.format == "TIFF" and stated in _ON_ITS_SIDE:
            across, down = down, across
            # else Pillow maps an uncompressed file into memory by the size that it has after turning: rubble
            picture.filename = ""  # type: ignore[attr-defined]
        self.dpi: int | None = round(max(across, down)) if across else None
        self._square = (width, height)
        if across and not 0.95 < across / down < 1.05:  # a fax: 204 by 98 dots an inch
            self._square = (round(width * max(1.0, down / across)), round(height * max(1.0, across / down)))
        self.size = self._square[::-1] if self._orientation in _ON_ITS_SIDE else self._square

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

    def small_picture(self, max_side: int) -> Image.Image:
        """The picture for the web, upright, in mode L or RGB, reduced to not much more than ``max_side``."""
        reduce = max(1, max(self.size) // (2 * max_side))
        with decoding(self._path):
            if reduce > 1 and self._picture.format == "JPEG":
                self._picture.draft(None, (self._picture.width // reduce, self._picture.height // reduce))
                self._picture.load()
                reduce = max(1, max(self._picture.size) // (2 * max_side))
            return shown(self._upright(), reduce)

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

    Of a scan of several files one that cannot be opened is a page, whose fault is told where it is opened.

    Returns:
        How many pages it has, and what damage lost a page, empty if none; what was repaired without loss is no damage.

    Raises:
        ScanFault: The scan cannot be opened, of several files none.
    """
    files = [_count_or_fault(scan, path) for path in scan.paths]
    faults = [fault for _, _, fault in files if fault is not None]
    if len(faults) == len(files):
        raise faults[0]
    counts, warnings_of_files, _ = zip(*files, strict=True)
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
        count, _, fault = _count_or_fault(scan, path)
        indices = [index for index in range(count) if wanted is None or first_number + index in wanted]
        if indices:
            yield from _pages_of_file(scan, path, indices, first_number, fault)
        first_number += count


def _pages_from(scan: Scan, first_page: int) -> Iterator["ScanPage | Exception"]:
    """The pages from one on; behind the last one faults that there is no such page."""
    first_number = 1
    for path in scan.paths[:-1]:
        count, _, fault = _count_or_fault(scan, path)
        if first_page < first_number + count:
            indices = range(max(0, first_page - first_number), count)
            yield from _pages_of_file(scan, path, indices, first_number, fault)
        first_number += count
    last = scan.paths[-1]
    fault = _count_or_fault(scan, last)[2] if len(scan.paths) > 1 else None
    yield from _pages_of_file(scan, last, itertools.count(max(0, first_page - first_number)), first_number, fault)


def _count_or_fault(scan: Scan, path: Path) -> tuple[int, str, ScanFault | None]:
    """The pages and the damage of a scan's file; of one of several that cannot be opened 1, "" and its fault.

    Raises:
        ScanFault: The scan's only file cannot be opened.
    """
    if len(scan.paths) == 1:
        return *_count(path), None
    try:
        count, damage = _count(path)
    except ScanFault as fault:
        return 1, "", _named(fault, path)
    return count, f"{path.name}: {damage}" if damage else "", None


def _named(fault: ScanFault, path: Path) -> ScanFault:
    """The fault of one of several files, with the file's name."""
    named = ScanFault(f"{path.name} cannot be read: {fault}")
    named.remedy, named.number, named.file = fault.remedy, fault.number, path.name
    return named


def _pages_of_file(
    scan: Scan, path: Path, indices: Iterable[int], first_number: int, fault: ScanFault | None
) -> Iterator[ScanPage | Exception]:
    """The pages of one of a scan's files, or its fault as that of the page that stands for it."""
    if fault is not None:
        fault.number = first_number
        yield from (fault for index in itertools.islice(indices, 1) if index == 0)
        return
    for page in _pages_of(path, indices, first_number):
        is_one_of_several = len(scan.paths) > 1 and isinstance(page, ScanFault)
        yield _named(page, path) if is_one_of_several and isinstance(page, ScanFault) else page


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


@dataclass(frozen=True, slots=True)
class PageHead:
    """What is known of an open page, without its picture; the attributes are those of ``ScanPage``."""

    number: int
    size: tuple[int, int]
    dpi: int | None
    words: tuple[Word, ...]
    has_picture: bool
    own_text: OwnText


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture as it is sent to another process: Pillow's mode, width and height, its bytes, its palette if any."""

    mode: str
    size: tuple[int, int]
    data: pickle.PickleBuffer | bytes
    palette: bytes = b""


class _OpenScan:
    """The scan that was opened last, with its page: asked for in rising order, its file is opened once."""

    def __init__(self) -> None:
        self.key: object = None
        self.pages: Iterator[ScanPage | Exception] = iter(())
        self.next_number = 1
        self.page: ScanPage | Exception | None = None
        self.number = 0

    def at(self, scan: Scan, page_number: int) -> "ScanPage | Exception":
        """A page, open until the next one is asked for."""
        key = (scan.paths, scan.checksum, tuple(path.stat().st_mtime_ns for path in scan.paths))
        if key == self.key and page_number == self.number and self.page is not None:
            return self.page
        if key != self.key or page_number < self.next_number:
            self.release()
            self.key, self.next_number = key, page_number
            self.pages = _pages_from(scan, page_number)
        while self.next_number <= page_number:
            self.page = next(self.pages, None)
            self.number, self.next_number = self.next_number, self.next_number + 1
        return self.page or ScanFault("there is no such page, or it is damaged")

    def release(self) -> None:
        """Close the page and its file."""
        if isinstance(self.pages, Generator):
            self.pages.close()
        self.__init__()  # type: ignore[misc]


_open = _OpenScan()


def open_page(scan: Scan, page_number: int) -> PageHead:
    """Open a page and keep it open, in a process that serves others.

    Args:
        scan: The scan.
        page_number: The page, from 1.

    Raises:
        ScanFault: There is no such page, or it cannot be opened.
    """
    page = _page_at(scan, page_number)
    return PageHead(page.number, page.size, page.dpi, page.words, page.has_picture, page.own_text)


def page_pixels(scan: Scan, page_number: int, *, reduce: int = 0) -> Pixels:
    """The picture of a page.

    Args:
        scan: The scan.
        page_number: The page, from 1.
        reduce: Divides the sides of a picture in greyscale; 0: with its colours.

    Raises:
        ScanFault: There is no such page, or it cannot be decoded.
    """
    page = _page_at(scan, page_number)
    picture = page.picture(reduce) if reduce else page.colour_picture()
    palette = picture.getpalette() if picture.mode == "P" else None
    return Pixels(picture.mode, picture.size, pickle.PickleBuffer(picture.tobytes()), bytes(palette or ()))


def web_picture(
    scan: Scan, page_number: int, *, turned: int = 0, max_side: int = MAX_WEB_SIDE, quality: int = 70
) -> tuple[bytes, str]:
    """A page's picture for the web.

    Args:
        scan: The scan.
        page_number: The page, from 1.
        turned: By how many degrees clockwise the picture is rotated to be upright.
        max_side: Its longest side in pixels, at most.
        quality: Of the encoding, up to 100.

    Returns:
        The picture as WebP and its media type.

    Raises:
        ScanFault: There is no such page, or it cannot be decoded.
    """
    page = _page_at(scan, page_number)
    picture = page.small_picture(max_side)
    if turned:
        picture = picture.rotate(-turned, expand=True)
    width, height = page.size if turned % 180 == 0 else page.size[::-1]
    size = web_size(width, height, max_side)
    if picture.size != size:
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=quality, method=4)
    if page.size[0] * page.size[1] > MAX_PIXELS_LEFT_OPEN:
        release_pages()
    return out.getvalue(), "image/webp"


MAX_PIXELS_LEFT_OPEN = 30_000_000
"""Pixels of a picture that may stay in memory until another page is asked for."""


def release_pages() -> None:
    """Close the file that was opened last."""
    _open.release()


def _page_at(scan: Scan, page_number: int) -> Any:
    try:
        page = _open.at(scan, page_number)
    except BaseException:
        _open.release()
        raise
    if isinstance(page, Exception):
        raise page
    return page


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
                return count, damage if damage and _page_is_lost(path, pdf, count) else ""
        return len(_page_frames(path)), ""


def _page_is_lost(path: Path, pdf: pikepdf.Pdf, count: int) -> bool:
    """Was a page lost when a PDF was repaired?

    A wrong offset or size in its table of objects costs nothing, since the objects are found all the same. A page is
    lost where the root of the page tree promises more pages than there are, where PDFium does not see as many, or
    where a page has no readable content.
    """
    try:
        promised = int(pdf.Root.Pages.Count)
    except (AttributeError, KeyError, TypeError, ValueError):
        return True
    with open_pdf(path) as document, LOCK:
        seen = len(document)
    return promised > count or seen < count or any("/Contents" not in page.obj for page in pdf.pages)


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


def _pages_of(path: Path, indices: Iterable[int], first_number: int) -> Iterator[ScanPage | Exception]:
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
