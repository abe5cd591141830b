"""Tables that an author wrote are lists of cards on a narrow screen, where every cell has the head of its column."""

import dataclasses

from made_up import archive

from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.narratives.render import render_passages
from briefbook.site.views import web_page


def page_of(table):
    narrative = parse_narrative(
        f"# First\n\n## A\n\n{table}\n", "narratives/first.md", citation="X{9}", is_item=lambda item: False
    )
    book = dataclasses.replace(archive(), narratives=(narrative,), verifications=(), render=render_passages)
    return web_page("narratives/first.html", book).body.decode()


def test_each_value_has_the_head_of_its_column():
    page = page_of("| Paper | Sent & read | By |\n|---|---|---|\n| one | 2 May | ship |\n| two | 3 May | rail |")
    table = page[page.index('<table class="cards">') :]
    assert table.count('data-label="Paper"') == table.count('data-label="Sent &amp; read"') == 2
    assert '<td data-label="By">rail</td>' in table


def test_a_table_of_two_columns_stays_one():
    page = page_of("| Paper | Sent |\n|---|---|\n| one | 2 May |")
    assert 'role="region"' in page
    assert "data-label" not in page[page.index('role="region"') : page.index("</table>")]
