"""The network as programs that draw graphs read it: GraphML, Cytoscape, OBO Graphs."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from kg.export.network import Edge, Network, Node
from kg.model import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.export.selection import Selection
    from kg.names import Names
    from kg.store import Store

_NODE_KEYS = ("name", "category", "kind")
_EDGE_KEYS = ("predicate", "relation", "negated", "knowledge_level", "supporting_text")
_SYNONYM = "hasRelatedSynonym"


def write_graphml(store: Store, output: IO[bytes], selection: Selection) -> None:
    """Write GraphML 1.0, a key for each attribute."""
    network = Network(store, selection)
    output.writelines(line.encode() for line in _graphml(network))


def _graphml(network: Network) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for kind, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for key in keys:
            yield f'<key id="{kind}.{key}" for="{kind}" '
            yield f'attr.name="{key}" attr.type="string"/>\n'
    yield '<graph edgedefault="directed">\n'
    for node in network.nodes():
        data = _data(node, "node", _NODE_KEYS)
        yield f"<node id={quoteattr(node.id)}>{data}</node>\n"
    for edge in network.edges():
        ends = f"source={quoteattr(edge.subject)} target={quoteattr(edge.object)}"
        data = _data(edge, "edge", _EDGE_KEYS)
        yield f"<edge id={quoteattr(edge.id)} {ends}>{data}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _data(row: Node | Edge, kind: str, keys: Iterable[str]) -> str:
    values = ((key, _text(row, key)) for key in keys)
    return "".join(
        f'<data key="{kind}.{key}">{escape(value)}</data>'
        for key, value in values
        if value
    )


def _text(row: Node | Edge, key: str) -> str:
    """Write a value as text; what is not so is not told."""
    value = getattr(row, key)
    if isinstance(value, bool):
        return "true" if value else ""
    return " ".join(value) if isinstance(value, tuple) else str(value)


def write_cytoscape(store: Store, output: IO[bytes], selection: Selection) -> None:
    """Write the JSON of Cytoscape and cytoscape.js: elements with their data."""
    network = Network(store, selection)
    nodes = ({"data": _drawn(node, _NODE_KEYS)} for node in network.nodes())
    edges = (
        {"data": _drawn(edge, _EDGE_KEYS) | _ends(edge)} for edge in network.edges()
    )
    output.write(b'{"data": {"name": "MendelGraph"}, "elements": {\n"nodes": [')
    _write_list(nodes, output)
    output.write(b'],\n"edges": [')
    _write_list(edges, output)
    output.write(b"]\n}}\n")


def _drawn(row: Node | Edge, keys: Iterable[str]) -> dict[str, str]:
    values = {key: _text(row, key) for key in keys}
    return {"id": row.id} | {key: value for key, value in values.items() if value}


def _ends(edge: Edge) -> dict[str, str]:
    return {"source": edge.subject, "target": edge.object}


def write_obographs(store: Store, output: IO[bytes], selection: Selection) -> None:
    """Write OBO Graphs JSON: nodes with their names, edges, all by IRI.

    It has no word for what is denied: that is left out.
    """
    network, names = Network(store, selection), store.names
    graph = json.dumps(f"{names.base}graph")
    output.write(f'{{"graphs": [{{"id": {graph},\n"nodes": ['.encode())
    _write_list((_obo_node(node, names) for node in network.nodes()), output)
    output.write(b'],\n"edges": [')
    edges = (edge for edge in network.edges() if not edge.negated)
    _write_list((_obo_edge(edge, names) for edge in edges), output)
    output.write(b"]}]}\n")


def _obo_node(node: Node, names: Names) -> dict[str, object]:
    synonyms = [{"pred": _SYNONYM, "val": name} for name in node.synonym]
    meta = {"synonyms": synonyms, "xrefs": [{"val": xref} for xref in node.xref]}
    found: dict[str, object] = {"id": _iri(node.id, names), "type": "INDIVIDUAL"}
    if node.name:
        found["lbl"] = node.name
    return found | {"meta": {key: value for key, value in meta.items() if value}}


def _obo_edge(edge: Edge, names: Names) -> dict[str, object]:
    parts = {"sub": edge.subject, "pred": edge.relation, "obj": edge.object}
    return {key: _iri(value, names) for key, value in parts.items()}


def _iri(curie: str, names: Names) -> str:
    prefix, _, identifier = curie.partition(":")
    is_known = prefix in names.prefixes
    return names.iri(Reference(prefix, identifier)).value if is_known else curie


def _write_list(values: Iterable[object], output: IO[bytes]) -> None:
    mark = "\n"
    for value in values:
        output.write(f"{mark}{json.dumps(value, ensure_ascii=False)}".encode())
        mark = ",\n"
