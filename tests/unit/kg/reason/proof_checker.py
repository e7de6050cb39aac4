"""Checking proofs, apart from the engine that found them.

Each step must be an instance of its rule, as the tables of the specification have it;
each leaf must have been asserted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise

from pyoxigraph import Literal, Triple

from kg.reason.datatypes import datatypes, value_of
from kg.reason.proof import Proof, Statement
from kg.reason.table import Part, Pattern, Template, Variable, templates
from kg.reason.terms import Internal, Term, named

SAME, TYPE = named("owl:sameAs"), named("rdf:type")
TRANSITIVE = ("prp-trp", "scm-sco", "scm-spo")
Values = dict[Variable, Term]


def check(proof: Proof, asserted: Collection[Triple]) -> list[str]:
    """List the steps of a proof that do not hold, whatever is above them."""
    seen: set[int] = set()
    return list(_wrong(proof, {tuple(triple) for triple in asserted}, seen))


def _wrong(
    proof: Proof, asserted: Collection[tuple[object, ...]], seen: set[int]
) -> Iterator[str]:
    if id(proof) in seen:
        return
    seen.add(id(proof))
    if proof.rule is None:
        if proof.conclusion not in asserted:
            yield f"not asserted: {proof.conclusion}"
    elif not _is_instance(proof, asserted):
        yield f"no instance: {proof.text()}"
    for premise in proof.premises:
        yield from _wrong(premise, asserted, seen)


def _is_instance(proof: Proof, asserted: Collection[tuple[object, ...]]) -> bool:
    premises = [p.conclusion for p in proof.premises if p.conclusion]
    rule, end = str(proof.rule), proof.conclusion
    if end and rule in _SPECIAL:
        return _SPECIAL[rule](end, premises, _lists(asserted))
    fitting = (t for t in templates("owl2rl", "rdfs") if t.name == rule)
    return any(_fits(t, end, premises, _lists(asserted)) for t in fitting)


Lists = Callable[[Term], list[Term]]


def _lists(asserted: Collection[tuple[object, ...]]) -> Lists:
    def only(subject: Term, predicate: str) -> Term:
        (found,) = (o for s, p, o in asserted if (s, p) == (subject, named(predicate)))
        return found  # type: ignore[return-value]

    def elements(head: Term) -> list[Term]:
        found: list[Term] = []
        while head != named("rdf:nil"):
            found.append(only(head, "rdf:first"))
            head = only(head, "rdf:rest")
        return found

    return elements


def _fits(
    template: Template,
    end: Statement | None,
    premises: Sequence[Statement],
    lists: Lists,
) -> bool:
    if (end is None) != (template.head is None):
        return False
    start = _match(template.head, end, {}) if template.head and end else {}
    if start is None:
        return False
    if template.name in TRANSITIVE:
        axioms, links = (
            premises[: len(template.axioms)],
            premises[len(template.axioms) :],
        )
        return _is_path(end, links) and _all(template.axioms, axioms, start, lists)
    patterns = [*template.axioms, *template.body]
    return _all(patterns, premises, start, lists)


def _all(
    patterns: Sequence[Pattern],
    premises: Sequence[Statement],
    values: Values,
    lists: Lists,
) -> bool:
    told = [p for p in patterns if not isinstance(p.predicate, Internal)]
    found: Values | None = values
    for pattern, premise in zip(told, premises, strict=False):
        found = _match(pattern, premise, found) if found is not None else None
    if found is None or len(premises) < len(told):
        return False
    members = [p for p in patterns if p.predicate == Internal("list:member")]
    return all(found[p.object] in lists(found[p.subject]) for p in members)  # type: ignore[index]


def _match(pattern: Pattern, statement: Statement, values: Values) -> Values | None:
    found = dict(values)
    parts: tuple[Part, ...] = (pattern.subject, pattern.predicate, pattern.object)
    for part, term in zip(parts, statement, strict=True):
        wanted = found.setdefault(part, term) if isinstance(part, Variable) else part
        if wanted != term:
            return None
    return found


def _is_path(end: Statement | None, links: Sequence[Statement]) -> bool:
    if end is None or not links:
        return False
    joined = all(one[2] == two[0] for one, two in pairwise(links))
    one_predicate = {link[1] for link in links} == {end[1]}
    return joined and one_predicate and (links[0][0], links[-1][2]) == (end[0], end[2])


def _is_chain(end: Statement, premises: Sequence[Statement], lists: Lists) -> bool:
    axiom, *links = premises
    joined = all(one[2] == two[0] for one, two in pairwise(links))
    ends = (links[0][0], links[-1][2]) == (end[0], end[2])
    properties = [link[1] for link in links] == lists(axiom[2])
    return joined and ends and properties and axiom[0] == end[1]


def _is_intersection(
    end: Statement, premises: Sequence[Statement], lists: Lists
) -> bool:
    axiom, *types = premises
    wanted = [(end[0], TYPE, class_) for class_ in lists(axiom[2])]
    return axiom[0] == end[2] and types == wanted


def _is_key(end: Statement, premises: Sequence[Statement], lists: Lists) -> bool:
    axiom, one, two, *values = premises
    types = [(node, TYPE, axiom[0]) for node in (end[0], end[2])]
    pairs = zip(values[::2], values[1::2], strict=True)
    shared = [
        (a[0], b[0], a[1]) == (end[0], end[2], b[1]) and a[2] == b[2] for a, b in pairs
    ]
    used = [value[1] for value in values[::2]]
    return [one, two] == types and all(shared) and used == lists(axiom[2])


def _is_replaced(place: int) -> Callable[[Statement, Sequence[Statement], Lists], bool]:
    def judge(end: Statement, premises: Sequence[Statement], _: Lists) -> bool:
        same, other = premises
        rebuilt = (*other[:place], same[2], *other[place + 1 :])
        return same[:2] == (other[place], SAME) and rebuilt == end

    return judge


def _values(end: Statement) -> list[object]:
    return [value_of(t) if isinstance(t, Literal) else None for t in (end[0], end[2])]


def _is_typed(end: Statement, *_: object) -> bool:
    value = value_of(end[0]) if isinstance(end[0], Literal) else None
    return value is not None and datatypes()[end[2]].has(value)  # type: ignore[index]


_SPECIAL: dict[str, Callable[[Statement, Sequence[Statement], Lists], bool]] = {
    "eq-ref": lambda end, _, __: end[1] == SAME and end[0] == end[2],
    "eq-sym": lambda end, given, _: given == [end[::-1]],
    "eq-trans": lambda end, given, _: _is_path(end, given) and end[1] == SAME,
    "eq-rep-s": _is_replaced(0),
    "eq-rep-p": _is_replaced(1),
    "eq-rep-o": _is_replaced(2),
    "dt-type1": lambda end, _, __: end[0] in datatypes(),
    "dt-type2": _is_typed,
    "dt-eq": lambda end, _, __: _values(end)[0] == _values(end)[1] is not None,
    "dt-diff": lambda end, _, __: (
        None not in _values(end) and _values(end)[0] != _values(end)[1]
    ),
    "prp-spo2": _is_chain,
    "prp-key": _is_key,
    "cls-int1": _is_intersection,
}
