"""Which photographs a row of a list names, by name, by number and by page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.errors import FormatError
from briefbook.importers.picture_ranges import PictureFile, picture_ranges

BOX_12 = PictureFile("Box 12", tuple(f"IMG_{number}.JPG" for number in range(2034, 2044)), "scans/Box 12/IMG_2034.JPG")
BOX_13 = PictureFile("Box 13", ("IMG_2034.jpg", "IMG_2035.jpg", "IMG_0007.jpg"), "scans/Box 13/IMG_2034.jpg")
VOLUME = PictureFile("Scan 14 Oct", (), "scans/Scan 14 Oct.pdf")


def read(cell: str, box: str = "12") -> tuple[list[tuple[str, tuple[int, ...]]], list[str]]:
    """What a row's cell of photographs means, and what is not clear of it."""
    data = f'Item,Box,Photo numbers\nNA01,{box},"{cell}"\n'.encode()
    ranges = picture_ranges(data, [BOX_12, BOX_13, VOLUME])
    return [(pages.file, pages.pages) for pages in ranges.pages], ranges.problems


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("IMG_2034", [("Box 12", (1,))]),
        ("img_2034.jpg", [("Box 12", (1,))]),
        ("IMG_2034–2036", [("Box 12", (1, 2, 3))]),
        ("IMG_2034-36", [("Box 12", (1, 2, 3))]),
        ("IMG_2034 - IMG_2036", [("Box 12", (1, 2, 3))]),
        ("IMG_2034.JPG to IMG_2036.JPG", [("Box 12", (1, 2, 3))]),
        ("2039–2043", [("Box 12", (6, 7, 8, 9, 10))]),
        ("2034, 2036; 2038", [("Box 12", (1,)), ("Box 12", (3,)), ("Box 12", (5,))]),
        ("IMG_2034 and IMG_2036", [("Box 12", (1,)), ("Box 12", (3,))]),
        ("IMG_0007", [("Box 13", (3,))]),
        ("Scan 14 Oct.pdf, pp. 3–5", [("Scan 14 Oct", (3, 4, 5))]),
        ("Scan 14 Oct.pdf (p. 2)", [("Scan 14 Oct", (2,))]),
        ("Scan 14 Oct.pdf p. 1-2, 5", [("Scan 14 Oct", (1, 2)), ("Scan 14 Oct", (5,))]),
        ("Scan 14 Oct.pdf", [("Scan 14 Oct", ())]),
    ],
)
def test_photographs_are_found_as_people_write_them(cell, expected):
    assert read(cell) == (expected, [])


@pytest.mark.parametrize(
    ("cell", "box", "words"),
    [
        ("IMG_9999", "12", "there is no picture IMG_9999 in scans/"),
        ("IMG_2034", "", "is in 2 folders (Box 12, Box 13), and the row does not say which"),
        ("IMG_2034", "14", "is in 2 folders (Box 12, Box 13), and the row does not say which"),
        ("IMG_2036-2034", "12", "runs backwards"),
        ("IMG_2040-2099", "12", "there is no picture 2099 beside IMG_2040"),
        ("Other.pdf, p. 2", "12", "there is no file Other.pdf in scans/"),
        ("ask Ann", "12", "there is no picture ask Ann in scans/"),
    ],
)
def test_what_is_not_clear_is_said_and_not_guessed(cell, box, words):
    pages, problems = read(cell, box)
    assert pages == []
    assert words in problems[0]
    assert problems[0].startswith("row 2 (NA01): ")


@pytest.mark.parametrize(("box", "expected"), [("12", "Box 12"), ("Box 13", "Box 13")])
def test_a_picture_of_two_folders_is_told_apart_by_the_other_cells(box, expected):
    assert read("IMG_2035", box) == ([(expected, (2,))], [])


def test_a_row_without_an_item_is_named():
    ranges = picture_ranges(b"Item,Photos\n,IMG_2034\nNA01,\n", [BOX_12])
    assert (ranges.pages, ranges.problems) == ([], ["row 2 names photographs (IMG_2034) and no item"])


def test_a_list_without_such_columns_is_refused_with_those_that_it_has():
    with pytest.raises(FormatError, match="the columns are: Item, Date"):
        picture_ranges(b"Item,Date\nNA01,1962\n", [BOX_12])


def test_columns_of_other_names_are_chosen():
    data = b"Ref,Negatives\nNA01,IMG_2034\n"
    ranges = picture_ranges(data, [BOX_12], columns={"Ref": "item", "Negatives": "pictures"})
    assert [(pages.item, pages.pages) for pages in ranges.pages] == [("NA01", (1,))]


@given(st.integers(2034, 2043), st.integers(2034, 2043), st.sampled_from("-–—"), st.booleans())
def test_a_range_has_every_picture_between_its_ends(first, last, dash, in_full):
    cell = f"IMG_{first}{dash}{'IMG_' if in_full else ''}{last}"
    pages, problems = read(cell)
    if first <= last:
        assert (pages, problems) == ([("Box 12", tuple(range(first - 2033, last - 2032)))], [])
    else:
        assert pages == []
        assert len(problems) == 1
