"""What an ontology says beyond OWL 2 RL, and the rules therefore do not follow."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from pyoxigraph import Literal, Triple

from kg.names import named
from kg.reason.axioms import Axioms, Outside, table
from kg.reason.datatypes import value_of
from kg.reason.malformed import malformed, number_problem

_AT_MOST_ONE = (0, 1)


def _parts(axioms: Axioms, classes: Iterable[object], constructor: str) -> set[object]:
    """Add to classes what they are the intersection or the union of."""
    agenda = list(classes)
    found: set[object] = set()
    while agenda:
        class_ = agenda.pop()
        if class_ not in found:
            found.add(class_)
            heads = axioms.of(class_, constructor)
            agenda += [part for head in heads for part in axioms.elements(head)]
    return found


def outside(triples: Iterable[Triple]) -> tuple[Outside, ...]:
    """List the constructs that OWL 2 RL has not at all, or not in that place.

    What is malformed comes last.
    """
    graph = Axioms(triples)
    equal = [class_ for pair in graph.pairs("owl:equivalentClass") for class_ in pair]
    supers = [two for _, two in graph.pairs("rdfs:subClassOf")]
    ends = chain(graph.pairs("rdfs:domain"), graph.pairs("rdfs:range"))
    ranges = [two for _, two in ends]
    subs = [one for one, _ in graph.pairs("rdfs:subClassOf")]
    places = {
        "super": _parts(graph, [*supers, *equal, *ranges], "owl:intersectionOf"),
        "sub": _parts(graph, [*subs, *equal], "owl:unionOf"),
    }
    found = (_found(row, graph, places) for row in table("outside.tsv"))
    return (*filter(None, found), *malformed(graph))


def _found(
    row: dict[str, str], graph: Axioms, places: dict[str, set[object]]
) -> Outside | None:
    pairs = list(graph.pairs("rdf:type" if row["place"] == "type" else row["term"]))
    match row["place"]:
        case "type":
            pairs = [pair for pair in pairs if pair[1] == named(row["term"])]
        case "number":
            pairs = [pair for pair in pairs if not _is_at_most_one(graph, pair[1])]
        case place if place in places:
            pairs = [pair for pair in pairs if pair[0] in places[place]]
        case _:
            pass
    return (
        Outside(**row, count=len(pairs), example=graph.owner(pairs[0][0]))
        if pairs
        else None
    )


def _is_at_most_one(axioms: Axioms, term: object) -> bool:
    value = value_of(term) if isinstance(term, Literal) else None
    is_small = value is not None and value.key in _AT_MOST_ONE
    return is_small or number_problem(axioms, term) is not None
