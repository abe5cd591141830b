"""Charts of thousands of papers: no more lines than can be told apart, no name twice, and a page that stays small."""

import networkx as nx

from briefbook.model.archive import Archive
from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.site.correspondence_pages import _lines
from briefbook.site.views import web_page
from briefbook.text.titles import office_of_code


def page(url, papers):
    entries = {
        f"X{at}": Entry(f"X{at}", {name: (Reading(value, value),) for name, value in values.items()})
        for at, values in enumerate(papers)
    }
    made = Archive(MemoryCatalogue(entries), (), about={"title": "T"}, office=office_of_code)
    return web_page(url, made).body.decode()


def test_of_many_lines_the_strongest_are_drawn_and_no_office_is_cut_off():
    graph = nx.Graph()
    names = [f"P{at:02d}" for at in range(10)]
    graph.add_weighted_edges_from(
        (first, second, at + other) for at, first in enumerate(names) for other, second in enumerate(names[:at])
    )
    lines = _lines(graph)
    assert len(lines) == 20
    assert {name for line in lines for name in line[:2]} == set(names)
    assert ("P08", "P09") in {tuple(sorted(line[:2])) for line in lines}


def test_of_few_lines_all_are_drawn():
    graph = nx.Graph()
    graph.add_weighted_edges_from([("P1", "P2", 5), ("P2", "P3", 1)])
    assert len(_lines(graph)) == 2


def test_offices_of_one_name_are_told_apart_by_their_codes():
    pairs = [("WASHDC", "EXTERNAL"), ("WASHINGTON", "EXTERNAL"), ("BONN", "EXTERNAL")]
    shown = page("correspondence.html", [{"from": sender, "to": to} for sender, to in pairs])
    assert "(WASHDC): 1" in shown
    assert "(WASHINGTON): 1" in shown
    assert "(BONN)" not in shown


def test_the_timeline_of_very_many_senders_lists_those_that_are_drawn():
    papers = [
        {"from": f"Harbour office {sender}", "date": f"1962-{month:02d}-{day:02d}"}
        for sender in range(20)
        for month in (1, 2)
        for day in range(1, 29)
    ]
    shown = page("timeline.html", papers)
    assert "The table has the senders of the picture; the CSV has all." in shown
    assert shown.count("<tr>") < 700
    assert page("data/timeline.csv", papers).count("\n") == 1121
    few = page("timeline.html", papers[:500])
    assert "The table has the senders of the picture" not in few
