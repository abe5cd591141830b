"""Site data -> the cut-out of a scan on the front page: a quotation of the book, highlighted in its place."""

import io
from dataclasses import dataclass

from briefbook.model.narrative import Narrative
from briefbook.model.page import Box, Page
from briefbook.model.verdict import Verdict, Verification
from briefbook.site import urls
from briefbook.site.narrative_page import quote_anchor
from briefbook.site.rendering import WebPage
from briefbook.site.site_data import SiteData
from briefbook.util.translation import gettext

WIDTH, HEIGHT = 880, 520
MARK = (255, 214, 90)


@dataclass(frozen=True, slots=True)
class CoverPicture:
    """The cut-out and its caption."""

    words: str
    title: str
    date: str
    url: str
    slug: str
    narrative: str
    alt: str
    picture: str = urls.COVER
    width: int = WIDTH
    height: int = HEIGHT


def shown(site_data: SiteData) -> CoverPicture | None:
    """What the front page shows; None where no quotation was found on a picture."""
    choice = _best_quotation(site_data)
    if choice is None:
        return None
    narrative, verification, _ = choice
    row = site_data.row_of[verification.item or ""]
    words = narrative.quotations[verification.quotation].words
    alt = gettext("Part of the scan of {item}, with the words “{words}” marked").format(item=row.item, words=words)
    alt = gettext("Specimen.") + f" {alt}" if row.specimen else alt
    url = f"{urls.item_url(row.item)}#{quote_anchor(narrative, verification.quotation)}"
    return CoverPicture(words, site_data.title(row), row.date_words, url, narrative.slug, narrative.title, alt)


def picture(site_data: SiteData) -> WebPage | None:
    """The piece as WebP, the words marked in it."""
    choice = _best_quotation(site_data)
    if choice is None:
        return None
    _, verification, leaf = choice
    scan = site_data.picture(verification.item or "", leaf.number)
    if scan is None:
        return None
    from PIL import Image, ImageChops, ImageDraw

    with Image.open(io.BytesIO(scan[0])) as whole:
        scale = whole.width / leaf.width
        area = _scaled(_around(Box.around(list(verification.boxes)), leaf), scale)
        cut = whole.convert("RGB").crop((area.left, area.top, area.right, area.bottom))
    ground = Image.new("RGB", cut.size, "white")
    pen = ImageDraw.Draw(ground)
    for box in (_scaled(box, scale) for box in verification.boxes):
        corners = (box.left - area.left - 4, box.top - area.top - 3)
        pen.rectangle((*corners, box.right - area.left + 4, box.bottom - area.top + 3), fill=MARK)
    cover = ImageChops.multiply(cut, ground).resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    cover.save(out, "WEBP", quality=60, method=4)
    return WebPage(out.getvalue(), "image/webp")


def _best_quotation(site_data: SiteData) -> tuple[Narrative, Verification, Page] | None:
    """The quotation found word for word that has most to say in few words: the nearest to six."""
    best: tuple[int, Narrative, Verification] | None = None
    for narrative in site_data.narratives:
        for verification in site_data.verifications.get(narrative.path, ()):
            if (
                verification.verdict is Verdict.VERBATIM
                and verification.boxes
                and verification.page
                and site_data.has_item(verification.item or "")
            ):
                far = abs(len(narrative.quotations[verification.quotation].words.split()) - 6)
                if best is None or far < best[0]:
                    best = (far, narrative, verification)
    if best is None:
        return None
    _, narrative, verification = best
    leaves = site_data.archive.catalogue.pages(verification.item or "")
    leaf = next((leaf for leaf in leaves if leaf.number == verification.page and leaf.width), None)
    if leaf is None or not site_data.picture_address(verification.item or "", leaf.number):
        return None
    return narrative, verification, leaf


def _around(box: Box, leaf: Page) -> Box:
    """A piece of the page around a box, in the picture's proportions, kept on the page."""
    wide = min(leaf.width, max(box.right - box.left, leaf.width * 6 // 10))
    high = wide * HEIGHT // WIDTH
    left = min(max(0, (box.left + box.right - wide) // 2), leaf.width - wide)
    top = min(max(0, (box.top + box.bottom - high) // 2), max(0, leaf.height - high))
    return Box(left, top, left + wide, top + high)


def _scaled(box: Box, scale: float) -> Box:
    return Box(*(round(side * scale) for side in (box.left, box.top, box.right, box.bottom)))
