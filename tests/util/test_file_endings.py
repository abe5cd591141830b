"""The endings of files are one table, and every kind of picture loses its ending where a name becomes an id."""

import pytest

from briefbook.util.file_endings import has_file_ending, without_file_ending


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("HARB12.pdf", "HARB12"),
        ("HARB12.JP2", "HARB12"),
        ("HARB12.j2k", "HARB12"),
        ("HARB12.webp", "HARB12"),
        ("HARB12.tiff", "HARB12"),
        ("HARB12.docx", "HARB12"),
        ("TEL 1.2", "TEL 1.2"),
        ("jp2", "jp2"),
    ],
)
def test_the_ending_of_a_papers_file_is_no_part_of_its_name(name, bare):
    assert without_file_ending(name) == bare
    assert has_file_ending(name) is (name != bare)
