"""Prose becomes safe HTML in which every citation and quotation can be found again."""

from hypothesis import given
from hypothesis import strategies as st

from briefbook.model.rendering import Addresses
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.narratives.render import render_passages

ADDRESSES = Addresses(
    citation=lambda citation, index: f"{citation.item}.html" if citation.item != "CDNW404" else None,
    link=lambda link: None if link.target == "gone.md" else link.target.replace(".md", ".html"),
    image=lambda image: f"../{image.source}",
    table=lambda items, columns: f"<table>{','.join(items)}{columns or ''}</table>",
)


def html(text):
    narrative = parse_narrative(text, "narratives/a.md", citation="[A-Z]{2,}[0-9]{3,}", is_item=lambda item: False)
    return [passage.html.strip() for passage in render_passages(narrative, ADDRESSES)]


def test_a_citation_is_a_link_and_the_section_ends_with_its_table():
    assert html("## A\n\nShips left (CDNW100, CDNW404).")[1] == (
        '<p>Ships left (<a class="cite" data-citation="0" href="CDNW100.html">CDNW100</a>, '
        '<span class="cite not-held" data-citation="1">CDNW404</span>).</p>\n<table>CDNW100,CDNW404</table>'
    )


def test_a_quotation_is_a_span_even_around_emphasis():
    assert html("He saw “no *sign* of change” (CDNW100).")[0].startswith(
        '<p>He saw “<span class="quotation" data-quotation="0">no <em>sign</em> of change</span>” ('
    )


NOTES = """Ships left.[^1]

## A

Talks [of peace][p] went on.[^long] Ships left.[^1]

## B

No more.

[p]: https://example.org/
[^1]: CDNW100, p. 2.
[^long]: See [peace][p].

    A second paragraph (CDNW200).
"""


def test_notes_of_all_sections_stand_at_the_end_and_every_id_once():
    introduction, first, last = html(NOTES)
    assert '<a href="#fn1" id="fnref1">[1]</a>' in introduction
    assert '<a href="https://example.org/">of peace</a>' in first
    assert first.endswith("<table>CDNW200</table>")
    assert '<li id="fn1" class="footnote-item"><p><a class="cite" data-citation="0" href="CDNW100.html">' in last
    assert "<p>A second paragraph (" in last
    page = introduction + first + last
    assert [page.count(f'id="{name}"') for name in ("fn1", "fn2", "fnref1", "fnref1:1", "fnref2")] == [1, 1, 1, 1, 1]
    assert "[^" not in page


def test_a_heading_in_a_quotation_divides_nothing():
    assert html("## A\n\n> ### Subject\n>\n> Text.\n\n## B\n\nEnd.")[1:] == [
        "<blockquote>\n<h3>Subject</h3>\n<p>Text.</p>\n</blockquote>",
        "<p>End.</p>",
    ]


def test_a_link_around_a_quotation_stays_the_link_the_author_wrote():
    narrative = parse_narrative(
        "He saw [“no sign of change”](CDNW100).", "a.md", citation="X{9}", is_item=lambda item: item == "CDNW100"
    )
    (passage,) = render_passages(narrative, ADDRESSES)
    assert passage.html.startswith(
        '<p>He saw <a class="cite" data-citation="0" href="CDNW100">'
        '“<span class="quotation" data-quotation="0">no sign of change</span>”</a>.</p>'
    )


def test_links_lead_where_the_page_says_or_nowhere():
    (rendered,) = html("See [one](one.md), [gone](gone.md) and [out](https://example.org/).")
    assert '<a href="one.html">one</a>' in rendered
    assert '<span class="lost-link">gone</span>' in rendered
    assert '<a href="https://example.org/">out</a>' in rendered


def test_a_picture_stands_with_caption_and_credit():
    (rendered,) = html('![A ship](media/ship.jpg "A freighter | The Navy")')
    assert rendered == (
        '<figure><img src="../media/ship.jpg" alt="A ship" loading="lazy">'
        '<figcaption>A freighter <small class="credit">The Navy</small></figcaption></figure>'
    )


def test_scripts_do_not_come_through():
    rendered = "".join(html("<script>alert(1)</script>\n\n<b onclick='x()'>b</b> [x](javascript:alert(1))"))
    assert "script" not in rendered.replace("javascript:alert(1))", "")
    assert "onclick" not in rendered


def test_a_placed_table_stands_where_it_was_placed():
    rendered = html("## A\n\nBefore (CDNW100).\n\n{{table: item, date}}\n\nAfter.")[1]
    assert rendered.index("Before") < rendered.index("<table>CDNW100") < rendered.index("After")
    assert rendered.count("<table>") == 1


@given(st.text(st.sampled_from('ab \n#*_`[]()<>|"“”-!{}@1CDNW:.&'), max_size=120))
def test_no_mark_of_ours_is_left_in_the_page(prose):
    assert not set("".join(html(prose))) & {"\ue000", "\ue001"}


def test_the_section_s_table_has_only_the_items_that_the_author_s_own_table_does_not_name():
    own = "| Item | Number |\n|---|---|\n| CDNW100 | 4 |"
    assert html(f"## A\n\nShips left (CDNW100, CDNW200).\n\n{own}\n")[1].endswith("<table>CDNW200</table>")
    assert html(f"## A\n\nShips left (CDNW100).\n\n{own}\n")[1].count("<table>") == 1
