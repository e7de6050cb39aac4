"""Compact JSON-LD 1.1: CURIEs of the one table, an object a subject.

The context is that of the vocabulary (`context`), which stands in each file, so that
nobody has to fetch it; its term `context` says where it is published by itself. It says
that object properties of ours lead to nodes, therefore those are written as bare
CURIEs.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from itertools import groupby
from typing import IO, TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import FormatError
from kg.names import named
from ontology import FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyoxigraph import BlankNode

    from kg.names import Names

    Short = Callable[[str], str]

JSON = None | bool | int | float | str | list["JSON"] | dict[str, "JSON"]
Part = tuple[NamedNode | None, "Iterable[Triple]"]
_PLAIN = named("xsd:string")


def context(names: Names) -> dict[str, JSON]:
    """Make the context: every prefix of the table, and the object properties."""
    found: dict[str, JSON] = {
        "@version": 1.1,
        "context": f"{names.base}context.jsonld",  # no triple has it
    }
    for prefix, namespace in names.prefixes.items():
        is_plain = namespace.endswith((":", "/", "?", "#", "[", "]", "@"))
        # section 4.1.5 of JSON-LD 1.1: else only with @prefix
        found[prefix] = namespace if is_plain else {"@id": namespace, "@prefix": True}
    leading: JSON = {"@type": "@id"}
    return found | dict.fromkeys(_leading(), leading)


def write_jsonld(parts: Iterable[Part], output: IO[bytes], names: Names) -> None:
    """Write graphs of sorted triples, those with a name as named graphs.

    Raises FormatError for RDF 1.2, which JSON-LD does not have.
    """
    head = json.dumps(context(names), ensure_ascii=False, indent=1)
    output.write(f'{{"@context": {head},\n"@graph": ['.encode())
    mark = "\n"
    for name, triples in parts:
        if name is not None:
            output.write(f'{mark}{{"@id": {_json(name.value)}, "@graph": ['.encode())
            mark = "\n"
        for node in _nodes(triples, names):
            output.write(f"{mark}{_json(node)}".encode())
            mark = ",\n"
        if name is not None:
            output.write(b"\n]}")
            mark = ",\n"
    output.write(b"\n]}\n")


@cache
def _leading() -> tuple[str, ...]:
    """List the object properties of the vocabulary that are ours."""
    with FILES.joinpath("genetics.ttl").open("rb") as handle:
        triples = [quad.triple for quad in parse(handle, format=RdfFormat.TURTLE)]
    kind = (named("rdf:type"), named("owl:ObjectProperty"))
    start = named("mg:").value
    found = {str(t.subject)[1:-1] for t in triples if (t.predicate, t.object) == kind}
    return tuple(f"mg:{iri[len(start) :]}" for iri in sorted(found) if start in iri)


def _nodes(triples: Iterable[Triple], names: Names) -> Iterator[dict[str, JSON]]:
    for _, group in groupby(triples, key=lambda triple: triple.subject):
        yield _node(tuple(group), names)


def _node(triples: Sequence[Triple], names: Names) -> dict[str, JSON]:
    """Write the triples of a subject.

    Where an IRI begins with what is a prefix of the table (`doi:10.1000/1`), the prefix
    means nothing in this object: else the IRI would be taken for a compact one.
    """
    iris = {iri for triple in triples for iri in _iris(triple)}
    plain = {iri.partition(":")[0] for iri in iris} & set(names.prefixes)
    short = _shortener(names, frozenset(plain))
    values: defaultdict[str, list[JSON]] = defaultdict(list)
    for triple in triples:
        key, value = _pair(triple, short)
        values[key].append(value)
    lead: dict[str, JSON] = {"@context": dict.fromkeys(sorted(plain))} if plain else {}
    ordered = sorted(values.items(), key=lambda item: item[0])
    found = {key: _single(value) for key, value in ordered}
    return lead | {"@id": _name(triples[0].subject, short)} | found


def _iris(triple: Triple) -> Iterator[str]:
    for term in triple:
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Literal):
            yield term.datatype.value


def _shortener(names: Names, plain: frozenset[str]) -> Short:
    """Make CURIEs of the IRIs that have some, but for these prefixes."""

    def short(iri: str) -> str:
        reference = names.reference(iri)
        # what begins with // is read as an IRI, not as a compact one
        if reference is None or reference.identifier.startswith("//"):
            return iri
        return iri if reference.prefix in plain else str(reference)

    return short


def _pair(triple: Triple, short: Short) -> tuple[str, JSON]:
    key = short(triple.predicate.value)
    is_node = not isinstance(triple.object, Literal | Triple)
    if key == "rdf:type" and is_node:
        return "@type", _name(triple.object, short)
    return key, _value(triple.object, short, is_bare=key in _leading())


def _value(
    term: NamedNode | BlankNode | Literal | Triple, short: Short, *, is_bare: bool
) -> JSON:
    if not isinstance(term, Literal):
        name = _name(term, short)
        return name if is_bare else {"@id": name}
    if term.language:
        found: dict[str, JSON] = {"@value": term.value, "@language": term.language}
        return found | ({"@direction": str(term.direction)} if term.direction else {})
    if term.datatype == _PLAIN:
        return {"@value": term.value} if is_bare else term.value
    return {"@value": term.value, "@type": short(term.datatype.value)}


def _name(term: NamedNode | BlankNode | Literal | Triple, short: Short) -> str:
    if isinstance(term, NamedNode):
        return short(term.value)
    if isinstance(term, Triple):
        problem = "cannot hold the triple terms of RDF 1.2"
        raise FormatError("jsonld", ("ttl", "trig", "nt", "nq", "rdf"), problem)
    return str(term)


def _single(values: Sequence[JSON]) -> JSON:
    return values[0] if len(values) == 1 else list(values)


def _json(value: JSON) -> str:
    return json.dumps(value, ensure_ascii=False)
