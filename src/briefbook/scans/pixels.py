"""Pictures of any mode -> greyscale pictures, reduced on the way, with memory for only one copy."""

import numpy as np
import numpy.typing as npt
from PIL import Image

WIDE_MODES = ("I;16", "I;16L", "I;16B", "I", "F")
"""Pillow's modes of pictures with more than eight bits a pixel."""

DEPTHS = (255.0, 1023.0, 4095.0, 16383.0, 65535.0)
"""White in pictures of 8, 10, 12, 14 and 16 bits; scanners write 12 bits into files of 16."""

STRIP_ROWS = 1024
"""Rows converted at once, so that a bilevel picture is never in memory twice at 8 bits."""


def grey(picture: Image.Image, reduce: int = 1) -> Image.Image:
    """The picture in greyscale (mode L, 8 bits), its sides divided by ``reduce``; transparent parts become white.

    >>> grey(Image.new("RGBA", (4, 4), (0, 0, 0, 0))).getpixel((0, 0))
    255
    """
    if picture.mode == "L":
        return picture.reduce(reduce) if reduce > 1 else picture
    if reduce == 1 and picture.width * picture.height < 30_000_000:
        return _grey(picture)
    width, height = -(-picture.width // reduce), -(-picture.height // reduce)
    result = Image.new("L", (width, height), 255)
    levels = _levels(picture) if picture.mode in WIDE_MODES else None  # of the whole, not of each strip
    band = max(reduce, STRIP_ROWS // reduce * reduce)
    for top in range(0, picture.height, band):
        strip = _grey(picture.crop((0, top, picture.width, min(picture.height, top + band))), levels)
        result.paste(strip.reduce(reduce) if reduce > 1 else strip, (0, top // reduce))
    return result


_GREY_MODES = frozenset({"1", "L", "LA", *WIDE_MODES})


def shown(picture: Image.Image, reduce: int = 1) -> Image.Image:
    """The picture as the web shows it, its sides divided by ``reduce``: in greyscale, or in colours (mode RGB).

    >>> shown(Image.new("RGB", (5, 4)), 2).size
    (3, 2)
    """
    if picture.mode in _GREY_MODES:
        return grey(picture, reduce)
    if reduce == 1:
        return picture.convert("RGB")
    result = Image.new("RGB", (-(-picture.width // reduce), -(-picture.height // reduce)))
    band = max(reduce, STRIP_ROWS // reduce * reduce)
    for top in range(0, picture.height, band):
        strip = picture.crop((0, top, picture.width, min(picture.height, top + band)))
        result.paste(strip.convert("RGB").reduce(reduce), (0, top // reduce))
    return result


def colours_of(pixels: npt.NDArray[np.uint8], reduce: int) -> Image.Image:
    """The picture of an array with its colours, in mode L or RGB.

    Args:
        pixels: uint8 array (height, width), or (height, width, 3 or 4) in the order blue, green, red; a fourth channel
            is ignored.
        reduce: Divides the sides of the picture.
    """
    if pixels.ndim < 3 or pixels.shape[2] < 3:
        return grey_of(pixels.reshape(pixels.shape[:2]), reduce)
    step = STRIP_ROWS * reduce
    strips = [
        np.asarray(Image.fromarray(np.ascontiguousarray(pixels[top : top + step, :, 2::-1])).reduce(reduce))
        for top in range(0, len(pixels), step)
    ]
    return Image.fromarray(np.concatenate(strips))


def grey_of(pixels: npt.NDArray[np.uint8], reduce: int = 1) -> Image.Image:
    """The greyscale picture of an array.

    Args:
        pixels: uint8 array (height, width), or (height, width, 3 or 4) in the order blue, green, red; a fourth channel
            is ignored.
        reduce: Divides the sides of the picture.
    """
    strips = [
        _reduced_grey(pixels[top : top + STRIP_ROWS * reduce], reduce)
        for top in range(0, len(pixels), STRIP_ROWS * reduce)
    ]
    return Image.fromarray(np.concatenate(strips))


def _levels(picture: Image.Image) -> tuple[float, float]:
    """The values of black and white in a picture of more than eight bits.

    Integers are of the least depth that holds them (8, 10, 12, 14 or 16 bits); floats run from 0 to 1 or to such a
    depth. Where there are negative values, the least is black and the greatest is white.
    """
    values = np.asarray(picture)
    finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values
    if not finite.size:
        return 0.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    if low < 0:
        return low, max(high, low + 1e-6)
    depths = [1.0, *DEPTHS] if values.dtype.kind == "f" else DEPTHS
    return 0.0, next((depth for depth in depths if high <= depth), high)


def _grey(picture: Image.Image, levels: tuple[float, float] | None = None) -> Image.Image:
    if picture.mode in WIDE_MODES:
        low, high = levels or _levels(picture)
        values = np.nan_to_num(np.asarray(picture).astype(np.float32), nan=low, posinf=high, neginf=low)
        return Image.fromarray(np.clip((values - low) * (255 / (high - low)), 0, 255).astype(np.uint8))
    if picture.mode in ("LA", "RGBA", "PA", "La", "RGBa") or "transparency" in picture.info:
        transparent = picture.convert("RGBA")
        paper = Image.new("RGBA", transparent.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, transparent).convert("L")
    if picture.mode == "CMYK":
        return picture.convert("RGB").convert("L")
    return picture.convert("L")


def _reduced_grey(rows: npt.NDArray[np.uint8], reduce: int) -> npt.NDArray[np.uint8]:
    if rows.ndim == 3:
        weights = np.array([29, 150, 77], np.uint16)  # blue, green, red, of 256
        rows = (rows[:, :, :3].astype(np.uint16) @ weights >> 8).astype(np.uint8)
    if reduce == 1:
        return np.ascontiguousarray(rows)
    return np.asarray(Image.fromarray(np.ascontiguousarray(rows)).reduce(reduce))
