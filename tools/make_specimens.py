"""tools/specimens.toml -> the scans and the list of examples/cuban-missile-crisis, the same bytes every time.

    .venv/bin/python tools/make_specimens.py FONTS [--only CDNW12452]

FONTS is a folder with the typewriter faces, which nobody needs who only uses the scans: they are committed. Both faces
are under the SIL Open Font Licence 1.1. To make the folder:

    npm pack @fontsource/courier-prime@5.3.0 @fontsource/cutive-mono@5.3.0
    for f in *.tgz; do tar xzf "$f" --strip-components=2 package/files; done

The drawing is fixed by ``SEED`` and the item's id. It is the same, byte for byte, on one machine; another version of
Pillow, FreeType or OpenCV may round a pixel differently, which is why the scans themselves are kept in the repository.
"""

import argparse
import csv
import io
import textwrap
import time
import tomllib
import zlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from briefbook.cli.import_results import keep
from briefbook.cli.import_source import ImportSource
from briefbook.importers.csv_table import read_table
from briefbook.project.collection import Collection

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "examples" / "cuban-missile-crisis"
SEED = 19621108
COLUMNS = 66
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
ORDINALS = ("ONE", "TWO", "THREE")
SPECIMEN = "specimen made for demonstration; not the cable whose number it bears"
MADE = time.gmtime(0)

Array = Any  # a picture: height, width, colours; float32 from 0 (black) to 255


@dataclass(frozen=True, slots=True)
class Wear:
    """How a page has fared. Lengths in pixels at 100 dpi, angles in degrees."""

    dpi: int = 190
    skew: float = 0.5
    ink: float = 0.92  # how dark a stroke is, 0 to 1
    uneven: float = 0.12  # how much that changes over the page
    blur: float = 0.35
    noise: float = 4.0
    specks: int = 30
    blots: tuple[tuple[float, float, float], ...] = field(default=())  # x and y as shares of the page, radius
    fading: float = 0.0  # how much of the ink is lost at the head of the page


WEARS = {
    "good": Wear(),
    "fair": Wear(skew=1.1, ink=0.85, uneven=0.22, blur=0.45, noise=6.0, specks=110),
    "faint": Wear(dpi=130, skew=1.4, ink=0.5, uneven=0.3, blur=0.7, noise=12.0, specks=500, fading=0.75),
    "blotted": Wear(
        dpi=150,
        skew=1.7,
        ink=0.95,
        uneven=0.1,
        blur=1.0,
        noise=14.0,
        specks=900,
        blots=((0.42, 0.37, 62), (0.2, 0.12, 60), (0.7, 0.40, 55), (0.45, 0.125, 45)),
    ),
}


def wear_of(specimen: dict[str, Any]) -> Wear:
    """How the specimen has fared; a PNG, which keeps every grain, is scanned coarser and cleaner."""
    wear = WEARS[specimen["wear"]]
    return replace(wear, dpi=150, noise=1.0) if specimen["kind"] == "png" else wear


def main() -> None:
    """Render what is asked for and write the list beside it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("fonts", type=Path, help="the folder with the typewriter faces")
    parser.add_argument("--only", action="append", default=[], help="only this item (may be given again)")
    asked = parser.parse_args()
    book = tomllib.loads((HERE / "specimens.toml").read_text(encoding="utf-8"))
    (TARGET / "scans").mkdir(parents=True, exist_ok=True)
    for specimen in book["specimen"]:
        if not asked.only or specimen["item"] in asked.only:
            sheets = [sheet(lines, specimen, n, asked.fonts) for n, lines in enumerate(pages_of(specimen, book))]
            path = write(sheets, specimen)
            print(f"{path.relative_to(TARGET)}  {len(sheets)} p.  {path.stat().st_size // 1024} kB")
    write_list(book["specimen"])


# What is typed


def pages_of(specimen: dict[str, Any], book: dict[str, Any]) -> list[list[str]]:
    """The lines of each page, as the service's teleprinters set them."""
    opening = book["opening" if "number" in specimen else "opening_unknown"]
    parts = (opening.strip() + "\n" + specimen["text"].strip()).split("\n===\n")
    pages = []
    for number, part in enumerate(parts):
        top = (
            heading(specimen) if number == 0 else [f"PAGE {ORDINALS[number]} {specimen.get('number', '')}".strip(), ""]
        )
        lines = [line for paragraph in part.split("\n") for line in textwrap.wrap(paragraph, COLUMNS)]
        pages.append(top + lines)
    return pages


def heading(specimen: dict[str, Any]) -> list[str]:
    """FM, TO, REF and subject; of an item of which nothing is known, only what the specimen is called."""
    if "number" not in specimen:
        return [specimen["title"], ""]
    year, month, day = (int(part) for part in specimen["date"].split("-"))
    lines = [
        f"FM {specimen['from']} {MONTHS[month - 1]}{day}/{year % 100} UNCLAS",
        f"TO EXTERNAL {specimen['number']}",
    ]
    if "reference" in specimen:
        lines.append(f"REF {specimen['reference']}")
    return [*lines, *textwrap.wrap(specimen["subject"], COLUMNS), ""]


# What is drawn


def sheet(lines: list[str], specimen: dict[str, Any], number: int, fonts: Path) -> Image.Image:
    """A page as a scanner would give it."""
    wear = wear_of(specimen)
    chance = np.random.default_rng([SEED, zlib.crc32(specimen["item"].encode()), number])
    width, height = int(8.5 * wear.dpi), 11 * wear.dpi
    page = paper(chance, width, height)
    page *= watermark(width, height, fonts)[..., None]
    ink = typing(lines, chance, wear, specimen["face"], fonts, width, height)
    page *= 1 - ink[..., None] * np.array([0.95, 0.95, 0.90], np.float32)
    page = stamped(page, chance, wear, specimen, number, fonts)
    page = scanned(page, chance, wear)
    return finished(page, specimen["kind"], chance)


def paper(chance: np.random.Generator, width: int, height: int) -> Array:
    """Old paper: a warm tone, darker to one edge, with a cloudiness."""
    tone = np.array([243, 238, 224], np.float32)
    cloud = cv2.resize(chance.normal(0, 3.0, (9, 7)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    edge = np.linspace(0, 1, width, dtype=np.float32)[None, :] ** 8 * 14
    page: Array = tone + cloud[..., None] - edge[..., None]
    return page


def watermark(width: int, height: int, fonts: Path) -> Array:
    """SPECIMEN from corner to corner in large light letters: a factor for each pixel."""
    face = ImageFont.truetype(fonts / "courier-prime-latin-700-normal.woff", width // 6)
    layer = Image.new("L", (int(width * 1.3), width // 3), 0)
    draw = ImageDraw.Draw(layer)
    draw.text((layer.width // 2, layer.height // 2), "SPECIMEN", font=face, fill=255, anchor="mm")
    turned = layer.rotate(50, expand=True, resample=Image.Resampling.BICUBIC)
    whole = Image.new("L", (width, height), 0)
    whole.paste(turned, ((width - turned.width) // 2, (height - turned.height) // 2))
    return 1 - np.asarray(whole, np.float32) / 255 * 0.08


def typing(
    lines: list[str], chance: np.random.Generator, wear: Wear, face: str, fonts: Path, width: int, height: int
) -> Array:
    """The ink of a typed page, 0 to 1: letters a little off their line and of uneven weight."""
    pitch = wear.dpi / 10.0
    font = ImageFont.truetype(fonts / f"{face}-latin-400-normal.woff", pitch / 0.635)
    layer = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(layer)
    for row, line in enumerate(lines):
        top = wear.dpi * (1.15 + row * 0.235)
        for column, letter in enumerate(line):
            if letter != " ":
                x = wear.dpi * 0.95 + column * pitch + chance.normal(0, pitch * 0.025)
                y = top + chance.normal(0, pitch * 0.03)
                draw.text((x, y), letter, font=font, fill=int(chance.uniform(205, 255)))
    ink = np.asarray(layer, np.float32) / 255
    thick = cv2.GaussianBlur(ink, (0, 0), wear.dpi / 330) * (1.75 if face == "cutive-mono" else 1.35)
    weight = chance.normal(0, wear.uneven, (14, 9)).astype(np.float32)
    ribbon = cv2.resize(weight, (width, height), interpolation=cv2.INTER_CUBIC)
    if wear.fading:  # the dry stretch of a ribbon stands at the head of the page, patches of it below
        small = chance.uniform(0, 1, (10, 5)).astype(np.float32)
        patches = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
        head = np.clip(1 - (np.linspace(0, 1, height, dtype=np.float32) - 0.12) / 0.22, 0, 1)[:, None]
        ribbon -= wear.fading * np.maximum(np.clip(patches, 0, 1) ** 2 * 0.55, head)
    strength = np.clip(wear.ink + ribbon, 0.08, 1)
    return np.clip(thick, 0, 1) * strength


def stamped(
    page: Array, chance: np.random.Generator, wear: Wear, specimen: dict[str, Any], number: int, fonts: Path
) -> Array:
    """The stamps: one across the head, a box at the foot in two languages, and the sheet's number."""
    height, width = page.shape[:2]
    layer = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(layer)
    bold = ImageFont.truetype(fonts / "courier-prime-latin-700-normal.woff", wear.dpi // 4)
    small = ImageFont.truetype(fonts / "courier-prime-latin-700-normal.woff", wear.dpi // 9)
    _boxed(
        layer, "SPECIMEN", bold, (int(width * chance.uniform(0.77, 0.81)), int(wear.dpi * 0.52)), chance.uniform(-7, 7)
    )
    words = (
        "SPECIMEN\nNOT DISCLOSED UNDER THE ACCESS TO INFORMATION ACT\n"
        "NON DIVULGUÉ EN VERTU DE LA LOI SUR L'ACCÈS À L'INFORMATION"
    )
    _boxed(layer, words, small, (int(width * 0.40), int(height - wear.dpi * 0.98)), chance.uniform(-1, 1))
    sheet_number = zlib.crc32(specimen["item"].encode()) % 900 + number
    draw.text((width - wear.dpi * 1.2, height - wear.dpi * 0.5), f"{sheet_number:06d}", font=small, fill=190)
    worn = np.asarray(layer, np.float32) / 255 * chance.uniform(0.55, 1, (height, width)).astype(np.float32)
    colour = np.array([0.35, 0.70, 0.55] if number % 2 else [0.75, 0.60, 0.22], np.float32)
    return page * (1 - cv2.GaussianBlur(worn, (0, 0), 0.6)[..., None] * colour)


def _boxed(layer: Image.Image, words: str, face: ImageFont.FreeTypeFont, centre: tuple[int, int], angle: float) -> None:
    """Words in a frame, a little askew, laid over the layer."""
    left, top, right, bottom = ImageDraw.Draw(layer).multiline_textbbox(
        (0, 0), words, font=face, align="center", spacing=face.size * 0.55
    )
    room = int(face.size * 0.55)
    stamp = Image.new("L", (int(right - left) + 2 * room, int(bottom - top) + 2 * room), 0)
    draw = ImageDraw.Draw(stamp)
    draw.multiline_text((room - left, room - top), words, font=face, fill=215, align="center", spacing=face.size * 0.55)
    draw.rectangle((2, 2, stamp.width - 3, stamp.height - 3), outline=215, width=max(2, int(face.size / 12)))
    stamp = stamp.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
    place = (centre[0] - stamp.width // 2, centre[1] - stamp.height // 2)
    layer.paste(255, (*place, place[0] + stamp.width, place[1] + stamp.height), stamp)


def scanned(page: Array, chance: np.random.Generator, wear: Wear) -> Array:
    """Laid on the glass: blots, punched, askew, out of focus, with specks and a sensor's noise."""
    height, width = page.shape[:2]
    for x, y, radius in wear.blots:
        page = _blot(page, chance, (int(x * width), int(y * height)), radius * wear.dpi / 100)
    for x in (-1.375, 1.375):
        middle = (int(width / 2 + x * wear.dpi), int(wear.dpi * 0.3))
        cv2.circle(page, middle, int(wear.dpi * 0.12), (70.0, 68.0, 64.0), -1, cv2.LINE_AA)
    angle = chance.choice([-1, 1]) * wear.skew * chance.uniform(0.5, 1)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    page = cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    page = cv2.GaussianBlur(page, (0, 0), wear.blur * wear.dpi / 100)
    for _ in range(wear.specks):
        spot = (int(chance.integers(width)), int(chance.integers(height)))
        cv2.circle(page, spot, int(chance.integers(1, 3)), (float(chance.uniform(60, 170)),) * 3, -1)
    grain = cv2.GaussianBlur(chance.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 0.7)
    return np.clip(page + grain[..., None] * wear.noise, 0, 255)


def _blot(page: Array, chance: np.random.Generator, centre: tuple[int, int], radius: float) -> Array:
    """Where water made the ink run: strokes swollen until they clog, and smeared."""
    height, width = page.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    wave = cv2.resize(
        chance.normal(0, 0.25, (16, 12)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    distance = np.hypot((columns - centre[0]) / 2.2, rows - centre[1]) / radius + wave
    share = np.clip(1.4 - distance, 0, 1)[..., None]
    clogged = cv2.erode(page.astype(np.float32), np.ones((2, 1), np.uint8))
    smeared = cv2.GaussianBlur(clogged, (0, 0), sigmaX=radius / 45, sigmaY=radius / 60) - 10
    return page * (1 - share) + smeared * share


def finished(page: Array, kind: str, chance: np.random.Generator) -> Image.Image:
    """Colours, greys or one bit a pixel, as the scanner was set."""
    if kind == "colour":
        return Image.fromarray(page.astype(np.uint8), "RGB")
    grey = cv2.cvtColor(page.astype(np.float32), cv2.COLOR_RGB2GRAY)
    if kind in ("grey", "png"):
        return Image.fromarray(grey.astype(np.uint8), "L")
    return one_bit(grey, chance)


def one_bit(grey: Array, chance: np.random.Generator) -> Image.Image:
    """Black and white: darker than the paper by much is ink, by little a fine screen of dots (the watermark)."""
    large = cv2.resize(grey, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC)
    smooth = cv2.GaussianBlur(large, (0, 0), 3)
    clean = cv2.dilate(smooth, np.ones((151, 151), np.uint8))
    around = cv2.GaussianBlur(cv2.erode(clean, np.ones((151, 151), np.uint8)), (0, 0), 40)
    black = large < around - 48
    height, width = large.shape
    rows, columns = np.mgrid[0:height, 0:width]
    dots = ((rows % 7 < 2) & ((columns + (rows // 7 % 2) * 4) % 8 < 2)).astype(bool)
    light = smooth < around - 14
    far = cv2.dilate(black.astype(np.uint8), np.ones((15, 15), np.uint8)) == 0
    return Image.fromarray(~(black | (dots & light & far)))


# What is written


def write(sheets: list[Image.Image], specimen: dict[str, Any]) -> Path:
    """The scan's file; its own data say that it is a specimen."""
    item, kind = specimen["item"], specimen["kind"]
    title, dpi = f"SPECIMEN {item}", wear_of(specimen).dpi * (1.5 if kind in ("line", "tiff") else 1)
    words = f"SPECIMEN: {SPECIMEN}"
    path = TARGET / "scans" / f"{item}.{kind if kind in ('png', 'tiff') else 'pdf'}"
    if kind == "png":
        data = PngInfo()
        data.add_text("Title", title)
        data.add_text("Description", words)
        sheets[0].quantize(16).save(path, pnginfo=data, dpi=(dpi, dpi), optimize=True)
    elif kind == "tiff":
        tags = ImageFileDirectory_v2()
        tags[269], tags[270] = title, words  # DocumentName, ImageDescription
        rest = sheets[1:]
        sheets[0].save(path, compression="group4", dpi=(dpi, dpi), tiffinfo=tags, save_all=True, append_images=rest)
    else:
        quality = {} if kind == "line" else {"quality": 36}
        data_of = {
            "title": title,
            "subject": words,
            "keywords": "SPECIMEN",
            "author": "",
            "producer": "make_specimens.py",
        }
        buffer = io.BytesIO()
        sheets[0].save(
            buffer, "PDF", resolution=dpi, save_all=True, append_images=sheets[1:],
            creationDate=MADE, modDate=MADE, **data_of, **quality,
        )  # fmt: skip
        path.write_bytes(buffer.getvalue())
    return path


def write_list(specimens: list[dict[str, Any]]) -> None:
    """The list that came with the scans, imported: facts, and that these are specimens."""
    columns = ("Item", "Date", "From", "To", "Number", "Specimen")
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(columns)
    for one in sorted(specimens, key=lambda specimen: str(specimen["item"])):
        known = "number" in one
        facts = (date_in_list(one["date"]), one["from"], "EXTERNAL", one["number"]) if known else ("", "", "", "")
        table.writerow((f"{one['item']}.pdf", *facts, SPECIMEN))
    data = out.getvalue().encode()
    source = ImportSource(None, data, "specimen-list", ".csv")
    keep(Collection(TARGET), source, read_table(data, source.name), "csv", replace=True)


def date_in_list(date: str) -> str:
    """A date as the published tables write it: 1962-11-08 is 8-Nov-62."""
    year, month, day = date.split("-")
    return f"{int(day)}-{MONTHS[int(month) - 1].title()}-{year[2:]}"


if __name__ == "__main__":
    main()
