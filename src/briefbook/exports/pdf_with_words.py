"""An item's pictures and words -> a searchable PDF: each picture with its words as an invisible text layer.

The PDF objects are written directly, since only a dozen are needed. JPEG and PNG are embedded as they are; other
formats are converted to JPEG. The original scan is offered beside the PDF.
"""

import io
import struct
import zlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from briefbook.exports.citation_elements import SPECIMEN
from briefbook.model.catalogue import Entry
from briefbook.model.page import Page
from briefbook.text.titles import title_of

if TYPE_CHECKING:
    from PIL import Image

Picture = tuple[bytes, str]
PAGE_LENGTH = 792.0
"""The longer side of a page in points (11 inches, US letter); scans seldom say how large the paper was."""

LETTER_WIDTH = 0.6
"""Width of a letter relative to the font size (Courier, never drawn)."""

_FIRST_CODE, _MAX_CODES = 33, 223
"""First code, and number of codes, assigned to letters in the order they occur; 32 is the blank."""


def searchable_pdf(entry: Entry, pages: Sequence[Page], picture: Callable[[int], Picture | None]) -> bytes:
    """Make a searchable PDF of an item.

    Args:
        entry: The item's entry.
        pages: Its pages.
        picture: Page number -> the page's picture as (bytes, media type), None if there is none.

    Returns:
        The PDF; empty if no page has both a picture and words with boxes.
    """
    pages_by_number = {page.number: page for page in pages}
    if not any(page.width and any(line.box for line in page.lines) for page in pages):
        return b""
    pdf = _Pdf()
    letters = _LetterCodes()
    pdf_pages = []
    for page_number in sorted(pages_by_number):
        page_picture = picture(page_number)
        if page_picture is None:
            continue
        image, size = pdf.picture(*page_picture)
        page = pages_by_number[page_number]
        pdf_pages.append((image, size, _words(page, size, letters) if page.width else b""))
    if not pdf_pages:
        return b""
    font = pdf.font(letters)
    kids = [pdf.page(image, size, words, font) for image, size, words in pdf_pages]
    title = f"{'SPECIMEN. ' if entry.is_specimen else ''}{entry.item}: {title_of(entry)}"
    return pdf.finish(kids, title, SPECIMEN if entry.is_specimen else "Words read by machine lie over the picture")


class _LetterCodes(dict[str, str]):
    """Letter -> its code in hexadecimal, assigned at first use; empty when the codes are used up."""

    def __missing__(self, letter: str) -> str:
        code = f"{_FIRST_CODE + len(self):02x}" if len(self) < _MAX_CODES else ""
        self[letter] = code
        return code


def _words(page: Page, size: tuple[int, int], letters: _LetterCodes) -> bytes:
    """The text operators of a page: each word at its box and stretched to its width; coordinates in pixels."""
    scale, page_height = _size_in_points(size)[0] / page.width, page.height
    code = letters.__getitem__
    parts = [f"{scale:.5f} 0 0 {scale:.5f} 0 0 cm BT 3 Tr"]
    font_size = 0
    for line in page.lines:
        for word in line.words:
            box, text = word.box, word.text
            if box is None or not text:
                continue
            height, width = box.bottom - box.top, box.right - box.left
            if height < 1 or width < 1:
                continue
            if height != font_size:
                parts.append(f"/F {height} Tf")
                font_size = height
            codes = "".join(map(code, text))
            stretch = int(100 * width / (LETTER_WIDTH * height * len(text)))
            parts.append(f"{stretch} Tz 1 0 0 1 {box.left} {page_height - box.bottom + height // 5} Tm <{codes}20> Tj")
    return "\n".join([*parts, "ET"]).encode()


def _size_in_points(size: tuple[int, int]) -> tuple[float, float]:
    longer = max(size)
    return size[0] * PAGE_LENGTH / longer, size[1] * PAGE_LENGTH / longer


class _Pdf:
    """The objects of a PDF, numbered in order; 1 is the catalogue and 2 the page tree, written last."""

    def __init__(self) -> None:
        self.objects: dict[int, bytes] = {}
        self.next = 3

    def add(self, body: bytes) -> int:
        object_number, self.next = self.next, self.next + 1
        self.objects[object_number] = body
        return object_number

    def stream(self, head: str, content: bytes) -> int:
        return self.add(b"<<%s /Length %d>>\nstream\n%s\nendstream" % (head.encode(), len(content), content))

    def picture(self, content: bytes, media_type: str) -> tuple[int, tuple[int, int]]:
        embedded = (
            _png(content) if media_type == "image/png" else _jpeg(content) if media_type == "image/jpeg" else None
        )
        if embedded is None:
            from PIL import Image

            out = io.BytesIO()
            with Image.open(io.BytesIO(content)) as picture:
                _without_transparency(picture).save(out, "JPEG", quality=60, optimize=True)
            embedded = _jpeg(out.getvalue())
            assert embedded is not None
        head, data, size = embedded
        return self.stream(f"/Type/XObject/Subtype/Image/Width {size[0]}/Height {size[1]}{head}", data), size

    def font(self, letters: _LetterCodes) -> int:
        pairs = [(32, " "), *((int(code, 16), letter) for letter, code in letters.items() if code)]
        rows = "\n".join(f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>" for code, letter in pairs)
        blocks = [rows.split("\n")[start : start + 100] for start in range(0, len(pairs), 100)]
        maps = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
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
        width, height = _size_in_points(size)
        content_stream = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /I Do Q\n".encode() + words
        content = self.stream("/Filter/FlateDecode", zlib.compress(content_stream, 1))
        return self.add(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width:.2f} {height:.2f}]/Contents {content} 0 R"
            f"/Resources<</XObject<</I {image} 0 R>>/Font<</F {font} 0 R>>>>>>".encode()
        )

    def finish(self, kids: list[int], title: str, subject: str) -> bytes:
        title_hex = f"<feff{title.encode('utf-16-be').hex()}>"
        info = self.add(
            f"<</Title {title_hex}/Subject <feff{subject.encode('utf-16-be').hex()}>/Producer(Briefbook)>>".encode()
        )
        self.objects[1] = b"<</Type/Catalog/Pages 2 0 R/Lang(en)/ViewerPreferences<</DisplayDocTitle true>>>>"
        refs = " ".join(f"{kid} 0 R" for kid in kids)
        self.objects[2] = f"<</Type/Pages/Count {len(kids)}/Kids[{refs}]>>".encode()
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets = []
        for object_number in range(1, self.next):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (object_number, self.objects[object_number])
        xref_offset = len(out)
        rows = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
        out += f"xref\n0 {self.next}\n0000000000 65535 f \n{rows}".encode()
        out += f"trailer\n<</Size {self.next}/Root 1 0 R/Info {info} 0 R>>\nstartxref\n{xref_offset}\n%%EOF\n".encode()
        return bytes(out)


def _without_transparency(picture: "Image.Image") -> "Image.Image":
    """A picture without transparency, in greyscale if it has no colour."""
    from PIL import ImageChops

    coloured = picture.convert("RGB")
    red, green, blue = coloured.split()
    grey = all(ImageChops.difference(red, other).getextrema() == (0, 0) for other in (green, blue))
    return red if grey else coloured


_EmbeddedImage = tuple[str, bytes, tuple[int, int]]


def _jpeg(content: bytes) -> _EmbeddedImage | None:
    """A JPEG as a PDF image, unchanged; size and colour space are read from its header. None if not supported."""
    offset = 2
    while offset + 9 < len(content) and content[offset] == 0xFF:
        marker, length = content[offset + 1], int.from_bytes(content[offset + 2 : offset + 4])
        if marker in (0xC0, 0xC1, 0xC2):
            height, width, components = struct.unpack(">HHB", content[offset + 5 : offset + 10])
            space = {1: "/DeviceGray", 3: "/DeviceRGB"}.get(components)
            head = f"/ColorSpace{space}/BitsPerComponent 8/Filter/DCTDecode"
            return (head, content, (width, height)) if space else None
        offset += 2 + length
    return None


def _png(content: bytes) -> _EmbeddedImage | None:
    """A PNG as a PDF image, its data unchanged; None if it is interlaced, transparent or of 16 bits."""
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", content[16:29])
    if interlaced or colour not in (0, 2, 3) or depth > 8:
        return None
    offset, rows, palette = 8, [], b""
    while offset + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[offset : offset + 8])
        body = content[offset + 8 : offset + 8 + length]
        if kind == b"IDAT":
            rows.append(body)
        elif kind == b"PLTE":
            palette = body
        elif kind == b"tRNS":
            return None
        offset += 12 + length
    space = {0: "/DeviceGray", 2: "/DeviceRGB"}.get(
        colour, f"[/Indexed/DeviceRGB {len(palette) // 3 - 1}<{palette.hex()}>]"
    )
    components = 3 if colour == 2 else 1
    parameters = f"/DecodeParms<</Predictor 15/Colors {components}/BitsPerComponent {depth}/Columns {width}>>"
    return (
        f"/ColorSpace{space}/BitsPerComponent {depth}/Filter/FlateDecode{parameters}",
        b"".join(rows),
        (width, height),
    )
