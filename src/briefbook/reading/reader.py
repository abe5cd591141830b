"""What a reader is: something that makes lines of a page's picture."""

from typing import Protocol

from PIL import Image

from briefbook.model.page import Line


class Reader(Protocol):
    """A reader of pictures. ``name`` is engine and version, as it is kept with each page."""

    name: str

    def read(self, picture: Image.Image) -> tuple[Line, ...]:
        """The lines on an upright picture, top to bottom, with boxes in its pixels."""
