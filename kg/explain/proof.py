"""Why triples of a store hold, and who says what that rests on."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from pyoxigraph import NamedNode, Triple

from kg.errors import TermError
from kg.explain.quads import Quads
from kg.explain.sources import Source, sources
from kg.reason.backward import Backward
from kg.reason.justify import NOTHING, justify
from kg.reason.literals import Literals
from kg.reason.lookup import Fact
from kg.reason.proof import Proof
from kg.reason.prover import Prover
from kg.reason.table import templates
from kg.reason.terms import Term
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Needs:
    """What a triple depends on, the ontology taken as given.

    Each of `sets` is enough to show it, and could not be smaller; of a triple in it one
    source is enough. `needed` are the sources without which it is lost: a sentence that
    alone says something which all sets have. If not `is_whole`, there may be more sets.
    """

    sets: tuple[tuple[Triple, ...], ...]
    needed: tuple[Source, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """A triple, its proofs in order of length, and who asserts their leaves.

    `has_more` tells that there are, or may be, longer proofs; `needs` is there where it
    was asked for.
    """

    triple: Triple
    proofs: tuple[Proof, ...]
    sources: dict[Triple, tuple[Source, ...]] = field(repr=False)
    has_more: bool = False
    needs: Needs | None = None


class Explainer:
    """Explains triples of a store, which must stay as it is meanwhile."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._sources: dict[Triple, tuple[Source, ...]] = {}

    @cached_property
    def _prover(self) -> Prover:
        quads = Quads(self.store)
        rules = Backward(templates("owl2rl"), quads.terms)
        return Prover(rules, quads, Literals(quads.terms))

    def explain(
        self, triple: Triple, limit: int = 1, *, needs: bool = False
    ) -> Explanation:
        """Prove a triple of the graph, by the shortest proofs that there are.

        With `needs`, say on which sentences it depends. Raises TermError where the
        graph does not hold it.
        """
        statement = (triple.subject, triple.predicate, triple.object)
        first = self._prover.proof(statement)
        if first is None:
            raise self._refusal(triple)
        found = [first]
        if limit > 1:
            found = list(islice(self._prover.proofs(statement), limit + 1)) or found
        proofs = tuple(found[:limit])
        has_more = len(found) > limit or (limit > 1 and self._prover.is_cut)
        wanted = self._needs(triple) if needs else None
        told = [t for proof in proofs for t in leaves(proof)]
        told += (t for one in (wanted.sets if wanted else ()) for t in one)
        known = {t: self.sources(t) for t in told}
        return Explanation(triple, proofs, known, has_more=has_more, needs=wanted)

    def sources(self, triple: Triple) -> tuple[Source, ...]:
        """Find who asserts a triple."""
        if triple not in self._sources:
            self._sources[triple] = sources(self.store, triple)
        return self._sources[triple]

    def _needs(self, triple: Triple) -> Needs:
        statement = (triple.subject, triple.predicate, triple.object)
        search = self._prover.search(statement)
        found = justify(search, self._ground) if search else NOTHING
        sets = (tuple(sorted(map(self._leaf, one), key=str)) for one in found.sets)
        needed = (one for one in found.needed if isinstance(one, Source))
        return Needs(tuple(sets), tuple(sorted(needed)), found.is_whole)

    def _leaf(self, fact: Fact) -> Triple:
        return as_triple([self._prover.lookup.terms[number] for number in fact[:3]])

    def _ground(self, fact: Fact) -> frozenset[Hashable]:
        """Give the sources of a triple; none where the ontology says so."""
        found = self.sources(self._leaf(fact))
        ontology = self.store.names.graph("ontology")
        is_given = any(source.origin == ontology for source in found)
        return frozenset() if is_given else frozenset(found)

    def _refusal(self, triple: Triple) -> TermError:
        name = self.store.names.curie
        terms = (name(t.value) if isinstance(t, NamedNode) else str(t) for t in triple)
        inferred = self.store.names.graph("inferred")
        statement = (triple.subject, triple.predicate, triple.object)
        is_there = any(self.store.quads.quads_for_pattern(*statement, inferred))
        problem = (
            "inferred, yet follows from nothing in the graph: build it again"
            if is_there
            else "the graph holds no such triple"
        )
        return TermError(" ".join(terms), problem)


def explain(
    store: Store, triple: Triple, limit: int = 1, *, needs: bool = False
) -> Explanation:
    """Prove one triple of a graph; see Explainer.explain."""
    return Explainer(store).explain(triple, limit, needs=needs)


def leaves(proof: Proof) -> Iterator[Triple]:
    """List the asserted triples that a proof rests on, each once."""
    found = (part for part in proof.walk() if part.rule is None and part.conclusion)
    yield from dict.fromkeys(as_triple(part.conclusion) for part in found)


def as_triple(terms: Iterable[Term] | None) -> Triple:
    """Write three terms as a triple, which a leaf of a proof was when asserted."""
    subject, predicate, object_ = terms or ()
    return Triple(subject, predicate, object_)  # type: ignore[arg-type] # as said
