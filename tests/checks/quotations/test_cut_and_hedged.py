"""Quotations that cut a number, hide a denial in another language, or hedge in brackets."""

import pytest

from briefbook.checks.quotations import verify
from briefbook.model.page import Page


@pytest.mark.parametrize(
    ("source", "words", "verdict"),
    [
        ("THEY ASKED FOR 2 1/2 TONS OF SALT.", "2 tons of salt", "altered"),
        ("THEY ASKED FOR 2 1/2 TONS OF SALT.", "1/2 tons of salt", "altered"),
        ("THEY ASKED FOR 2 1/2 TONS OF SALT.", "2½ tons of salt", "verbatim"),
        ("Le consul n'a jamais vendu le navire.", "Le consul n'a … vendu le navire", "verbatim-edited"),
        ("Der Konsul hat keine Antwort erhalten.", "hat … Antwort erhalten", "verbatim-edited"),
        ("THE MAYOR SOLD THE BRIDGE.", "The mayor [probably] sold the bridge", "verbatim-edited"),
        ("THE MAYOR SOLD THE BRIDGE.", "The mayor [bought] the bridge", "verbatim-edited"),
        ("THE MAYOR SOLD FIVE OF THE TEN BRIDGES.", "The mayor sold … the ten bridges", "verbatim-edited"),
        ("HE SAW GEN. ROSS IN TOWN.", "he saw Gen[eral] Ross in town", "verbatim"),
    ],
)
def test_what_a_reader_would_call_altered_is_not_passed(source: str, words: str, verdict: str) -> None:
    assert str(verify(words, [Page.of_text("D1", 1, source, by="received")]).verdict) == verdict
