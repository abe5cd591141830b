"""What an author has struck out within a quotation is none of its words."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.page import Line, Page, Word
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings

PAGE = Page(
    "H101", 1, (Line(tuple(map(Word, ["HE", "WILL", "NOT", "COMPLY", "WITH", "THE", "ORDER"]))),), by="received"
)


@pytest.mark.parametrize(
    ("struck", "is_told"),
    [
        ("<del>not</del>", True),
        ("<s>not</s>", True),
        ("<strike class='x'>not</strike>", True),
        ("~~not~~", True),
        ("n\u0336o\u0336t\u0336", True),
        ("n\u0336o\u0336t", True),
        ("not", False),
        ("<em>not</em>", False),
    ],
)
def test_a_struck_denial_is_left_out(struck, is_told):
    source = f"He wrote: “He will {struck} comply with the order” (H101)."
    narrative = parse_narrative(source, "narratives/a.md", citation="H[0-9]{3}", is_item=lambda item: False)
    catalogue = MemoryCatalogue({"H101": Entry("H101", page_count=1)}, {"H101": (PAGE,)})
    context = CheckContext(settings=CheckSettings(select=["C201"]))
    messages = [finding.message for finding in check(catalogue, [narrative], context=context)[0]]
    assert bool(messages) == is_told
    assert all("NOT left out" in message for message in messages)
