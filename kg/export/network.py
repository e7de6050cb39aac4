"""The graph as nodes and edges in the words of Biolink Model 4.

Classes and predicates are those that our ontology ties ours to; what it ties to none
is a thing, and related. An edge is what one sentence says, denied ones being `negated`;
what a page leaves open is none. An inferred edge is a `logical_entailment`.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from kg.export.biolink import ANYTHING, PLAIN, RELATED, above, association, kind_of
from kg.export.labels import labels
from kg.export.subjects import in_order, subjects
from kg.names import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.export.selection import Selection
    from kg.export.subjects import Subject
    from kg.export.told import Told
    from kg.store import Store

OURS = "infores:mendelgraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node; `relation` and `kind` are CURIEs of ours, where there are any."""

    id: str
    category: str
    kind: str
    name: str
    synonym: tuple[str, ...] = ()
    xref: tuple[str, ...] = ()
    publication_type: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What is said, by whom, and in which words; offsets count in the document."""

    id: str
    subject: str
    predicate: str
    object: str
    relation: str
    category: str
    negated: bool
    knowledge_level: str
    agent_type: str
    primary_knowledge_source: str
    publications: tuple[str, ...] = ()
    supporting_text: tuple[str, ...] = ()
    text_start: int | None = None
    text_end: int | None = None


class _Said(NamedTuple):
    triple: Triple
    told: Told | None
    is_inferred: bool = False


class Network:
    """The nodes and edges that are wanted of a store, each in the order of its IRIs."""

    def __init__(self, store: Store, wanted: Selection) -> None:
        self._store = store
        self._wanted = wanted
        self._curie = store.names.curie
        self._label = labels(store)
        self._category = above(store, "rdfs:subClassOf", ANYTHING)
        self._predicate = above(store, "rdfs:subPropertyOf", RELATED)
        self._kind: Callable[[NamedNode], NamedNode | None] = lru_cache(100_000)(
            lambda node: kind_of(store, node)
        )

    def nodes(self) -> Iterator[Node]:
        """Give each node once: what something of a kind is asserted of, and all ends.

        They are described as the whole graph does.
        """
        return map(self._node, in_order(self._mentioned()))

    def _mentioned(self) -> Iterator[NamedNode]:
        for found in subjects(self._store, self._wanted):
            if found.asserted and self._kind(found.node) is not None:
                yield found.node
            for said in self._said(found):
                for end in (said.triple.subject, said.triple.object):
                    if isinstance(end, NamedNode):
                        yield end

    def edges(self) -> Iterator[Edge]:
        """Give the edges: each statement of a triple, or the triple where none is."""
        for found in subjects(self._store, self._wanted):
            for said in self._said(found):
                if said.told is None:
                    yield self._bare(said.triple, is_inferred=said.is_inferred)
                else:
                    yield self._stated(said.triple, said.told)

    def _said(self, found: Subject) -> Iterator[_Said]:
        for ends, each in found.told.items():
            triple = Triple(found.node, *ends)
            if self._is_edge(triple, is_inferred=False):
                yield from (_Said(triple, told) for told in each if not told.is_open)
        parts = ((found.asserted, False), (found.inferred, True))
        for triples, is_inferred in parts:
            for triple in triples:
                is_told = (triple.predicate, triple.object) in found.told
                if not is_told and self._is_edge(triple, is_inferred=is_inferred):
                    yield _Said(triple, None, is_inferred)

    def _is_edge(self, triple: Triple, *, is_inferred: bool) -> bool:
        """Tell whether a triple relates two things, in a property of ours or a user's.

        What follows in the properties of RO and Biolink says the same again.
        """
        if not isinstance(triple.object, NamedNode):
            return False
        reference = self._store.names.reference(triple.predicate.value)
        prefix = reference.prefix if reference else None
        return prefix == "mg" or (not is_inferred and prefix not in _VOCABULARIES)

    def _node(self, node: NamedNode) -> Node:
        kind = self._kind(node)
        ours = self._curie(kind.value) if kind else ""
        published = _PUBLICATIONS.get(ours)
        category = self._category(kind) if kind else ANYTHING
        return Node(
            id=self._curie(node.value),
            category=f"biolink:{'Publication' if published else category}",
            kind=ours,
            name=self._label(node) or "",
            synonym=self._values(node, "skos:altLabel", str),
            xref=self._values(node, "skos:exactMatch", self._curie),
            publication_type=(published,) if published else (),
        )

    def _values(
        self, node: NamedNode, key: str, form: Callable[[str], str]
    ) -> tuple[str, ...]:
        find = self._store.quads.quads_for_pattern
        terms = (q.object for q in find(node, named(key), None, DefaultGraph()))
        texts = (t.value for t in terms if isinstance(t, Literal | NamedNode))
        return tuple(sorted(map(form, texts)))

    def _stated(self, triple: Triple, told: Told) -> Edge:
        exact, source = told.text("oa:exact"), told.iri("prov:hadPrimarySource")
        start, end = told.text("oa:start"), told.text("oa:end")
        return self._edge(
            triple,
            id=self._curie(told.node.value),
            category=association(told),
            negated=told.is_denied,
            knowledge_level=told.text("biolink:knowledge_level") or "not_provided",
            agent_type=told.text("biolink:agent_type") or "not_provided",
            primary_knowledge_source=self._infores(source),
            publications=(self._curie(source),) if exact and source else (),
            supporting_text=(" ".join(exact.split()),) if exact else (),
            text_start=None if start is None else int(start),
            text_end=None if end is None else int(end),
        )

    def _bare(self, triple: Triple, *, is_inferred: bool) -> Edge:
        level = "logical_entailment" if is_inferred else "knowledge_assertion"
        return self._edge(
            triple,
            id=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, str(triple))}",
            category=f"biolink:{PLAIN}",
            negated=False,
            knowledge_level=level,
            agent_type="automated_agent" if is_inferred else "manual_agent",
            primary_knowledge_source=OURS,
        )

    def _edge(self, triple: Triple, **others: object) -> Edge:
        ends = [
            t.value for t in (triple.subject, triple.object) if isinstance(t, NamedNode)
        ]
        subject, obj = (self._curie(end) for end in ends)
        return Edge(
            subject=subject,
            predicate=f"biolink:{self._predicate(triple.predicate)}",
            object=obj,
            relation=self._curie(triple.predicate.value),
            **others,  # type: ignore[arg-type] # as _stated and _bare name them
        )

    def _infores(self, source: str | None) -> str:
        """Name who says so: a source by its name without version, else ourselves."""
        prefix, _, name = self._curie(source or "").partition(":")
        if prefix != "source":
            return OURS
        return "infores:" + re.sub(r"-v?\d.*", "", name)


_VOCABULARIES = frozenset(
    (
        *("rdf", "rdfs", "owl", "xsd", "skos", "dcterms", "prov", "oa"),
        *("biolink", "faldo", "bibo", "prism", "semapv", "sssom", "void", "void-ext"),
        *("pav", "dcat", "dqv", "ldqd", "sd", "spex", "sh", "foaf"),
        *("schema", "BFO", "RO", "GENO", "SO", "obo"),
    )
)
_PUBLICATIONS = {"mg:Document": "Web Page", "mg:Article": "Journal Article"}
