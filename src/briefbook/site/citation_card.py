"""Site data -> the preview image (Open Graph card) shown with links to the book."""

import io
from typing import TYPE_CHECKING

from briefbook.site.rendering import WebPage
from briefbook.site.site_data import SiteData
from briefbook.text.date_display import date_in_words
from briefbook.util.translation import counted, gettext

if TYPE_CHECKING:
    from PIL import ImageDraw

WIDTH, HEIGHT, MARGIN = 1200, 630, 80
GROUND, INK, QUIET, ACCENT = "#fdfcf9", "#1d1b17", "#4b463c", "#7c1d1f"


def card(site_data: SiteData) -> WebPage:
    """Title, dates and number of items, with SPECIMEN across it where there are specimens."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 18), fill=ACCENT)
    size, lines = _fitted(pen, site_data.about.get("title", ""))
    font = ImageFont.load_default(size)
    for number, line in enumerate(lines):
        pen.text((MARGIN, 120 + number * size * 1.2), line, fill=INK, font=font)
    first, last = (day[:10] for day in site_data.span())
    summary = counted("{number} item", "{number} items", len(site_data.rows)) + (
        f", {date_in_words(f'{first}/{last}')}" if first else ""
    )
    pen.text((MARGIN, 470), summary, fill=QUIET, font=ImageFont.load_default(36))
    if site_data.about.get("repository"):
        pen.text((MARGIN, 520), site_data.about["repository"], fill=QUIET, font=ImageFont.load_default(30))
    if site_data.has_specimens:
        pen.text(
            (MARGIN, 40), gettext("SPECIMEN: not a historical document"), fill=ACCENT, font=ImageFont.load_default(30)
        )
    out = io.BytesIO()
    picture.quantize(32).save(out, "PNG", optimize=True)
    return WebPage(out.getvalue(), "image/png")


def _fitted(pen: "ImageDraw.ImageDraw", title: str) -> tuple[int, list[str]]:
    """The largest size at which the title fits in three lines."""
    from PIL import ImageFont

    for size in (88, 76, 64, 54, 44):
        font, lines, line = ImageFont.load_default(size), [], ""
        for word in title.split():
            longer = f"{line} {word}".strip()
            if line and pen.textlength(longer, font=font) > WIDTH - 2 * MARGIN:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
        if len(lines) <= 3:
            return size, lines
    return 44, lines[:5]
