"""A folder's picture that cannot be read is a page that says which file and what it is; its other pages are read."""

import pytest
from PIL import Image

from briefbook.model.page import Scan
from briefbook.scans import ScanFault, find_scans, inspect_scan, scan_pages
from briefbook.scans.image import inspect_scan as inspect_here
from briefbook.scans.image import open_page, release_pages
from briefbook.util.file_endings import kind_by_content

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(400)
OTHERS = {
    "HEIC": HEIC,
    "AVIF": b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00" + bytes(400),
    "film": b"\x00\x00\x00\x14ftypqt  " + bytes(400),
    "GIF": b"GIF87b" + bytes(400),
    "web page": b"\n<!DOCTYPE html><html><p>404</p></html>",
    "ZIP": b"PK\x03\x04" + bytes(400),
}


def photographs(folder, bad, names=("IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg"), data=HEIC):
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        if name in bad:
            (folder / name).write_bytes(data)
        else:
            Image.new("L", (300, 400), 255).save(folder / name)
    return Scan("BOX", tuple(folder / name for name in names), "0")


@pytest.mark.parametrize("bad", ["IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg"])
def test_the_bad_picture_is_one_page_and_named_and_the_others_open(tmp_path, bad):
    scan = photographs(tmp_path / "box", [bad])
    assert inspect_scan(scan) == (3, "")
    pages = [(page.number, getattr(page, "file", "")) for page in scan_pages(scan)]
    number = int(bad[4])
    assert pages == [(1 + at, bad if at + 1 == number else "") for at in range(3)]
    (fault,) = scan_pages(scan, [number])
    assert (
        str(fault) == f"{bad} cannot be read: it is a HEIC picture, whatever its name says, and that kind is not read"
    )
    assert "save it as JPEG" in fault.remedy


def test_a_page_behind_the_bad_one_is_opened_by_its_number(tmp_path):
    scan = photographs(tmp_path / "box", ["IMG_1.jpg"])
    try:
        assert open_page(scan, 3).number == 3
        with pytest.raises(ScanFault, match=r"IMG_1\.jpg"):
            open_page(scan, 1)
        with pytest.raises(ScanFault, match="no such page"):
            open_page(scan, 4)
    finally:
        release_pages()


def test_where_no_picture_can_be_read_the_scan_is_at_fault(tmp_path):
    scan = photographs(tmp_path / "box", ["IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg"], data=b"")
    with pytest.raises(ScanFault, match=r"IMG_1.jpg cannot be read: the file is empty"):
        inspect_here(scan)


@pytest.mark.parametrize("kind", OTHERS)
def test_what_a_file_really_is_is_said(tmp_path, kind):
    assert kind in kind_by_content(OTHERS[kind])
    scan = photographs(tmp_path / "box", ["IMG_2.jpg"], data=OTHERS[kind])
    (fault,) = scan_pages(scan, [2])
    assert kind in str(fault)


def test_a_picture_cut_short_is_named_too(tmp_path):
    scan = photographs(tmp_path / "box", [])
    Image.effect_noise((300, 400), 90).save(scan.paths[1])
    scan.paths[1].write_bytes(scan.paths[1].read_bytes()[:40])
    (fault,) = scan_pages(scan, [2])
    assert (fault.number, fault.file) == (2, "IMG_2.jpg")


def test_reading_keeps_the_other_pages_and_points_to_the_file(run_command, tmp_path):
    run_command("init", tmp_path)
    settings = (tmp_path / "briefbook.toml").read_text(encoding="utf-8")
    (tmp_path / "briefbook.toml").write_text(settings.replace("# workers = 0", "workers = 1"), encoding="utf-8")
    photographs(tmp_path / "scans" / "BOX", ["IMG_2.jpg"])
    _, out, err = run_command("-C", tmp_path, "read")
    assert out.startswith("1 scan read, 3 pages")
    assert "scans/BOX/IMG_2.jpg: R104 page 2: IMG_2.jpg cannot be read: it is a HEIC picture" in err
    assert "IMG_1.jpg" not in err
    assert "every other scan" not in err


def test_where_no_picture_of_a_folder_can_be_read_all_of_them_are_said_to_wait(run_command, tmp_path):
    run_command("init", tmp_path)
    photographs(tmp_path / "scans" / "BOX", ["IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg"])
    _, _, err = run_command("-C", tmp_path, "read")
    assert "IMG_1.jpg cannot be read: it is a HEIC picture" in err
    assert "none of the 3 files of this scan was read" in err


def test_pictures_of_kinds_that_are_not_read_say_how_they_become_scans(tmp_path):
    folder = tmp_path / "scans"
    photographs(folder / "BOX", ["IMG_2.HEIC", "notes.txt"], ["IMG_1.jpg", "IMG_2.HEIC", "notes.txt"])
    (folder / "IMG_9.heic").write_bytes(HEIC)
    _, findings = find_scans(folder, "[A-Za-z0-9][A-Za-z0-9._-]*")
    remedies = {finding.where.path: finding.remedy for finding in findings}
    assert "save it as JPEG" in remedies["scans/IMG_9.heic"]
    assert "save it as JPEG" in remedies["scans/BOX"]
    assert "move other files, such as notes and lists, out of scans/" in remedies["scans/BOX"]
    assert "folder beside" not in remedies["scans/BOX"]


@pytest.mark.parametrize("name", ["a.avif", "a.heif", "a.djvu", "a.psd", "a.gif", "a.NEF"])
def test_a_picture_of_any_other_kind_is_to_be_saved_as_one_that_is_read(tmp_path, name):
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans" / name).write_bytes(bytes(40))
    _, (finding,) = find_scans(tmp_path / "scans", ".*")
    assert "save it as JPEG" in finding.remedy
