"""A target as an author or an editor wrote it leads to one page, item or file, or to none."""

import unicodedata

import pytest

from briefbook.text.link_targets import LinkTarget, file_path_of, item_of_target, page_path_of, web_address

PAGES = ["narratives/a.md", "narratives/Überblick.md", "narratives/more/talks 2.md"]
FILES = {"narratives/ship.png", "media/IMG 99.png", "media/old/a.jpg", "narratives/more/list.pdf", "journal.jsonl"}
FILES.add(unicodedata.normalize("NFD", "media/schön.png"))


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("Überblick.md", "narratives/Überblick.md"),
        ("%C3%9Cberblick.md", "narratives/Überblick.md"),
        ("U\u0308berblick.md#x", "narratives/Überblick.md"),
        ("../narratives/Überblick", "narratives/Überblick.md"),
        ("Überblick.html", "narratives/Überblick.md"),
        ("more/talks%202.md", "narratives/more/talks 2.md"),
        ("talks 2.md", "narratives/more/talks 2.md"),
        ("gone.md", None),
        ("https://example.org/a.md", None),
    ],
)
def test_pages(written, path):
    assert page_path_of(LinkTarget.parse(written), "narratives/a.md", PAGES) == path


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("ship.png", "narratives/ship.png"),
        ("./ship.png", "narratives/ship.png"),
        ("../media/IMG%2099.png", "media/IMG 99.png"),
        ("<IMG 99.png>", "media/IMG 99.png"),
        ("media/old/a.jpg", "media/old/a.jpg"),
        ("/media/old/a.jpg", "media/old/a.jpg"),
        ("schön.png", unicodedata.normalize("NFD", "media/schön.png")),
        ("gone.png", None),
        ("more/list.pdf", None),
        ("../../etc/passwd.png", None),
        ("https://example.org/ship.png", None),
    ],
)
def test_pictures(written, path):
    assert file_path_of(LinkTarget.parse(written), "narratives/a.md", FILES.__contains__, picture=True) == path


@pytest.mark.parametrize(
    ("written", "path"), [("more/list.pdf", "narratives/more/list.pdf"), ("../journal.jsonl", None), ("a.md", None)]
)
def test_files_are_published_from_two_folders_only(written, path):
    assert file_path_of(LinkTarget.parse(written), "narratives/a.md", FILES.__contains__) == path


@pytest.mark.parametrize(
    ("written", "item"),
    [("FCO%207/1234", "FCO 7/1234"), ("../items/CDNW1.html", "CDNW1"), ("scans/CDNW1.pdf", "CDNW1"), ("CDNW2", None)],
)
def test_items(written, item):
    assert item_of_target(LinkTarget.parse(written), {"FCO 7/1234", "CDNW1"}.__contains__) == item


@pytest.mark.parametrize("written", ["<KIEL 5%#2>", "KIEL%205%25%232", "items/KIEL%205%25%232.html"])
def test_a_link_means_the_item_whose_id_has_a_number_sign(written):
    assert item_of_target(LinkTarget.parse(written), {"KIEL 5%#2", "KIEL 5%"}.__contains__) == "KIEL 5%#2"


def test_a_doi_is_an_address():
    assert web_address(LinkTarget.parse("doi:10.1000/182"), "doi:10.1000/182") == "https://doi.org/10.1000/182"
