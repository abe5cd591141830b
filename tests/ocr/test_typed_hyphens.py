"""Hyphens at the ends of lines, small and at the edge of what is read."""

import pytest
from typed_sheets import typed_sheet

from briefbook.ocr.typed_reader import TypedReader

LINES = (
    "SPECIMEN THE SHIPYARDS WERE TO BE RECON-",
    "STRUCTED BEFORE THE AUTUMN, AND THE COM-",
    "MITTEE MEETS AGAIN IN THE",
    "MORNING TO HEAR THE UNDER-",
    "WRITERS.",
)


def sheet():
    return typed_sheet(LINES, (1400, 700), 150)


@pytest.mark.ocr
def test_hyphens_at_line_ends_are_read():
    assert [line.text[-7:] for line in TypedReader().read(sheet(), 200).lines] == [
        " RECON-",
        "HE COM-",
        " IN THE",
        " UNDER-",
        "RITERS.",
    ]
