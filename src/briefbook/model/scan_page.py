"""A page of a scan while its file is open: what the scans stage hands to a reader."""

from typing import TYPE_CHECKING, Protocol

from briefbook.model.page import Word

if TYPE_CHECKING:
    from PIL import Image


class ScanPage(Protocol):
    """A page of an open scan; valid until the next one is requested.

    ``number`` counts from 1. ``size`` is the picture's width and height in pixels, upright as the file shows it;
    ``dpi`` its pixels an inch, None where the file does not say. ``words`` are the file's own text with boxes in
    pixels of the picture; ``has_picture``: a picture covers the page, so that these words come from an earlier OCR.
    """

    number: int
    size: tuple[int, int]
    dpi: int | None
    words: tuple[Word, ...]
    has_picture: bool

    def picture(self, reduce: int = 1) -> "Image.Image":
        """The picture in greyscale (mode L, 8 bits), upright, its sides divided by ``reduce``."""

    def colour_picture(self) -> "Image.Image":
        """The picture with its colours, upright."""

    def close(self) -> None:
        """Release the page; it has no picture from then on."""
