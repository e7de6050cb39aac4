"""What the reasoners are compared on: made-up graphs, and ontologies of ../shared."""

from __future__ import annotations

import gzip
import os
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse, serialize

SHARED = Path(os.environ.get("MENDEL_SHARED", "../shared")) / "data" / "ontologies"
_PREFIXES = """
prefix : <http://example.org/> prefix owl: <http://www.w3.org/2002/07/owl#>
prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_UNIVERSITY = """
:Professor rdfs:subClassOf :Faculty . :Faculty rdfs:subClassOf :Employee .
:Employee rdfs:subClassOf :Person . :Student rdfs:subClassOf :Person .
:headOf rdfs:subPropertyOf :worksFor . :worksFor rdfs:subPropertyOf :memberOf .
:memberOf owl:inverseOf :member . :teaches rdfs:domain :Faculty ; rdfs:range :Course .
:takes rdfs:range :Course . :advisor rdfs:domain :Person ; rdfs:range :Professor .
:partOf a owl:TransitiveProperty . :name a owl:DatatypeProperty .
:taughtBy owl:propertyChainAxiom ( :takes :taught ) . :taught owl:inverseOf :teaches .
:Chair owl:intersectionOf ( :Person [ owl:onProperty :headOf ;
    owl:someValuesFrom :Department ] ) .
"""
_STEPS = """
:next rdfs:subPropertyOf :before . :before a owl:TransitiveProperty ;
    owl:inverseOf :after ; rdfs:domain :Step ; rdfs:range :Step .
:Step rdfs:subClassOf :Event . :actsIn owl:propertyChainAxiom ( :encodes :catalyses ) .
:involvedIn owl:propertyChainAxiom ( :actsIn :partOf ) .
:partOf a owl:TransitiveProperty .
"""
_ONTOLOGIES = {
    "HP with imports": "hp-2018-12-21-with-imports.owl.gz",
    "Rhea": "rhea-125.owl.gz",
    "EC": "eccode-2024-10-02.owl.gz",
}


def university(number: int) -> Iterator[str]:
    """Make 15 departments with their people and courses."""
    chance = random.Random(number)  # noqa: S311 - the same data each time
    for d in range(15):
        at = f":u{number}d{d}"
        yield f"{at} a :Department ; :partOf :u{number} ."
        for g in range(10):
            yield f"{at}g{g} :partOf {at} ."
        for p in range(35):
            role = "headOf" if not p else "worksFor"
            yield f"{at}p{p} a :Professor ; :{role} {at} ; :name 'professor {p}' ."
            yield f"{at}p{p} :teaches {at}c{2 * p} , {at}c{2 * p + 1} ."
        for s in range(480):
            courses = ", ".join(f"{at}c{chance.randrange(70)}" for _ in range(3))
            yield f"{at}s{s} a :Student ; :memberOf {at} ; :takes {courses} ."
            advisor = f"{at}p{chance.randrange(35)}"
            yield f"{at}s{s} :advisor {advisor} ; :name 'student {s}' ."


def chain(steps: int) -> Iterator[str]:
    """Make one long pathway, with genes for its steps."""
    for step in range(steps):
        yield f":s{step} :next :s{step + 1} ; :partOf :w{step // 50} ."
        yield f":g{step} :encodes :e{step} . :e{step} :catalyses :s{step} ."


def pathways(count: int, length: int = 60) -> Iterator[str]:
    """Make pathways that branch and join again."""
    chance = random.Random(1)  # noqa: S311 - the same data each time
    for k in range(count):
        for step in range(length):
            at = f":w{k}s{step}"
            yield f"{at} :partOf :w{k} ."
            for _ in range(chance.randint(1, 3)):
                later = min(step + chance.randint(1, 4), length)
                yield f"{at} :next :w{k}s{later} ."
            gene = chance.randrange(count * length // 2)
            yield f":g{gene} :encodes :e{gene} . :e{gene} :catalyses {at} ."


def _made(schema: str, lines: Iterable[str]) -> Iterator[Triple]:
    text = "\n".join([_PREFIXES, schema, *lines])
    return (quad.triple for quad in parse(text, RdfFormat.TURTLE))


def _universities(count: int) -> Iterator[Triple]:
    lines = (line for number in range(count) for line in university(number))
    return _made(_UNIVERSITY, lines)


def _ontology(name: str) -> Iterator[Triple]:
    content = gzip.decompress((SHARED / name).read_bytes())
    base = "http://example.org/"
    quads = parse(content, RdfFormat.RDF_XML, base_iri=base, lenient=True)
    return (quad.triple for quad in quads)


def graphs(*, is_large: bool) -> dict[str, Callable[[], Iterator[Triple]]]:
    """Name the graphs to be reasoned over, and how to make each."""
    found: dict[str, Callable[[], Iterator[Triple]]] = {
        "1 university": lambda: _universities(1),
        "chain of 2,000": lambda: _made(_STEPS, chain(2_000)),
        "200 pathways": lambda: _made(_STEPS, pathways(200)),
    }
    if is_large:
        found["20 universities"] = lambda: _universities(20)
        for name, file in _ONTOLOGIES.items():
            if (SHARED / file).exists():
                found[name] = lambda file=file: _ontology(file)  # type: ignore[misc]
    return found


def write(triples: Iterable[Triple], path: Path) -> int:
    """Write a graph as N-Triples, each triple once; give how many there are."""
    found = dict.fromkeys(triples)
    serialize(found, path, RdfFormat.N_TRIPLES)
    return len(found)
