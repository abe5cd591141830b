"""Pictures of any kind -> grey pictures no larger than they are read, with memory for one copy."""

import numpy as np
import numpy.typing as npt
from PIL import Image

BAND = 1024
"""Rows converted at once: a picture of one bit a pixel never stands in memory twice."""


def grey(picture: Image.Image, reduce: int = 1) -> Image.Image:
    """The picture in 256 greys, its sides divided by ``reduce``; what is see-through lies on white paper.

    >>> grey(Image.new("RGBA", (4, 4), (0, 0, 0, 0))).getpixel((0, 0))
    255
    """
    if picture.mode == "L":
        return picture.reduce(reduce) if reduce > 1 else picture
    if reduce == 1 and picture.width * picture.height < 30_000_000:
        return _grey(picture)
    width, height = -(-picture.width // reduce), -(-picture.height // reduce)
    made = Image.new("L", (width, height), 255)
    band = max(reduce, BAND // reduce * reduce)
    for top in range(0, picture.height, band):
        part = _grey(picture.crop((0, top, picture.width, min(picture.height, top + band))))
        made.paste(part.reduce(reduce) if reduce > 1 else part, (0, top // reduce))
    return made


def grey_of(pixels: npt.NDArray[np.uint8], reduce: int = 1) -> Image.Image:
    """The same from an array of rows: one channel, or blue, green, red and perhaps one that is ignored."""
    made = [_shrunk(pixels[top : top + BAND * reduce], reduce) for top in range(0, len(pixels), BAND * reduce)]
    return Image.fromarray(np.concatenate(made))


def _grey(picture: Image.Image) -> Image.Image:
    if picture.mode in ("I;16", "I;16L", "I;16B", "I", "F"):
        values = np.asarray(picture).astype(np.float32)
        top = 65535.0 if values.max(initial=0) > 255 else 255.0
        return Image.fromarray(np.clip(values * (255 / top), 0, 255).astype(np.uint8))
    if picture.mode in ("LA", "RGBA", "PA", "La", "RGBa") or "transparency" in picture.info:
        through = picture.convert("RGBA")
        paper = Image.new("RGBA", through.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, through).convert("L")
    if picture.mode == "CMYK":
        return picture.convert("RGB").convert("L")
    return picture.convert("L")


def _shrunk(rows: npt.NDArray[np.uint8], reduce: int) -> npt.NDArray[np.uint8]:
    if rows.ndim == 3:
        weights = np.array([29, 150, 77], np.uint16)  # blue, green, red, of 256
        rows = (rows[:, :, :3].astype(np.uint16) @ weights >> 8).astype(np.uint8)
    if reduce == 1:
        return np.ascontiguousarray(rows)
    return np.asarray(Image.fromarray(np.ascontiguousarray(rows)).reduce(reduce))
