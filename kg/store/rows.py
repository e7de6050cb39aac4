"""`BNODE("x")`: one node for a label in a solution, another one in the next.

So SPARQL 1.1 has it (section 17.4.2.9); the engine gives one node for all solutions.
Each solution is given a node of its own, and that of a label is made of both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.store.outline import AGGREGATES, Change, Outline

Term = NamedNode | BlankNode | Literal | Triple
_FUNCTION = NamedNode("urn:x-mendelgraph:labelled")
NODE = NamedNode("urn:x-mendelgraph:node")
BLANK = "urn:x-mendelgraph:blank:"
"""How the IRI begins that stands for a blank node."""
_STRING = NamedNode("http://www.w3.org/2001/XMLSchema#string")


def _labelled(row: Term, label: Term) -> Term | None:
    """Make the node of a label in a row; None, an error, where it is no string."""
    if not isinstance(label, Literal) or label.datatype != _STRING:
        return None
    key = f"{row} {label.value}".encode("utf-8", "surrogatepass")
    return BlankNode(blake2b(key, digest_size=16).hexdigest())


def _node(iri: Term) -> Term:
    """Make the node that an IRI stands for where none can be written (kg/remote)."""
    if isinstance(iri, NamedNode) and iri.value.startswith(BLANK):
        return BlankNode(iri.value.removeprefix(BLANK))
    return iri


FUNCTIONS: dict[NamedNode, Callable[..., Term | None]] = {
    _FUNCTION: _labelled,
    NODE: _node,
}


def label_by_row(text: str) -> str:
    r"""Have BNODE with a label look at the solution as well.

    >>> found = label_by_row('SELECT (BNODE("x") AS ?b) { ?s ?p ?o }')
    >>> print(found.replace(" {", "\n{", 1))
    SELECT (<urn:x-mendelgraph:labelled>(?row0, "x") AS ?b)
    { { ?s ?p ?o } BIND(BNODE() AS ?row0) }
    """
    outline = Outline.of(text)
    calls, made = list[Change](), dict[int, tuple[Change, ...]]()
    for name, end in outline.calls("BNODE"):
        found = _solutions(outline, name) if end > name + 2 else None
        if found:
            made.setdefault(found.number, found.changes)
            begin, opening = outline.tokens[name : name + 2]
            calls.append(Change(begin.start, opening.end, found.beginning))
    return outline.changed([*calls, *(c for changes in made.values() for c in changes)])


@dataclass(frozen=True, slots=True)
class _Solutions:
    """What a call is about: the token that makes them, and what names each of them."""

    number: int
    changes: tuple[Change, ...]
    beginning: str


def _solutions(outline: Outline, name: int) -> _Solutions | None:
    """Find what a call is about: the solutions of a pattern, or those of a SELECT."""
    around = outline.around(name)
    braces = [n for n in around if outline[n] == "{"]
    group = braces[-1] if braces else -1
    outermost = next((n for n in around if n > group), name)
    for start in (outermost - 1, outermost - 2):
        if start > group and outline.tokens[start].word in {"BIND", "FILTER"}:
            row = _row(outline, group)
            change = outline.insert(start, f"BIND(BNODE() AS {row}) ")
            return _Solutions(group, (change,), f"{_FUNCTION}({row}, ")
    beside = list(outline.group(group))
    selects = [n for n in beside if n < name and outline.tokens[n].word == "SELECT"]
    wheres = (n for n in beside if outline[n] == "{" and selects and n > selects[-1])
    where = next(wheres, -1)
    is_whole = where in outline.partners
    return _selected(outline, name, selects[-1], where) if is_whole else None


def _selected(outline: Outline, name: int, select: int, where: int) -> _Solutions:
    row, end = _row(outline, select), outline.partners[where]
    changes = (
        outline.insert(where, "{ "),
        outline.insert(end, f"}} BIND(BNODE() AS {row}) "),
    )
    is_of_group = _is_grouped(outline, select, where) and not _is_member(outline, name)
    solution = f"SAMPLE({row})" if is_of_group else row
    return _Solutions(select, changes, f"{_FUNCTION}({solution}, ")


def _is_grouped(outline: Outline, select: int, where: int) -> bool:
    """Tell whether a SELECT is about groups of solutions."""
    columns = outline.tokens[select:where]
    rest = outline.level(outline.partners[where] + 1, len(outline.tokens))
    words = {token.word for token in columns} & AGGREGATES
    return bool(words) or any(outline.tokens[n].word == "GROUP" for n in rest)


def _is_member(outline: Outline, name: int) -> bool:
    """Tell whether a call is about each member of a group, as within an aggregate."""
    clauses = {"SELECT", "WHERE", "GROUP", "HAVING", "ORDER"}
    words = (token.word for token in reversed(outline.tokens[:name]))
    is_grouping = next((word for word in words if word in clauses), "") == "GROUP"
    aggregates = outline.calls(*AGGREGATES)
    return is_grouping or any(first < name < end for first, end in aggregates)


def _row(outline: Outline, number: int) -> str:
    """Name the variable for a solution's node as the query names none."""
    stem = "row"
    while f"?{stem}" in outline.text or f"${stem}" in outline.text:
        stem += "_"
    return f"?{stem}{number}"
