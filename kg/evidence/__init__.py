"""The sentences behind a triple.

Statements are looked up one by one instead of by a query, which costs some hundred
times as much where a page wants those of a hundred triples.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.evidence.statement import Node, Statement, Support, as_json, slots
from kg.model import Certainty, Polarity
from kg.names import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.store import Store

__all__ = [
    "Statement",
    "Support",
    "as_json",
    "denials",
    "evidence",
    "slots",
    "statements",
    "statements_of",
]
Values = dict[NamedNode, Node]


def evidence(
    store: Store, subject: NamedNode, predicate: NamedNode, obj: NamedNode | Literal
) -> Support:
    """Find the statements of a triple in the order of their documents and places.

    An inferred triple has none: `explain` proves it from those that have.
    """
    inferred = Quad(subject, predicate, obj, store.names.graph("inferred"))
    found = statements(store, Triple(subject, predicate, obj))
    return Support(found, inferred in store.quads)


def statements(store: Store, triple: Triple) -> tuple[Statement, ...]:
    """Find the statements of a triple in the order of their documents and places."""
    parts = zip(_PARTS, (triple.subject, triple.object), strict=True)
    first, second = (_having(store, named(part), term) for part, term in parts)
    nodes = (node for node in _fewest(first, second) if _says(store, node, triple))
    said = [_statement(store, *_told(store, node)) for node in nodes]
    return tuple(sorted(said or _imported(store, triple), key=_order))


def _imported(store: Store, triple: Triple) -> Iterator[Statement]:
    """Take an imported graph for the statement of a triple that stands in it."""
    metadata, origin = store.names.graph("metadata"), named("prov:hadPrimarySource")
    find = store.quads.quads_for_pattern
    for quad in find(triple.subject, triple.predicate, triple.object, None):
        graph = quad.graph_name
        if isinstance(graph, NamedNode):
            sources = [told.object for told in find(graph, origin, None, metadata)]
            for source in sources:
                how = Literal(f"import of {_file(store, source)}")
                yield _statement(store, graph, {origin: source, _METHOD: how})


def _file(store: Store, source: Node) -> str:
    """Give the name of the file that was imported as a source."""
    metadata, term = store.names.graph("metadata"), named("dcterms:source")
    if isinstance(source, NamedNode):
        for quad in store.quads.quads_for_pattern(source, term, None, metadata):
            if isinstance(quad.object, Literal):
                return quad.object.value
    return "a file"


def denials(
    store: Store, node: NamedNode
) -> Iterator[tuple[Triple, tuple[Statement, ...]]]:
    """List what is denied of a node, or left open, with the statements that do."""
    ours = chain.from_iterable(_having(store, named(p), node) for p in _PARTS)
    denied = chain.from_iterable(
        _having(store, named(p), Literal(value)) for p, value in _DENYING
    )
    found: dict[Triple, None] = {}
    for one in _fewest(ours, denied):
        _, values = _told(store, one)
        triple = _triple(values)
        if triple and node in (triple.subject, triple.object) and not _holds(values):
            found[triple] = None
    for triple in sorted(found, key=str):
        yield triple, statements(store, triple)


def statements_of(
    store: Store, document: NamedNode
) -> Iterator[tuple[Triple, Statement]]:
    """List what a document says, each triple with its statement, in their order."""
    nodes = _having(store, named("prov:hadPrimarySource"), document)
    told = (_told(store, node) for node in nodes)
    found = ((_triple(each[1]), each) for each in told)
    said = ((t, _statement(store, *each)) for t, each in found if t is not None)
    yield from sorted(said, key=lambda pair: _order(pair[1]))


_PARTS = ("rdf:subject", "rdf:object")
_DENYING = (("mg:polarity", Polarity.NEGATIVE), ("mg:certainty", Certainty.UNKNOWN))
_METHOD = named("dcterms:description")
_WORDS = "supporting_text"
_EVERYWHERE = frozenset({"knowledge_level", "agent_type", "has_evidence"})
_STEP = 64


def _fewest(*lists: Iterator[NamedNode]) -> Iterable[NamedNode]:
    """Read lists in turns until one ends, and give that: the others may be long."""
    read: list[list[NamedNode]] = [[] for _ in lists]
    while True:
        for nodes, more in zip(read, lists, strict=True):
            before = len(nodes)
            nodes.extend(islice(more, _STEP))
            if len(nodes) < before + _STEP:
                return dict.fromkeys(nodes)


def _having(store: Store, predicate: NamedNode, value: Node) -> Iterator[NamedNode]:
    graph = store.names.graph("evidence")
    for quad in store.quads.quads_for_pattern(None, predicate, value, graph):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject


def _told(store: Store, node: NamedNode) -> tuple[NamedNode, Values]:
    return node, _values(store, node)


def _values(store: Store, node: Node) -> Values:
    """Read what the evidence says of a node, one value each."""
    if not isinstance(node, NamedNode | BlankNode):
        return {}
    graph = store.names.graph("evidence")
    found = store.quads.quads_for_pattern(node, None, None, graph)
    return {quad.predicate: quad.object for quad in found}


def _says(store: Store, node: NamedNode, triple: Triple) -> bool:
    """Tell whether a statement is one of a triple; that is less than reading it."""
    graph, keys = store.names.graph("evidence"), ("rdf:predicate", *_PARTS)
    terms = (triple.predicate, triple.subject, triple.object)
    pairs = zip(map(named, keys), terms, strict=True)
    return all(Quad(node, key, term, graph) in store.quads for key, term in pairs)


def _triple(values: Values) -> Triple | None:
    keys = ("rdf:subject", "rdf:predicate", "rdf:object")
    subject, predicate, obj = (values.get(named(key)) for key in keys)
    if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and obj:
        return Triple(subject, predicate, obj)
    return None


def _holds(values: Values) -> bool:
    return not any(_text(values, key) == value for key, value in _DENYING)


def _order(statement: Statement) -> tuple[str, int, str]:
    start = statement.start if statement.start is not None else -1
    return statement.source.value, start, statement.statement.value


def _statement(store: Store, node: NamedNode, values: Values) -> Statement:
    source = values.get(named("prov:hadPrimarySource"))
    origin = source if isinstance(source, NamedNode) else node
    place = _place(store, values.get(named("prov:wasQuotedFrom")))
    start, end = (_text(place, key) for key in ("oa:start", "oa:end"))
    beside = dict(_slots(store, node, values))
    words = " […] ".join(value.value for value in beside.pop(_WORDS, ()))
    return Statement(
        statement=node,
        source=origin,
        title=_title(store, origin),
        polarity=Polarity(_text(values, "mg:polarity") or Polarity.POSITIVE),
        certainty=Certainty(_text(values, "mg:certainty") or Certainty.STATED),
        method=_text(values, "dcterms:description"),
        exact=_text(place, "oa:exact") or words or None,
        start=None if start is None else int(start),
        end=None if end is None else int(end),
        slots=tuple(beside.items()),
    )


def _slots(
    store: Store, node: NamedNode, values: Values
) -> Iterator[tuple[str, tuple[NamedNode | Literal, ...]]]:
    """Read what a statement says in slots of Biolink that not every one has."""
    start, graph = store.names.prefixes["biolink"], store.names.graph("evidence")
    told = (key for key in values if key.value.startswith(start))
    for key in sorted(told, key=str):
        slot = key.value.removeprefix(start)
        if slot not in _EVERYWHERE:
            found = store.quads.quads_for_pattern(node, key, None, graph)
            terms = (quad.object for quad in found)
            nodes = [term for term in terms if isinstance(term, NamedNode | Literal)]
            yield slot, tuple(sorted(nodes, key=str))


def _place(store: Store, quote: Node) -> Values:
    """Read the selectors of a quote, all in one."""
    if not isinstance(quote, NamedNode):
        return {}
    graph, has = store.names.graph("evidence"), named("oa:hasSelector")
    found: Values = {}
    for quad in store.quads.quads_for_pattern(quote, has, None, graph):
        found |= _values(store, quad.object)
    return found


def _title(store: Store, source: NamedNode) -> str:
    graphs = (DefaultGraph(), store.names.graph("metadata"))
    for graph in graphs:
        found = store.quads.quads_for_pattern(
            source, named("dcterms:title"), None, graph
        )
        for quad in found:
            if isinstance(quad.object, Literal):
                return quad.object.value
    return source.value


def _text(values: Values, key: str) -> str | None:
    found = values.get(named(key))
    return found.value if isinstance(found, Literal) else None
