"""What looks like an axiom and is none, and literals and names that are no such."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import chain

from pyoxigraph import Literal, Triple

from kg.names import Names, named
from kg.reason.axioms import Axioms, Outside, table
from kg.reason.datatypes import datatypes, value_of
from kg.reason.transitive import strong_components

_FILLERS = ("owl:someValuesFrom", "owl:allValuesFrom", "owl:hasValue", "owl:hasSelf")
_KINDS = ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")
_CHAIN = "owl:propertyChainAxiom"
_FOLLOWED = "not in OWL 2 DL; followed all the same"
_STRINGS = (named("xsd:string"), named("rdf:langString"))
Problem = tuple[str, str, object]  # a term, what is wrong there, an example


def malformed(axioms: Axioms) -> Iterator[Outside]:
    """List malformed axioms and literals, those of each sort together."""
    found: defaultdict[tuple[str, str, str], list[object]] = defaultdict(list)
    for place, find in _SEARCHES:
        for term, reason, example in find(axioms):
            found[term, place, reason].append(example)
    for (term, place, reason), examples in found.items():
        example = axioms.owner(examples[0])
        yield Outside(term, place, reason, len(examples), example)


def _values(axioms: Axioms) -> Iterator[Problem]:
    """Look at the values of the properties of OWL."""
    for row in table("axioms.tsv"):
        for subject, value in axioms.pairs(row["term"]):
            problem = _CHECKS[row["value"]](axioms, value)
            if problem:
                yield row["term"], f"{problem}: not followed", subject


def _full_list(axioms: Axioms, value: object) -> str | None:
    is_empty = value == named("rdf:nil")
    return "its list is empty" if is_empty else axioms.list_problem(value)


def number_problem(_axioms: Axioms, value: object) -> str | None:
    """Say why a term cannot be a cardinality."""
    found = value_of(value) if isinstance(value, Literal) else None
    number = found.key if found else None
    is_count = isinstance(number, Fraction) and number.denominator == 1 and number >= 0
    return None if is_count else "its value is no number to count with"


def _true(_axioms: Axioms, value: object) -> str | None:
    found = value_of(value) if isinstance(value, Literal) else None
    is_true = found is not None and (found.space, found.key) == ("boolean", True)
    return None if is_true else "its value is not true"


def _name(_axioms: Axioms, value: object) -> str | None:
    is_name = not isinstance(value, Literal | Triple)
    return None if is_name else "its value is a literal, and no class or property"


_CHECKS: dict[str, Callable[[Axioms, object], str | None]] = {
    "list": Axioms.list_problem,
    "full list": _full_list,
    "number": number_problem,
    "true": _true,
    "name": _name,
}


def _restrictions(axioms: Axioms) -> Iterator[Problem]:
    """Look for restrictions that lack a part, or have one too many."""
    counts = [row["term"] for row in table("axioms.tsv") if row["value"] == "number"]
    limits = (*_FILLERS, *counts)
    limited = {one: None for term in limits for one, _ in axioms.pairs(term)}
    for node in limited:
        properties = axioms.of(node, "owl:onProperty")
        if not properties and not axioms.of(node, "owl:onProperties"):
            yield "owl:Restriction", "has no owl:onProperty: not followed", node
        if len(properties) > 1:
            yield "owl:Restriction", "has several owl:onProperty: each is taken", node
    for node in axioms.members("owl:Restriction") - limited.keys():
        yield "owl:Restriction", "does not say what of the values: not followed", node
    for term in (term for term in counts if "ualified" in term):
        for node, _ in axioms.pairs(term):
            if not axioms.of(node, "owl:onClass") + axioms.of(node, "owl:onDataRange"):
                yield term, "has no owl:onClass or owl:onDataRange: not followed", node


def _collections(axioms: Axioms) -> Iterator[Problem]:
    """Look for axioms with a node of their own that lack a part."""
    for row in table("parts.tsv"):
        for node in axioms.members(row["term"]):
            choices = [part.split("|") for part in row["parts"].split()]
            for choice in choices:
                if not any(axioms.of(node, term) for term in choice):
                    missing = " or ".join(choice)
                    yield row["term"], f"has no {missing}: not followed", node


def _puns(axioms: Axioms) -> Iterator[Problem]:
    """Look for names with two meanings that OWL 2 DL keeps apart (section 5.8.1)."""
    both = axioms.members("owl:Class") & axioms.members("rdfs:Datatype")
    for node in sorted(both - {named("rdfs:Literal")}, key=str):
        yield "owl:Class", f"is a datatype, too: {_FOLLOWED}", node
    kinds = [axioms.members(kind) for kind in _KINDS]
    for node in sorted(set[object]().union(*kinds), key=str):
        names = [
            kind for kind, found in zip(_KINDS, kinds, strict=True) if node in found
        ]
        if len(names) > 1:
            yield names[0], f"is an {' and '.join(names[1:])}, too: {_FOLLOWED}", node


def _circles(axioms: Axioms) -> Iterator[Problem]:
    """Look for chains that lead back to their property through others (section 11)."""
    chains = [(head, list(axioms.elements(x))) for head, x in axioms.pairs(_CHAIN)]
    edges = [(part, head) for head, parts in chains for part in parts if part != head]
    edges += [pair for pair in axioms.pairs("rdfs:subPropertyOf") if pair[0] != pair[1]]
    numbers = {
        node: i for i, node in enumerate(dict.fromkeys(n for e in edges for n in e))
    }
    after: list[list[int]] = [[] for _ in numbers]
    for one, two in edges:
        after[numbers[one]].append(numbers[two])
    component = {
        number: i
        for i, found in enumerate(strong_components(after))
        for number in found
    }
    for head, parts in chains:
        others = [component[numbers[part]] for part in parts if part != head]
        if others and component[numbers[head]] in others:
            yield _CHAIN, f"needs itself through other properties: {_FOLLOWED}", head


def _literals(axioms: Axioms) -> Iterator[Problem]:
    """Look for literals that are not of their datatype, and datatypes not of OWL 2."""
    names, known = Names(), datatypes()
    for term in _typed(axioms):
        if term.datatype not in known:
            reason = "is no datatype of OWL 2 RL: values not compared"
            yield names.curie(term.datatype.value), reason, term
        elif value_of(term) is None:
            reason = "is not how its datatype is written: no value"
            yield names.curie(term.datatype.value), reason, term


def _typed(axioms: Axioms) -> Iterator[Literal]:
    """List the literals that are no plain strings, each once."""
    seen: set[Literal] = set()
    for subjects in axioms.by.values():
        for term in chain.from_iterable(subjects.values()):
            if isinstance(term, Literal) and term.datatype not in _STRINGS:
                if term not in seen:
                    yield term
                seen.add(term)


_SEARCHES = (
    ("malformed", _values),
    ("malformed", _restrictions),
    ("malformed", _collections),
    ("punned", _puns),
    ("irregular", _circles),
    ("literal", _literals),
)
