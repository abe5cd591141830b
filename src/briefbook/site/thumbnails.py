"""Pictures of pages -> small ones, which viewers show in their lists of pages."""

import io

from briefbook.site.site_data import SiteData
from briefbook.util.picture_size import thumbnail_name, thumbnail_size

MEDIA_TYPE = "image/webp"


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
