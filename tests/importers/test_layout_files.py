"""Folders and zips of ALTO, hOCR and PAGE: which item and page a file is of, and what the report says."""

import zipfile

import pytest

from briefbook.errors import FormatError
from briefbook.importers.bundle import open_bundle
from briefbook.importers.layout_files import ScanNames, read_layout_files


def page_xml(words, picture=""):
    return (
        f'<PcGts><Page imageFilename="{picture}" imageWidth="100" imageHeight="200"><TextRegion><TextLine>'
        f'<Coords points="1,1 90,1 90,9 1,9"/><TextEquiv><Unicode>{words}</Unicode></TextEquiv></TextLine>'
        "</TextRegion></Page></PcGts>"
    )


def imported(folder, files, names):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return read_layout_files(open_bundle(folder), "text", scan_names=names)


def texts(received):
    return {
        description.item: {page.number: page.text for page in description.layouts}
        for description in received.descriptions
    }


HARBOUR = ScanNames({"H101": ("H101", 0), "left": ("H102", 1), "right": ("H102", 2)}, frozenset({"H101", "H102"}), "")


@pytest.mark.parametrize(
    ("name", "picture", "place"),
    [
        ("H101.xml", "", {"H101": {1: "LIT"}}),
        ("H101.alto.xml", "", {"H101": {1: "LIT"}}),
        ("0007.xml", "C:\\scans\\H101.pdf", {"H101": {1: "LIT"}}),
        ("right.xml", "", {"H102": {2: "LIT"}}),
        ("x/right.page.xml", "p9.jpg", {"H102": {2: "LIT"}}),
        ("H101_p3.xml", "", {"H101": {3: "LIT"}}),
        ("H101/page/p002.xml", "p002.jpg", {"H101": {2: "LIT"}}),
        ("H101/alto/0002_b.xml", "", {"H101": {2: "LIT"}}),
    ],
)
def test_a_file_belongs_to_the_scan_that_it_names_or_lies_with(tmp_path, name, picture, place):
    assert texts(imported(tmp_path, {name: page_xml("LIT", picture)}, HARBOUR)) == place


def test_pages_that_count_from_0_are_shifted_and_sides_follow_each_other(tmp_path):
    files = {"H101_0.xml": page_xml("A"), "H101_1.xml": page_xml("B")}
    assert texts(imported(tmp_path / "n", files, HARBOUR)) == {"H101": {1: "A", 2: "B"}}
    files = {"H101_1r.xml": page_xml("A"), "H101_1v.xml": page_xml("B"), "H101_2r.xml": page_xml("C")}
    assert texts(imported(tmp_path / "s", files, HARBOUR)) == {"H101": {1: "A", 2: "B", 3: "C"}}


def test_the_pattern_of_the_collection_names_items_without_scans(tmp_path):
    received = imported(tmp_path, {"K7-2.xml": page_xml("LIT")}, ScanNames(pattern=r"K\d+"))
    assert texts(received) == {"K7": {2: "LIT"}}
    assert received.not_understood == ("1 item has no scan here, and only text: K7",)


def test_what_fits_no_scan_is_damaged_or_comes_twice_is_reported(tmp_path):
    files = {
        "H101.xml": page_xml("LIT"),
        "H101/page/p001.xml": page_xml("LIT UP"),
        "unknown.xml": page_xml("X"),
        "H102.xml": "<PcGts><Page",
        "mets.xml": "<mets/>",
        "notes.txt": "n",
    }
    received = imported(tmp_path, files, HARBOUR)
    assert texts(received) == {"H101": {1: "LIT"}}
    report = "\n".join(received.not_understood)
    for words in (
        "unknown.xml: which scan it belongs to is not clear",
        "H102.xml: this is not well-formed XML",
        "H101, page 1: its text is in",
        "2 files of other kinds (pictures, METS, lists) were not read",
    ):
        assert words in report
    assert received.counts == {"items": 1, "pages": 1, "files": 3}


def test_a_folder_without_such_files_is_refused(tmp_path):
    with pytest.raises(FormatError, match="there is no ALTO, hOCR or PAGE file in it"):
        imported(tmp_path, {"notes.txt": "n"}, HARBOUR)


def zipped(path, entries, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


def test_a_zip_is_read_as_its_folder_would_be(tmp_path):
    path = zipped(tmp_path / "export.zip", {"H101/page/p002.xml": page_xml("LIT"), "__MACOSX/H101.xml": "x"})
    received = read_layout_files(open_bundle(path), "text", scan_names=HARBOUR)
    assert (texts(received), received.not_understood) == ({"H101": {2: "LIT"}}, ())


@pytest.mark.parametrize("name", ["../H101.xml", "/etc/H101.xml", "a/../../H101.xml", "C:\\H101.xml"])
def test_a_zip_with_a_path_that_leads_out_of_it_is_refused(tmp_path, name):
    with pytest.raises(FormatError, match="leads out of this zip file"):
        list(open_bundle(zipped(tmp_path / "z.zip", {name: "x"})))


def test_a_zip_that_grows_beyond_measure_or_is_damaged_is_refused(tmp_path):
    bomb = zipped(tmp_path / "bomb.zip", {"H101.xml": b" " * 20_000_000})
    with pytest.raises(FormatError, match="grows to 20,000,000 bytes, more than 200 times its size"):
        list(open_bundle(bomb))
    whole = zipped(tmp_path / "whole.zip", {"H101.xml": page_xml("LIT")}, zipfile.ZIP_STORED).read_bytes()
    (tmp_path / "damaged.zip").write_bytes(whole.replace(b"LIT", b"LOT"))
    with pytest.raises(FormatError, match="cannot be read: Bad CRC"):
        [file.read() for file in open_bundle(tmp_path / "damaged.zip")]
