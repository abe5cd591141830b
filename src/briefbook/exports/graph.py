"""The network of references -> GraphML and GEXF, which Gephi, Cytoscape, networkx and igraph open."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from briefbook.exports.xml_text import attribute, text
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry
from briefbook.model.network import ResolvedReference
from briefbook.util.names_on_disk import NamesOnDisk

NODE_COLUMNS = ("label", "kind", "date", "from", "to", "number", "subject")
"""Attributes of a node. ``kind`` is item, or stub for a cable that is referred to and not held."""

EDGE_COLUMNS = ("mention", "status", "confidence")
"""Attributes of an edge. ``status`` is held, stub, or ambiguous: then there is an edge to each candidate."""


Node = tuple[str, dict[str, str]]
"""An identifier and its attributes by column."""

Edge = tuple[str, str, dict[str, str]]
"""Source, target and the attributes by column."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and edges, each to be gone through once, the nodes first."""

    nodes: Iterable[Node]
    edges: Iterable[Edge]


@dataclass(frozen=True, slots=True)
class GraphFormat:
    """How a graph is written: what begins the file, nodes, what is between, edges, and what ends it."""

    head: str
    node: Callable[[str, dict[str, str]], str]
    between: str
    edge: Callable[[int, Edge], str]
    tail: str


def reference_graph(archive: Archive, entries: Iterable[Entry]) -> Graph:
    """The references of chosen items as a graph.

    Args:
        archive: The archive.
        entries: The chosen items; what they refer to is in the graph too.

    Returns:
        A node for each item and each cable referred to; an edge for each reference, also where a cable is referred to
        twice. References that could not be resolved, or were too hard to read, have none. They are read from the
        archive as they are written, so that few of them are in memory, however many there are.
    """
    chosen = NamesOnDisk()
    return Graph(_nodes(archive, entries, chosen), _edges(archive, chosen))


def _nodes(archive: Archive, entries: Iterable[Entry], chosen: NamesOnDisk) -> Iterator[Node]:
    """Yield the chosen items, then what they refer to; the former are added to ``chosen``."""
    for entry in entries:
        chosen.add(entry.item)
        yield entry.item, _node(entry)
    others = NamesOnDisk()
    for reference in archive.references():
        for target in _targets(reference) if reference.item in chosen else ():
            if target in chosen or not others.add(target):
                continue
            held = archive.catalogue.get(target) if target in archive.catalogue else None
            yield target, _node(held) if held else {"label": target, "kind": "stub", "date": reference.date or ""}


def _edges(archive: Archive, chosen: NamesOnDisk) -> Iterator[Edge]:
    for reference in archive.references():
        for target in _targets(reference) if reference.item in chosen else ():
            values = {
                "mention": " ".join(reference.mention.split()),
                "status": reference.status,
                "confidence": f"{reference.confidence:.3f}",
            }
            yield reference.item, target, values


def _targets(reference: ResolvedReference) -> tuple[str, ...]:
    if reference.status == "none":
        return ()
    return (reference.target,) if reference.target else reference.candidates


def _node(entry: Entry) -> dict[str, str]:
    fields = {name: entry.value(name) or "" for name in ("date", "from", "to", "number", "subject")}
    return {"label": entry.item, "kind": "item", **fields}


def parts_of(graph: Graph, form: GraphFormat) -> Iterator[str]:
    """Yield the parts of a graph's file, a node or an edge each."""
    yield form.head
    for identifier, values in graph.nodes:
        yield form.node(identifier, values)
    yield form.between
    for number, edge in enumerate(graph.edges):
        yield form.edge(number, edge)
    yield form.tail


def _graphml_keys() -> str:
    return "".join(
        f'<key id="{target}-{name}" for="{target}" attr.name="{name}" '
        f'attr.type="{"double" if name == "confidence" else "string"}"/>\n'
        for target, columns in (("node", NODE_COLUMNS), ("edge", EDGE_COLUMNS))
        for name in columns
    )


def _graphml_node(identifier: str, values: dict[str, str]) -> str:
    return f"<node id={attribute(identifier)}>{_data('node', values)}</node>\n"


def _graphml_edge(number: int, edge: Edge) -> str:
    source, target, values = edge
    ends = f"source={attribute(source)} target={attribute(target)}"
    return f'<edge id="e{number}" {ends}>{_data("edge", values)}</edge>\n'


def _data(target: str, values: dict[str, str]) -> str:
    return "".join(f'<data key="{target}-{name}">{text(value)}</data>' for name, value in values.items() if value)


GRAPHML = GraphFormat(
    head='<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    + _graphml_keys()
    + '<graph edgedefault="directed">\n',
    node=_graphml_node,
    between="",
    edge=_graphml_edge,
    tail="</graph>\n</graphml>\n",
)


def _gexf_attributes() -> str:
    rows = []
    for target, columns in (("node", NODE_COLUMNS[1:]), ("edge", EDGE_COLUMNS)):
        rows.append(f'<attributes class="{target}">')
        for name in columns:
            kind = "double" if name == "confidence" else "string"
            rows.append(f'<attribute id="{target}-{name}" title="{name}" type="{kind}"/>')
        rows.append("</attributes>\n")
    return "".join(rows)


def _gexf_node(identifier: str, values: dict[str, str]) -> str:
    head = f"id={attribute(identifier)} label={attribute(values['label'])}"
    return f"<node {head}>{_attvalues('node', values)}</node>\n"


def _gexf_edge(number: int, edge: Edge) -> str:
    source, target, values = edge
    ends = f"source={attribute(source)} target={attribute(target)}"
    return f'<edge id="e{number}" {ends}>{_attvalues("edge", values)}</edge>\n'


def _attvalues(target: str, values: dict[str, str]) -> str:
    pairs = ((name, value) for name, value in values.items() if value and name != "label")
    inner = "".join(f'<attvalue for="{target}-{name}" value={attribute(value)}/>' for name, value in pairs)
    return f"<attvalues>{inner}</attvalues>"


GEXF = GraphFormat(
    head='<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    '<graph defaultedgetype="directed" mode="static">\n' + _gexf_attributes() + "<nodes>\n",
    node=_gexf_node,
    between="</nodes>\n<edges>\n",
    edge=_gexf_edge,
    tail="</edges>\n</graph>\n</gexf>\n",
)


def graph_files(
    name: str, form: GraphFormat
) -> Callable[[Archive, Iterable[Entry]], Iterator[tuple[str, Iterable[bytes]]]]:
    """An export's function: one file of the whole graph.

    Args:
        name: The file's name.
        form: ``GRAPHML`` or ``GEXF``.
    """

    def files(archive: Archive, entries: Iterable[Entry]) -> Iterator[tuple[str, Iterable[bytes]]]:
        yield name, (part.encode() for part in parts_of(reference_graph(archive, entries), form))

    return files
