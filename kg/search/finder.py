"""Which node is meant by what somebody wrote, and which ones may be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.errors import TermError
from kg.names import named
from kg.search.followed import FollowedNames
from kg.search.index import Hit, Rank
from kg.search.spelling import page, prefix_problem, readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.store import Store

_SPELLINGS = ("skos:exactMatch", "skos:closeMatch", "rdfs:seeAlso", "dcterms:source")
_IDENTIFYING = frozenset({named("dcterms:identifier"), named("rdfs:seeAlso")})
_STATED = (named("rdf:subject"), named("rdf:predicate"))
_NEAR = 5


class Finder:
    """Looks nodes of one graph up, which must stay as it is meanwhile."""

    def __init__(self, store: Store, names: FollowedNames | None = None) -> None:
        self._store = store
        self.names = names or FollowedNames(store)

    def follow(self, store: Store, changed: Iterable[Quad]) -> Finder:
        """Give what looks up in the graph that this one has become by some changes."""
        return Finder(store, self.names.follow(store, changed))

    def search(self, words: str, limit: int = 20) -> tuple[Hit, ...]:
        """Find nodes by identifier or name, the best first.

        A node comes once, by the name that fits best.
        """
        best = {hit.node: hit for hit in self._identified(words)}
        is_known = bool(best)  # then no other is almost meant
        for hit in self.names.search(words, limit):
            if not (is_known and hit.rank is Rank.CLOSE):
                best.setdefault(hit.node, hit)
        return tuple(list(best.values())[:limit])

    def resolve(self, text: str) -> NamedNode:
        """Tell which node an identifier in any spelling, an address or a label means.

        Raises TermError for what names none, or more than one, with what was meant,
        and PrefixError for a prefix that is not declared.

        A label may stand in quotes; upper and lower case are the same if no name is
        written just so. A page and its subject share a label, and the address of the
        page leads to both: it stands for the subject.
        """
        meant = self._read(text)
        here = [iri for iri in meant if self._is_here(iri)]
        if here:
            return here[0]
        found = self._about(text) or self._mapped(meant)
        if len(found) == 1:
            return found[0]
        if found:
            raise self._several(text, found)
        return self._labelled(text, meant)

    def resolve_triple(
        self, subject: str, predicate: str, obj: str
    ) -> tuple[NamedNode, NamedNode, NamedNode | Literal]:
        """Resolve the parts of a triple; the object may be a literal's own text.

        Raises what `resolve` raises.
        """
        node, relation = self.resolve(subject), self.resolve(predicate)
        lexical, meant = _lexical(obj), self._read(obj)[:1]
        for found in self._objects(node, relation):
            # what stands there in so many words is meant, before what it maps to
            if isinstance(found, Literal) and found.value == lexical:
                return node, relation, found
            if isinstance(found, NamedNode) and found in meant:
                return node, relation, found
        return node, relation, self.resolve(obj)

    def _objects(self, node: NamedNode, relation: NamedNode) -> Iterator[object]:
        """List the objects that hold, and those that statements only deny."""
        quads, evidence = self._store.quads, self._store.names.graph("evidence")
        for graph in (DefaultGraph(), self._store.names.graph("inferred")):
            for quad in quads.quads_for_pattern(node, relation, None, graph):
                yield quad.object
        says = named("rdf:predicate")
        for said in quads.quads_for_pattern(None, _STATED[0], node, evidence):
            if Quad(said.subject, says, relation, evidence) in quads:
                for quad in quads.quads_for_pattern(
                    said.subject, named("rdf:object"), None, evidence
                ):
                    yield quad.object

    def unknown(self, text: str) -> TermError:
        """Say that a text names nothing here, and what may have been meant."""
        near = self.search(text, _NEAR)
        return _refusal(self._store, text, _NO_NAME, near)

    def _read(self, text: str) -> tuple[NamedNode, ...]:
        try:
            return readings(self._store.names, text)
        except ValueError as error:
            problem = f"{error}: write an IRI, a CURIE or a label"
            raise TermError(text, problem) from error

    def _is_here(self, iri: NamedNode) -> bool:
        find = self._store.quads.quads_for_pattern
        said = (quad.predicate for quad in find(iri, None, None))
        # what is only identified is a mapping of a node, and leads there
        if any(p not in _IDENTIFYING for p in said) or any(find(None, iri, None)):
            return True
        evidence = self._store.names.graph("evidence")  # of what is only denied
        return any(any(find(None, part, iri, evidence)) for part in _STATED)

    def _about(self, text: str) -> list[NamedNode]:
        """Find what the page is about that an address leads to."""
        document = page(self._store.names, text)
        return self._nodes(document, "mg:describes", None) if document else []

    def _mapped(self, meant: Sequence[NamedNode]) -> list[NamedNode]:
        """Find the nodes that an identifier is another spelling of."""
        for iri in meant:
            found = [n for p in _SPELLINGS for n in self._nodes(None, p, iri)]
            if found:
                return sorted(set(found), key=str)
        return []

    def _nodes(
        self, subject: NamedNode | None, predicate: str, obj: NamedNode | None
    ) -> list[NamedNode]:
        quads = self._store.quads.quads_for_pattern(
            subject, named(predicate), obj, DefaultGraph()
        )
        ends = (quad.object if subject else quad.subject for quad in quads)
        return [end for end in ends if isinstance(end, NamedNode)]

    def _labelled(self, text: str, meant: Sequence[NamedNode]) -> NamedNode:
        label = text.strip().strip("\"'")
        hits = self.names.exact(label)
        documents = named("mg:Document")
        for better in (
            lambda hit: documents not in self.kinds(NamedNode(hit.node)),
            lambda hit: hit.name == label,
            lambda hit: hit.name == hit.label,
        ):
            hits = list(filter(better, hits)) or hits
        nodes = {hit.node: hit for hit in hits}
        if len(nodes) == 1:
            return NamedNode(hits[0].node)
        if nodes:
            problem = f"names more than one node{_CHOOSE}"
            raise _refusal(self._store, text, problem, sorted(nodes.values()))
        raise (
            prefix_problem(self._store.names, text)
            or (meant and _refusal(self._store, text, _NOT_HERE, ()))
            or self.unknown(label)
        )

    def kinds(self, node: NamedNode) -> list[NamedNode]:
        """List the asserted types of a node."""
        return self._nodes(node, "rdf:type", None)

    def _several(self, text: str, nodes: Sequence[NamedNode]) -> TermError:
        labels = (self._label(node) for node in nodes)
        hits = [
            Hit(Rank.EXACT, label, text, node.value)
            for label, node in zip(labels, nodes, strict=True)
        ]
        return _refusal(self._store, text, f"several nodes map to it{_CHOOSE}", hits)

    def _label(self, node: NamedNode) -> str:
        quads = self._store.quads.quads_for_pattern(
            node, named("rdfs:label"), None, DefaultGraph()
        )
        found = (
            quad.object.value for quad in quads if isinstance(quad.object, Literal)
        )
        return min(found, default=self._store.names.curie(node.value))

    def _identified(self, words: str) -> Iterator[Hit]:
        """Find what an identifier or an address stands for."""
        try:
            meant = readings(self._store.names, words)
        except ValueError:
            return
        here = [iri for iri in meant if self._is_here(iri)]
        for node in (*here, *self._about(words), *self._mapped(meant)):
            name = self._store.names.curie((here or meant or [node])[0].value)
            yield Hit(Rank.EXACT, self._label(node), name, node.value)


_CHOOSE = ": choose"
_NOT_HERE = "no node of this graph: try its name, or another identifier of it"
_NO_NAME = "names no node, nor is it a part of a name: try another spelling"


def search(store: Store, words: str, limit: int = 20) -> tuple[Hit, ...]:
    """Find nodes by name or identifier, once; see Finder.search."""
    return Finder(store).search(words, limit)


def resolve(store: Store, text: str) -> NamedNode:
    """Tell which node a text means, once; see Finder.resolve."""
    return Finder(store).resolve(text)


def resolve_triple(
    store: Store, subject: str, predicate: str, obj: str
) -> tuple[NamedNode, NamedNode, NamedNode | Literal]:
    """Resolve the parts of a triple, once; see Finder.resolve_triple."""
    return Finder(store).resolve_triple(subject, predicate, obj)


def _lexical(text: str) -> str:
    """Take a literal's text out of its quotes: `"8"^^xsd:integer` is `8`."""
    quoted = re.fullmatch(r'"(.*)"(\^\^\S+|@\S+)?', text.strip(), re.DOTALL)
    return quoted[1] if quoted else text


def _refusal(store: Store, text: str, problem: str, hits: Sequence[Hit]) -> TermError:
    """Word a refusal: which nodes to choose from, or which ones may be meant."""
    near = tuple((store.names.curie(hit.node), hit.label) for hit in hits)
    names = ", ".join(f"{curie} ({label})" for curie, label in near)
    if problem.endswith(_CHOOSE):
        return TermError(text, f"{problem} {names}", near)
    if near:
        return TermError(text, f"names no node; did you mean {names}?", near)
    return TermError(text, problem)
