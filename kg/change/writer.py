"""The one who changes a graph, and knows what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Self, TypeAlias

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from kg.change.evidence import Evidence
from kg.change.nearby import nearby_findings
from kg.change.outcome import Outcome, moved
from kg.entailment import Entailment, tally
from kg.errors import MendelError, ValidationError
from kg.judgement import Inconsistent, judge
from kg.metadata import Record
from kg.names import Names
from kg.reason import Change
from kg.store import (
    Draft,
    Edit,
    Elsewhere,
    Ledger,
    Store,
    Target,
    amend,
    edits,
    parse,
    unnamed,
)

_Work: TypeAlias = Callable[[Draft], Iterator[Edit]]


class Mode(StrEnum):
    """What becomes of a graph that triples are written to."""

    REPLACE = "replace"
    MERGE = "merge"
    DELETE = "delete"


class Writer:
    r"""Changes the graph of a location, one transaction after the other.

    What was worked out for one change is kept for the next, as long as nobody else has
    changed the graph: a change then costs what it changes. With `strict`, a change that
    breaks a shape is refused as well.

    >>> from tempfile import TemporaryDirectory
    >>> from kg.store import create
    >>> folder = TemporaryDirectory()
    >>> with create(Path(folder.name)) as draft:  # in its place, kg.pipeline.build
    ...     draft.commit({})
    >>> with Writer(Path(folder.name)) as writer:
    ...     first = writer.update("INSERT DATA { mg:partOf a owl:TransitiveProperty }")
    ...     second = writer.update(
    ...         "INSERT DATA { step:a mg:partOf step:b . step:b mg:partOf step:c }"
    ...     )
    ...     print(*second.lines(writer.names), sep="\n")
    +2 -0 asserted, +1 -0 inferred
      +2 -0 in default
    >>> folder.cleanup()
    """

    def __init__(
        self,
        location: Path,
        *,
        inconsistent: Inconsistent = Inconsistent.REFUSE,
        strict: bool = False,
    ) -> None:
        self.location = location
        self._inconsistent = inconsistent
        self._strict = strict
        self._entailment = Entailment()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._entailment = Entailment()

    def prepare(self) -> None:
        """Work out what follows from the graph, so that the first change need not.

        Raises StoreError and SizeError.
        """
        self._entailment.prepare(Store.open(self.location))

    @property
    def names(self) -> Names:
        """The names of the graph; raises StoreError where there is none."""
        return Store.open(self.location).names

    @property
    def generation(self) -> int:
        """The number of the graph that is current."""
        return int(Store.open(self.location).generation.name)

    def has(self, graph: NamedNode) -> bool:
        """Tell whether a graph is there; raises StoreError where none can be."""
        return Store.open(self.location).quads.contains_named_graph(graph)

    def update(
        self,
        *requests: str,
        graph: NamedNode | None = None,
        using: tuple[NamedNode, ...] = (),
        using_named: tuple[NamedNode, ...] = (),
        elsewhere: Elsewhere | None = None,
        dry_run: bool = False,
    ) -> Outcome:
        """Apply requests of SPARQL 1.1 Update, in this order, all of them or none.

        Their patterns see what is asserted (and GRAPH sees every graph). What names no
        graph is written to `graph`, else to .../graph/default. Prefixes of the table
        may go undeclared. Where the protocol names them, patterns see the graphs
        `using`, and GRAPH those `using_named`.
        LOAD and SERVICE read from `elsewhere`, else they are refused. With `dry_run`,
        nothing is changed. Raises QueryError for a request that does not parse or
        cannot be done, RemoteError, InconsistencyError; ValidationError if `strict`.
        """

        def work(draft: Draft) -> Iterator[Edit]:
            place = graph or unnamed(draft.names)
            target = Target(
                draft.quads, draft.names, place, using, using_named, elsewhere
            )
            for request in requests:
                parse(target, request)
            for request in requests:
                yield from edits(target, request)

        return self._change(work, dry_run=dry_run)

    def write(
        self,
        graph: NamedNode | DefaultGraph,
        triples: Iterable[Triple],
        mode: Mode = Mode.MERGE,
        *,
        dry_run: bool = False,
        about: Edit | None = None,
        evidence: Evidence | None = None,
    ) -> Outcome:
        """Replace a graph by triples, merge them into it, or delete them from it.

        That is PUT, POST and DELETE of the SPARQL 1.1 Graph Store HTTP Protocol; to
        delete all of a graph, replace it by nothing. `about` changes the metadata, what
        it inserts in the place of what that said of the same nodes, and `evidence` is
        written in the place of the statements that its source had. Raises as `update`
        does.
        """

        def work(draft: Draft) -> Iterator[Edit]:
            name = unnamed(draft.names) if isinstance(graph, DefaultGraph) else graph
            quads = tuple(Quad(t.subject, t.predicate, t.object, name) for t in triples)
            before = draft.quads.quads_for_pattern(None, None, None, name)
            match mode:
                case Mode.REPLACE:
                    kept = set(quads)
                    yield Edit(tuple(q for q in before if q not in kept), quads)
                case Mode.MERGE:
                    yield Edit(inserted=quads)
                case Mode.DELETE:
                    yield Edit(deleted=quads)

        return self._change(work, dry_run=dry_run, about=about, evidence=evidence)

    def _change(
        self,
        work: _Work,
        *,
        dry_run: bool,
        about: Edit | None = None,
        evidence: Evidence | None = None,
    ) -> Outcome:
        with amend(self.location) as draft:
            ledger = Ledger(draft.names, draft.journal)
            for edit in work(draft):
                ledger.apply(edit)
            if evidence:
                ledger.apply_beside(evidence.edit(draft.quads, draft.names))
            if ledger.is_empty:
                return Outcome(
                    generation=int(draft.generation.name) - 1,
                    committed=False,
                    remains=ledger.remaining(),
                )
            change = self._entailment.follow(draft, ledger)
            try:
                outcome = self._judged(draft, ledger, change)
            except MendelError:
                self._entailment.undo(draft, ledger)
                raise
            if dry_run:
                self._entailment.undo(draft, ledger)
                return outcome
            if about:
                _note(draft, about)
            described = _described(draft, ledger, change, outcome.clashes)
            draft.commit(described)
            self._entailment.keep(draft)
            return replace(outcome, committed=True)

    def _judged(self, draft: Draft, ledger: Ledger, change: Change) -> Outcome:
        """Look for what is wrong with a draft, and raise what is to be refused."""
        changed = (*ledger.triples(added=True), *ledger.triples(added=False))
        inferred = (*change.inferred, *change.withdrawn)
        findings = nearby_findings(draft.quads, draft.names, (*changed, *inferred))
        if findings and self._strict:
            raise ValidationError(findings)
        was = bool(draft.report.get("clashes"))
        inconsistent = Inconsistent.REPORT if was else self._inconsistent
        return Outcome(
            generation=int(draft.generation.name),
            committed=False,
            asserted=ledger.tallies(),
            inferred=tally(change),
            moved=moved(ledger, change),
            remains=ledger.remaining(),
            findings=findings,
            clashes=judge(self._entailment.reasoner, draft, inconsistent),
        )


def _described(
    draft: Draft, ledger: Ledger, change: Change, clashes: tuple[str, ...]
) -> dict[str, object]:
    """Have the metadata and the report of a draft say how large it is by now."""
    record = Record(draft.journal, draft.names)
    record.follow(ledger, change.inferred, change.withdrawn, datetime.now(UTC))
    sizes = record.sizes()
    return {
        **draft.report,
        "inferred": sizes.get("inferred", 0),
        "graphs": sizes,
        "clashes": clashes,
    }


def _note(draft: Draft, about: Edit) -> None:
    """Change the metadata: what is inserted takes the place of the values there."""
    for quad in about.deleted:
        draft.journal.remove(quad)
    for quad in about.inserted:
        node, relation, metadata = quad.subject, quad.predicate, quad.graph_name
        for old in list(draft.quads.quads_for_pattern(node, relation, None, metadata)):
            if old not in about.inserted:
                draft.journal.remove(old)
    draft.journal.extend(about.inserted)
