"""The protocol of OCR readers and their result."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from briefbook.model.page import Line, Region
from briefbook.text.line_scores import PageScores

if TYPE_CHECKING:
    from PIL import Image

BLANK_PAGE = "a blank page"
"""``OcrResult.why`` of a page on which nothing stands."""

TOO_SMALL = "no word could be read: the picture has too few pixels"
"""``OcrResult.why`` of a picture that is no larger than a few letters."""

TYPED_READER = "typed 22"
"""Engine and version of the reader of typed pages; another version reads collections anew."""


@dataclass(frozen=True, slots=True)
class OcrResult:
    """The result of reading a picture; boxes are in pixels of the picture turned upright.

    ``turned`` is by how many degrees clockwise (0, 90, 180, 270) the picture was turned to stand upright; ``why``
    is what somebody who doubts the result should know: that the page is blank, that a second reading was taken.
    ``scores`` is what can be asked again of the picture, None where the reader gives none.
    """

    lines: tuple[Line, ...] = ()
    regions: tuple[Region, ...] = ()
    turned: int = 0
    why: str = ""
    scores: PageScores | None = None


class Reader(Protocol):
    """A reader of pictures. ``name`` is engine and version, as it is stored with each page."""

    name: str

    def read(self, picture: "Image.Image", dpi: int | None = None) -> OcrResult:
        """Read a picture.

        Args:
            picture: Any mode; upright unless the reader finds the orientation itself.
            dpi: Its pixels an inch, None where they are not known.
        """
