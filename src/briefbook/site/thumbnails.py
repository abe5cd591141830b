"""Pictures of pages -> small ones: those that viewers show in their lists of pages, and those that phones load."""

import io

from briefbook.site.site_data import SiteData
from briefbook.util.picture_size import phone_size, thumbnail_name, thumbnail_size

MEDIA_TYPE = "image/webp"

PHONE_BYTES = 60_000
"""What the picture of a page for phones weighs at most, if one of the qualities below allows it."""

PHONE_QUALITIES = ((50, 0.0), (35, 0.0), (20, 0.0), (20, 0.6), (20, 0.8))
"""The qualities tried, best first, each with the pixels over which the picture is softened before.

A page with much grain is encoded more coarsely, and one of grain all over softened; the whole one is a touch away."""


def thumbnail(site_data: SiteData, item: str, page_number: int) -> bytes | None:
    """The small picture of a page, as WebP of exactly the size that manifests state.

    Args:
        site_data: The site's data.
        item: The item.
        page_number: The page, from 1.

    Returns:
        Its bytes; None where the page has no picture, or one that is small itself.
    """
    pages = site_data.archive.catalogue.pages(item)
    page = next((page for page in pages if page.number == page_number), None)
    if page is None or not thumbnail_name(page_number, page.width, page.height):
        return None
    picture = site_data.picture(item, page_number)
    if picture is None:
        return None
    from PIL import Image  # of an extra: only where there are scans

    with Image.open(io.BytesIO(picture[0])) as whole:
        small = whole.convert("L" if whole.mode in ("1", "L", "I;16") else "RGB")
        small = small.resize(thumbnail_size(page.width, page.height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    out = io.BytesIO()
    small.save(out, "WEBP", quality=70, method=4)
    return out.getvalue()


def phone_picture(picture: bytes, width: int, height: int) -> bytes | None:
    """The picture of a page that phones load, made of the site's own.

    Args:
        picture: The picture that the site shows.
        width: Pixels of the page as scanned.
        height: The same.

    Returns:
        WebP; None where the site's own picture is hardly wider.
    """
    size = phone_size(width, height)
    if size is None:
        return None
    from PIL import Image, ImageFilter  # of an extra: only where there are scans

    with Image.open(io.BytesIO(picture)) as whole:
        small = whole.convert("RGB").resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    encoded = b""
    for quality, softening in PHONE_QUALITIES:
        out = io.BytesIO()
        shown = small.filter(ImageFilter.GaussianBlur(softening)) if softening else small
        shown.save(out, "WEBP", quality=quality, method=4)
        encoded = out.getvalue()
        if len(encoded) <= PHONE_BYTES:
            break
    return encoded
