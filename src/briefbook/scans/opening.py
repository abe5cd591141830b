"""Scans opened in a process of their own, with limits: a file made to take all memory costs one finding.

The functions here are what the other stages use. They call ``scans.image`` in the process for guarded calls
(``util.guarded``); what goes beyond the limits is a ``ScanFault``.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from PIL import Image

from briefbook.errors import BriefbookError, ScanFault
from briefbook.model.page import Scan
from briefbook.model.scan_page import ScanPage
from briefbook.scans import image
from briefbook.scans.image import PageHead
from briefbook.util.guarded import LimitError, Limits, guarded
from briefbook.util.logs import get_logger, log_context
from briefbook.util.picture_size import MAX_WEB_SIDE

log = get_logger(__name__)

Result = TypeVar("Result")

USUAL = Limits()
"""The limits where a caller names none: those of the settings' defaults."""

_REMEDIES = {
    "memory": "if it is a sound file, raise reading.max_memory; else ask for another copy. Nothing else is affected.",
    "time": "if it is a sound file, raise reading.max_opening_seconds; else ask for another copy. Nothing else is "
    "affected.",
    "size": "ask for a copy with smaller pictures; nothing else is affected.",
    "crash": "if it is a sound file, raise reading.max_memory; else ask for another copy. Nothing else is affected.",
}


def page_count(scan: Scan, *, limits: Limits = USUAL) -> int:
    """How many pages a scan has.

    Args:
        scan: The scan.
        limits: What opening it may take.

    Raises:
        ScanFault: The scan cannot be opened within the limits.
    """
    return inspect_scan(scan, limits=limits)[0]


def inspect_scan(scan: Scan, *, limits: Limits = USUAL) -> tuple[int, str]:
    """Count the pages of a scan and look for damage.

    Args:
        scan: The scan.
        limits: What opening it may take.

    Returns:
        How many pages it has, and what damage had to be repaired to open it, empty if none.

    Raises:
        ScanFault: The scan cannot be opened within the limits.
    """
    return _within(limits, image.inspect_scan, scan)


def scan_pages(
    scan: Scan, page_numbers: Iterable[int] | None = None, *, limits: Limits = USUAL
) -> Iterator[ScanPage | Exception]:
    """Open the pages of a scan one by one, so that a page that cannot be opened does not stop the others.

    Args:
        scan: The scan.
        page_numbers: The pages wanted, counted from 1; None for all of them.
        limits: What opening a page may take.

    Yields:
        The pages in rising order, each valid until the next one is requested. In place of a page that cannot be opened
        a ``ScanFault``, or the exception that the program's own code raised.

    Raises:
        ScanFault: A file cannot be opened at all.
    """
    numbers = range(1, page_count(scan, limits=limits) + 1) if page_numbers is None else sorted(set(page_numbers))
    for page_number in numbers:
        try:
            page = GuardedPage(scan, limits, _within(limits, image.open_page, scan, page_number))
        except ScanFault as fault:
            if not fault.number and not isinstance(fault.__cause__, LimitError):
                raise
            fault.number = page_number
            yield fault
            continue
        except BriefbookError:
            raise
        except Exception as error:
            yield error
            continue
        try:
            yield page
        finally:
            page.close()
    if numbers:
        guarded(image.release_pages, limits=limits)


def scan_page(scan: Scan, page_number: int, *, limits: Limits = USUAL) -> Iterator[ScanPage]:
    """Open a single page, by its number from 1.

    Args:
        scan: The scan.
        page_number: The page.
        limits: What opening it may take.

    Yields:
        The page, valid while the generator is not resumed.

    Raises:
        ScanFault: There is no such page, or it cannot be opened.
    """
    for page in scan_pages(scan, [page_number], limits=limits):
        if isinstance(page, Exception):
            raise page
        yield page
        return
    raise ScanFault(f"there is no page {page_number}")


def page_picture(scan: Scan, page_number: int, *, limits: Limits = USUAL) -> Image.Image:
    """The picture of a page with its colours, by its number from 1.

    Args:
        scan: The scan.
        page_number: The page.
        limits: What opening it may take.

    Raises:
        ScanFault: There is no such page, or it cannot be opened.
    """
    return _picture(_within(limits, image.page_pixels, scan, page_number))


def picture_bytes(
    scan: Scan,
    page_number: int,
    *,
    turned: int = 0,
    max_side: int = MAX_WEB_SIDE,
    quality: int = 70,
    limits: Limits = USUAL,
) -> tuple[bytes, str] | None:
    """A page's picture for the web.

    Args:
        scan: The scan.
        page_number: The page, from 1.
        turned: By how many degrees clockwise the picture is rotated to be upright.
        max_side: Its longest side in pixels, at most.
        quality: Of the encoding, up to 100.
        limits: What opening the page may take. A scan of which a page went beyond them is not opened for a picture
            again by this process.

    Returns:
        The picture as WebP and its media type; None if it cannot be decoded.
    """
    key = (scan.paths, scan.checksum, limits)
    with log_context(scan.item, page_number):
        if key in _beyond_limits:
            return None
        try:
            return _within(
                limits, image.web_picture, scan, page_number, turned=turned, max_side=max_side, quality=quality
            )
        except ScanFault as fault:
            log.info("no picture is shown: %s", fault)
            if isinstance(fault.__cause__, LimitError):
                _beyond_limits.add(key)
            return None


_beyond_limits: set[tuple[Any, ...]] = set()


class GuardedPage:
    """A page that is open in the process for guarded calls."""

    def __init__(self, scan: Scan, limits: Limits, head: PageHead) -> None:
        """Take what is known of the page; pictures are fetched when they are asked for."""
        self.number, self.size, self.dpi = head.number, head.size, head.dpi
        self.words, self.has_picture, self.own_text = head.words, head.has_picture, head.own_text
        self._scan, self._limits, self._open = scan, limits, True

    def picture(self, reduce: int = 1) -> Image.Image:
        """The picture in greyscale (mode L, 8 bits), upright, its sides divided by ``reduce``."""
        self._must_be_open()
        return _picture(_within(self._limits, image.page_pixels, self._scan, self.number, reduce=reduce))

    def colour_picture(self) -> Image.Image:
        """The picture with its colours, upright."""
        self._must_be_open()
        return _picture(_within(self._limits, image.page_pixels, self._scan, self.number))

    def close(self) -> None:
        """Release the page; it has no picture from then on."""
        self._open = False

    def _must_be_open(self) -> None:
        if not self._open:
            raise ValueError("the page is closed; it is valid until the next one is requested")


def _picture(pixels: image.Pixels) -> Image.Image:
    picture = Image.frombytes(pixels.mode, pixels.size, bytes(pixels.data))
    if pixels.palette:
        picture.putpalette(pixels.palette)
    return picture


def _within(limits: Limits, function: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
    try:
        return guarded(function, *arguments, limits=limits, **named)
    except LimitError as error:
        fault = ScanFault(f"it was not opened: {error}")
        fault.remedy = _REMEDIES[error.kind]
        raise fault from error
