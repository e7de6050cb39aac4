"""Checking proofs, apart from the engine that found them.

Each step must be an instance of its rule, as the tables of the specification have it;
its axioms must be of the vocabulary of RDFS and OWL; each leaf must have been asserted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise

from pyoxigraph import Literal, NamedNode, Triple

from kg.names import named
from kg.reason.datatypes import datatypes, value_of
from kg.reason.proof import Proof, Statement
from kg.reason.table import Part, Pattern, Template, Variable, templates
from kg.reason.terms import Internal, Term

SAME, TYPE = named("owl:sameAs"), named("rdf:type")
SCHEMA = tuple(named(f"{prefix}:").value for prefix in ("rdfs", "owl"))
TRANSITIVE = ("prp-trp", "scm-sco", "scm-spo")
Values = dict[Variable, Term]


def check(proof: Proof, asserted: Collection[Triple]) -> list[str]:
    """List the steps of a proof that do not hold, whatever is above them."""
    return list(_wrong(proof, {tuple(triple) for triple in asserted}))


def _wrong(proof: Proof, asserted: Collection[tuple[object, ...]]) -> Iterator[str]:
    for part in proof.walk():
        if part.rule is None:
            if part.conclusion not in asserted:
                yield f"not asserted: {part.conclusion}"
        elif not _is_instance(part, asserted):
            yield f"no instance: {part.text()}"
        yield from (f"no axiom: {a.text()}" for a in part.axioms if not _is_schema(a))


def _is_schema(axiom: Proof) -> bool:
    _, predicate, object_ = axiom.conclusion or (None, None, None)
    word = object_ if predicate == TYPE else predicate
    return isinstance(word, NamedNode) and word.value.startswith(SCHEMA)


def _is_instance(proof: Proof, asserted: Collection[tuple[object, ...]]) -> bool:
    given = [p.conclusion for p in (*proof.axioms, *proof.premises) if p.conclusion]
    rule, end, lists = str(proof.rule), proof.conclusion, _lists(asserted)
    links = [p.conclusion for p in proof.premises if p.conclusion]
    if end and rule == "prp-spo2" and _is_path(end, links):
        axiom = given[0]
        return axiom[0] == end[1] and lists(axiom[2]) == [end[1], end[1]]
    if end and rule in _SPECIAL:
        return _SPECIAL[rule](end, given, lists)
    fitting = (t for t in templates("owl2rl", "rdfs") if t.name == rule)
    return any(_fits(t, end, given, links, lists) for t in fitting)


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
    given: Sequence[Statement],
    links: Sequence[Statement],
    lists: Lists,
) -> bool:
    if (end is None) != (template.head is None):
        return False
    start = _match(template.head, end, {}) if template.head and end else {}
    if start is None:
        return False
    if template.name in TRANSITIVE:
        is_path = _is_path(end, links)
        return is_path and _all(template.axioms, given[: -len(links)], start, lists)
    return _all([*template.axioms, *template.body], given, start, lists)


def _all(
    patterns: Sequence[Pattern],
    given: Sequence[Statement],
    values: Values,
    lists: Lists,
) -> bool:
    """Tell whether each pattern that triples stand for is one of those given."""
    told = [p for p in patterns if not isinstance(p.predicate, Internal)]
    members = [p for p in patterns if p.predicate == Internal("list:member")]
    if len(told) > len(given):
        return False
    return any(
        all(found[p.object] in lists(found[p.subject]) for p in members)  # type: ignore[index]
        for found in _assigned(told, list(given), values)
    )


def _assigned(
    patterns: Sequence[Pattern], given: list[Statement], values: Values
) -> Iterator[Values]:
    """Give each triple to a pattern, in whatever order they come."""
    if not patterns:
        yield values
        return
    for place, statement in enumerate(given):
        found = _match(patterns[0], statement, values)
        if found is not None:
            rest = given[:place] + given[place + 1 :]
            yield from _assigned(patterns[1:], rest, found)


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
