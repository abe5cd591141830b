"""The files of a collection that a book may publish."""

from briefbook.project.collection import Collection


def test_a_link_out_of_a_folder_is_no_file_of_the_book_but_the_folder_may_be_on_another_disk(tmp_path):
    for name in ("book", "disk/album", "private"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "book/briefbook.toml").write_text("", encoding="utf-8")
    (tmp_path / "disk/pier.jpg").write_bytes(b"pier")
    (tmp_path / "private/letter.jpg").write_bytes(b"letter")
    (tmp_path / "book/media").symlink_to(tmp_path / "disk")
    (tmp_path / "disk/album/quay.jpg").symlink_to(tmp_path / "disk/pier.jpg")
    (tmp_path / "disk/others").symlink_to(tmp_path / "private")
    here = Collection.open(tmp_path / "book")
    names = ("pier.jpg", "album/quay.jpg", "others/letter.jpg", "../private/letter.jpg", "none.jpg", "album")
    assert [here.has_file(f"media/{name}") for name in names] == [True, True, False, False, False, False]
