"""The network of references -> GraphML and GEXF, which Gephi, Cytoscape, networkx and igraph open."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from briefbook.exports.xml_text import attribute, text
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry

NODE_COLUMNS = ("label", "kind", "date", "from", "to", "number", "subject")
"""Attributes of a node. ``kind`` is item, or stub for a cable that is referred to and not held."""

EDGE_COLUMNS = ("mention", "status", "confidence")
"""Attributes of an edge. ``status`` is held, stub, or ambiguous: then there is an edge to each candidate."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes by identifier and edges as (source, target), each with its attributes by column."""

    nodes: dict[str, dict[str, str]]
    edges: list[tuple[str, str, dict[str, str]]]


def reference_graph(archive: Archive, entries: Iterable[Entry]) -> Graph:
    """The references of chosen items as a graph.

    Args:
        archive: The archive.
        entries: The chosen items; what they refer to is in the graph too.

    Returns:
        A node for each item and each cable referred to; an edge for each reference, also where a cable is referred to
        twice. References that could not be resolved, or were too hard to read, have none.
    """
    nodes = {entry.item: _node(entry) for entry in entries}
    chosen = set(nodes)
    edges = []
    for reference in archive.network.references:
        if reference.item not in chosen:
            continue
        targets = (reference.target,) if reference.target else reference.candidates
        for target in targets if reference.status != "none" else ():
            if target not in nodes:
                entry = archive.catalogue.get(target) if target in archive.catalogue else None
                nodes[target] = (
                    _node(entry) if entry else {"label": target, "kind": "stub", "date": reference.date or ""}
                )
            values = {
                "mention": " ".join(reference.mention.split()),
                "status": reference.status,
                "confidence": f"{reference.confidence:.3f}",
            }
            edges.append((reference.item, target, values))
    return Graph(nodes, edges)


def _node(entry: Entry) -> dict[str, str]:
    fields = {name: entry.value(name) or "" for name in ("date", "from", "to", "number", "subject")}
    return {"label": entry.item, "kind": "item", **fields}


def graphml(graph: Graph) -> str:
    """A graph as GraphML."""
    rows = ['<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n']
    for target, columns in (("node", NODE_COLUMNS), ("edge", EDGE_COLUMNS)):
        for name in columns:
            kind = "double" if name == "confidence" else "string"
            rows.append(f'<key id="{target}-{name}" for="{target}" attr.name="{name}" attr.type="{kind}"/>\n')
    rows.append('<graph edgedefault="directed">\n')
    for identifier, values in graph.nodes.items():
        rows.append(f"<node id={attribute(identifier)}>{_data('node', values)}</node>\n")
    for number, (source, target, values) in enumerate(graph.edges):
        ends = f"source={attribute(source)} target={attribute(target)}"
        rows.append(f'<edge id="e{number}" {ends}>{_data("edge", values)}</edge>\n')
    rows.append("</graph>\n</graphml>\n")
    return "".join(rows)


def _data(target: str, values: dict[str, str]) -> str:
    return "".join(f'<data key="{target}-{name}">{text(value)}</data>' for name, value in values.items() if value)


def gexf(graph: Graph) -> str:
    """A graph as GEXF 1.3."""
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
        '<graph defaultedgetype="directed" mode="static">\n'
    ]
    for target, columns in (("node", NODE_COLUMNS[1:]), ("edge", EDGE_COLUMNS)):
        rows.append(f'<attributes class="{target}">')
        for name in columns:
            kind = "double" if name == "confidence" else "string"
            rows.append(f'<attribute id="{target}-{name}" title="{name}" type="{kind}"/>')
        rows.append("</attributes>\n")
    rows.append("<nodes>\n")
    for identifier, values in graph.nodes.items():
        head = f"id={attribute(identifier)} label={attribute(values['label'])}"
        rows.append(f"<node {head}>{_attvalues('node', values)}</node>\n")
    rows.append("</nodes>\n<edges>\n")
    for number, (source, target, values) in enumerate(graph.edges):
        ends = f"source={attribute(source)} target={attribute(target)}"
        rows.append(f'<edge id="e{number}" {ends}>{_attvalues("edge", values)}</edge>\n')
    rows.append("</edges>\n</graph>\n</gexf>\n")
    return "".join(rows)


def _attvalues(target: str, values: dict[str, str]) -> str:
    pairs = ((name, value) for name, value in values.items() if value and name != "label")
    inner = "".join(f'<attvalue for="{target}-{name}" value={attribute(value)}/>' for name, value in pairs)
    return f"<attvalues>{inner}</attvalues>"


def graph_files(
    name: str, write: Callable[[Graph], str]
) -> Callable[[Archive, Iterable[Entry]], Iterator[tuple[str, bytes]]]:
    """An export's function: one file of the whole graph.

    Args:
        name: The file's name.
        write: ``graphml`` or ``gexf``.
    """

    def files(archive: Archive, entries: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
        yield name, write(reference_graph(archive, entries)).encode()

    return files
