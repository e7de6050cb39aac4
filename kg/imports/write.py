"""What was read becomes a reference graph: one change, with where it comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Triple

from kg.change import Evidence, Mode, Outcome, Writer
from kg.errors import GraphError, TermError
from kg.imports.imported import Imported, Told
from kg.model import Reference
from kg.names import Names, named, slug
from kg.rdf import Pair, Provenance, quads, source_quads, statement_quads
from kg.rdf.terms import association, iri, text
from kg.store import Edit, Store, imported_graphs, is_asserted
from ontology import FILES

_LABEL = named("rdfs:label")


def bring_in(
    writer: Writer, path: Path, name: str, found: Imported, *, dry_run: bool = False
) -> Outcome:
    """Have a reference graph say what a file says, and nothing else.

    Raises TermError for a name that builds use, or that is no part of an IRI;
    GraphError for a file that says nothing; and what `Writer.write` raises.
    """
    graph = _graph(writer, name)
    if not found.asserted and not found.facts:
        raise GraphError(str(path), "holds no triple that has a place in the graph")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    about = tuple(_described(writer.names, graph, name, path.name, digest, found))
    triples = _fitting(Store.open(writer.location), graph, found.asserted)
    return writer.write(
        graph,
        triples,
        Mode.REPLACE,
        dry_run=dry_run,
        about=Edit(inserted=about),
        evidence=_evidence(writer.names, name, path.name, digest, found.facts),
    )


def take_out(writer: Writer, name: str, *, dry_run: bool = False) -> Outcome:
    """Have a reference graph, and all that is stated of its source, be no more.

    Raises TermError where nothing was imported by that name; and what `Writer.write`
    raises.
    """
    store, source = Store.open(writer.location), writer.names.iri(_source(name))
    graph, there = _graph_of(store, name), imported_graphs(store.quads, store.names)
    if graph not in there:
        known = sorted(each.value.rpartition("/")[2] for each in there)
        problem = f"no import has this name; there are: {', '.join(known) or 'none'}"
        raise TermError(name, problem)
    metadata, find = store.names.graph("metadata"), store.quads.quads_for_pattern
    unsaid = (
        *find(source, None, None, metadata),
        *find(graph, None, source, metadata),
    )
    return writer.write(
        graph,
        (),
        Mode.REPLACE,
        dry_run=dry_run,
        about=Edit(deleted=unsaid),
        evidence=Evidence(source),
    )


def _source(name: str) -> Reference:
    return Reference("source", name)


def _graph_of(store: Store, name: str) -> NamedNode:
    """Name a graph; raises TermError for what is no part of an IRI."""
    if not name or slug(name) != name:
        problem = f"name the graph by letters, digits and hyphens, as {slug(name)!r}"
        raise TermError(name, problem)
    return store.names.graph("reference", name)


def _evidence(
    names: Names, name: str, file: str, digest: str, facts: tuple[Told, ...]
) -> Evidence:
    """State each fact, with the place in the file where it stands."""
    source = names.iri(_source(name))
    run = names.iri(Reference("run", digest[:16]))
    found: list[Quad] = []
    for number, told in enumerate(facts, start=1):
        statement = names.iri(Reference("statement", f"import-{name}-{number}"))
        how = text(f"import of {file}, {told.place}")
        found.extend(_statement(names, statement, source, run, told))
        pairs = (("dcterms:description", how), *told.pairs)
        found.extend(quads(statement, pairs, names.graph("evidence")))
    return Evidence(source, tuple(found))


def _statement(
    names: Names, statement: NamedNode, source: NamedNode, run: NamedNode, told: Told
) -> Iterator[Quad]:
    provenance = Provenance(
        source=source,
        run=run,
        agent=told.agent,
        level=told.level,
        polarity=told.polarity,
    )
    kind = told.kind or _association(told.triple, names)
    subject, predicate, value = told.triple
    triple = (subject, predicate, value)
    graph = names.graph("evidence")
    yield from statement_quads(statement, triple, kind, provenance, graph)


def _association(triple: Triple, names: Names) -> NamedNode:
    predicate = names.reference(triple.predicate.value)
    return association(predicate or Reference("rdf", "predicate"), None)


def _fitting(
    store: Store, graph: NamedNode, triples: tuple[Triple, ...]
) -> Iterator[Triple]:
    """Make another name of a label where the graph has one for the node already."""
    for triple in triples:
        has = triple.predicate == _LABEL and _label(store, triple, graph)
        if not has:
            yield triple
        elif has != triple.object:
            yield Triple(triple.subject, named("skos:altLabel"), triple.object)


def _label(store: Store, triple: Triple, graph: NamedNode) -> object:
    """Give a label that another asserted graph has for the subject."""
    found = store.quads.quads_for_pattern(triple.subject, _LABEL, None, None)
    others = (
        quad.object
        for quad in found
        if isinstance(quad.graph_name, NamedNode)
        and quad.graph_name != graph
        and is_asserted(store.names, quad.graph_name)
    )
    return next(others, None)


def _graph(writer: Writer, name: str) -> NamedNode:
    store = Store.open(writer.location)
    graph = _graph_of(store, name)
    there = store.quads.contains_named_graph(graph)
    imported = graph in imported_graphs(store.quads, store.names)
    if name in _built(store.names) or (there and not imported):
        raise TermError(name, "a build makes this graph: choose another name")
    return graph


def _built(names: Names) -> Iterator[str]:
    """Name the graphs that builds make, even if the last one had nothing for them."""
    yield "lexicon"
    for file in FILES.joinpath("reference").iterdir():
        if file.name.endswith(".ttl"):
            for quad in source_quads(file, names):
                if isinstance(quad.subject, NamedNode):
                    yield quad.subject.value.rpartition("/")[2]


def _described(
    names: Names,
    graph: NamedNode,
    name: str,
    file: str,
    digest: str,
    found: Imported,
) -> Iterator[Quad]:
    source, metadata = names.iri(_source(name)), names.graph("metadata")
    pairs: list[Pair] = [
        ("rdf:type", iri("dcat:Dataset")),
        ("dcterms:title", text(found.title or name)),
        ("dcterms:source", text(file)),
        ("dcterms:description", text(found.form)),
        ("mg:textHash", text(f"sha256:{digest}")),
    ]
    if found.version:
        pairs.append(("dcterms:hasVersion", text(found.version)))
    yield from quads(source, pairs, metadata)
    came: list[Pair] = [("dcterms:source", source), ("prov:hadPrimarySource", source)]
    yield from quads(graph, came, metadata)
