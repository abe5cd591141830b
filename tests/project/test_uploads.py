"""Files that arrive over the desk: whole, what they say they are, inside the collection, never over another."""

import errno

import pytest

from briefbook.errors import InputError
from briefbook.project.uploads import Uploads, safe_place
from briefbook.util.files import is_locked, write_blocks

KEY, OTHER_KEY = "0" * 32, "1" * 32
PDF = b"%PDF-1.7 specimen"


@pytest.fixture
def intake(tmp_path):
    return Uploads(tmp_path, tmp_path / "build" / "uploads")


def test_a_file_that_arrives_in_two_parts_lies_in_scans(intake, tmp_path):
    assert intake.take(KEY, "CDNW1.pdf", 0, 17, PDF[:9]).state == "more"
    assert intake.take(KEY, "CDNW1.pdf", 9, 17, PDF[9:]).state == "taken"
    assert (tmp_path / "scans" / "CDNW1.pdf").read_bytes() == b"%PDF-1.7 specimen"
    assert list((tmp_path / "build" / "uploads").iterdir()) == []


def test_the_same_file_is_there_already_and_another_of_its_name_is_asked_about(intake, tmp_path):
    intake.take(KEY, "CDNW1.pdf", 0, 17, PDF)
    assert intake.take(KEY, "CDNW1.pdf", 0, 17, PDF).state == "same"
    assert intake.take(OTHER_KEY, "CDNW1.pdf", 0, 10, b"%PDF-other").state == "other"
    assert (tmp_path / "scans" / "CDNW1.pdf").read_bytes() == b"%PDF-1.7 specimen"
    assert intake.take(OTHER_KEY, "CDNW1.pdf", 10, 10, b"", keep_both=True).state == "taken"
    assert (tmp_path / "scans" / "CDNW1-2.pdf").read_bytes() == b"%PDF-other"


def test_on_a_disk_without_links_one_file_at_a_time_is_put_under_its_name(intake, tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EPERM, "no links")

    def write(target, blocks):
        assert is_locked(tmp_path / "build/uploads/names.lock")
        return write_blocks(target, blocks)

    monkeypatch.setattr(type(tmp_path), "hardlink_to", refuse)
    monkeypatch.setattr("briefbook.project.uploads.write_blocks", write)
    assert intake.take(KEY, "CDNW1.pdf", 0, 17, PDF).state == "taken"
    assert intake.take(OTHER_KEY, "CDNW1.pdf", 0, 10, b"%PDF-other").state == "other"
    assert (tmp_path / "scans" / "CDNW1.pdf").read_bytes() == b"%PDF-1.7 specimen"


def test_a_folder_of_pictures_keeps_its_folder_and_a_list_waits_to_be_imported(intake, tmp_path):
    intake.take(KEY, "BOX7/p1.png", 0, 9, b"\x89PNG\r\n\x1a\n.")
    intake.take(OTHER_KEY, "papers/list.csv", 0, 5, b"Item\n")
    assert (tmp_path / "scans" / "BOX7" / "p1.png").is_file()
    assert (tmp_path / "build" / "lists" / "list.csv").is_file()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"MZ program", "a.pdf is not what its ending (.pdf) says"),
        ("a.tif", b"\xff\xd8\xff\xe0", "a.tif is not what its ending (.tif) says"),
        ("a.csv", b"Item\0\0", "a.csv is not what its ending (.csv) says"),
        ("a.exe", b"MZ", "a.exe is of a kind that is not read (.exe)"),
        ("a.pdf", b"", "a.pdf is empty"),
    ],
)
def test_what_is_not_what_it_says_is_refused(intake, tmp_path, name, data, words):
    with pytest.raises(InputError) as refused:
        intake.take(KEY, name, 0, len(data), data)
    assert refused.value.what == words
    assert not (tmp_path / "scans").exists()


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("../../etc/x.pdf", ("etc", "x.pdf")),
        ("/etc/x.pdf", ("etc", "x.pdf")),
        ("..\\..\\x.pdf", ("x.pdf",)),
        ("C:\\con.pdf", ("C_", "_con.pdf")),
        ("a\x00\n<b>.pdf", ("a___b_.pdf",)),
        ("Élysée 7.pdf", ("Élysée 7.pdf",)),
    ],
)
def test_a_name_never_leads_out_of_the_folder(name, place):
    assert safe_place(name) == place


def test_a_link_in_scans_that_leads_out_of_the_collection_is_refused(intake, tmp_path, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans" / "box").symlink_to(outside)
    with pytest.raises(InputError, match="outside the collection"):
        intake.take(KEY, "box/CDNW1.pdf", 0, 17, PDF)
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("key", ["", "../../../x", "0" * 15])
def test_an_upload_has_a_name_of_figures_only(intake, key):
    with pytest.raises(InputError, match="no valid name"):
        intake.take(key, "CDNW1.pdf", 0, 17, PDF)


def test_what_arrived_is_looked_at_under_the_name_that_it_gets(intake, tmp_path):
    assert intake.take(KEY, "list.csv", 0, 20, b"<html>script").state == "more"
    with pytest.raises(InputError, match=r"CDNW1\.jpg is not what its ending \(\.jpg\) says"):
        intake.take(KEY, "CDNW1.jpg", 12, 20, b"12345678")
    assert list(tmp_path.rglob("*.jpg")) == []
    assert list((tmp_path / "build" / "uploads").iterdir()) == []


def test_a_size_below_nothing_is_that_of_an_empty_file(intake):
    with pytest.raises(InputError, match=r"CDNW1\.pdf is empty"):
        intake.take(KEY, "CDNW1.pdf", 0, -5, PDF)
