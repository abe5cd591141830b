"""How large a page's picture is on the web, which is the size of its IIIF canvas too, its thumbnail and a phone's."""

MAX_WEB_SIDE = 1800
"""Longest side in pixels of the pictures that the site shows."""

MAX_WEBP_SIDE = 16_383
"""Longest side in pixels of a picture in WebP."""

MAX_THUMBNAIL_SIDE = 240
"""Longest side in pixels of thumbnails: twice what viewers show them at, for dense screens."""

PHONE_WIDTH = 640
"""Width in pixels of the picture of a page for phones: twice what it is shown at, for dense screens."""


def web_size(width: int, height: int, max_side: int = MAX_WEB_SIDE) -> tuple[int, int]:
    """The size of a picture on the web.

    Viewers that draw on a picture (Mirador) take its own size for that of the canvas, so the two must agree.

    Args:
        width: Pixels of the picture as scanned.
        height: The same.
        max_side: Its longest side, at most.

    Returns:
        Its width and height in pixels once it was made small enough.

    >>> web_size(1615, 2090), web_size(850, 1100)
    ((1391, 1800), (850, 1100))
    """
    longest = max(width, height)
    if longest <= max_side:
        return width, height
    return max(1, round(width * max_side / longest)), max(1, round(height * max_side / longest))


def thumbnail_size(width: int, height: int) -> tuple[int, int]:
    """The size of a page's thumbnail.

    Args:
        width: Pixels of the picture as scanned.
        height: The same.

    >>> thumbnail_size(1615, 2090)
    (185, 240)
    """
    return web_size(width, height, MAX_THUMBNAIL_SIDE)


def thumbnail_name(page_number: int, width: int, height: int) -> str:
    """The name of a page's thumbnail among the files of its item; "" where the picture is no larger than one.

    Args:
        page_number: The page, from 1.
        width: Pixels of the picture as scanned; 0 where it is not known.
        height: The same.

    >>> thumbnail_name(2, 1615, 2090), thumbnail_name(2, 100, 200)
    ('t002.webp', '')
    """
    return f"t{page_number:03d}.webp" if max(width, height) > MAX_THUMBNAIL_SIDE and min(width, height) else ""


def phone_size(width: int, height: int) -> tuple[int, int] | None:
    """The size of the picture of a page for phones.

    Args:
        width: Pixels of the picture as scanned; 0 where it is not known.
        height: The same.

    Returns:
        Its width and height in pixels; None where the site's own picture is hardly wider.

    >>> phone_size(1615, 2090), phone_size(700, 1000)
    ((640, 828), None)
    """
    shown = web_size(width, height)
    if shown[0] * 4 < PHONE_WIDTH * 5:
        return None
    return PHONE_WIDTH, max(1, round(height * PHONE_WIDTH / width))
