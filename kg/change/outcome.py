"""What came of a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Triple

from kg.names import Names
from kg.reason import Change
from kg.store import Ledger, Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a change did, or would do if it is not `committed`.

    `generation` is the number of the graph that is current now. `moved` are triples
    that were asserted and are inferred now, and the reverse. `remains` are triples
    that were deleted without a graph, and stand in other graphs still. `findings` break
    a shape, `clashes` prove that the graph contradicts itself.
    """

    generation: int
    committed: bool
    asserted: Mapping[NamedNode, Tally] = field(default_factory=dict)
    inferred: Tally = field(default_factory=Tally)
    moved: Tally = field(default_factory=Tally)
    remains: Mapping[Triple, tuple[NamedNode, ...]] = field(default_factory=dict)
    findings: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()

    def as_json(self, names: Names) -> dict[str, object]:
        """Write the outcome as JSON values; graphs by what follows `.../graph/`."""
        tallies = {_path(graph, names): tally for graph, tally in self.asserted.items()}
        return {
            "generation": self.generation,
            "committed": self.committed,
            "asserted": {graph: _counts(tally) for graph, tally in tallies.items()},
            "inferred": _counts(self.inferred),
            "remains": {
                str(triple): [_path(graph, names) for graph in graphs]
                for triple, graphs in self.remains.items()
            },
            "findings": list(self.findings),
            "clashes": list(self.clashes),
        }

    def lines(self, names: Names) -> Iterator[str]:
        """Word the outcome: the sum, and the graphs."""
        evidence = names.graph("evidence")
        tallies = [t for graph, t in self.asserted.items() if graph != evidence]
        added = sum(tally.added for tally in tallies)
        removed = sum(tally.removed for tally in tallies)
        yield f"{Tally(added, removed)} asserted, {self.inferred} inferred"
        if self.moved.removed:
            yield f"  {self.moved.removed} inferred before are asserted now: none lost"
        if self.moved.added:
            yield f"  {self.moved.added} asserted before follow from others still"
        for graph, tally in self.asserted.items():
            yield f"  {tally} in {_path(graph, names)}"

    def remarks(self) -> Iterator[str]:
        """Say what somebody may want to look into."""
        for triple, graphs in self.remains.items():
            where = ", ".join(graph.value for graph in graphs)
            yield f"still there: {triple} stands in {where}: name that graph"
        yield from (f"breaks a shape: {finding}" for finding in self.findings)
        yield from self.clashes
        if self.clashes:
            yield "the graph is inconsistent, see the proof above"


def moved(ledger: Ledger, change: Change) -> Tally:
    """Count what is inferred now and was asserted, and the reverse."""
    came, left = ({*ledger.triples(added=side)} for side in (True, False))
    added = sum(triple in left for triple in change.inferred)
    return Tally(added, sum(triple in came for triple in change.withdrawn))


def _path(graph: NamedNode, names: Names) -> str:
    return graph.value.removeprefix(names.graph("").value)


def _counts(tally: Tally) -> dict[str, int]:
    return {"added": tally.added, "removed": tally.removed}
