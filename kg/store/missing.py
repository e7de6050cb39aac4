"""What a query asks for that is nowhere in the graph, and so cannot be found there.

A name counts that is sought: not one that CONSTRUCT makes, that SERVICE asks others
for, or that names a datatype or a function.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples

from kg.names import named
from kg.store.dataset import Infer, has_dataset_clause
from kg.store.limit import at_most
from kg.store.outline import Outline
from kg.store.tokens import has_service

if TYPE_CHECKING:
    from kg.store.read import Store

_DECLARED = re.compile(r"\bPREFIX\s*([\w.-]*):\s*<([^>]*)", re.IGNORECASE)
# what may be a name, be it in a string or a comment: most are in the graph, and those
# that are not are looked at again
_NAME = re.compile(
    r"""<([^<>"{}|^`\\\s]+)>
      | (?<![\w?$:@.-])([A-Za-z][\w.-]*)?:((?:[\w%:-]|\\.|\.(?=[\w%:.\\-]))+)""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(.)")
_MOST = 3
_ELSEWHERE = {"SERVICE", "SILENT", "PREFIX", "BASE"}
_GRAPHS = {"FROM", "NAMED", "GRAPH"}
# where their group begins, so many tokens behind them at most
_GROUPED = {"CONSTRUCT": 1, "SERVICE": 3}
_ALIKE = 0.8
_ASIDE = ("evidence", "metadata")


def missing(store: Store, text: str) -> tuple[str, ...]:
    """Tell of the first names in a query that nothing in the graph has.

    Each with the name that may be meant, where one is alike. The text is one that
    parses: what is wrong with another is told otherwise.
    """
    declared = dict(_DECLARED.findall(text)) if "PREFIX" in text.upper() else {}
    prefixes = {**store.names.prefixes, **declared}
    namespaces = set(declared.values())
    found = {
        match[0]: iri
        for match in _NAME.finditer(text)
        if (iri := _iri(match, prefixes)) and iri not in namespaces
    }
    absent = {word: node for word, iri in found.items() if (node := _no(store, iri))}
    if not absent:
        return ()
    return tuple(islice(_told(store, Outline.of(text), absent), _MOST))


def _iri(match: re.Match[str], prefixes: Mapping[str, str]) -> str | None:
    if match[1]:
        return match[1]
    namespace = prefixes.get(match[2] or "")
    return namespace and namespace + _ESCAPE.sub(r"\1", match[3])


def _no(store: Store, iri: str) -> NamedNode | None:
    """Give the node that an IRI names if nothing in the graph has it."""
    try:
        node = NamedNode(iri)
    except ValueError:
        return None  # relative, or in a comment
    find = store.quads.quads_for_pattern
    places = ((node, None, None), (None, node, None), (None, None, node))
    is_there = store.quads.contains_named_graph(node) or any(
        next(find(*place), None) for place in places
    )
    return None if is_there else node


def _told(
    store: Store, outline: Outline, absent: Mapping[str, NamedNode]
) -> Iterator[str]:
    """Tell of each name once, where it first stands as one that is sought."""
    aside, told = set(_aside(outline)), set[str]()
    for number in range(len(outline.tokens)):
        word = outline[number]
        node = None if number in aside or word in told else absent.get(word)
        if node is None:
            continue
        told.add(word)
        if number and outline.tokens[number - 1].word in _GRAPHS:
            yield f"{word} is no graph here{_hint(_graph(store, node))}"
        else:
            guess = _hint(_term(store, word, node))
            yield f"{word} is in no triple of the graph{guess}"


def _aside(outline: Outline) -> Iterator[int]:
    """List the tokens that name nothing that is sought here."""
    for number, token in enumerate(outline.tokens):
        if token.word in _ELSEWHERE:
            yield from (number + 1, number + 2)
        if token.word in _GROUPED:
            following = range(number + 1, number + 1 + _GROUPED[token.word])
            group = next((n for n in following if outline[n] == "{"), number)
            yield from range(group, outline.partners.get(group, group))
        is_type = outline[number - 1] == outline[number - 2] == "^"
        if is_type or outline[number + 1] == "(":
            yield number


def _hint(guess: str | None) -> str:
    return f" (did you mean {guess}?)" if guess else ""


def _graph(store: Store, node: NamedNode) -> str | None:
    start = store.names.graph("").value
    known = {str(g)[1:-1].removeprefix(start): g for g in store.quads.named_graphs()}
    sought = node.value.removeprefix(start)
    close = difflib.get_close_matches(sought, known, n=1, cutoff=_ALIKE)
    return str(known[close[0]]) if close else None


def _term(store: Store, word: str, node: NamedNode) -> str | None:
    """Guess which class or property is meant, in the words of the query."""
    end = max(node.value.rfind("#"), node.value.rfind("/")) + 1
    namespace, local = node.value[:end], node.value[end:]
    terms = _terms(store)
    beside = {t[end:]: t for t in terms if t.startswith(namespace)}
    close = difflib.get_close_matches(local, beside, n=1)
    if close:
        return word.replace(local, close[0])
    names = (store.names.curie(term) for term in terms)
    return next((name for name in names if name.endswith(f":{local}")), None)


def _terms(store: Store) -> list[str]:
    """List the classes and properties that are in use, and those of the ontology."""
    find, names = store.quads.quads_for_pattern, store.names
    graph = names.graph("metadata")
    used = (
        quad.object
        for curie in ("void:property", "void:class")
        for quad in find(None, named(curie), None, graph)
    )
    declared = (q.subject for q in find(None, None, None, names.graph("ontology")))
    nodes = chain(used, declared)
    return sorted({node.value for node in nodes if isinstance(node, NamedNode)})


def elsewhere(store: Store, text: str, infer: Infer) -> tuple[str, ...]:
    """Tell where a query that finds nothing would find something.

    It would with all triples where `infer` leaves some out, and in the graphs that no
    query sees unless it names them.
    """
    if has_dataset_clause(text) or has_service(text):
        return ()
    first = at_most(text, 1)
    if infer is not Infer.TRUE and _finds(store.query(first)):
        return (f"nothing is found with infer={infer}; with infer=true there is",)
    aside = [store.names.graph(name) for name in _ASIDE]
    found = [g for g in aside if _finds(store.query(first, default_graphs=[g]))]
    if not found:
        return ()
    named = " ".join(f"FROM {graph}" for graph in found)
    return (f"a query sees what is found by this only if it says: {named}",)


def _finds(results: QuerySolutions | QueryBoolean | QueryTriples) -> bool:
    if isinstance(results, QueryBoolean):
        return bool(results)
    return next(iter(results), None) is not None
