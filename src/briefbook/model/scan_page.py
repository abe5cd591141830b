"""A page of a scan while its file is open: what the scans stage hands to a reader."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from briefbook.model.page import Box, Word

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True, slots=True)
class OwnText:
    """What is known of a file's own words beside their letters and boxes.

    ``turns``: for each word by how many degrees clockwise (0, 90, 180, 270) the page is turned to read it; empty where
    all stand upright. ``covered``: where the file holds words that cannot be seen, since a box lies on them or they
    have the colour of their ground; these are not among the page's words.
    """

    turns: tuple[int, ...] = ()
    covered: tuple[Box, ...] = ()


class ScanPage(Protocol):
    """A page of an open scan; valid until the next one is requested.

    ``number`` counts from 1. ``size`` is the picture's width and height in pixels, upright as the file shows it;
    ``dpi`` its pixels an inch, None where the file does not say. ``words`` are the file's own text with boxes in
    pixels of the picture; ``has_picture``: a picture covers the page, so that these words come from an earlier OCR;
    ``own_text`` says more of them.
    """

    number: int
    size: tuple[int, int]
    dpi: int | None
    words: tuple[Word, ...]
    has_picture: bool
    own_text: OwnText

    def picture(self, reduce: int = 1) -> "Image.Image":
        """The picture in greyscale (mode L, 8 bits), upright, its sides divided by ``reduce``."""

    def colour_picture(self) -> "Image.Image":
        """The picture with its colours, upright."""

    def close(self) -> None:
        """Release the page; it has no picture from then on."""
