"""A place on a page -> its cut-out: what an SVG shows of the page's picture."""

from dataclasses import dataclass

from briefbook.model.locator import PagePosition
from briefbook.model.page import Box, Page


@dataclass(frozen=True, slots=True)
class CutOut:
    """A part of a page's picture, in the picture's pixels.

    Attributes:
        page: The page of the item.
        picture: The picture's address.
        width: The picture's width.
        height: The picture's height.
        shown: What is shown, the place with a margin around it.
        place: The place itself.
    """

    page: int
    picture: str
    width: int
    height: int
    shown: Box
    place: Box

    @property
    def view_box(self) -> str:
        """The attribute ``viewBox`` of the SVG."""
        box = self.shown
        return f"{box.left} {box.top} {box.right - box.left} {box.bottom - box.top}"


def cut_out(page: Page, place: PagePosition | None, picture: str) -> CutOut | None:
    """The cut-out of a place.

    Args:
        page: The page that it is on.
        place: The place; one without a box is its whole line.
        picture: The address of the page's picture.

    Returns:
        The cut-out; None where the page has no picture, or nothing says where the place is.
    """
    if place is None or not page.width or not page.height:
        return None
    box = place.box
    if box is None and place.line and 0 < place.line <= len(page.lines):
        box = page.lines[place.line - 1].box
    return cut_box(page, box, picture) if box else None


def cut_box(page: Page, box: Box, picture: str) -> CutOut:
    """The cut-out of a box on a page that has a picture, as ``cut_out``."""
    height = max(1, box.bottom - box.top)
    shown = Box(
        max(0, box.left - 3 * height),
        max(0, box.top - height // 2),
        min(page.width, box.right + 3 * height),
        min(page.height, box.bottom + height // 2),
    )
    return CutOut(page.number, picture, page.width, page.height, shown, box)
