"""The network of references as GraphML and GEXF, read by networkx."""

import io

import networkx
import pytest

from briefbook.exports.graph import GEXF, GRAPHML, Graph, parts_of, reference_graph
from briefbook.project import pipeline
from briefbook.project.collection import Collection

READERS = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}
FORMATS = {"graphml": GRAPHML, "gexf": GEXF}


def read(kind, graph):
    text = "".join(parts_of(graph, FORMATS[kind])).replace(
        'xmlns="http://gexf.net/1.3" version="1.3"', GEXF_OF_NETWORKX
    )
    return READERS[kind](io.BytesIO(text.encode()))


GEXF_OF_NETWORKX = 'xmlns="http://www.gexf.net/1.2draft" version="1.2"'
"""networkx knows GEXF to version 1.2, of which what is written here is a part."""


@pytest.fixture
def archive(harbour):
    return pipeline.open_archive(Collection.open(harbour))


@pytest.mark.parametrize("kind", ["graphml", "gexf"])
def test_another_program_reads_who_refers_to_whom(archive, kind):
    graph = read(kind, reference_graph(archive, list(archive.catalogue)))
    assert graph.is_directed()
    edges = {(source, target, data["status"]) for source, target, data in graph.edges(data=True)}
    assert ("H104", "H102", "held") in edges
    assert graph.nodes["H101"]["kind"] == "item"
    assert graph.nodes["H101"]["date"] == "1963-03-02"
    assert {data["kind"] for _, data in graph.nodes(data=True)} == {"item", "stub"}


def test_of_chosen_items_only_their_own_references_are_in_the_graph(archive):
    graph = reference_graph(archive, [archive.catalogue.get("H102")])
    assert "H105" not in {identifier for identifier, _ in graph.nodes}
    assert {source for source, _, _ in graph.edges} == {"H102"}


@pytest.mark.parametrize("kind", ["graphml", "gexf"])
def test_words_that_are_markup_and_repeated_references_come_through(kind):
    words = {"mention": 'A&B <"1">\x07', "status": "held", "confidence": "0.500"}
    nodes = {"X<1": {"label": "X<1", "kind": "item", "subject": "R & D"}, "Y": {"label": "Y", "kind": "stub"}}
    graph = read(kind, Graph(nodes.items(), [("X<1", "Y", words), ("X<1", "Y", words)]))
    assert graph.nodes["X<1"]["subject"] == "R & D"
    assert [data["mention"] for _, _, data in graph.edges(data=True)] == ['A&B <"1">\ufffd'] * 2
    assert [data["confidence"] for _, _, data in graph.edges(data=True)] == [0.5, 0.5]


@pytest.mark.parametrize("kind", ["graphml", "gexf"])
def test_the_command_writes_one_file(run_command, harbour, kind):
    path = harbour / "build/exports" / kind / f"references.{kind}"
    assert run_command("-C", harbour, "export", kind)[:2] == (0, f"1 file: {path}\n")
