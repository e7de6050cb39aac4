"""The axioms of a graph as they are written, whole or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from csv import DictReader
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.names import named


@dataclass(frozen=True, slots=True)
class Outside:
    """A construct that is not followed, how often it is there, and once where."""

    term: str
    place: str
    reason: str
    count: int
    example: object


class Axioms:
    """The triples of a graph by predicate and subject."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.by: defaultdict[NamedNode, defaultdict[object, list[object]]]
        self.by = defaultdict(lambda: defaultdict(list))
        for subject, predicate, object_ in dict.fromkeys(triples):
            self.by[predicate][subject].append(object_)

    def pairs(self, curie: str) -> Iterator[tuple[object, object]]:
        """List subjects and objects of a predicate."""
        for subject, objects in self.by[named(curie)].items():
            yield from ((subject, object_) for object_ in objects)

    def of(self, subject: object, curie: str) -> list[object]:
        """List the objects of a subject and a predicate."""
        return self.by[named(curie)].get(subject, [])

    def members(self, curie: str) -> set[object]:
        """List what is asserted to be of a class."""
        class_ = named(curie)
        return {one for one, other in self.pairs("rdf:type") if other == class_}

    def owner(self, node: object) -> object:
        """Find what has a name and leads to a blank node: itself if nothing does."""
        seen: set[object] = set()
        while isinstance(node, BlankNode) and node not in seen:
            seen.add(node)
            node = self._users.get(node, node)
        return node

    @cached_property
    def _users(self) -> dict[object, object]:
        """Pair blank nodes with what they are an object of."""
        return {
            object_: subject
            for subjects in self.by.values()
            for subject, objects in subjects.items()
            for object_ in objects
            if isinstance(object_, BlankNode)
        }

    def elements(self, cell: object) -> Iterator[object]:
        """Walk a list; one that is malformed ends where it breaks."""
        seen: set[object] = set()
        while cell not in seen and (first := self.of(cell, "rdf:first")):
            seen.add(cell)
            yield from first
            cell = next(iter(self.of(cell, "rdf:rest")), None)

    def list_problem(self, cell: object) -> str | None:
        """Say why a list is none."""
        seen: set[object] = set()
        while cell != named("rdf:nil"):
            first, rest = self.of(cell, "rdf:first"), self.of(cell, "rdf:rest")
            if cell in seen:
                return "its list goes in a circle"
            if not rest:
                return "its list has no end" if first or seen else "is no list"
            if len(first) != 1 or len(rest) != 1:
                return "its list has a cell without just one rdf:first and one rdf:rest"
            seen.add(cell)
            cell = rest[0]
        return None


def table(name: str) -> Iterator[dict[str, str]]:
    """Read a table of this folder."""
    with files(__package__).joinpath(name).open(encoding="utf-8") as handle:
        yield from DictReader(handle, delimiter="\t")
