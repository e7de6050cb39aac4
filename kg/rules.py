"""The OWL 2 RL/RDF rules that MendelGraph follows, fitted to an ontology.

`reason` follows them forwards to what is new, `explain` backwards to why it holds: both
need the same table. Names and forms are those of OWL 2 Profiles, section 4.3 (Tables 5,
7 and 9). Left out are the rules that conclude equality, contradictions, or the types
of literals, and those for class expressions: the ontology gives them nothing to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeGuard

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, Variable

from kg.names import Names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

Node: TypeAlias = NamedNode | BlankNode | Literal | Triple
Solution: TypeAlias = "Mapping[Variable, Node]"
Lookup: TypeAlias = "Callable[[Pattern], Iterable[Triple]]"

# What stands before the bar is an axiom, what stands after it any triple.
_TABLE = """
prp-dom   ?p rdfs:domain ?c               | ?x ?p ?y => ?x rdf:type ?c
prp-rng   ?p rdfs:range ?c                | ?x ?p ?y => ?y rdf:type ?c
prp-symp  ?p rdf:type owl:SymmetricProperty | ?x ?p ?y => ?y ?p ?x
prp-trp   ?p rdf:type owl:TransitiveProperty | ?x ?p ?y . ?y ?p ?z => ?x ?p ?z
prp-spo1  ?p rdfs:subPropertyOf ?q        | ?x ?p ?y => ?x ?q ?y
prp-eqp1  ?p owl:equivalentProperty ?q    | ?x ?p ?y => ?x ?q ?y
prp-eqp2  ?p owl:equivalentProperty ?q    | ?x ?q ?y => ?x ?p ?y
prp-inv1  ?p owl:inverseOf ?q             | ?x ?p ?y => ?y ?q ?x
prp-inv2  ?p owl:inverseOf ?q             | ?x ?q ?y => ?y ?p ?x
cax-sco   ?c rdfs:subClassOf ?d           | ?x rdf:type ?c => ?x rdf:type ?d
cax-eqc1  ?c owl:equivalentClass ?d       | ?x rdf:type ?c => ?x rdf:type ?d
cax-eqc2  ?c owl:equivalentClass ?d       | ?x rdf:type ?d => ?x rdf:type ?c
scm-sco   | ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e => ?c rdfs:subClassOf ?e
scm-spo   | ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r => ?p rdfs:subPropertyOf ?r
scm-dom1  | ?p rdfs:domain ?c . ?c rdfs:subClassOf ?d => ?p rdfs:domain ?d
scm-dom2  | ?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q => ?p rdfs:domain ?c
scm-rng1  | ?p rdfs:range ?c . ?c rdfs:subClassOf ?d => ?p rdfs:range ?d
scm-rng2  | ?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q => ?p rdfs:range ?c
"""  # noqa: E501 - one rule a line, as the specification's tables have it
_CHAIN = "prp-spo2"  # has a body as long as its chain, so no line of the table fits it
RULES = frozenset({_CHAIN, *(line.split()[0] for line in _TABLE.strip().splitlines())})
"""The names of the rules of the table."""


class Pattern(NamedTuple):
    """A triple pattern (SPARQL 1.1 Query, section 18.1.5)."""

    subject: Node | Variable
    predicate: Node | Variable
    object: Node | Variable

    def match(self, triple: Triple, solution: Solution) -> Solution | None:
        """Extend a solution until the pattern is the triple; None if it cannot be."""
        extended = dict(solution)
        for term, found in zip(self, triple, strict=True):
            wanted = extended.setdefault(term, found) if _is_open(term) else term
            if wanted != found:
                return None
        return extended

    def bind(self, solution: Solution) -> Pattern:
        """Replace the variables that the solution knows."""
        return Pattern(*(solution.get(t, t) if _is_open(t) else t for t in self))

    def closed(self) -> tuple[Node | None, Node | None, Node | None]:
        """Write None for the variables, as stores want it."""
        subject, predicate, object_ = (
            None if isinstance(term, Variable) else term for term in self
        )
        return subject, predicate, object_

    def openness(self) -> int:
        """Count the variables that are left."""
        return sum(map(_is_open, self))

    def triple(self) -> Triple | None:
        """Read a pattern without variables; None where a literal is its subject."""
        match self:
            case (
                NamedNode() | BlankNode() as subject,
                NamedNode() as predicate,
                NamedNode() | BlankNode() | Literal() | Triple() as object_,
            ):
                return Triple(subject, predicate, object_)
            case _:
                return None


@dataclass(frozen=True, slots=True)
class Axiom:
    """What the ontology says; more than one object stands for an RDF list."""

    subject: NamedNode
    predicate: NamedNode
    objects: tuple[NamedNode, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Where the axiom stands and every triple of the body holds, the head does."""

    name: str
    axiom: Axiom | None
    body: tuple[Pattern, ...]
    head: Pattern


def fit(lookup: Lookup) -> tuple[Rule, ...]:
    """Fit the table to the axioms among the triples that `lookup` finds.

    The rules come in the same order whatever the order of the triples.
    """
    by_table = (rule for form in _forms() for rule in form.fit(lookup))
    return (*by_table, *_chains(lookup))


def solutions(
    patterns: Iterable[Pattern], solution: Solution, lookup: Lookup
) -> Iterator[Solution]:
    """Find every way in which all the patterns match triples that `lookup` finds."""
    bound = sorted((p.bind(solution) for p in patterns), key=Pattern.openness)
    if not bound:
        yield solution
        return
    for triple in lookup(bound[0]):
        extended = bound[0].match(triple, solution)
        if extended is not None:
            yield from solutions(bound[1:], extended, lookup)


class _Form(NamedTuple):
    """A line of the table, parsed."""

    name: str
    axiom: Pattern | None
    body: tuple[Pattern, ...]
    head: Pattern

    def fit(self, lookup: Lookup) -> Iterator[Rule]:
        if self.axiom is None:
            yield Rule(self.name, None, self.body, self.head)
            return
        for triple in sorted(lookup(self.axiom), key=str):
            solution = self.axiom.match(triple, {})
            axiom = _axiom(triple)
            if solution is not None and axiom is not None:
                body = tuple(pattern.bind(solution) for pattern in self.body)
                yield Rule(self.name, axiom, body, self.head.bind(solution))


@cache
def _forms() -> tuple[_Form, ...]:
    return tuple(map(_parse, _TABLE.strip().splitlines()))


def _parse(line: str) -> _Form:
    name, _, form = line.partition(" ")
    given, conclusion = form.split(" => ")
    axiom, body = given.split("| ")
    return _Form(
        name,
        _pattern(axiom) if axiom.strip() else None,
        tuple(map(_pattern, body.split(" . "))),
        _pattern(conclusion),
    )


def _pattern(text: str) -> Pattern:
    return Pattern(
        *(Variable(t[1:]) if t.startswith("?") else _term(t) for t in text.split())
    )


@cache
def _term(curie: str) -> NamedNode:
    names = Names()
    return names.iri(names.parse_curie(curie))


def _axiom(triple: Triple) -> Axiom | None:
    """Read a triple as an axiom between named things: class expressions are none."""
    subject, predicate, object_ = triple
    if isinstance(subject, NamedNode) and isinstance(object_, NamedNode):
        return Axiom(subject, predicate, (object_,))
    return None


def _chains(lookup: Lookup) -> Iterator[Rule]:
    """Fit prp-spo2: `?x0 p1 ?x1 . ... ?xm pn ?xn => ?x0 p ?xn`."""
    chain = _term("owl:propertyChainAxiom")
    found = [
        _chain(Axiom(subject, chain, tuple(_members(cell, lookup))))
        for subject, _, cell in lookup(Pattern(Variable("p"), chain, Variable("l")))
        if isinstance(subject, NamedNode)
    ]
    yield from sorted(found, key=str)


def _members(cell: Node, lookup: Lookup) -> Iterator[NamedNode]:
    """Walk an RDF list."""
    while cell != _term("rdf:nil"):
        for triple in lookup(Pattern(cell, _term("rdf:first"), Variable("o"))):
            if isinstance(triple.object, NamedNode):
                yield triple.object
        cell = next(
            triple.object
            for triple in lookup(Pattern(cell, _term("rdf:rest"), Variable("o")))
        )


def _chain(axiom: Axiom) -> Rule:
    nodes = [Variable(f"x{i}") for i in range(len(axiom.objects) + 1)]
    body = tuple(map(Pattern, nodes, axiom.objects, nodes[1:]))
    return Rule(_CHAIN, axiom, body, Pattern(nodes[0], axiom.subject, nodes[-1]))


def _is_open(term: Node | Variable) -> TypeGuard[Variable]:
    return isinstance(term, Variable)
