"""An item's pictures and words -> one PDF: the scan as it is, the words invisible over it, to be found and copied.

Written by hand, for it needs a dozen objects only. JPEG and PNG go in as they are; other kinds are made JPEG. The
original scan, with every pixel it has, is offered beside it.
"""

import io
import struct
import zlib
from collections.abc import Callable, Sequence

from PIL import Image, ImageChops

from briefbook.exports.citation_elements import SPECIMEN
from briefbook.model.catalogue import Entry
from briefbook.model.page import Page

Picture = tuple[bytes, str]
LETTER = 792.0
"""The longer side of a page in points; scans seldom say how large the paper was."""

PITCH = 0.6
"""A letter's width at size 1: the font is Courier, of which nothing is drawn."""

FIRST, MOST = 33, 223
"""Codes given to letters, one after another; 32 is the blank."""


def searchable_pdf(entry: Entry, pages: Sequence[Page], picture: Callable[[int], Picture | None]) -> bytes:
    """The PDF; empty where no page has both a picture and words with places."""
    told = {page.number: page for page in pages}
    if not any(page.width and any(line.box for line in page.lines) for page in pages):
        return b""
    pdf = _Pdf()
    letters = _Letters()
    leaves = []
    for number in sorted(told):
        held = picture(number)
        if held is None:
            continue
        image, size = pdf.picture(*held)
        page = told[number]
        leaves.append((image, size, _words(page, size, letters) if page.width else b""))
    if not leaves:
        return b""
    font = pdf.font(letters)
    kids = [pdf.page(image, size, words, font) for image, size, words in leaves]
    title = f"{'SPECIMEN. ' if entry.is_specimen else ''}{entry.item}"
    return pdf.closed(kids, title, SPECIMEN if entry.is_specimen else "Words read by machine lie over the picture")


class _Letters(dict[str, str]):
    """Letters and the codes they are given, in hexadecimal; one after the last code is left out."""

    def __missing__(self, letter: str) -> str:
        code = f"{FIRST + len(self):02x}" if len(self) < MOST else ""
        self[letter] = code
        return code


def _words(page: Page, size: tuple[int, int], letters: _Letters) -> bytes:
    """The text operators of a page: each word at its place, as wide as it stands there; the unit is the pixel."""
    scale, foot = _points(size)[0] / page.width, page.height
    code = letters.__getitem__
    parts = [f"{scale:.5f} 0 0 {scale:.5f} 0 0 cm BT 3 Tr"]
    last = 0
    for line in page.lines:
        for word in line.words:
            box, text = word.box, word.text
            if box is None or not text:
                continue
            high, wide = box.bottom - box.top, box.right - box.left
            if high < 1 or wide < 1:
                continue
            if high != last:
                parts.append(f"/F {high} Tf")
                last = high
            codes = "".join(map(code, text))
            stretch = int(100 * wide / (PITCH * high * len(text)))
            parts.append(f"{stretch} Tz 1 0 0 1 {box.left} {foot - box.bottom + high // 5} Tm <{codes}20> Tj")
    return "\n".join([*parts, "ET"]).encode()


def _points(size: tuple[int, int]) -> tuple[float, float]:
    longer = max(size)
    return size[0] * LETTER / longer, size[1] * LETTER / longer


class _Pdf:
    """Objects, numbered as they come; 1 is the catalogue and 2 the tree of pages, written last."""

    def __init__(self) -> None:
        self.objects: dict[int, bytes] = {}
        self.next = 3

    def add(self, body: bytes) -> int:
        number, self.next = self.next, self.next + 1
        self.objects[number] = body
        return number

    def stream(self, head: str, content: bytes) -> int:
        return self.add(b"<<%s /Length %d>>\nstream\n%s\nendstream" % (head.encode(), len(content), content))

    def picture(self, content: bytes, media_type: str) -> tuple[int, tuple[int, int]]:
        made = _png(content) if media_type == "image/png" else _jpeg(content) if media_type == "image/jpeg" else None
        if made is None:
            out = io.BytesIO()
            with Image.open(io.BytesIO(content)) as picture:
                _plain(picture).save(out, "JPEG", quality=60, optimize=True)
            made = _jpeg(out.getvalue())
            assert made is not None
        head, data, size = made
        return self.stream(f"/Type/XObject/Subtype/Image/Width {size[0]}/Height {size[1]}{head}", data), size

    def font(self, letters: _Letters) -> int:
        pairs = [(32, " "), *((int(code, 16), letter) for letter, code in letters.items() if code)]
        rows = "\n".join(f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>" for code, letter in pairs)
        blocks = [rows.split("\n")[start : start + 100] for start in range(0, len(pairs), 100)]
        maps = "\n".join(f"{len(one)} beginbfchar\n" + "\n".join(one) + "\nendbfchar" for one in blocks)
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /B def /CMapType 2 def\n"
            f"1 begincodespacerange <00> <ff> endcodespacerange\n{maps}\nendcmap end end"
        )
        to_unicode = self.stream("", cmap.encode())
        names = " ".join(f"/u{ord(letter):04X}" if len(letter) == 1 else "/space" for _, letter in pairs)
        encoding = f"<</Type/Encoding/Differences[32 {names}]>>"
        widths = " ".join("600" for _ in range(224))
        return self.add(
            f"<</Type/Font/Subtype/Type1/BaseFont/Courier/FirstChar 32/LastChar 255/Widths[{widths}]"
            f"/Encoding {encoding}/ToUnicode {to_unicode} 0 R>>".encode()
        )

    def page(self, image: int, size: tuple[int, int], words: bytes, font: int) -> int:
        wide, high = _points(size)
        drawn = f"q {wide:.2f} 0 0 {high:.2f} 0 0 cm /I Do Q\n".encode() + words
        content = self.stream("/Filter/FlateDecode", zlib.compress(drawn, 1))
        return self.add(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide:.2f} {high:.2f}]/Contents {content} 0 R"
            f"/Resources<</XObject<</I {image} 0 R>>/Font<</F {font} 0 R>>>>>>".encode()
        )

    def closed(self, kids: list[int], title: str, subject: str) -> bytes:
        shown = f"<feff{title.encode('utf-16-be').hex()}>"
        info = self.add(
            f"<</Title {shown}/Subject <feff{subject.encode('utf-16-be').hex()}>/Producer(Briefbook)>>".encode()
        )
        self.objects[1] = b"<</Type/Catalog/Pages 2 0 R/Lang(en)/ViewerPreferences<</DisplayDocTitle true>>>>"
        refs = " ".join(f"{kid} 0 R" for kid in kids)
        self.objects[2] = f"<</Type/Pages/Count {len(kids)}/Kids[{refs}]>>".encode()
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number in range(1, self.next):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, self.objects[number])
        begin = len(out)
        rows = "".join(f"{place:010d} 00000 n \n" for place in places)
        out += f"xref\n0 {self.next}\n0000000000 65535 f \n{rows}".encode()
        out += f"trailer\n<</Size {self.next}/Root 1 0 R/Info {info} 0 R>>\nstartxref\n{begin}\n%%EOF\n".encode()
        return bytes(out)


def _plain(picture: Image.Image) -> Image.Image:
    """Without transparency, and in grey where it has no colour."""
    coloured = picture.convert("RGB")
    red, green, blue = coloured.split()
    grey = all(ImageChops.difference(red, other).getextrema() == (0, 0) for other in (green, blue))
    return red if grey else coloured


_Made = tuple[str, bytes, tuple[int, int]]


def _jpeg(content: bytes) -> _Made | None:
    """A JPEG goes in as it is; its head tells the size and the colours."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        kind, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if kind in (0xC0, 0xC1, 0xC2):
            high, wide, parts = struct.unpack(">HHB", content[at + 5 : at + 10])
            space = {1: "/DeviceGray", 3: "/DeviceRGB"}.get(parts)
            head = f"/ColorSpace{space}/BitsPerComponent 8/Filter/DCTDecode"
            return (head, content, (wide, high)) if space else None
        at += 2 + length
    return None


def _png(content: bytes) -> _Made | None:
    """A PNG's rows go in as they are, where they are neither interlaced nor transparent."""
    wide, high, depth, colour, _, _, woven = struct.unpack(">IIBBBBB", content[16:29])
    if woven or colour not in (0, 2, 3) or depth > 8:
        return None
    at, rows, palette = 8, [], b""
    while at + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        if kind == b"IDAT":
            rows.append(body)
        elif kind == b"PLTE":
            palette = body
        elif kind == b"tRNS":
            return None
        at += 12 + length
    space = {0: "/DeviceGray", 2: "/DeviceRGB"}.get(
        colour, f"[/Indexed/DeviceRGB {len(palette) // 3 - 1}<{palette.hex()}>]"
    )
    parts = 3 if colour == 2 else 1
    how = f"/DecodeParms<</Predictor 15/Colors {parts}/BitsPerComponent {depth}/Columns {wide}>>"
    return f"/ColorSpace{space}/BitsPerComponent {depth}/Filter/FlateDecode{how}", b"".join(rows), (wide, high)
