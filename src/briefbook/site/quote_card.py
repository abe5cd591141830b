"""A chapter, or an item that it quotes -> the preview image of a link to it: the quoted lines as on the scan."""

import io
from typing import TYPE_CHECKING

from briefbook.model.page import Box, Page
from briefbook.model.verdict import Verdict, Verification
from briefbook.site import urls
from briefbook.site.citation_card import ACCENT, GROUND, INK, QUIET
from briefbook.site.rendering import WebPage
from briefbook.site.site_data import SiteData
from briefbook.util.translation import gettext

if TYPE_CHECKING:
    from PIL import Image

WIDTH, HEIGHT, CUT = 1200, 630, 470
MARGIN, MAX_TITLE = 48, 62
MARK = (255, 214, 90)


def cards(site_data: SiteData) -> dict[str, Verification]:
    """The cards of a site by their addresses, each with the quotation that it shows.

    There are none without the site's address, for the services that show links ask for absolute ones, and none of pages
    in the folder of another language.
    """
    if site_data.quote_cards is None:
        site_data.quote_cards = _chosen(site_data) if site_data.site_address and not site_data.folder else {}
    return site_data.quote_cards


def _chosen(site_data: SiteData) -> dict[str, Verification]:
    chosen: dict[str, Verification] = {}
    for narrative in site_data.narratives:
        for verification in site_data.verifications.get(narrative.path, ()):
            item = verification.item or ""
            if verification.verdict is not Verdict.VERBATIM or not verification.boxes or not site_data.has_item(item):
                continue
            if verification.page and site_data.picture_address(item, verification.page):
                for url in (urls.chapter_card_url(narrative.slug), urls.item_card_url(item)):
                    if url not in chosen or _fitness(verification) < _fitness(chosen[url]):
                        chosen[url] = verification
    return chosen


def _fitness(verification: Verification) -> int:
    """How far a quotation is from the six words that say most in little."""
    return abs(len(verification.words.split()) - 6)


def card(site_data: SiteData, url: str) -> WebPage | None:
    """The card at an address as a JPEG; None if there is none."""
    verification = cards(site_data).get(url)
    if verification is None:
        return None
    row = site_data.row_of[verification.item or ""]
    pages = site_data.archive.catalogue.pages(row.item)
    leaf = next((page for page in pages if page.number == verification.page and page.width), None)
    scan = site_data.picture(row.item, verification.page or 0)
    if leaf is None or scan is None:
        return None
    from PIL import Image, ImageDraw, ImageFont

    ground = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    ground.paste(_cut(scan[0], leaf, verification), (0, 0))
    pen = ImageDraw.Draw(ground)
    pen.rectangle((0, CUT, WIDTH, CUT + 6), fill=ACCENT)
    title = site_data.title(row)
    short = title if len(title) <= MAX_TITLE else f"{title[:MAX_TITLE].rpartition(' ')[0]}…"
    pen.text((MARGIN, CUT + 34), short, fill=INK, font=ImageFont.load_default(34))
    book = site_data.about.get("title", "")[: MAX_TITLE + 10]
    pen.text((MARGIN, CUT + 92), book, fill=QUIET, font=ImageFont.load_default(28))
    if row.specimen:
        words, font = gettext("SPECIMEN: not a historical document"), ImageFont.load_default(30)
        pen.rectangle((0, 0, pen.textlength(words, font=font) + 2 * MARGIN, 56), fill=GROUND)
        pen.text((MARGIN, 10), words, fill=ACCENT, font=font)
    out = io.BytesIO()
    ground.save(out, "JPEG", quality=76, optimize=True)
    return WebPage(out.getvalue(), "image/jpeg")


def _cut(scan: bytes, leaf: Page, verification: Verification) -> "Image.Image":
    """The part of a scan around the quoted words, with these marked."""
    from PIL import Image, ImageChops, ImageDraw

    box = Box.around(list(verification.boxes))
    wide = min(leaf.width, max(box.right - box.left + 80, leaf.width * 7 // 10))
    high = min(leaf.height, wide * CUT // WIDTH)
    left = min(max(0, (box.left + box.right - wide) // 2), leaf.width - wide)
    top = min(max(0, (box.top + box.bottom - high) // 2), leaf.height - high)
    with Image.open(io.BytesIO(scan)) as whole:
        scale = whole.width / leaf.width
        right, foot = (left + wide) * scale, (top + high) * scale
        cut = whole.convert("RGB").crop((round(left * scale), round(top * scale), round(right), round(foot)))
    marks = Image.new("RGB", cut.size, "white")
    pen = ImageDraw.Draw(marks)
    for each in verification.boxes:
        corners = (each.left - left - 3, each.top - top - 3, each.right - left + 3, each.bottom - top + 3)
        pen.rectangle(tuple(round(corner * scale) for corner in corners), fill=MARK)
    return ImageChops.multiply(cut, marks).resize((WIDTH, CUT), Image.Resampling.LANCZOS)
