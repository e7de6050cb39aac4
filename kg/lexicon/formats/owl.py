"""Ontologies in OWL, as RDF in any syntax (oboInOwl and SKOS annotations)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.lexicon.formats.file import File
from kg.lexicon.formats.xrefs import (
    ALTERNATIVE,
    MATCHES,
    NO_NAMES,
    SCOPES,
    is_obsolete,
    match_link,
    xref_link,
)
from kg.lexicon.ontology import Concept, main_scheme, vocabulary
from kg.lexicon.schemes import Scheme
from kg.lexicon.schemes import parse as parse_identifier
from kg.lexicon.vocabulary import Link, Source, Vocabulary
from kg.model import Reference, Status

_SYNONYMS = {
    "hasExactSynonym": SCOPES["EXACT"],
    "hasRelatedSynonym": SCOPES["RELATED"],
    **dict.fromkeys(ALTERNATIVE, Status.SYNONYM),
}
_XREF = "hasDbXref"
_ONTOLOGY = "http://www.w3.org/2002/07/owl#Ontology"
_SYNTAXES = (
    (re.compile(r"<rdf:RDF\b"), RdfFormat.RDF_XML),
    (
        re.compile(r"^\s*(?:@prefix|PREFIX|@base|BASE)\b", re.MULTILINE),
        RdfFormat.TURTLE,
    ),
    (re.compile(r"^(?:\s*#.*\n)*\s*<[^>\s]+>\s+<[^>\s]+>\s+\S"), RdfFormat.N_TRIPLES),
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY\b")
_NAMESPACE = re.compile(r"""<!ENTITY\s+[\w.-]+\s+(["'])[^"'&%<>]{0,200}\1\s*>""")
_NOTED = ("source", "ECO_0000218")  # what Mondo and ORDO note at a cross-reference
_ANNOTATED = ("annotatedSource", "annotatedProperty", "annotatedTarget")
_HEADER = {
    "title": ("title",),
    "version": ("versionInfo", "versionIRI"),
    "licence": ("license", "rights"),
}
_WANTED = {
    *("type", "label", "deprecated", "subClassOf", "hasOBONamespace", "symbol"),
    *("hasSynonymType", _XREF, *_SYNONYMS, *MATCHES),
    *(*_NOTED, *_ANNOTATED, *(local for said in _HEADER.values() for local in said)),
}

Values = dict[str, list[str]]
"""What is said of a node: values by the local names of the properties."""


def is_rdf(file: File) -> bool:
    return _syntax(file) is not None


def read(file: File) -> Vocabulary:
    _check_entities(file.head)
    named, axioms = _said(file)
    notes = _notes(axioms)
    found = (_concept(iri, said, notes) for iri, said in named.items())
    concepts = [concept for concept in found if concept]
    scheme = main_scheme(concept.identity for concept in concepts)
    return vocabulary(_source(file, scheme, named), concepts)


def _check_entities(head: str) -> None:
    """Refuse entities other than namespaces: few may stand for gigabytes (CWE-776)."""
    if len(_ENTITY.findall(head)) > len(_NAMESPACE.findall(head)):
        raise ValueError("it declares entities that are more than a namespace")


def _source(file: File, scheme: Scheme | None, named: Mapping[str, Values]) -> Source:
    headers = ((i, s) for i, s in named.items() if _ONTOLOGY in s.get("type", ()))
    iri, said = next(headers, ("", {}))
    found = {key: next(_first(said, locals_), None) for key, locals_ in _HEADER.items()}
    return file.source(scheme, iri, **found)


def _first(said: Values, properties: Iterable[str]) -> Iterator[str]:
    return (value for local in properties for value in said.get(local, ()))


def _syntax(file: File) -> RdfFormat | None:
    head = _COMMENT.sub("", file.head)
    return next((form for shape, form in _SYNTAXES if shape.search(head)), None)


def _said(file: File) -> tuple[dict[str, Values], list[Values]]:
    """Collect what is said of named nodes, and of the annotations of what is said."""
    named: dict[str, Values] = defaultdict(dict)
    blank: dict[BlankNode, Values] = defaultdict(dict)
    with file.open() as handle:
        for quad in parse(handle, format=_syntax(file), lenient=True):
            local = re.split(r"[/#]", quad.predicate.value)[-1]
            value = _text(quad.object) if local in _WANTED else None
            if value is None:
                continue
            subject = quad.subject
            if isinstance(subject, NamedNode):
                named[subject.value].setdefault(local, []).append(value)
            elif isinstance(subject, BlankNode):
                blank[subject].setdefault(local, []).append(value)
    return named, list(blank.values())


def _text(value: NamedNode | BlankNode | Literal | Triple) -> str | None:
    """Give an IRI or a text; None for a text in another language than English."""
    if isinstance(value, Literal):
        language = value.language or "en"
        return value.value if language.startswith("en") else None
    return value.value if isinstance(value, NamedNode) else None


def _notes(axioms: Iterable[Values]) -> dict[tuple[str, str], list[str]]:
    """Find what is noted at an annotation: of which node, with which value."""
    notes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for said in axioms:
        if all(local in said for local in _ANNOTATED):
            place = said["annotatedSource"][0], said["annotatedTarget"][0]
            types = (iri.rpartition("#")[2] for iri in said.get("hasSynonymType", ()))
            notes[place] += [*_first(said, _NOTED), *types]
    return notes


def _concept(
    iri: str, said: Values, notes: Mapping[tuple[str, str], list[str]]
) -> Concept | None:
    """Read a class; None if it is obsolete, nameless, or of a scheme nobody reads."""
    identity = parse_identifier(iri)
    label = next(_first(said, ["label"]), "")
    if identity is None or not label or is_obsolete(label):
        return None
    if "true" in said.get("deprecated", ()):
        return None
    parents = map(parse_identifier, said.get("subClassOf", ()))
    return Concept(
        identity=identity,
        label=label,
        namespace=next(_first(said, ["hasOBONamespace"]), ""),
        symbol=next(_first(said, ["symbol"]), ""),
        names=tuple(
            (name, status)
            for local, status in _SYNONYMS.items()
            for name in said.get(local, ())
            if NO_NAMES.isdisjoint(notes.get((iri, name), ()))
        ),
        parents=tuple(parent for parent in parents if parent),
        links=tuple(_links(identity, iri, said, notes)),
    )


def _links(
    identity: Reference,
    iri: str,
    said: Values,
    notes: Mapping[tuple[str, str], list[str]],
) -> Iterator[Link]:
    for local in MATCHES:
        for value in said.get(local, ()):
            yield from filter(None, [match_link(identity, local, value)])
    for value in said.get(_XREF, ()):
        noted = notes.get((iri, value), ())
        yield from filter(None, [xref_link(identity, value, noted)])
