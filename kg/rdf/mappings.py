"""How each mapping of the lexicon was found: a statement, justified as SSSOM has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kg.model import Reference
from kg.names import parse_curie, slug
from kg.rdf.statements import Provenance, quads, statement_quads
from kg.rdf.terms import association, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import Quad

    from kg.model import Entity
    from kg.names import Names

_MANUAL = Reference("semapv", "ManualMappingCuration")
_ADDED = "lexicon"


class Justified(Protocol):
    """A mapping, how it was found, and who says so."""

    @property
    def predicate(self) -> Reference: ...
    @property
    def object(self) -> Reference: ...
    @property
    def justification(self) -> Reference: ...
    @property
    def source(self) -> str: ...


class Mapped(Protocol):
    """What a lexicon knows of an entity's mappings."""

    def mappings(self, reference: Reference, /) -> Sequence[Justified]: ...


def mapping_quads(
    entities: Iterable[Entity], lexicon: Mapped, names: Names, run: Reference
) -> Iterator[Quad]:
    """Write a statement for each mapping of entities: one for a pair of identifiers."""
    for entity in entities:
        for mapping in lexicon.mappings(entity.reference):
            yield from _statement(entity, mapping, names, run)


def added_source(vocabulary: str) -> Reference:
    """Identify an added vocabulary; what all of them say together has no name."""
    return Reference("source", f"{_ADDED}-{vocabulary}" if vocabulary else _ADDED)


def _statement(
    entity: Entity, mapping: Justified, names: Names, run: Reference
) -> Iterator[Quad]:
    graph = names.graph("evidence")
    key = slug(f"mapping {entity.reference} {mapping.object}")
    statement = names.iri(Reference("statement", key))
    triple = (
        names.iri(entity.reference),
        names.iri(mapping.predicate),
        names.iri(mapping.object),
    )
    curated = mapping.justification == _MANUAL
    provenance = Provenance(
        source=names.iri(_source(mapping.source)),
        run=names.iri(run),
        agent="manual_agent" if curated else "automated_agent",
    )
    kind = association(mapping.predicate, entity.kind)
    yield from statement_quads(statement, triple, kind, provenance, graph)
    pairs = (
        ("sssom:mapping_justification", names.iri(mapping.justification)),
        ("dcterms:description", text(str(mapping.justification))),
    )
    yield from quads(statement, pairs, graph)


def _source(said: str) -> Reference:
    return parse_curie(said) if said.startswith("source:") else added_source(said)
