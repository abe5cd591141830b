"""A published page is taken in as it is: title, dates, sections, tables in three shapes; nothing of it vanishes."""

import re
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.importers.exhibit import read_exhibit
from briefbook.importers.markdown_notes import html_of_markdown, is_markdown

SAMPLE = Path(__file__).parents[3] / "shared" / "sample"
needs_sample = pytest.mark.skipif(not SAMPLE.is_dir(), reason="the shared sample pages are not beside the checkout")

PAGE = """May 2 - May 4, 1961

This made-up page tells of May 2nd.

Harbours and Ships

Ships came (ABCD10001, ABCD10002). They left (see here, and ABCD10009).

Item Date From To Number
ABCD10001.pdf 2-May-61 LDN EXTERNAL\u00a0 12
ABCD10002.pdf 3-May-61 EXT OTT LDN S410

Nobody Else

No table stands here (ABCD10001).
"""


def import_page(text, kind="text", name="page"):
    known = {"EXTERNAL", "LDN", "EXT OTT", "PARIS"}
    return read_exhibit(text, kind, name, is_post=lambda code: code in known)


def values(received):
    return {
        description.item: {name: readings[0].value for name, readings in description.readings.items()}
        for description in received.descriptions
    }


@pytest.mark.parametrize(
    "header", ["ID\tDate\tFrom\tTo\tNumber", "Document Date Sender Recipient No.", "Id\nDate\nFrom\nTo\nNo."]
)
def test_a_header_with_other_names_for_the_columns_is_no_heading(header):
    received = import_page(PAGE.replace("Item Date From To Number", header))
    assert re.findall(r"(?m)^## (.+)$", received.narratives[0][1]) == ["Harbours and Ships", "Nobody Else"]
    assert values(received)["ABCD10001"] == {"date": "1961-05-02", "from": "LDN", "to": "EXTERNAL", "number": "12"}


def test_title_dates_sections_and_rows_of_a_pasted_page():
    received = import_page(PAGE)
    assert values(received) == {
        "ABCD10001": {"date": "1961-05-02", "from": "LDN", "to": "EXTERNAL", "number": "12"},
        "ABCD10002": {"date": "1961-05-03", "from": "EXT OTT", "to": "LDN", "number": "S410"},
    }
    text = received.narratives[0][1]
    assert text.startswith('---\ntitle: "May 2 - May 4, 1961"\ndates: 1961-05-02/1961-05-04\n---\n')
    assert re.findall(r"(?m)^## (.+)$", text) == ["Harbours and Ships", "Nobody Else"]
    assert "(see here, and ABCD10009)" in text
    assert "2-May-61" not in text  # the table is generated again
    assert any("ABCD10009" in sentence for sentence in received.not_understood)


def test_rows_with_bars_with_no_number_and_with_withheld_posts():
    received = import_page(
        "May 2, 1961\nShort words here (ABCD10001, ABCD10002).\nItem | Date | From | To | Number |\n"
        "ABCD10001.pdf | 2-May-61 | HAVANA | WASHDC | (no number) |\n"
        "ABCD10002 | 2-May-61 | [Sanitized] | [Sanitized] | 25 |\n"
    )
    assert values(received) == {
        "ABCD10001": {"date": "1961-05-02", "from": "HAVANA", "to": "WASHDC", "number": None},
        "ABCD10002": {"date": "1961-05-02", "from": None, "to": None, "number": "25"},
    }


def test_a_row_to_several_posts_names_each_and_an_impossible_date_is_kept_as_written_and_flagged():
    received = import_page(
        "May 2, 1961\nShort words here (ABCD10001, ABCD10002).\nItem Date From To Number\n"
        "ABCD10001.pdf 31-Nov-61 EXTERNAL LDN, PARIS DL-1380\n"
        "ABCD10002.pdf 2-May-61 ONE TWO THREE 25\n"
    )
    first, second = received.descriptions
    assert [reading.value for reading in first.readings["to"]] == ["LDN", "PARIS"]
    assert (first.readings["date"][0].as_written, first.readings["date"][0].value) == ("31-Nov-61", None)
    assert first.flags == ("impossible_date",)
    untold = second.readings["from"][0]
    assert (untold.as_written, untold.value, untold.note) == (
        "ONE TWO THREE",
        None,
        "sender and addressee could not be separated",
    )
    assert "to" not in second.readings
    assert second.readings["number"][0].value == "25"


def test_a_heading_may_ask():
    received = import_page(
        "May 1961\n\nWords stand here.\n\nWhat Happened Next?\n\nMore words. Was it so?\n\n1. A list.\n"
    )
    assert re.findall(r"(?m)^## (.+)$", received.narratives[0][1]) == ["What Happened Next?"]


STACKED = (
    "May 1961\n\nMore Ships\n\n{}\n\nItem |\nDate |\nFrom |\nTo |\nNumber |\n2-May-61 |\nLDN |\nEXTERNAL |\n12 |\n|\n"
    "3-May-61 |\nPARIS |\nEXTERNAL |\n13 |\n\nAfter It\n\nWords.\n"
)


def test_missing_ids_are_proposed_from_the_order_of_citations_and_marked():
    received = import_page(STACKED.format("First this (ABCD10001). Then that (ABCD10002)."))
    assert [(description.item, description.flags) for description in received.descriptions] == [
        ("ABCD10001", ("id_inferred",)),
        ("ABCD10002", ("id_inferred",)),
    ]
    assert "After It" in received.narratives[0][1]


def test_where_no_id_can_be_proposed_it_is_provisional():
    received = import_page(STACKED.format("Only one is cited (ABCD10001)."))
    assert [(description.item, description.provisional) for description in received.descriptions] == [
        ("LDN-12-1961", True),
        ("PARIS-13-1961", True),
    ]


def test_a_table_that_differs_from_the_citations_is_kept_as_written_and_reported():
    received = import_page(PAGE.replace("(ABCD10001, ABCD10002)", "(ABCD10001)"))
    assert "| ABCD10002 | 3-May-61 | EXT OTT | LDN | S410 |" in received.narratives[0][1]
    assert any("lists ABCD10002" in sentence for sentence in received.not_understood)


def test_rows_that_disagree_are_both_kept_and_reported():
    again = PAGE + "\nItem Date From To Number\nABCD10001.pdf 2-May-61 LDN EXTERNAL 13\n"
    received = import_page(again)
    (first, _) = received.descriptions
    assert [reading.value for reading in first.readings["number"]] == ["12", "13"]
    assert any("disagree" in sentence for sentence in received.not_understood)


def test_a_leaf_page_gives_the_item_it_shows_and_its_archival_home():
    received = import_page(
        "PARIS to LDN, May 3rd\n\nIt reported “ships”.\n\nDocument Viewer\n\n"
        "Viewing: https://example.org/a b/ABCD10003.pdf\n\n"
        '"Made-up Series," RG99, vol 1, file 2, An Archives.\n'
    )
    (item,) = received.descriptions
    assert item.item == "ABCD10003"
    assert item.readings["citation"][0].value == '"Made-up Series," RG99, vol 1, file 2, An Archives.'
    assert (item.readings["from"][0].value, item.readings["date"][0].value) == ("PARIS", None)


HTML = """<html><head><title>x</title><script>bad()</script></head><body><nav>menu</nav><div id="content">
<h1>May 2, 1961</h1><p>Ships <em>came</em> (<a href="/files/ABCD10001.pdf">ABCD10001</a>),
see <a href="/may-3">here</a>.</p>
<h2>Harbours</h2><p>And left (ABCD10001).</p>
<table><tr><th>Item</th><th>Date</th><th>From</th><th>To</th><th>Number</th></tr>
<tr><td>ABCD10001.pdf</td><td>2-May-61</td><td>LDN</td><td>EXTERNAL</td><td>12</td></tr></table></div></body></html>"""


def test_html_keeps_links_and_emphasis():
    received = import_page(HTML, "html")
    assert values(received)["ABCD10001"]["number"] == "12"
    text = received.narratives[0][1]
    assert "Ships *came* ([ABCD10001](/files/ABCD10001.pdf)), see [here](/may-3)." in text
    assert "bad()" not in text
    assert "menu" not in text


def test_sections_of_a_web_page_begin_at_the_second_level():
    page = "<h2>May 2, 1961</h2><p>Words.</p><h3>One</h3><p>More.</p><h4>Within</h4><p>Last.</p><h3>Two</h3><p>End.</p>"
    assert re.findall(r"(?m)^#+ .+$", import_page(page, "html").narratives[0][1]) == ["## One", "### Within", "## Two"]


def test_docx_is_read_as_well():
    document = docx.Document()
    document.add_heading("May 2, 1961", 1)
    document.add_paragraph("Ships came (ABCD10001).")
    table = document.add_table(rows=2, cols=5)
    for cell, word in zip(table.rows[0].cells, ("Item", "Date", "From", "To", "Number"), strict=True):
        cell.text = word
    for cell, word in zip(table.rows[1].cells, ("ABCD10001", "2-May-61", "LDN", "EXTERNAL", "12"), strict=True):
        cell.text = word
    out = BytesIO()
    document.save(out)
    received = import_page(out.getvalue(), "docx")
    assert values(received)["ABCD10001"] == {"date": "1961-05-02", "from": "LDN", "to": "EXTERNAL", "number": "12"}
    with pytest.raises(ValueError, match=r"\.docx file cannot be opened"):
        import_page(b"not a document", "docx")


@pytest.mark.parametrize(
    ("title", "dates"),
    [
        ("November 8 - November 13, 1962", "1962-11-08/1962-11-13"),
        ("November 8–13, 1962", "1962-11-08/1962-11-13"),
        ("October 30, 1962", "1962-10-30"),
        ("December 19, 1962 to May 6, 1963", "1962-12-19/1963-05-06"),
        ("December 30 - January 2, 1963", "1962-12-30/1963-01-02"),
        ("8 to 13 November 1962", "1962-11-08/1962-11-13"),
        ("October 22nd and 23rd, 1962", "1962-10-22/1962-10-23"),
        ("November 1962", "1962-11"),
        ("The Cables", ""),
    ],
)
def test_dates_of_titles(title, dates):
    text = import_page(f"{title}\n\nWords stand here.\n").narratives[0][1]
    assert re.findall(r"(?m)^dates: (.+)$", text) == ([dates] if dates else [])


lines = st.lists(
    st.text(st.sampled_from("abc DEF123.,()[]|*_#<>-“”&\t\u00a0/"), min_size=1, max_size=50)
    | st.sampled_from(
        ["Item Date From To Number", "ABCD10001.pdf 2-May-61 LDN EXTERNAL 12", "2-May-61 |", "|", "LDN |"]
    ),
    max_size=14,
)


@given(lines)
def test_nothing_of_a_page_vanishes(written):
    received = import_page("\n".join(["A title", *written]))
    everything = (
        received.narratives[0][1] + str([d.as_json() for d in received.descriptions]) + str(received.not_understood)
    )
    letters = re.sub(r"\W+", "", everything)
    for line in written:
        for word in re.findall(r"[A-Za-z0-9]+", line):
            assert word in letters or word.lower() in ("item", "date", "from", "to", "number", "pdf"), line


@needs_sample
def test_the_real_page_gives_its_rows_sections_and_dates():
    received = read_exhibit((SAMPLE / "nov-8-13-1962.txt").read_text(), "text", "nov-8-13-1962")
    assert received.counts["rows"] == 16
    assert received.counts["items"] == 12
    assert received.counts["sections"] == 3
    text = received.narratives[0][1]
    assert "dates: 1962-11-08/1962-11-13" in text
    assert set(re.findall(r"CDNW\d+", text)) == {description.item for description in received.descriptions} | {
        "CDNW12655",
        "CDNW12344",
    }
    assert not [sentence for sentence in received.not_understood if "kept as written" in sentence]


def test_a_date_in_figures_that_can_be_two_days_is_flagged_and_told():
    page = (
        "<h1>Harbours</h1><p>Ships came (ABCD10001).</p><table><tr><th>Item</th><th>Date</th><th>From</th>"
        "<th>To</th><th>Number</th></tr><tr><td>ABCD10001</td><td>3/4/62</td><td>LDN</td><td>EXTERNAL</td>"
        "<td>12</td></tr>{}</table>"
    )
    received = import_page(page.format(""), "html")
    (description,) = received.descriptions
    assert description.readings["date"][0].value == "1962-04-03"
    assert "ambiguous_date" in description.flags
    assert any("can be read two ways" in problem for problem in received.not_understood)
    other = "<tr><td>ABCD10002</td><td>3/25/62</td><td>LDN</td><td>EXTERNAL</td><td>13</td></tr>"
    received = import_page(page.format(other), "html")
    assert received.descriptions[0].readings["date"][0].value == "1962-03-04"
    assert received.descriptions[0].flags == ()


@pytest.mark.parametrize(
    ("cited", "citation", "known", "expected"),
    [
        ("(104-10228-10045)", r"[0-9]{3}-[0-9]{5}-[0-9]{5}", (), ["104-10228-10045"]),
        ("(RG 59/12)", "[A-Z]{2,}[0-9]{3,}", (), []),
        ("(HL-021, p. 2; HL-022)", "[A-Z]{2,}[0-9]{3,}", ("HL-021", "HL-022"), ["HL-021", "HL-022"]),
        ("(H101-H103)", "H[0-9]{3}", (), ["H101", "H103"]),
        ("(AA Kiel 12)", r"AA Kiel [0-9]+", (), ["AA Kiel 12"]),
        ("[see](https://x.example/H101)", "H[0-9]{3}", (), []),
    ],
)
def test_ids_of_any_form_are_cited_in_the_prose_of_a_page(cited, citation, known, expected):
    page = f"<h1>Title</h1><p>He said so {cited}.</p>"
    received = read_exhibit(page, "html", "page", citation=citation, is_item=lambda item: item in known)
    assert received.counts["citations"] == len(expected)


def test_a_note_in_markdown_with_front_matter_and_links():
    note = (
        b"---\ntitle: Ferries\ntags: [a]\n---\n## The first\n\nSee [[cables/CDNW101|the order]] and CDNW102.\n\n"
        b"| Item | Date | From | To | Tel. no. |\n|---|---|---|---|---|\n"
        b"| CDNW101 | 3 Nov 1962 | OSLO | WASHDC | 3316 |\n"
    )

    page, notes = html_of_markdown(note, "note")
    received = read_exhibit(page, "html", "note")

    assert [description.item for description in received.descriptions] == ["CDNW101"]
    narrative = dict(received.narratives)["note"]
    assert 'title: "Ferries"' in narrative
    assert "See the order and CDNW102" in narrative.replace("[@CDNW102]", "CDNW102")
    assert notes == ("front matter that is not taken over, and stays in the original: tags",)
    assert is_markdown(note, ".md")
    assert not is_markdown(b"The harbour\n\nCDNW101   OSLO   WASHDC\n", ".md")


def page_with_table(header, *rows):
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (header, *rows))
    return f"<h1>Ferries, November 1962</h1><h2>The first</h2><p>See CDNW101.</p><table>{cells}</table>"


def test_a_table_whose_columns_stand_otherwise_describes_its_papers():
    page = page_with_table(
        ("Absender", "Empfänger", "Datum", "Signatur"),
        ("OSLO", "", "3.11.1962", "CDNW101"),
        ("", "WASHDC", "", "CDNW102"),
    )

    received = read_exhibit(page, "html", "note")

    first, second = received.descriptions
    assert (first.item, second.item) == ("CDNW101", "CDNW102")
    assert [first.readings[name][0].value for name in ("from", "date")] == ["OSLO", "1962-11-03"]
    assert "to" not in first.readings
    assert "from" not in second.readings
    assert second.readings["to"][0].value == "WASHDC"


def test_a_table_with_other_columns_too_describes_its_papers_and_stays_as_typed():
    page = page_with_table(
        ("No.", "Doc. no.", "From", "Date", "Summary"), ("3316", "CDNW101", "OSLO", "3 Nov 1962", "The ferry is late")
    )

    received = read_exhibit(page, "html", "note")

    (paper,) = received.descriptions
    assert [paper.readings[name][0].value for name in ("number", "from", "date")] == ["3316", "OSLO", "1962-11-03"]
    assert "| 3316 | CDNW101 | OSLO | 3 Nov 1962 | The ferry is late |" in dict(received.narratives)["note"]
    assert any("kept as it was typed" in sentence for sentence in received.understood)
    assert not any("kept as it was typed" in sentence for sentence in received.not_understood)


def test_a_table_of_something_else_describes_no_papers():
    received = read_exhibit(page_with_table(("Item", "Price"), ("CDNW101", "3 crowns")), "html", "note")

    assert not received.descriptions
    assert any("names 1 item and is kept as it was typed" in sentence for sentence in received.not_understood)
