"""Which nodes may break a shape? Found fast, so that pySHACL looks at these only.

Every constraint that the shapes use is a row of a table here (SHACL, section 4). A
check clears a value only where there is no doubt: a literal of a datatype that it does
not know is left to pySHACL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import ValidationError
from kg.names import Names
from kg.validate.index import STRING, Index, Term, number, text

_Check = Callable[[Term, Sequence[Term]], bool]
"""Is all right with these values of a node?"""

_NAMES = Names()
_SH = _NAMES.prefixes["sh"]
_TYPE = NamedNode(_NAMES.prefixes["rdf"] + "type")
_SUBCLASS = NamedNode(_NAMES.prefixes["rdfs"] + "subClassOf")
_FIRST = NamedNode(_NAMES.prefixes["rdf"] + "first")
_REST = NamedNode(_NAMES.prefixes["rdf"] + "rest")
_KINDS: Mapping[str, tuple[type, ...]] = {
    "IRI": (NamedNode,),
    "Literal": (Literal,),
    "BlankNode": (BlankNode,),
    "BlankNodeOrIRI": (BlankNode, NamedNode),
    "BlankNodeOrLiteral": (BlankNode, Literal),
    "IRIOrLiteral": (NamedNode, Literal),
}


def suspects(data: Index, shapes: Index) -> frozenset[Term]:
    """List the nodes that shapes are for and that are not clearly right.

    Raises ValidationError for shapes that use what the table does not have.
    """
    reader = _Reader(data, shapes)
    found: set[Term] = set()
    for shape, nodes in reader.targets():
        check = reader.shape(shape)
        found.update(node for node in nodes if not check(node))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Makes a check of each shape."""

    data: Index
    shapes: Index

    def targets(self) -> Iterator[tuple[Term, Iterable[Term]]]:
        """Give each shape with the nodes that it is for (SHACL, section 2.1.3)."""
        for shape, classes in self.shapes.get(_sh("targetClass"), {}).items():
            wanted = self.subclasses(classes)
            types = self.data.get(_TYPE, {}).items()
            yield shape, (node for node, of in types if not wanted.isdisjoint(of))
        for shape, predicates in self.shapes.get(_sh("targetSubjectsOf"), {}).items():
            yield shape, {s for p in predicates for s in self.data.get(_named(p), ())}
        for shape, predicates in self.shapes.get(_sh("targetObjectsOf"), {}).items():
            objects = (self.data.get(_named(p), {}).values() for p in predicates)
            yield shape, {o for lists in objects for found in lists for o in found}

    def subclasses(self, classes: Iterable[Term]) -> frozenset[Term]:
        found, below = set(classes), self.data.get(_SUBCLASS, {})
        size = 0
        while size < len(found):
            size = len(found)
            found |= {c for c, above in below.items() if not found.isdisjoint(above)}
        return frozenset(found)

    def shape(self, shape: Term) -> Callable[[Term], bool]:
        """Tell of a node whether all constraints of a shape are clearly kept."""
        checks = tuple(self._checks(shape))
        paths = self.objects(shape, "path")
        if not paths:
            return lambda node: all(check(node, (node,)) for check in checks)
        values = self.data.get(_named(paths[0]), {})
        return lambda node: all(check(node, values.get(node, ())) for check in checks)

    def _checks(self, shape: Term) -> Iterator[_Check]:
        for predicate, subjects in self.shapes.items():
            name = predicate.value.removeprefix(_SH)
            if shape not in subjects or name == predicate.value or name in _NO_CHECK:
                continue
            if name not in _CHECKS:
                problem = f"shapes.ttl: add sh:{name} to kg/validate/screening.py first"
                raise ValidationError((problem,))
            for value in subjects[shape]:
                yield _CHECKS[name](self, shape, value)

    def objects(self, shape: Term, name: str) -> Sequence[Term]:
        return self.shapes.get(_sh(name), {}).get(shape, ())

    def members(self, node: Term) -> Iterator[Term]:
        """Walk an RDF list."""
        while node in self.shapes[_FIRST]:
            yield self.shapes[_FIRST][node][0]
            node = self.shapes[_REST][node][0]


def _each(clear: Callable[[Term], bool]) -> _Check:
    return lambda _, values: all(map(clear, values))


def _class(reader: _Reader, _: Term, wanted: Term) -> _Check:
    allowed = reader.subclasses([wanted])
    types = reader.data.get(_TYPE, {})
    return _each(lambda value: not allowed.isdisjoint(types.get(value, ())))


def _datatype(_: _Reader, __: Term, wanted: Term) -> _Check:
    return _each(partial(_has_datatype, wanted=wanted))


def _has_datatype(value: Term, wanted: Term) -> bool:
    if not isinstance(value, Literal) or value.datatype != wanted:
        return False
    return wanted == STRING or number(value) is not None


def _node_kind(_: _Reader, __: Term, wanted: Term) -> _Check:
    kinds = _KINDS[_named(wanted).value.removeprefix(_SH)]
    return _each(lambda value: isinstance(value, kinds))


def _pattern(_: _Reader, __: Term, wanted: Term) -> _Check:
    search = re.compile(text(wanted)).search
    return _each(
        lambda value: (
            isinstance(value, NamedNode | Literal) and search(value.value) is not None
        )
    )


def _min_count(_: _Reader, __: Term, least: Term) -> _Check:
    bound = int(text(least))
    return lambda _, values: len(values) >= bound and len(set(values)) >= bound


def _max_count(_: _Reader, __: Term, most: Term) -> _Check:
    bound = int(text(most))
    return lambda _, values: len(values) <= bound or len(set(values)) <= bound


def _min_length(_: _Reader, __: Term, least: Term) -> _Check:
    bound = int(text(least))
    return _each(lambda v: isinstance(v, Literal) and len(v.value) >= bound)


def _min_inclusive(_: _Reader, __: Term, least: Term) -> _Check:
    bound = int(text(least))
    return _each(lambda value: (found := number(value)) is not None and found >= bound)


def _in(reader: _Reader, _: Term, listed: Term) -> _Check:
    return _each(frozenset(reader.members(listed)).__contains__)


def _less_than(reader: _Reader, _: Term, predicate: Term) -> _Check:
    others = reader.data.get(_named(predicate), {})
    return lambda node, values: all(
        _is_less(value, other) for value in values for other in others.get(node, ())
    )


def _is_less(one: Term, other: Term) -> bool:
    low, high = number(one), number(other)
    return low is not None and high is not None and low < high


def _property(reader: _Reader, shape: Term, wanted: Term) -> _Check:
    if reader.objects(shape, "path"):  # pySHACL would name a node that is no suspect
        raise ValidationError(("shapes.ttl: give the values a node shape instead",))
    return _each(reader.shape(wanted))


def _or(reader: _Reader, _: Term, listed: Term) -> _Check:
    options = [reader.shape(shape) for shape in reader.members(listed)]
    return _each(lambda value: any(option(value) for option in options))


def _qualified(reader: _Reader, shape: Term, wanted: Term) -> _Check:
    """Count the values of a class; one of another shape could count or not."""
    (class_,) = reader.objects(wanted, "class")
    allowed, types = reader.subclasses([class_]), reader.data.get(_TYPE, {})
    least = [int(text(n)) for n in reader.objects(shape, "qualifiedMinCount")]
    most = [int(text(n)) for n in reader.objects(shape, "qualifiedMaxCount")]

    def clear(_: Term, values: Sequence[Term]) -> bool:
        count = sum(not allowed.isdisjoint(types.get(v, ())) for v in set(values))
        return all(n <= count for n in least) and all(count <= n for n in most)

    return clear


_CHECKS: Mapping[str, Callable[[_Reader, Term, Term], _Check]] = {
    "class": _class,
    "datatype": _datatype,
    "in": _in,
    "lessThan": _less_than,
    "maxCount": _max_count,
    "minCount": _min_count,
    "minInclusive": _min_inclusive,
    "minLength": _min_length,
    "nodeKind": _node_kind,
    "or": _or,
    "pattern": _pattern,
    "property": _property,
    "qualifiedValueShape": _qualified,
}
_NO_CHECK = frozenset(
    {
        *("message", "path", "qualifiedMinCount", "qualifiedMaxCount"),
        *("targetClass", "targetObjectsOf", "targetSubjectsOf"),
    }
)


def _named(term: Term) -> NamedNode:
    if isinstance(term, NamedNode):
        return term
    raise ValidationError((f"shapes.ttl: {term}: name a predicate, not a path",))


def _sh(name: str) -> NamedNode:
    return NamedNode(_SH + name)
