"""Assertions as RDF: pure functions from values to quads, one graph a concern.

    statements    what documents assert, and the evidence behind it
    entities      what each node is and how it is called
    mappings      how the lexicon came to what a node is elsewhere
    reference     facts that no document states, with their source
    metadata      the nodes for the whole graph, and for the run that made it
    vocabularies  what was added to the lexicon, by which licence

There are no blank nodes, and the same input gives the same quads.
"""

from kg.rdf.entities import bundled_spellings, entity_quads, linked
from kg.rdf.mappings import mapping_quads
from kg.rdf.metadata import dataset_node, run_reference
from kg.rdf.reference import hermit_quads, ontology_quads, reference_quads, source_quads
from kg.rdf.statements import (
    Pair,
    Provenance,
    document_quads,
    node,
    quads,
    statement_quads,
)
from kg.rdf.vocabularies import vocabulary_quads

__all__ = [
    "Pair",
    "Provenance",
    "bundled_spellings",
    "dataset_node",
    "document_quads",
    "entity_quads",
    "hermit_quads",
    "linked",
    "mapping_quads",
    "node",
    "ontology_quads",
    "quads",
    "reference_quads",
    "run_reference",
    "source_quads",
    "statement_quads",
    "vocabulary_quads",
]
