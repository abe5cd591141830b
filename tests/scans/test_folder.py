"""What is taken of scans/, and what is said of the rest."""

import os
from pathlib import Path

import pytest
from PIL import Image

from briefbook.scans import find_scans
from briefbook.scans.image import page_count, scan_pages

PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]*"


def folder_of(tmp_path: Path, *names: str) -> Path:
    folder = tmp_path / "scans"
    folder.mkdir()
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return folder


def items(folder: Path, pattern: str = PATTERN) -> dict[str, list[str]]:
    scans, _ = find_scans(folder, pattern)
    return {scan.item: [path.relative_to(folder).as_posix() for path in scan.paths] for scan in scans}


def messages(folder: Path, pattern: str = PATTERN) -> list[tuple[str, str, str]]:
    _, findings = find_scans(folder, pattern)
    return [(finding.code, str(finding.where), finding.message) for finding in findings]


def test_a_link_to_nothing_is_said_and_the_rest_is_taken(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "A1.pdf")
    (folder / "A9.pdf").symlink_to("/nowhere/A9.pdf")
    assert items(folder) == {"A1": ["A1.pdf"]}
    assert messages(folder) == [
        ("R108", "scans/A9.pdf", "A9.pdf is a link to something that is not there; it is not read")
    ]


def test_a_link_that_goes_in_circles_ends(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "box/A1.pdf")
    (folder / "box" / "again").symlink_to(folder)
    (folder / "self.pdf").symlink_to(folder / "self.pdf")
    assert items(folder) == {"A1": ["box/A1.pdf"]}
    assert [(code, where) for code, where, _ in messages(folder)] == [
        ("R108", "scans/self.pdf"),
        ("R108", "scans/box/again"),
    ]


def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "A1.pdf", "D1/1.png")
    os.mkfifo(folder / "A2.pdf")
    os.mkfifo(folder / "D1" / "2.png")
    assert items(folder) == {"A1": ["A1.pdf"], "D1": ["D1/1.png"]}
    assert messages(folder) == [
        ("R108", "scans/A2.pdf", "A2.pdf is a pipe, a socket or a device, not a file; it is not read"),
        ("R108", "scans/D1/2.png", "2.png is a pipe, a socket or a device, not a file; it is not read"),
    ]


def test_a_name_that_is_not_utf8_is_said_in_letters_that_can_be_stored(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "A1.pdf")
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.pdf")).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    assert items(folder) == {"A1": ["A1.pdf"]}
    assert messages(folder) == [
        ("R109", "scans/caf\\xe9.pdf", "the name caf\\xe9.pdf is not in UTF-8; what it names is not read")
    ]


def test_the_pdfs_of_a_folder_and_of_folders_in_it_are_items(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "box1/A2.pdf", "box1/A3.pdf", "box1/f2/A1.pdf", "box1/f2/notes.txt", "box1/f3/1.png")
    assert items(folder) == {
        "A1": ["box1/f2/A1.pdf"],
        "A2": ["box1/A2.pdf"],
        "A3": ["box1/A3.pdf"],
        "f3": ["box1/f3/1.png"],
    }
    assert messages(folder) == [("R101", "scans/box1/f2", "in f2, notes.txt is not read")]


def test_a_folder_that_has_an_items_name_stays_one_item(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path, "NS0001/front.pdf", "NS0001/back.pdf", "NS0002/2.jpg", "NS0002/10.jpg", "NS0002/x/1.jpg"
    )
    assert items(folder, "NS[0-9]{4}") == {
        "NS0001": ["NS0001/back.pdf", "NS0001/front.pdf"],
        "NS0002": ["NS0002/2.jpg", "NS0002/10.jpg"],
    }
    assert messages(folder, "NS[0-9]{4}") == [("R101", "scans/NS0002", "in NS0002, x/ is not read")]


def test_what_lies_deeper_never_takes_the_place_of_what_lies_above(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "1/B1.pdf", "B1.pdf")
    assert items(folder) == {"B1": ["B1.pdf"]}
    assert messages(folder) == [
        ("R103", "scans/1/B1.pdf", "B1 has two scans; scans/B1.pdf is taken, this one is not read")
    ]


def test_a_file_that_is_added_takes_the_place_of_none_that_arrived_before(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "B1.PDF", "B1.pdf", "2/B2.pdf", "B2.pdf")
    scans, findings = find_scans(folder, PATTERN, arrivals=lambda: ["scans/B1.pdf", "scans/2/B2.pdf", "scans/B2.pdf"])
    assert [scan.where for scan in scans] == ["scans/B1.pdf", "scans/2/B2.pdf"]
    assert [(str(finding.where), finding.message) for finding in findings] == [
        ("scans/B1.PDF", "B1 has two scans; scans/B1.pdf is taken, this one is not read"),
        ("scans/B2.pdf", "B2 has two scans; scans/2/B2.pdf is taken, this one is not read"),
    ]


@pytest.mark.parametrize("name", ["A1.jp2", "A1.j2k", "A1.webp"])
def test_jpeg_2000_and_webp_are_pictures(tmp_path: Path, name: str) -> None:
    folder = folder_of(tmp_path)
    Image.new("L", (60, 40), 200).save(folder / name)
    scans, findings = find_scans(folder, PATTERN)
    assert not findings
    (page,) = [page.picture().size for page in scan_pages(scans[0]) if not isinstance(page, Exception)]
    assert page == (60, 40)


def test_a_smaller_version_of_a_page_in_a_tiff_file_is_no_page(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    small = Image.new("L", (30, 20), 100)
    small.encoderinfo = {"tiffinfo": {254: 1}}
    second = Image.new("L", (80, 40), 50)
    second.encoderinfo = {"tiffinfo": {254: 2}}
    Image.new("L", (60, 40), 200).save(folder / "A1.tif", save_all=True, append_images=[small, second])
    (scan,), _ = find_scans(folder, PATTERN)
    assert page_count(scan) == 2
    pages = [(page.number, page.size) for page in scan_pages(scan) if not isinstance(page, Exception)]
    assert pages == [(1, (60, 40)), (2, (80, 40))]
    assert [page.size for page in scan_pages(scan, [2]) if not isinstance(page, Exception)] == [(80, 40)]


def test_numbered_pictures_are_pages_of_one_item_and_it_is_said(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path, "M7_001.jpg", "M7_002.jpg", "M7_010.jpg", "K2-p2.png", "K2-p1.png", "L3_v.tif", "L3_r.tif"
    )
    assert items(folder) == {
        "K2": ["K2-p1.png", "K2-p2.png"],
        "L3": ["L3_r.tif", "L3_v.tif"],
        "M7_001": ["M7_001.jpg"],  # a gap: they may be items of their own
        "M7_002": ["M7_002.jpg"],
        "M7_010": ["M7_010.jpg"],
    }
    assert messages(folder) == [
        ("R110", "scans/K2-p1.png", "K2-p1.png to K2-p2.png are read as the 2 pages of the item K2"),
        ("R110", "scans/L3_r.tif", "L3_r.tif to L3_v.tif are read as the 2 pages of the item L3"),
    ]


def test_the_pattern_says_which_names_are_items_and_which_are_pages(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path, "NS0001_002.jpg", "NS0001_001r.jpg", "NS0001_001v.jpg", "NS0001_002.png", "NS0003_7.jpg"
    )
    pages = ["NS0001_001r.jpg", "NS0001_001v.jpg", "NS0001_002.jpg"]
    assert items(folder, "NS[0-9]{4}") == {"NS0001": pages, "NS0003": ["NS0003_7.jpg"]}
    assert messages(folder, "NS[0-9]{4}") == [
        ("R103", "scans/NS0001_002.png", "NS0001 has two scans; scans/NS0001_002.jpg is taken, this one is not read")
    ]
    assert set(items(folder, "NS[0-9]{4}_[0-9rv]+")) == {"NS0001_001r", "NS0001_001v", "NS0001_002", "NS0003_7"}


def test_years_single_pictures_and_items_read_before_are_no_pages(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path, "Q_1961.jpg", "Q_1962.jpg", "R_1.jpg", "S.jpg", "S_1.jpg", "S_2.jpg", "T_1.jpg", "T_2.jpg"
    )
    scans, findings = find_scans(folder, PATTERN, is_item=lambda name: name == "T_2")
    assert [scan.item for scan in scans] == ["Q_1961", "Q_1962", "R_1", "S", "S_1", "S_2", "T_1", "T_2"]
    assert not findings


def test_a_box_of_pictures_with_items_names_by_the_curators_pattern_is_no_item(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "box 3/NS0001.jpg", "box 3/NS0002_1.jpg", "box 3/NS0002_2.jpg", "box 3/notes.jpg")
    assert items(folder, "NS[0-9]{4}") == {
        "NS0001": ["box 3/NS0001.jpg"],
        "NS0002": ["box 3/NS0002_1.jpg", "box 3/NS0002_2.jpg"],
        "notes": ["box 3/notes.jpg"],
    }
    assert messages(folder, "NS[0-9]{4}") == [
        ("R102", "scans/box 3/notes.jpg", "the name 'notes' does not match the collection's pattern NS[0-9]{4}")
    ]


def test_a_folder_of_pictures_that_bears_an_items_name_or_whose_pictures_bear_none_stays_one_item(
    tmp_path: Path,
) -> None:
    folder = folder_of(tmp_path, "NS0001/NS0001_1.jpg", "NS0001/NS0001_2.jpg", "box 3/1.jpg", "box 3/2.jpg")
    both = {"NS0001": ["NS0001/NS0001_1.jpg", "NS0001/NS0001_2.jpg"], "box 3": ["box 3/1.jpg", "box 3/2.jpg"]}
    assert items(folder, "NS[0-9]{4}") == both
    assert items(folder) == both


def test_a_scan_says_where_in_the_collection_it_is(tmp_path: Path) -> None:
    (scan,), _ = find_scans(folder_of(tmp_path, "1962/box/B1.pdf"), PATTERN)
    assert scan.shown_path == "scans/1962/box/B1.pdf"


@pytest.mark.parametrize(
    "name",
    [
        "H2 (Kim's conflicted copy 2026-03-01).pdf",
        "H2.sync-conflict-20260301-101010-ABCDEFG.pdf",
        "H2_conflict-20260301-101010.pdf",
        "H2 (Copie en conflit de Kim 2026-03-01).pdf",
        "H2 [Konflikt].pdf",
    ],
)
def test_a_second_version_that_a_synchronising_program_left_is_no_item(tmp_path: Path, name: str) -> None:
    folder = folder_of(tmp_path, "H2.pdf", name)
    assert items(folder) == {"H2": ["H2.pdf"]}
    assert messages(folder) == [
        (
            "R103",
            f"scans/{name}",
            f"{name} is a second version of H2.pdf, left by a program that synchronises; it is not read",
        )
    ]


def test_a_second_version_without_a_first_is_read_and_its_name_said(tmp_path: Path) -> None:
    name = "H2 (conflicted copy)"
    folder = folder_of(tmp_path, f"{name}.pdf")
    assert items(folder) == {name: [f"{name}.pdf"]}
    assert [code for code, _, _ in messages(folder)] == ["R102"]


def test_a_copy_by_a_file_manager_is_no_item_if_it_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "H2.pdf", "H2 (1).pdf", "H2 - Copy.pdf", "H3.pdf", "H3-2.pdf")
    (folder / "H2 (1).pdf").write_bytes(b"H2.pdf")
    (folder / "H3-2.pdf").write_bytes(b"H3.pdf")  # a name that the pattern allows
    assert items(folder) == {
        "H2": ["H2.pdf"],
        "H2 - Copy": ["H2 - Copy.pdf"],
        "H3": ["H3.pdf"],
        "H3-2": ["H3-2.pdf"],
    }
    assert ("R103", "scans/H2 (1).pdf", "H2 (1).pdf is a copy of H2.pdf, byte for byte; it is not read") in messages(
        folder
    )


def test_a_second_version_of_a_page_is_no_page(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "BOX7/p1.png", "BOX7/p1 (conflicted copy).png", "BOX7/p2.png")
    assert items(folder) == {"BOX7": ["BOX7/p1.png", "BOX7/p2.png"]}


def test_the_lock_files_of_office_programs_are_passed_over(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "H2.pdf", "~$H2.pdf")
    assert items(folder) == {"H2": ["H2.pdf"]}
    assert messages(folder) == []


@pytest.mark.parametrize(
    ("first", "second", "how"),
    [("H2", "h2", "in capitals"), ("caf\u00e9", "cafe\u0301", "in how accents are stored")],
)
def test_names_that_other_systems_take_for_one_are_said(tmp_path: Path, first: str, second: str, how: str) -> None:
    folder = folder_of(tmp_path, f"{first}.pdf")
    (folder / f"{second}.pdf").write_bytes(b"another")
    if len(list(folder.iterdir())) < 2:
        pytest.skip("this disk takes them for one itself")
    assert len(items(folder, ".*")) == 2
    ((code, _, message),) = messages(folder, ".*")
    assert code == "R114"
    assert f"differ only {how}: on Windows, macOS and many servers they would be one file" in message
