"""Who a source note says was sent a copy."""

import pytest

from briefbook.importers.source_note import info_addressees


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Secret. Repeated to Bonn priority and London.", ("BONN", "LONDON")),
        ("Secret. Repeated to CINCPAC POLAD Exclusive for Roe.", ("CINCPAC",)),
        ("Secret. Repeated to CINCPAC Operational Immediate, and Paris Eyes Only.", ("CINCPAC", "PARIS")),
        ("Copy sent to Roe through Robert Q. Doe.", ("Roe",)),
        ("Sent to John Q. Doe in USIA.", ("John Q. Doe in USIA",)),
        ("Sent to Document 12.", ()),
        ("Sent to the Secretary's Weekend Reading File.", ()),
    ],
)
def test_only_posts_and_codes_are_capitals_and_handling_words_are_no_party(source, expected):
    assert tuple(value for _, value in info_addressees(source)) == expected
