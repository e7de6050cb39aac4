"""Ontologies in OBO as classes of OWL, by the mapping of OBO 1.4, section 5.

Read are names, definitions, synonyms, parents, references and what is obsolete;
relationships to other terms become existential restrictions, as that mapping has it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import fastobo
from fastobo import term as clauses
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import GraphError
from kg.imports.imported import Imported
from kg.names import Names, named

_PURL = "http://purl.obolibrary.org/obo/"
_DEFINITION = NamedNode(_PURL + "IAO_0000115")


def is_obo(head: str) -> bool:
    return bool(re.search(r"^(format-version:|\[Term\])", head, re.MULTILINE))


def read(text: str, path: Path, names: Names) -> Imported:
    """Read an ontology; raises GraphError with line and column."""
    try:
        document = fastobo.loads(text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        place = f"line {line}: " if line else ""
        problem = f"{place}no OBO: {' '.join(str(error).split())}"
        raise GraphError(str(path), problem) from error
    header = {clause.raw_tag(): clause.raw_value() for clause in document.header}
    left: Counter[str] = Counter()
    found: list[Triple] = []
    for frame in document:
        if isinstance(frame, clauses.TermFrame):
            found.extend(_term(frame, names))
        else:
            left[type(frame).__name__.removesuffix("Frame").lower()] += 1
    return Imported(
        tuple(found),
        "OBO",
        header.get("ontology", ""),
        header.get("data-version", ""),
        tuple(left.items()),
    )


def _iri(identifier: object, names: Names) -> NamedNode:
    """Give the IRI of an identifier: by our prefixes, else as the OBO foundry does."""
    text = str(identifier)
    if re.match(r"https?://", text):
        return NamedNode(text)
    prefix, colon, local = text.partition(":")
    if colon and prefix in names.prefixes:
        return NamedNode(names.prefixes[prefix] + local)
    spelt = f"{prefix}_{local}" if colon else text
    return NamedNode(_PURL + re.sub(r"[^\w.~-]", "_", spelt))


def _term(frame: clauses.TermFrame, names: Names) -> Iterator[Triple]:
    node = _iri(frame.id, names)
    yield Triple(node, named("rdf:type"), named("owl:Class"))
    for number, clause in enumerate(frame):
        match clause:
            case clauses.NameClause():
                yield Triple(node, named("rdfs:label"), Literal(clause.name))
            case clauses.DefClause():
                yield Triple(node, _DEFINITION, Literal(str(clause.definition)))
            case clauses.SynonymClause():
                name = Literal(clause.synonym.desc)
                yield Triple(node, named("skos:altLabel"), name)
            case clauses.IsAClause():
                parent = _iri(clause.term, names)
                yield Triple(node, named("rdfs:subClassOf"), parent)
            case clauses.IsObsoleteClause() if clause.obsolete:
                yield Triple(node, named("owl:deprecated"), Literal(value=True))
            case clauses.RelationshipClause():
                yield from _some(node, clause, number, names)
            case _:
                pass


def _some(
    node: NamedNode, clause: clauses.RelationshipClause, number: int, names: Names
) -> Iterator[Triple]:
    """Say that all of a class stand in a relation to some of another."""
    key = re.sub(r"\W", "", node.value.rpartition("/")[2])
    restriction = BlankNode(f"{key}x{number}")
    relation = _iri(clause.typedef, names)
    yield Triple(node, named("rdfs:subClassOf"), restriction)
    yield Triple(restriction, named("rdf:type"), named("owl:Restriction"))
    yield Triple(restriction, named("owl:onProperty"), relation)
    target = _iri(clause.term, names)
    yield Triple(restriction, named("owl:someValuesFrom"), target)
