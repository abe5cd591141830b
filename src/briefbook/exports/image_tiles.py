"""Pictures of pages -> tiles: IIIF Image API 3.0 at level 0, plain files that any web server serves.

Each picture is there whole, in halved sizes, and of each size in squares, so that a viewer fetches only what it shows.
The manifests that name them stand in the same folder, with a collection; they are others than those of the site, for
their canvases have the sizes of the scans.
"""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from briefbook.exports.iiif import base_address, manifest, tiles_folder
from briefbook.exports.iiif_collection import ManifestRows, tiles_collection
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry
from briefbook.model.rendering import ManifestRow
from briefbook.text.safe_names import safe_name
from briefbook.text.titles import title_of

TILE = 512
"""Pixels of a tile's side."""

_QUALITY = 80
"""Of the JPEG encoding, up to 100."""

_Box = tuple[int, int, int, int]


def scale_factors(width: int, height: int) -> list[int]:
    """By what the sides are divided: powers of two, until all is in a single tile.

    Args:
        width: Pixels of the picture.
        height: The same.

    >>> scale_factors(1615, 2090), scale_factors(500, 300)
    ([1, 2, 4, 8], [1])
    """
    factors = [1]
    while max(width, height) > TILE * factors[-1]:
        factors.append(factors[-1] * 2)
    return factors


def image_info(address: str, width: int, height: int) -> dict[str, Any]:
    """What ``info.json`` says of a picture.

    Args:
        address: Of the image service, absolute.
        width: Pixels of the picture.
        height: The same.
    """
    factors = scale_factors(width, height)
    return {
        "@context": "http://iiif.io/api/image/3/context.json",
        "id": address,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level0",
        "width": width,
        "height": height,
        "sizes": [
            dict(zip(("width", "height"), _divided(width, height, factor), strict=True)) for factor in factors[::-1]
        ],
        "tiles": [{"width": TILE, "height": TILE, "scaleFactors": factors}],
    }


def tiles(width: int, height: int) -> Iterator[tuple[str, _Box, tuple[int, int]]]:
    """The files of a picture: name, the box of the picture that it shows (left, top, right, bottom), and its size.

    What is both the whole picture and a tile is there under both names, for viewers ask for either.

    Args:
        width: Pixels of the picture.
        height: The same.

    >>> [name.removesuffix("/0/default.jpg") for name, box, size in tiles(500, 300)]
    ['full/max', 'full/500,300', '0,0,500,300/max', '0,0,500,300/500,300']
    """
    whole = (0, 0, width, height)
    yield "full/max/0/default.jpg", whole, (width, height)
    for factor in scale_factors(width, height):
        size = _divided(width, height, factor)
        yield f"full/{size[0]},{size[1]}/0/default.jpg", whole, size
        side = TILE * factor
        for top in range(0, height, side):
            for left in range(0, width, side):
                box = (left, top, min(width, left + side), min(height, top + side))
                across, down = box[2] - left, box[3] - top
                part = _divided(across, down, factor)
                if box == whole and factor == 1:
                    yield f"{left},{top},{across},{down}/max/0/default.jpg", box, part
                yield f"{left},{top},{across},{down}/{part[0]},{part[1]}/0/default.jpg", box, part


def _divided(width: int, height: int, factor: int) -> tuple[int, int]:
    return -(-width // factor), -(-height // factor)


def tile_files(
    pictures: Callable[[Archive, Entry], Mapping[int, tuple[str, str]]],
) -> Callable[[Archive, Iterable[Entry]], Iterator[tuple[str, bytes | Iterable[bytes]]]]:
    """An export's function: the tiles of every page, the manifest of every item, and a collection of them.

    Args:
        pictures: Gives an item's pictures: page number -> URL relative to the site's root, and media type.
    """

    def files(archive: Archive, entries: Iterable[Entry]) -> Iterator[tuple[str, bytes | Iterable[bytes]]]:
        base = base_address(archive.about)
        rows = ManifestRows()
        for entry in entries if base else ():
            given = pictures(archive, entry)
            sizes: dict[int, tuple[int, int]] = {}
            for page_number in given:
                service = f"{base}{tiles_folder(entry.item)}/p{page_number:03d}"
                for name, content, size in _picture_files(archive.whole_picture(entry.item, page_number), service):
                    sizes[page_number] = size
                    yield f"{safe_name(entry.item)}/p{page_number:03d}/{name}", content
            pages = [page for page in archive.catalogue.pages(entry.item) if page.number in sizes]
            if text := manifest(entry, pages, archive.about_item(entry.item), given, services=sizes) if sizes else "":
                rows.add(
                    ManifestRow(
                        entry.item, title_of(entry, archive.post_on), entry.value("date") or "", entry.is_specimen, ""
                    )
                )
                yield f"{safe_name(entry.item)}/manifest.json", text.encode()
        if rows:
            yield "collection.json", (part.encode() for part in tiles_collection(rows, archive.about))

    return files


def _picture_files(picture: tuple[bytes, str] | None, service: str) -> Iterator[tuple[str, bytes, tuple[int, int]]]:
    """The files of a picture in its folder: name, content, and the size of the whole."""
    if picture is None:
        return
    from PIL import Image  # of an extra: only where there are scans

    with Image.open(io.BytesIO(picture[0])) as opened:
        whole = opened.convert("L" if opened.mode in ("1", "L") else "RGB")
    info = json.dumps(image_info(service, *whole.size), indent=1) + "\n"
    yield "info.json", info.encode(), whole.size
    smaller: dict[int, Image.Image] = {}
    encoded: dict[tuple[_Box, tuple[int, int]], bytes] = {}
    for name, box, size in tiles(*whole.size):
        factor = next(
            factor
            for factor in scale_factors(*whole.size)
            if _divided(box[2] - box[0], box[3] - box[1], factor) == size
        )
        if factor not in smaller:
            smaller[factor] = whole.resize(_divided(*whole.size, factor), Image.Resampling.LANCZOS, reducing_gap=3.0)
        if (box, size) not in encoded:
            left, top = box[0] // factor, box[1] // factor
            cut = smaller[factor].crop((left, top, left + size[0], top + size[1]))
            out = io.BytesIO()
            cut.save(out, "JPEG", quality=_QUALITY, optimize=True)
            encoded[box, size] = out.getvalue()
        yield name, encoded[box, size], whole.size
