"""Asserted triples in, what follows from them by OWL 2 RL out."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode, Triple

from kg.names import Names
from kg.rules import fit, solutions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.rules import Node, Pattern, Rule

    Key = tuple[Node | None, Node | None, Node | None]

_NAMES = Names()
_OWN = _NAMES.prefixes["mg"]
_THING = f"<{_NAMES.prefixes['owl']}Thing>"
_SCHEMA = {
    NamedNode(_NAMES.prefixes["rdfs"] + name)
    for name in ("subClassOf", "subPropertyOf", "domain", "range")
}


def infer(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Work out what ontology and facts entail and do not state, in alphabetical order.

    `triples` hold both. Left out, since nobody asks for it, is what follows about the
    terms of other vocabularies, `x rdf:type owl:Thing`, and a term above itself.
    """
    asserted = frozenset(triples)
    rules = fit(_Facts(asserted).lookup)
    yield from sorted(_closure(asserted, rules) - asserted, key=str)


def _closure(asserted: Iterable[Triple], rules: Iterable[Rule]) -> set[Triple]:
    """Follow the rules from every triple once, new ones included, until none is new.

    A triple meets the rules together with all that came before it (semi-naive).
    """
    agenda = deque(asserted)
    known = set(agenda)
    facts, uses = _Facts(), _uses(rules)
    while agenda:
        triple = agenda.popleft()
        facts.add(triple)
        for conclusion in _conclusions(triple, uses, facts):
            if conclusion not in known and _is_worth(conclusion):
                known.add(conclusion)
                agenda.append(conclusion)
    return known


def _is_worth(triple: Triple) -> bool:
    if triple.predicate in _SCHEMA:
        own = str(triple.subject).startswith(f"<{_OWN}")
        return own and str(triple.subject) != str(triple.object)
    return str(triple.object) != _THING


class _Facts:
    """Triples by predicate, with the subject, with the object, or alone."""

    def __init__(self, triples: Iterable[Triple] = ()) -> None:
        self._by: defaultdict[Key, list[Triple]] = defaultdict(list)
        for triple in triples:
            self.add(triple)

    def add(self, triple: Triple) -> None:
        subject, predicate, object_ = triple
        for key in (
            (subject, predicate, None),
            (None, predicate, object_),
            (None, predicate, None),
        ):
            self._by[key].append(triple)

    def lookup(self, pattern: Pattern) -> Iterable[Triple]:
        subject, predicate, object_ = pattern.closed()
        return self._by[subject, predicate, object_ if subject is None else None]


class _Use(NamedTuple):
    """A rule, and the one pattern of its body that a triple is to take."""

    pattern: Pattern
    others: tuple[Pattern, ...]
    head: Pattern


def _uses(rules: Iterable[Rule]) -> Mapping[Key, list[_Use]]:
    found: defaultdict[Key, list[_Use]] = defaultdict(list)
    for rule in rules:
        for i, pattern in enumerate(rule.body):
            use = _Use(pattern, rule.body[:i] + rule.body[i + 1 :], rule.head)
            _, predicate, object_ = pattern.closed()
            found[None, predicate, object_].append(use)
    return found


def _conclusions(
    triple: Triple, uses: Mapping[Key, list[_Use]], facts: _Facts
) -> Iterator[Triple]:
    """Follow every rule that has a place for the triple."""
    any_object: Key = (None, triple.predicate, None)
    this_object: Key = (None, triple.predicate, triple.object)
    for use in (*uses.get(any_object, ()), *uses.get(this_object, ())):
        start = use.pattern.match(triple, {})
        if start is not None:
            for solution in solutions(use.others, start, facts.lookup):
                conclusion = use.head.bind(solution).triple()
                if conclusion is not None:
                    yield conclusion
