"""Files made to take all memory or all time: each costs a finding, within the limits, and the others are opened."""

import struct
import zlib

import pikepdf
import pytest
from papers import picture
from PIL import Image

from briefbook.model.page import Scan
from briefbook.scans import ScanFault, inspect_scan, picture_bytes, scan_pages
from briefbook.util.guarded import Limits

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="other systems have no limit of private memory")

LIMITS = Limits(memory=150, seconds=30)


def scan_of(path):
    return Scan("D1", (path,), "0")


def pdf_with(path, content, make_forms):
    document = pikepdf.new()
    document.add_blank_page(page_size=(612, 792))
    document.pages[0].Contents = pikepdf.Stream(document, content)
    if make_forms is not None:
        document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=make_forms(document)))
    document.save(path)
    return path


def form(document, content, inner=None):
    stream = pikepdf.Stream(document, content)
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    stream.BBox = pikepdf.Array([0, 0, 612, 792])
    if inner is not None:
        stream.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
    return document.make_indirect(stream)


def drawing_itself(document):
    itself = form(document, b"/F Do /F Do 0 0 10 10 re f")
    itself.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=itself))
    return itself


def doubling(document):
    inner = form(document, b"0 0 10 10 re f")
    for _ in range(40):
        inner = form(document, b"/F Do /F Do", inner)
    return inner


def png(path, width, height):
    """A PNG of one colour, which is a thousandth of what it unpacks to."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(3 * width + 1)) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    signature = b"\x89PNG\r\n\x1a\n"
    path.write_bytes(signature + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b""))
    return path


def unpacking_to_a_gigabyte(path):
    packer = zlib.compressobj(9)
    rows = b"0 0 1 1 re f\n" * 100_000
    packed = b"".join(packer.compress(rows) for _ in range(800)) + packer.flush()
    document = pikepdf.new()
    document.add_blank_page()
    document.pages[0].Contents = pikepdf.Stream(document, packed, Filter=pikepdf.Name.FlateDecode)
    document.save(path)
    return path


def million_pages(path):
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1000000/Kids[" + b"3 0 R " * 1_000_000 + b"]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 4\n0000000000 65535 f \n%strailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    path.write_bytes(data + end % (table, len(data)))
    return path


def fault_of_first_page(path):
    (fault,) = scan_pages(scan_of(path), [1], limits=LIMITS)
    assert isinstance(fault, ScanFault)
    assert fault.number == 1
    assert "reading.max_memory" in fault.remedy
    assert picture_bytes(scan_of(path), 1, limits=LIMITS) is None
    return str(fault)


CRASHED = "it was not opened: the program that opens it crashed (SIGABRT), or it takes more than 150 MB of memory"
TOO_MUCH = "it was not opened: it takes more than 150 MB of memory"


def test_a_form_that_draws_itself(tmp_path):
    assert fault_of_first_page(pdf_with(tmp_path / "a.pdf", b"/F Do", drawing_itself)) in (CRASHED, TOO_MUCH)


def test_forms_that_double(tmp_path):
    assert fault_of_first_page(pdf_with(tmp_path / "a.pdf", b"/F Do", doubling)) in (CRASHED, TOO_MUCH)


def test_a_content_stream_that_unpacks_to_a_gigabyte(tmp_path):
    assert fault_of_first_page(unpacking_to_a_gigabyte(tmp_path / "a.pdf")) in (CRASHED, TOO_MUCH)


def test_a_tree_of_a_million_pages(tmp_path):
    with pytest.raises(ScanFault, match=r"it was not opened: .*it takes more than 150 MB of memory") as raised:
        inspect_scan(scan_of(million_pages(tmp_path / "a.pdf")), limits=LIMITS)
    assert "reading.max_memory" in raised.value.remedy


def test_a_picture_that_unpacks_to_more_than_it_may(tmp_path):
    assert fault_of_first_page(png(tmp_path / "a.png", 12_000, 12_000)) == TOO_MUCH


def test_a_file_opened_after_one_that_took_too_much_is_as_ever(tmp_path):
    fault_of_first_page(pdf_with(tmp_path / "a.pdf", b"/F Do", doubling))
    path = tmp_path / "b.png"
    picture("ANKARA").save(path)
    (page,) = (page.number for page in scan_pages(scan_of(path), limits=LIMITS))
    assert page == 1


def test_a_large_picture_is_reduced_on_the_way_to_the_web(tmp_path):
    """It takes no more memory than its pixels once."""
    path = png(tmp_path / "a.png", 9000, 9000)
    assert picture_bytes(scan_of(path), 1, limits=Limits(memory=450))[1] == "image/webp"


def test_the_pages_of_a_long_tiff_are_counted_once(tmp_path):
    """Its 2,000 headers are read for the first picture, not for each of them."""
    frames = [Image.new("1", (40, 40), number % 2) for number in range(2000)]
    path = tmp_path / "a.tif"
    frames[0].save(path, save_all=True, append_images=frames[1:])
    scan = scan_of(path)
    assert inspect_scan(scan) == (2000, "")
    assert all(picture_bytes(scan, number) for number in range(1, 2001, 100))
