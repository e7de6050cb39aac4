"""Each mapping says how it was found, and by whom (SSSOM)."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.lexicon import Mapping
from kg.model import Entity, Kind, Reference
from kg.names import Names
from kg.rdf import mapping_quads

NAMES = Names()
XA = Entity(Reference("condition", "xyz-anemia"), Kind.CONDITION, "xyz anemia")
RUN = Reference("run", "1")


class Mapped:
    """Knows how one condition is called elsewhere."""

    def mappings(self, _reference: Reference) -> tuple[Mapping, ...]:
        return tuple(
            Mapping(
                Reference("skos", predicate),
                Reference("omim", number),
                Reference("semapv", justification),
                source,
            )
            for predicate, number, justification, source in (
                ("exactMatch", "900001", "ManualMappingCuration", "source:omim-2021"),
                ("broadMatch", "900002", "MappingChaining", "doid"),
                ("exactMatch", "900003", "LexicalMatching", ""),
            )
        )


def test_each_mapping_has_a_statement() -> None:
    """It has the triple, its source, and its justification in the evidence graph."""
    said: dict[str, dict[str, str]] = {}
    for quad in mapping_quads([XA], Mapped(), NAMES, RUN):
        assert NAMES.graph("evidence") == quad.graph_name
        assert isinstance(quad.subject, NamedNode)
        name = NAMES.curie(quad.subject.value)
        if isinstance(quad.object, NamedNode):
            predicate = NAMES.curie(quad.predicate.value)
            said.setdefault(name, {})[predicate] = NAMES.curie(quad.object.value)
    assert {
        f"statement:mapping-condition-xyz-anemia-omim-{number}": (
            "condition:xyz-anemia",
            predicate,
            f"omim:{number}",
            source,
            justification,
        )
        for number, predicate, source, justification in (
            (
                "900001",
                "skos:exactMatch",
                "source:omim-2021",
                "semapv:ManualMappingCuration",
            ),
            (
                "900002",
                "skos:broadMatch",
                "source:lexicon-doid",
                "semapv:MappingChaining",
            ),
            ("900003", "skos:exactMatch", "source:lexicon", "semapv:LexicalMatching"),
        )
    } == {
        name: (
            found["rdf:subject"],
            found["rdf:predicate"],
            found["rdf:object"],
            found["prov:hadPrimarySource"],
            found["sssom:mapping_justification"],
        )
        for name, found in said.items()
    }
