"""How large a page's picture is on the web, which is the size of its IIIF canvas too."""

MAX_WEB_SIDE = 1800
"""Longest side in pixels of the pictures that the site shows."""


def web_size(width: int, height: int) -> tuple[int, int]:
    """The size of a picture on the web.

    Viewers that draw on a picture (Mirador) take its own size for that of the canvas, so the two must agree.

    Args:
        width: Pixels of the picture as scanned.
        height: The same.

    Returns:
        Its width and height in pixels once it was made small enough, to within a pixel.

    >>> web_size(1615, 2090), web_size(850, 1100)
    ((1391, 1800), (850, 1100))
    """
    longest = max(width, height)
    if longest <= MAX_WEB_SIDE:
        return width, height
    return max(1, round(width * MAX_WEB_SIDE / longest)), max(1, round(height * MAX_WEB_SIDE / longest))
