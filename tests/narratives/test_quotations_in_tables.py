"""Quotations in tables and in HTML are read once each, with what their row or block cites."""

import pytest

from briefbook.narratives.narrative_parser import parse_narrative

ORDINARY = """\
| Day | What he said |
|---|---|
| 1 March | “We shall never give up the harbour” (H101) |
| “The ferry is late again today” | nothing (H102) |
"""

OF_ITEMS = """\
| Item | What he said |
|---|---|
| H103 | “We shall never give up the quay” |
| [H104](H104) | “A second thing was said” and "a third thing was said" |
| H105.pdf | a “scare quote” |
| H106 | “A thing that another paper said” (H107) |
| none | “A thing that nobody is known for” |
"""

HTML = """\
<table><tr><td title="a title of several words">H101</td><td>“We shall never give up”</td></tr></table>

<blockquote>
<p>They were all quite satisfied (H102)</p>
</blockquote>

<!-- “a comment that is no quotation” (H103) -->

<script>
var words = "several words in a script (H104)";
</script>

<p>He said <q>this is the very word</q> (H105).</p>

    "code is no quotation" (H106)
"""


def parsed(source):
    return parse_narrative(
        source, "narratives/a.md", citation="H[0-9]{3}", is_item=lambda item: item in ("FO 1/2", "AA Kiel")
    )


def quoted(source):
    narrative = parsed(source)
    return [
        (quotation.words, [narrative.citations[index].item for index in quotation.citations], quotation.where.line)
        for quotation in narrative.quotations
        if quotation.form != "scare"
    ]


@pytest.mark.parametrize(
    ("source", "quotations"),
    [
        (
            ORDINARY,
            [("We shall never give up the harbour", ["H101"], 3), ("The ferry is late again today", ["H102"], 4)],
        ),
        (
            OF_ITEMS,
            [
                ("We shall never give up the quay", ["H103"], 3),
                ("A second thing was said", ["H104"], 4),
                ("a third thing was said", ["H104"], 4),
                ("A thing that another paper said", ["H106", "H107"], 6),
                ("A thing that nobody is known for", [], 7),
            ],
        ),
        (
            HTML,
            [
                ("We shall never give up", ["H101"], 1),
                ("They were all quite satisfied", ["H102"], 3),
                ("this is the very word", ["H105"], 13),
            ],
        ),
        ("|Item|Said|\n|-|-|\n|FO 1/2|“Words of the paper itself”|\n", [("Words of the paper itself", ["FO 1/2"], 3)]),
    ],
)
def test_every_quotation_is_read_once_with_its_source(source, quotations):
    assert quoted(source) == quotations


def test_a_row_without_a_quotation_cites_nothing_as_before():
    assert parsed("| Item | Date |\n|---|---|\n| H101 | 1 March |\n").citations == ()


def test_an_item_in_a_row_of_an_ordinary_table_is_cited_once():
    assert [citation.item for citation in parsed(ORDINARY).citations] == ["H101", "H102"]
