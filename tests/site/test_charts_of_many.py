"""Charts of thousands of papers: no more lines than can be told apart, no name twice, and a page that stays small."""

import re
from html import unescape

import networkx as nx

from briefbook.model.archive import Archive
from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.site.charts import room_for
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


def meet(one, other):
    """Do two rectangles have more than a hair in common?"""
    across = min(one[2], other[2]) - max(one[0], other[0])
    return across > 0.2 and min(one[3], other[3]) - max(one[1], other[1]) > 0.2


def test_names_in_a_network_lie_over_no_circle_and_no_other_name_where_letters_are_set_wider():
    names = [
        "Bonn",
        "Deputy Director of Harbours",
        "High Commission in London",
        "Office of Works (Reed)",
        "Port of Call",
    ]
    offices = [f"{name} {at}" for at in range(8) for name in names]
    papers = [
        {"from": sender, "to": offices[(at * 7 + step) % len(offices)]}
        for at, sender in enumerate(offices)
        for step in (1, 3)
        for _ in range(1 + at % 5)
    ]
    shown = page("correspondence.html", papers)
    for picture in re.findall(r'<svg viewBox="0 0 (?:960|340) .*?</svg>', shown, re.S)[:2]:
        circles = [tuple(map(float, found)) for found in re.findall(r'cx="(\S+)" cy="(\S+)" r="(\S+?)"', picture)]
        boxes = [
            (float(x) - half, float(y) - 12, float(x) + half, float(y) + 4)
            for x, y, words in re.findall(r'<tspan x="(\S+)" y="(\S+)">(.*?)</tspan>', picture)
            for half in [room_for(unescape(words)) / 2]
        ]
        assert len(boxes) > 8
        around = [(x - r, y - r, x + r, y + r) for x, y, r in circles]
        for at, box in enumerate(boxes):
            rest = [*around, *(other for other in boxes[:at] if abs(other[1] - box[1]) != 15)]  # 15: lines of one name
            assert [other for other in rest if meet(box, other)] == [], box
