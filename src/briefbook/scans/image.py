"""A scan -> its pages one by one: their pictures and the text that the file carries."""

import io
import warnings
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pikepdf
from PIL import ExifTags, Image, ImageOps

from briefbook.errors import ScanFault
from briefbook.model.page import Scan, Word
from briefbook.scans.faults import decoding, fault_of, is_of_the_file
from briefbook.scans.pdf import LOCK, PdfSheet, opened
from briefbook.scans.pixels import grey
from briefbook.util.logs import get_logger, log_context

log = get_logger(__name__)

Image.MAX_IMAGE_PIXELS = 20_000 * 20_000
"""A picture of more than twice as many pixels is not opened at all."""


class ScanPage(Protocol):
    """A page of a scan as its file holds it; good until the next one is asked for.

    ``size`` is the picture's in pixels, upright as the file shows it; ``dpi`` None where the file does not say.
    ``words`` are the file's own text with boxes; ``pictured``: a picture covers the page, so that such words are what
    another reader made of it.
    """

    number: int
    size: tuple[int, int]
    dpi: int | None
    words: tuple[Word, ...]
    pictured: bool

    def picture(self, reduce: int = 1) -> Image.Image:
        """The picture in greys, its sides divided by ``reduce``."""

    def coloured(self) -> Image.Image:
        """The picture as it is."""

    def close(self) -> None:
        """Let the page go; it shows nothing from then on."""


class PictureSheet:
    """A page that is a picture file, or a frame of one."""

    pictured = True
    words: tuple[Word, ...] = ()

    def __init__(self, path: Path, picture: Image.Image, frame: int, number: int) -> None:
        """Look at its head; nothing is decoded yet."""
        if frame:
            picture.seek(frame)
        self.number = number
        self._path = path
        self._picture = picture
        self._turned = picture.getexif().get(ExifTags.Base.Orientation, 1)
        width, height = picture.size
        across, down = _resolution(picture)
        self.dpi: int | None = round(max(across, down)) if across else None
        self._square = (width, height)
        if across and not 0.95 < across / down < 1.05:  # a fax: 204 by 98 dots an inch
            self._square = (round(width * max(1.0, down / across)), round(height * max(1.0, across / down)))
        self.size = self._square[::-1] if self._turned in (5, 6, 7, 8) else self._square

    def picture(self, reduce: int = 1) -> Image.Image:
        """The picture in greys, its sides divided by ``reduce``."""
        wanted = tuple(-(-side // reduce) for side in self.size)
        with decoding(self._path):
            if reduce > 1 and self._picture.format == "JPEG" and self._picture.size == self._square:
                with _image(self._path) as small:  # a JPEG can be decoded small in the first place
                    small.draft("L", (small.width // reduce, small.height // reduce))
                    small.load()
                    return grey(ImageOps.exif_transpose(small)).resize((wanted[0], wanted[1]), Image.Resampling.BOX)
            return grey(self._upright(), reduce)

    def coloured(self) -> Image.Image:
        """The picture as it is."""
        with decoding(self._path):
            return self._upright().copy()

    def close(self) -> None:
        """Nothing to let go: the file is closed by whoever opened it."""

    def _upright(self) -> Image.Image:
        self._picture.load()
        picture: Image.Image = self._picture
        if picture.size != self._square:
            picture = grey(picture).resize(self._square)
            picture.getexif()[ExifTags.Base.Orientation] = self._turned
        return ImageOps.exif_transpose(picture) if self._turned != 1 else picture


def _resolution(picture: Image.Image) -> tuple[float, float]:
    """Dots an inch across and down as the file says; zeros where it does not, or says what cannot be."""
    stated = picture.info.get("dpi")
    if isinstance(stated, tuple) and len(stated) == 2 and all(40 <= float(one) <= 5000 for one in stated):
        return float(stated[0]), float(stated[1])
    return 0.0, 0.0


def page_count(scan: Scan) -> int:
    """How many pages a scan has; ``ScanFault`` if it cannot be opened."""
    return look(scan)[0]


def look(scan: Scan) -> tuple[int, str]:
    """How many pages a scan has, and what had to be mended to open it; ``ScanFault`` if it cannot be opened."""
    counts, said = zip(*map(_count, scan.paths), strict=True)
    return sum(counts), next(filter(None, said), "")


def sheets(scan: Scan, numbers: Iterable[int] | None = None) -> Iterator["ScanPage | Exception"]:
    """The pages of a scan one by one, so that one that cannot be opened does not keep the others from being read.

    Args:
        scan: The scan.
        numbers: The pages wanted, counted from 1; None: all of them.

    Yields:
        The pages in rising order, each good until the next one is asked for. In place of a page that cannot be opened
        a ``ScanFault``, or the exception that our own code raised over it.

    Raises:
        ScanFault: A whole file cannot be opened.
    """
    wanted = None if numbers is None else set(numbers)
    first = 1
    if wanted is not None and len(scan.paths) == 1:
        yield from _sheets_of(scan.paths[0], [number - 1 for number in sorted(wanted)], 1)
        return
    for path in scan.paths:
        count, _ = _count(path)
        indices = [at for at in range(count) if wanted is None or first + at in wanted]
        if indices:
            yield from _sheets_of(path, indices, first)
        first += count


def sheet(scan: Scan, number: int) -> Iterator[ScanPage]:
    """The one page; ``ScanFault`` if it is not there or cannot be opened."""
    for one in sheets(scan, [number]):
        if isinstance(one, Exception):
            raise one
        yield one
        return
    raise ScanFault(f"there is no page {number}")


def page_picture(scan: Scan, number: int) -> Image.Image:
    """The picture of one page with its colours, counted from 1; ``ScanFault`` if there is none."""
    with decoding():
        for one in sheet(scan, number):
            return one.coloured()
    raise ScanFault(f"there is no page {number}")


def picture_bytes(scan: Scan, number: int, *, turned: int = 0, max_side: int = 1800) -> tuple[bytes, str] | None:
    """A page's picture for the web, upright, no side longer than ``max_side`` pixels; None if it cannot be shown."""
    with log_context(scan.item, number):
        try:
            picture = page_picture(scan, number)
        except ScanFault as fault:
            log.info("no picture is shown: %s", fault)
            return None
    if turned:
        picture = picture.rotate(-turned, expand=True)
    plain = picture.mode in ("1", "L", "LA", "I", "I;16", "I;16B", "F")
    shown = grey(picture) if plain else picture.convert("RGB")
    shown.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    shown.save(out, "WEBP", quality=70, method=4)
    return out.getvalue(), "image/webp"


def _count(path: Path) -> tuple[int, str]:
    if path.stat().st_size == 0:
        raise ScanFault("the file is empty (zero bytes)")
    with decoding(path):
        if path.suffix.lower() == ".pdf":
            with pikepdf.open(path) as pdf:
                count = len(pdf.pages)
                damage = next((str(one).rpartition(": ")[2] for one in pdf.get_warnings()), "")
                if not count:
                    raise ScanFault(
                        f"it is damaged ({damage}); no page could be recovered" if damage else "it has no pages"
                    )
                return count, damage
        with _image(path) as picture:
            return getattr(picture, "n_frames", 1), ""


def _image(path: Path) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(path)


def _sheets_of(path: Path, indices: list[int], first: int) -> Iterator[ScanPage | Exception]:
    if path.stat().st_size == 0:
        raise ScanFault("the file is empty (zero bytes)")
    with ExitStack() as stack:
        with decoding(path):
            if path.suffix.lower() == ".pdf":
                document: Any = stack.enter_context(opened(path))
            else:
                document = None
                picture = stack.enter_context(_image(path))
        for index in indices:
            try:
                if document is not None:
                    with LOCK:
                        if index >= len(document):
                            raise ScanFault("there is no such page, or it is damaged")
                        page = document[index]
                        one: ScanPage = PdfSheet(page, first + index)
                else:
                    one = PictureSheet(path, picture, index, first + index)
            except Exception as error:
                if not is_of_the_file(error):
                    yield error
                    continue
                fault = fault_of(error, path)
                fault.number = first + index
                yield fault
                continue
            try:
                yield one
            finally:
                one.close()
