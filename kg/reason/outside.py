"""What an ontology says beyond OWL 2 RL, and the rules therefore do not follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from csv import DictReader
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain

from pyoxigraph import Literal, NamedNode, Triple

from kg.reason.terms import named


@dataclass(frozen=True, slots=True)
class Outside:
    """A construct that is outside, how often it is there, and once where."""

    term: str
    place: str
    reason: str
    count: int
    example: object


class _Graph:
    """The triples of a graph by predicate and subject."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.by: defaultdict[NamedNode, defaultdict[object, list[object]]]
        self.by = defaultdict(lambda: defaultdict(list))
        for subject, predicate, object_ in triples:
            self.by[predicate][subject].append(object_)

    def pairs(self, curie: str) -> Iterator[tuple[object, object]]:
        for subject, objects in self.by[named(curie)].items():
            yield from ((subject, object_) for object_ in objects)

    def elements(self, cell: object) -> Iterator[object]:
        """Walk a list; one that is malformed ends where it breaks."""
        seen: set[object] = set()
        while cell not in seen and cell in self.by[named("rdf:first")]:
            seen.add(cell)
            yield from self.by[named("rdf:first")][cell]
            cell = next(iter(self.by[named("rdf:rest")][cell]), None)

    def parts(self, classes: Iterable[object], constructor: str) -> set[object]:
        """Add to classes what they are the intersection or the union of."""
        agenda = list(classes)
        found: set[object] = set()
        while agenda:
            class_ = agenda.pop()
            if class_ not in found:
                found.add(class_)
                heads = self.by[named(constructor)][class_]
                agenda += [part for head in heads for part in self.elements(head)]
        return found


def outside(triples: Iterable[Triple]) -> tuple[Outside, ...]:
    """List the constructs that OWL 2 RL has not at all, or not in that place."""
    graph = _Graph(triples)
    equal = [class_ for pair in graph.pairs("owl:equivalentClass") for class_ in pair]
    supers = [two for _, two in graph.pairs("rdfs:subClassOf")]
    ends = chain(graph.pairs("rdfs:domain"), graph.pairs("rdfs:range"))
    ranges = [two for _, two in ends]
    subs = [one for one, _ in graph.pairs("rdfs:subClassOf")]
    places = {
        "super": graph.parts([*supers, *equal, *ranges], "owl:intersectionOf"),
        "sub": graph.parts([*subs, *equal], "owl:unionOf"),
    }
    return tuple(filter(None, (_found(row, graph, places) for row in _rows())))


def _rows() -> Iterator[dict[str, str]]:
    with files(__package__).joinpath("outside.tsv").open(encoding="utf-8") as handle:
        yield from DictReader(handle, delimiter="\t")


def _found(
    row: dict[str, str], graph: _Graph, places: dict[str, set[object]]
) -> Outside | None:
    pairs = list(graph.pairs("rdf:type" if row["place"] == "type" else row["term"]))
    match row["place"]:
        case "type":
            pairs = [pair for pair in pairs if pair[1] == named(row["term"])]
        case "number":
            pairs = [pair for pair in pairs if not _is_at_most_one(pair[1])]
        case place if place in places:
            pairs = [pair for pair in pairs if pair[0] in places[place]]
        case _:
            pass
    return Outside(**row, count=len(pairs), example=pairs[0][0]) if pairs else None


def _is_at_most_one(term: object) -> bool:
    return isinstance(term, Literal) and term.value.lstrip("+0") in ("", "1")
