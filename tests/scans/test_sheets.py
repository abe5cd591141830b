"""What a page of a file shows is what is read: taken out as embedded where that is the same, rendered where not."""

import numpy as np
import pikepdf
import pytest
from papers import jbig2, jpeg_2000, pdf, picture
from PIL import Image

from briefbook.model.page import Scan
from briefbook.scans import ScanFault, inspect_scan, page_picture, scan_pages


def scan_of(*paths):
    return Scan("D1", paths, "0")


_opened = []


def first(path):
    """The first page, kept open till the end."""
    _opened.append(scan_pages(scan_of(path)))
    return next(_opened[-1])


@pytest.fixture(autouse=True)
def _closed_at_the_end():
    yield
    while _opened:
        _opened.pop().close()


def ink(shown):
    """Where the ink lies, as shares of the page: left, top, right, bottom."""
    dark = np.asarray(shown.convert("L")) < 128
    rows, columns = np.where(dark.any(1))[0], np.where(dark.any(0))[0]
    width, height = shown.size
    shares = (columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height)
    return [round(float(share), 2) for share in shares]


@pytest.fixture
def marked():
    """A sheet with a black mark in its upper left corner and a longer one under it."""
    sheet = Image.new("L", (850, 1100), 255)
    sheet.paste(0, (85, 110, 170, 165))
    sheet.paste(0, (85, 220, 425, 275))
    return sheet


UPRIGHT = [0.1, 0.1, 0.5, 0.25]


def test_a_picture_that_is_the_page_is_taken_out_pixel_by_pixel(tmp_path, marked):
    path = tmp_path / "a.pdf"
    marked.convert("1").save(path, "PDF", resolution=100)  # Pillow writes CCITT
    sheet = first(path)
    assert (sheet.size, sheet.dpi, sheet.has_picture) == ((850, 1100), 100, True)
    assert np.array_equal(np.asarray(sheet.picture()), np.asarray(marked))


def test_a_page_in_jpeg_2000_is_shown_pixel_by_pixel(tmp_path, marked):
    page = {
        "picture": marked,
        "data": jpeg_2000(marked),
        "image": {"Filter": pikepdf.Name.JPXDecode},
        "size": (612, 792),
    }
    sheet = first(pdf(tmp_path / "a.pdf", page))
    assert (sheet.size, sheet.dpi, sheet.has_picture) == ((850, 1100), 100, True)
    assert np.array_equal(np.asarray(sheet.picture().convert("L")), np.asarray(marked))


def test_a_page_in_jbig2_is_shown_pixel_by_pixel(tmp_path, marked):
    image = {"Filter": pikepdf.Name.JBIG2Decode, "BitsPerComponent": 1}
    page = {"picture": marked, "data": jbig2(marked), "image": image, "size": (612, 792)}
    sheet = first(pdf(tmp_path / "a.pdf", page))
    assert (sheet.size, sheet.dpi, sheet.has_picture) == ((850, 1100), 100, True)
    assert np.array_equal(np.asarray(sheet.picture().convert("L")), np.asarray(marked))


@pytest.mark.parametrize(
    ("rotate", "where"),
    [(0, UPRIGHT), (90, [0.75, 0.1, 0.9, 0.5]), (180, [0.5, 0.75, 0.9, 0.9]), (270, [0.1, 0.5, 0.25, 0.9])],
)
def test_a_page_that_its_file_turns_is_turned(tmp_path, marked, rotate, where):
    sheet = first(pdf(tmp_path / "a.pdf", {"picture": marked, "rotate": rotate}))
    assert sheet.size == ((850, 1100) if rotate % 180 == 0 else (1100, 850))
    assert ink(sheet.picture()) == where
    assert ink(sheet.colour_picture()) == where


@pytest.mark.parametrize(
    ("page", "where"),
    [
        pytest.param({"crop": (0, 396, 612, 792)}, [0.1, 0.2, 0.5, 0.5], id="cropped to the upper half"),
        pytest.param({"matrix": (-612, 0, 0, 792, 612, 0)}, [0.5, 0.1, 0.9, 0.25], id="mirrored"),
        pytest.param({"matrix": (0, 792, -612, 0, 612, 0)}, [0.1, 0.5, 0.25, 0.9], id="laid on its side"),
        pytest.param({"matrix": (306, 0, 0, 396, 0, 396)}, [0.05, 0.05, 0.25, 0.12], id="in a corner"),
        pytest.param({"note": True}, [0.1, 0.1, 0.5, 0.87], id="with a mark put on it later"),
        pytest.param({"words": [("RELEASED", 300, 20, 12)], "shown": True}, [0.1, 0.1, 0.58, 0.98], id="stamped"),
    ],
)
def test_a_page_that_is_more_or_less_than_its_picture_is_rendered(tmp_path, marked, page, where):
    sheet = first(pdf(tmp_path / "a.pdf", {"picture": marked, **page}))
    assert np.allclose(ink(sheet.picture()), where, atol=0.02)


def test_a_picture_stored_in_negative_is_read_as_it_shows(tmp_path, marked):
    negative = Image.eval(marked, lambda value: 255 - value)
    sheet = first(pdf(tmp_path / "a.pdf", {"picture": negative, "image": {"Decode": [1, 0]}}))
    assert ink(sheet.picture()) == UPRIGHT
    assert ink(sheet.colour_picture()) == UPRIGHT


def test_a_stencil_is_rendered_as_it_shows(tmp_path):
    with pikepdf.new() as pdf:
        rows = (bytes([0xFF] * 10) + bytes(10)) * 80 + bytes([0xFF] * 20) * 80
        stencil = pdf.make_stream(rows)
        stencil.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=160,
            Height=160,
            BitsPerComponent=1,
            ImageMask=True,
        )
        resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=pdf.make_indirect(stencil)))
        page = pikepdf.Page(
            pdf.make_indirect(
                pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=[0, 0, 612, 792], Resources=resources)
            )
        )
        page.Contents = pdf.make_stream(b"q 612 0 0 792 0 0 cm /P Do Q")
        pdf.pages.append(page)
        pdf.save(tmp_path / "a.pdf")
    assert np.allclose(ink(first(tmp_path / "a.pdf").picture()), [0.5, 0.0, 1.0, 0.5], atol=0.01)  # 0 is ink


def test_two_pictures_on_a_page_are_both_shown(tmp_path, marked):
    content = b"q 612 0 0 396 0 396 cm /P Do Q q 612 0 0 396 0 0 cm /P Do Q"
    sheet = first(pdf(tmp_path / "a.pdf", {"picture": marked, "content": content}))
    assert np.allclose(ink(sheet.picture()), [0.1, 0.05, 0.5, 0.625], atol=0.02)
    assert sheet.has_picture


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_file_s_own_words_lie_where_they_are_seen(tmp_path, rotate):
    words = [("WASHDC", 100, 600, 20)]
    sheet = first(pdf(tmp_path / "a.pdf", {"words": words, "shown": True, "rotate": rotate}))
    assert [word.text for word in sheet.words] == ["WASHDC"]
    left, top, right, bottom = ink(sheet.picture())
    box, (width, height) = sheet.words[0].box, sheet.size
    assert np.allclose((box.left / width, box.top / height, box.right / width, box.bottom / height),
                       (left, top, right, bottom), atol=0.012)  # fmt: skip
    assert not sheet.has_picture


def test_words_of_several_lines_and_columns_are_words(tmp_path):
    words = [("FM WASHDC NOV8/62", 72, 700, 12), ("TO EXTERNAL 3316", 72, 680, 12), ("UNCLAS", 400, 700, 12)]
    sheet = first(pdf(tmp_path / "a.pdf", {"words": words}))
    assert [word.text for word in sheet.words] == ["FM", "WASHDC", "NOV8/62", "TO", "EXTERNAL", "3316", "UNCLAS"]


@pytest.mark.parametrize(
    ("make", "dark", "light"),
    [
        pytest.param(lambda picture: picture.convert("1"), 0, 255, id="one bit"),
        pytest.param(lambda picture: picture.convert("P"), 0, 255, id="palette"),
        pytest.param(lambda picture: picture.convert("RGB"), 0, 255, id="colour"),
        pytest.param(lambda grey: Image.merge("LA", (grey, grey.point(lambda v: 255 - v))), 0, 255, id="see-through"),
        pytest.param(
            lambda picture: Image.fromarray(np.asarray(picture, np.uint16) * 200 + 2000), 8, 206, id="sixteen bits"
        ),
    ],
)  # fmt: skip
def test_png_of_every_kind_becomes_greys(tmp_path, marked, make, dark, light):
    make(marked).save(tmp_path / "a.png")
    shown = first(tmp_path / "a.png").picture()
    values = np.asarray(shown).astype(int)
    assert shown.mode == "L"
    assert abs(values.min() - dark) <= 1
    assert abs(values.max() - light) <= 1


def test_a_photograph_knows_which_way_up_it_was_held(tmp_path, marked):
    exif = Image.Exif()
    exif[0x0112] = 6  # turn clockwise for showing
    marked.rotate(90, expand=True).save(tmp_path / "a.jpg", exif=exif, dpi=(100, 100))
    sheet = first(tmp_path / "a.jpg")
    assert (sheet.size, sheet.dpi) == ((850, 1100), 100)
    assert ink(sheet.picture()) == UPRIGHT


def test_a_tiff_knows_which_way_up_it_is_and_how_large(tmp_path, marked):
    turned = marked.rotate(90, expand=True)
    turned.save(tmp_path / "a.tif", tiffinfo={0x0112: 6}, dpi=(100, 100))
    sheet = first(tmp_path / "a.tif")
    assert (sheet.size, sheet.dpi, sheet.picture().size) == ((850, 1100), 100, (850, 1100))
    assert ink(sheet.picture()) == UPRIGHT
    turned.resize((2200, 850)).save(tmp_path / "fax.tif", tiffinfo={0x0112: 6}, dpi=(200, 100))
    flat = first(tmp_path / "fax.tif")
    assert (flat.size, flat.picture().size) == ((1700, 2200), (1700, 2200))
    assert ink(flat.picture()) == UPRIGHT


def test_a_page_that_claims_to_be_tiny_is_as_large_as_its_pictures(tmp_path, marked):
    sheet = first(pdf(tmp_path / "a.pdf", {"picture": marked, "size": (61, 76)}))
    assert min(sheet.size) > 800
    assert np.allclose(ink(sheet.picture()), UPRIGHT, atol=0.03)


def test_a_fax_with_flat_dots_is_made_square(tmp_path, marked):
    marked.resize((1700, 1100)).save(tmp_path / "a.tiff", dpi=(200, 100))
    sheet = first(tmp_path / "a.tiff")
    assert (sheet.size, sheet.dpi) == ((1700, 2200), 200)
    assert ink(sheet.picture()) == UPRIGHT
    flat = first(pdf(tmp_path / "a.pdf", {"picture": marked.resize((1700, 1100))}))
    assert flat.size == (2550, 3300)  # rendered
    assert np.allclose(ink(flat.picture()), UPRIGHT, atol=0.01)


def test_a_picture_is_made_smaller_as_it_is_taken(tmp_path, marked):
    marked.convert("1").resize((3400, 4400)).save(tmp_path / "a.tiff", compression="group4", dpi=(400, 400))
    shown = first(tmp_path / "a.tiff").picture(4)
    assert shown.size == (850, 1100)
    assert ink(shown) == UPRIGHT


def test_pages_of_several_files_are_counted_through(tmp_path, marked):
    marked.save(tmp_path / "1.png")
    marked.save(tmp_path / "2.tiff", save_all=True, append_images=[marked.rotate(180), marked])
    scan = scan_of(tmp_path / "1.png", tmp_path / "2.tiff")
    assert inspect_scan(scan) == (4, "")
    assert [sheet.number for sheet in scan_pages(scan, [2, 3])] == [2, 3]
    assert [ink(page_picture(scan, number)) for number in (2, 3)] == [UPRIGHT, [0.5, 0.75, 0.9, 0.9]]


def _encrypted(path, marked):
    pdf(path, {"picture": marked})
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("a.pdf", lambda path, _: path.write_bytes(b""), "zero bytes"),
        ("a.pdf", lambda path, _: path.write_text("FM WASHDC\n" * 40), "it is not a PDF file, or a damaged one"),
        ("a.pdf", _encrypted, "it is encrypted and needs a password; ask for a file without one"),
        ("a.png", lambda path, _: path.write_bytes(b"\x89PNG\r\n\x1a\n"), "damaged"),
        ("a.tiff", lambda path, _: path.write_text("no picture"), "it is not a TIFF file, or a damaged one"),
        (
            "a.jpg",
            lambda path, _: path.write_bytes(b"%PDF-1.7\n1 0 obj"),
            "it is a PDF file: rename it so that it ends with .pdf",
        ),
        ("a.jpeg", lambda path, _: path.write_bytes(b"\xff\xd8\xff\xe0"), "it is not a JPEG file, or a damaged one"),
    ],
)
def test_a_file_that_cannot_be_opened_says_why(tmp_path, marked, name, make, said):
    make(tmp_path / name, marked)
    with pytest.raises(ScanFault, match=said):
        inspect_scan(scan_of(tmp_path / name))


def test_a_file_that_was_mended_without_the_loss_of_a_page_is_not_called_damaged(tmp_path):
    path = pdf(tmp_path / "a.pdf", {"words": [("A", 10, 10, 10)]})
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex(b"startxref")])
    assert inspect_scan(scan_of(path)) == (1, "")


def test_a_file_that_promises_more_pages_than_it_has_is_damaged(tmp_path):
    path = pdf(tmp_path / "a.pdf", {"words": [("A", 10, 10, 10)]})
    content = path.read_bytes().replace(b"/Count 1", b"/Count 3")
    path.write_bytes(content[: content.rindex(b"startxref")])
    count, damage = inspect_scan(scan_of(path))
    assert count == 1
    assert damage


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_pdf_that_breaks_off_is_never_taken_for_a_whole_one(tmp_path, marked, share):
    path = pdf(tmp_path / "a.pdf", *[{"picture": marked}] * 3)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    try:
        _, damage = inspect_scan(scan_of(path))
    except ScanFault as fault:
        damage = str(fault)
    assert "damaged" in damage or "xref" in damage or "reconstruct" in damage


def test_only_the_picture_that_breaks_off_is_lost(tmp_path, marked):
    marked.save(tmp_path / "1.png")
    whole = (tmp_path / "1.png").read_bytes()
    (tmp_path / "2.png").write_bytes(whole[: len(whole) // 2])
    pages = scan_pages(scan_of(tmp_path / "1.png", tmp_path / "2.png"))
    assert ink(next(pages).picture()) == UPRIGHT
    fault = next(pages)
    assert "truncated" in str(fault)
    assert fault.number == 2


def test_a_page_that_was_let_go_says_so(tmp_path, marked):
    pages = scan_pages(scan_of(pdf(tmp_path / "a.pdf", {"picture": marked})))
    page = next(pages)
    pages.close()
    with pytest.raises(ValueError, match="closed"):
        page.picture()


def test_typed_sheets_for_the_other_tests_hold_what_was_typed():
    assert ink(picture("FM WASHDC"))[0] == pytest.approx(0.09, abs=0.01)
