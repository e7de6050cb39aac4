"""What the frames of an ontology in OBO mean in OWL."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import fastobo
from fastobo.pv import ResourcePropertyValue
from fastobo.term import TermFrame
from fastobo.typedef import TypedefFrame
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.names import Names, named

Frame: TypeAlias = Any  # fastobo tells no types of what it reads
Clause: TypeAlias = Any
_PURL = "http://purl.obolibrary.org/obo/"
_OIO = "http://www.geneontology.org/formats/oboInOwl#"
_DEFINITION = NamedNode(f"{_PURL}IAO_0000115")
_TEXTS = {
    "name": named("rdfs:label"),
    "comment": named("rdfs:comment"),
    "alt_id": NamedNode(f"{_OIO}hasAlternativeId"),
    "namespace": NamedNode(f"{_OIO}hasOBONamespace"),
    "xref": NamedNode(f"{_OIO}hasDbXref"),
}
_LINKS = {
    "replaced_by": NamedNode(f"{_PURL}IAO_0100001"),
    "consider": NamedNode(f"{_OIO}consider"),
    "equivalent_to": named("owl:equivalentClass"),
    "disjoint_from": named("owl:disjointWith"),
    "inverse_of": named("owl:inverseOf"),
    "domain": named("rdfs:domain"),
    "range": named("rdfs:range"),
}
_TRAITS = {
    "is_transitive": named("owl:TransitiveProperty"),
    "is_symmetric": named("owl:SymmetricProperty"),
    "is_asymmetric": named("owl:AsymmetricProperty"),
    "is_reflexive": named("owl:ReflexiveProperty"),
    "is_functional": named("owl:FunctionalProperty"),
    "is_inverse_functional": named("owl:InverseFunctionalProperty"),
}
_PLAIN = frozenset({"", "xsd:string"})
_TYPE, _SOME = named("rdf:type"), named("owl:someValuesFrom")


def expanded(text: str, names: Names) -> NamedNode:
    """Give the IRI of an identifier: by our prefixes, else as the OBO foundry does."""
    if re.match(r"https?://", text):
        return NamedNode(text)
    prefix, colon, local = text.partition(":")
    if colon and prefix in names.prefixes:
        return NamedNode(names.prefixes[prefix] + local)
    spelt = f"{prefix}_{local}" if colon else text
    return NamedNode(_PURL + re.sub(r"[^\w.~-]", "_", spelt))


@dataclass(slots=True)
class Frames:
    """What frames mean; `left` counts what has no place in OWL or among ours."""

    names: Names
    relations: dict[str, NamedNode]
    left: Counter[str] = field(default_factory=Counter)

    def frame(self, frame: Frame) -> Iterator[Triple]:
        match frame:
            case TermFrame():
                node = self._iri(str(frame.id))
                yield Triple(node, _TYPE, named("owl:Class"))
                yield from self._clauses(node, frame, named("rdfs:subClassOf"))
                yield from self._defined(node, frame)
            case TypedefFrame():
                node = self._iri(str(frame.id))
                yield Triple(node, _TYPE, _sort(frame))
                yield from self._clauses(node, frame, named("rdfs:subPropertyOf"))
                yield from self._chains(node, frame)
            case _:
                self.left["instances"] += 1

    def _iri(self, text: str) -> NamedNode:
        return self.relations.get(text) or expanded(text, self.names)

    def _clauses(
        self, node: NamedNode, frame: Frame, below: NamedNode
    ) -> Iterator[Triple]:
        for number, clause in enumerate(frame):
            tag, value = clause.raw_tag(), clause.raw_value()
            if tag in _TEXTS:
                yield Triple(node, _TEXTS[tag], Literal(_text(clause)))
            elif tag in _LINKS:
                yield Triple(node, _LINKS[tag], self._iri(value))
            elif tag == "is_a":
                yield Triple(node, below, self._iri(value))
            elif tag == "relationship":
                yield from self._related(node, clause, number, below)
            elif tag in _TRAITS and value == "true":
                yield Triple(node, _TYPE, _TRAITS[tag])
            else:
                yield from self._annotated(node, clause)

    def _annotated(self, node: NamedNode, clause: Clause) -> Iterator[Triple]:
        match clause.raw_tag():
            case "def":
                yield Triple(node, _DEFINITION, Literal(str(clause.definition)))
            case "synonym":
                yield from _synonym(node, clause.synonym)
            case "property_value":
                yield from self._valued(node, clause.property_value)
            case "subset":
                subset = self._iri(str(clause.subset))
                yield Triple(node, NamedNode(f"{_OIO}inSubset"), subset)
            case "is_obsolete" if clause.obsolete:
                yield Triple(node, named("owl:deprecated"), Literal(value=True))
            case (
                "intersection_of" | "union_of" | "transitive_over" | "holds_over_chain"
            ):
                pass  # read together, or as a chain
            case tag if tag not in _TRAITS and tag not in _SILENT:
                self.left[f"clauses {tag}"] += 1
            case _:
                pass

    def _valued(self, node: NamedNode, said: Clause) -> Iterator[Triple]:
        relation, datatype = (
            self._iri(str(said.relation)),
            getattr(said, "datatype", ""),
        )
        if isinstance(said, ResourcePropertyValue):
            yield Triple(node, relation, self._iri(str(said.value)))
        elif str(datatype) in _PLAIN:
            yield Triple(node, relation, Literal(said.value))
        else:
            kind = self._iri(str(datatype))
            yield Triple(node, relation, Literal(said.value, datatype=kind))

    def _related(
        self, node: NamedNode, clause: Clause, number: int, below: NamedNode
    ) -> Iterator[Triple]:
        if below == named("rdfs:subPropertyOf"):
            target = self._iri(str(clause.target))
            yield Triple(node, self._iri(str(clause.typedef)), target)
            return
        some = _blank(node, number)
        yield Triple(node, below, some)
        yield from self._some(some, clause)

    def _some(self, some: BlankNode, clause: Clause) -> Iterator[Triple]:
        """Say that all of a class stand in a relation to some of another."""
        yield Triple(some, _TYPE, named("owl:Restriction"))
        yield Triple(some, named("owl:onProperty"), self._iri(str(clause.typedef)))
        yield Triple(some, _SOME, self._iri(str(clause.term)))

    def _defined(self, node: NamedNode, frame: TermFrame) -> Iterator[Triple]:
        """Write a logical definition: what a class is the intersection or union of."""
        for tag, operator in (
            ("intersection_of", named("owl:intersectionOf")),
            ("union_of", named("owl:unionOf")),
        ):
            parts: list[NamedNode | BlankNode] = []
            for number, clause in enumerate(frame):
                if clause.raw_tag() != tag:
                    continue
                if getattr(clause, "typedef", None) is None:
                    parts.append(self._iri(str(clause.term)))
                else:
                    parts.append(some := _blank(node, number))
                    yield from self._some(some, clause)
            if parts:
                whole = _blank(node, tag)
                yield Triple(node, named("owl:equivalentClass"), whole)
                yield Triple(whole, _TYPE, named("owl:Class"))
                yield from _list(whole, operator, parts)

    def _chains(self, node: NamedNode, frame: TypedefFrame) -> Iterator[Triple]:
        for number, clause in enumerate(frame):
            match clause.raw_tag():
                case "transitive_over":
                    parts = [node, self._iri(str(clause.typedef))]
                case "holds_over_chain":
                    parts = [
                        self._iri(str(each)) for each in (clause.first, clause.last)
                    ]
                case _:
                    continue
            yield from _list(node, named("owl:propertyChainAxiom"), parts, number)


_SILENT = frozenset({"id", "is_anonymous", "builtin", "created_by", "creation_date"})


def _sort(frame: TypedefFrame) -> NamedNode:
    annotates = any(
        clause.raw_tag() == "is_metadata_tag" and clause.raw_value() == "true"
        for clause in frame
    )
    return named("owl:AnnotationProperty" if annotates else "owl:ObjectProperty")


def _text(clause: Clause) -> str:
    match clause.raw_tag():
        case "name":
            return str(clause.name).strip()
        case "comment":
            return str(clause.comment)
        case "xref":
            return str(clause.xref.id)
        case _:
            return str(clause.raw_value())


def _synonym(node: NamedNode, synonym: fastobo.syn.Synonym) -> Iterator[Triple]:
    """Write a name with its scope; what is called just so has another label."""
    name = Literal(synonym.desc)
    scope = NamedNode(f"{_OIO}has{synonym.scope.capitalize()}Synonym")
    yield Triple(node, scope, name)
    if synonym.scope == "EXACT":
        yield Triple(node, named("skos:altLabel"), name)


def _blank(node: NamedNode, key: object) -> BlankNode:
    return BlankNode(re.sub(r"\W", "", f"{node.value.rpartition('/')[2]}x{key}"))


def _list(
    node: NamedNode | BlankNode,
    predicate: NamedNode,
    parts: Iterable[NamedNode | BlankNode],
    key: object = "",
) -> Iterator[Triple]:
    """Write a list of RDF as the value of a predicate."""
    name = getattr(node, "value", "").rpartition("/")[2]
    for number, part in enumerate(parts):
        cell = BlankNode(re.sub(r"\W", "", f"{name}x{key}l{number}"))
        yield Triple(node, predicate, cell)
        yield Triple(cell, named("rdf:first"), part)
        node, predicate = cell, named("rdf:rest")
    yield Triple(node, predicate, named("rdf:nil"))
