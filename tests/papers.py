"""Papers for the tests of reading: typed pictures, and PDFs put together operator by operator."""

import io
import struct

import pikepdf
from pikepdf import Dictionary, Name, Stream
from PIL import Image, ImageChops, ImageDraw, ImageFont


def picture(*lines, size=(1700, 2200), mode="L", font=34):
    """A sheet at 200 dpi with lines typed on it; each line's words stand where ``ImageFont`` puts them."""
    sheet = Image.new("L", size, 255)
    draw = ImageDraw.Draw(sheet)
    face = ImageFont.load_default(font)
    for row, line in enumerate(lines):
        draw.text((150, 200 + row * 60), line, font=face, fill=0)
    return sheet.convert(mode)


def pdf(path, *pages):
    """Write a PDF; a page is a dictionary: ``picture``, ``size`` in points, ``words``, ``content``, and so on.

    ``words`` are (text, left, bottom, height) in points; ``shown`` makes them visible (they are hidden text otherwise);
    ``under`` puts them below the picture. ``content`` replaces what is drawn. ``rotate``, ``crop``, ``image`` (entries
    of the picture's dictionary) and ``matrix`` are set where given; ``data`` is the picture's stream, a JPEG otherwise.
    """
    with pikepdf.new() as made:
        font = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier))
        for page in pages:
            _page(made, font, **page)
        made.save(path, deterministic_id=True)
    return path


def _page(made, font, picture=None, size=(612, 792), words=(), shown=False, content=None, rotate=0, crop=None,
          image=None, matrix=None, note=False, data=None):  # fmt: skip
    resources = Dictionary(Font=Dictionary(F=font))
    drawn = b""
    if picture is not None:
        coded = io.BytesIO()
        picture.convert("L").save(coded, "JPEG", quality=95)
        stream = Stream(made, data or coded.getvalue())
        usual = {"ColorSpace": Name.DeviceGray, "BitsPerComponent": 8, "Filter": Name.DCTDecode}
        stream.stream_dict = Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=picture.width, Height=picture.height, **usual | (image or {})
        )
        resources.XObject = Dictionary(P=made.make_indirect(stream))
        a, b, c, d, e, f = matrix or (size[0], 0, 0, size[1], 0, 0)
        drawn = f"q {a} {b} {c} {d} {e} {f} cm /P Do Q\n".encode()
    for text, left, bottom, height in words:
        safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        mode = 0 if shown else 3
        drawn += f"BT {mode} Tr /F {height} Tf {left} {bottom} Td ({safe}) Tj ET\n".encode()
    entries = {"MediaBox": [0, 0, *size], "Resources": resources, "Rotate": rotate}
    if crop:
        entries["CropBox"] = list(crop)
    sheet = pikepdf.Page(made.make_indirect(Dictionary(Type=Name.Page, **entries)))
    sheet.Contents = made.make_stream(content if content is not None else drawn)
    if note:
        sheet.Annots = pikepdf.Array(
            [Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=[100, 100, 300, 200], F=4, C=[1, 0, 0])]
        )
    made.pages.append(sheet)


def jpeg_2000(picture):
    """A picture as a JPEG 2000 file, which is what a JPXDecode stream holds; nothing is lost."""
    data = io.BytesIO()
    picture.save(data, "JPEG2000", irreversible=False)
    return data.getvalue()


def jbig2(picture):
    """A picture as the segments of a JBIG2Decode stream: the page, and one generic region in the fax coding (T.6)."""
    tiff = io.BytesIO()
    black = ImageChops.invert(picture.convert("L")).convert("1")  # in JBIG2 a one is ink
    black.save(tiff, "TIFF", compression="group4", tiffinfo={278: picture.height})  # all rows in one strip
    tags = Image.open(tiff).tag_v2
    fax = tiff.getvalue()[tags[273][0] : tags[273][0] + tags[279][0]]
    page = struct.pack(">IIIIBH", picture.width, picture.height, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", picture.width, picture.height, 0, 0, 0, 1) + fax
    parts = ((0, 48, page), (1, 38, region))
    return b"".join(struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data for number, kind, data in parts)


# Ways of opening scans that go wrong; the processes that read find them here by name.

KILLED = "killed"
SLOW = "slow"


def look(scan):
    """Every scan of these has six pages."""
    return 6, ""


class ScanPage:
    """A page whose file holds the text."""

    size, dpi, has_picture = (1700, 2200), 200, False

    def __init__(self, number, words=None):
        from briefbook.model.page import Box, Word
        from briefbook.model.scan_page import OwnText

        self.own_text = OwnText()
        text = words or f"PAGE NUMBER {number} OF THE MESSAGE FROM WASHINGTON"
        self.number = number
        self.words = tuple(Word(one, Box(100 * at, 100, 100 * at + 90, 130)) for at, one in enumerate(text.split()))


def _raised():
    """A fault of the program: an exception that is not the scan's, with its traceback."""
    try:
        return [][0]
    except IndexError as error:
        return error


def sheets(scan, numbers):
    """Pages one by one; what is wrong with the third depends on the item."""
    import os
    import signal
    import time

    from briefbook.errors import ScanFault

    for number in numbers:
        if number == 3 and scan.item.startswith(KILLED):
            os.kill(os.getpid(), signal.SIGKILL)
        if number == 3 and scan.item.startswith(SLOW):
            time.sleep(60)
        if number == 3 and scan.item.startswith("once"):
            mark = scan.paths[0]
            if not mark.exists():
                mark.write_text("")
                os.kill(os.getpid(), signal.SIGKILL)
        if number == 3 and scan.item.startswith("broken"):
            yield ScanFault("this page is broken")
            continue
        if number == 3 and scan.item.startswith("bug") and not scan.paths[0].exists():
            yield _raised()
            continue
        yield ScanPage(number)
