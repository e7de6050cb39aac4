"""What follows from a graph, kept in step with it."""

from __future__ import annotations

import pyoxigraph
from pyoxigraph import DefaultGraph, Quad

from kg.names import Names
from kg.reason import Change, Reasoner, worth_saying
from kg.store import Draft, Edit, Ledger, Store, Tally, origins, stamp, users_quads

_MANY = 5_000
"""Beyond so many quads, bulk loading pays: it takes a while to begin."""


class Entailment:
    """A reasoner that has seen one generation, and follows it to the next.

    Where it has seen none, or another one than that which changes, it begins anew.
    """

    def __init__(self) -> None:
        self.reasoner = Reasoner()
        self._seen: object = self  # equal to no generation

    def begin(self, draft: Draft) -> Change:
        """Work everything out, and have the inferred graph of a draft say it."""
        change = self._work_out(draft.quads, draft.names)
        _write(draft, change)
        self._seen = _origin(draft)
        return change

    def prepare(self, store: Store) -> None:
        """Work everything out for the change to come, if the graph says it already."""
        change = self._work_out(store.quads, store.names)
        is_said = not (change.inferred or change.withdrawn)
        self._seen = stamp(store.generation) if is_said else self

    def _work_out(self, quads: pyoxigraph.Store, names: Names) -> Change:
        """Find out what follows, and how the inferred graph differs from that."""
        find, inferred = quads.quads_for_pattern, names.graph("inferred")
        stated = find(None, None, None, DefaultGraph())
        self.reasoner = Reasoner(quad.triple for quad in stated)
        now = dict.fromkeys(worth_saying(self.reasoner.inferred()))
        before = {quad.triple for quad in find(None, None, None, inferred)}
        came = (triple for triple in now if triple not in before)
        return Change(tuple(came), tuple(before.difference(now)))

    def follow(self, draft: Draft, ledger: Ledger) -> Change:
        """Bring the inferred graph of a draft up to date; say what that took.

        Until `keep` or `undo`, it counts as having seen nothing.
        """
        if self._seen != _origin(draft):
            change = self.begin(draft)
        else:
            found = self.reasoner.change(
                add=ledger.triples(added=True), remove=ledger.triples(added=False)
            )
            change = Change(
                tuple(worth_saying(found.inferred)),
                tuple(worth_saying(found.withdrawn)),
            )
            _write(draft, change)
        self._seen = self
        return change

    def take_over(self, draft: Draft) -> None:
        """Keep what was written to graphs that no build makes, as an update would."""
        ledger = Ledger(draft.names, draft.journal)
        ledger.apply(Edit(inserted=tuple(users_quads(draft))))
        if not ledger.is_empty:
            self.follow(draft, ledger)
        draft.journal.extend(list(origins(draft)))

    def keep(self, draft: Draft) -> None:
        """Note that a draft that was followed has become a generation."""
        self._seen = stamp(draft.generation)

    def undo(self, draft: Draft, ledger: Ledger) -> None:
        """Go back to what a draft began as."""
        self.reasoner.change(
            add=ledger.triples(added=False), remove=ledger.triples(added=True)
        )
        self._seen = _origin(draft)


def _origin(draft: Draft) -> object:
    """Tell which generation a draft began as."""
    return draft.before and stamp(draft.before)


def tally(change: Change) -> Tally:
    return Tally(len(change.inferred), len(change.withdrawn))


def _write(draft: Draft, change: Change) -> None:
    graph = draft.names.graph("inferred")
    for s, p, o in change.withdrawn:
        draft.journal.remove(Quad(s, p, o, graph))
    is_much = len(change.inferred) > _MANY
    write = draft.journal.load if is_much else draft.journal.extend
    write(Quad(s, p, o, graph) for s, p, o in change.inferred)
