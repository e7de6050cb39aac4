"""What a build read, found, refused and wrote."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, cast

from kg.model import Assertion, Grounding, Mention, Method, Rejection, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.errors import DocumentError
    from kg.model import Argument, Document

Result = Assertion | Rejection
Progress = Callable[[str, int, int], None]
"""Told before each piece of work: what it is, its number from 0, and how many."""


@dataclass(frozen=True, slots=True)
class Stages:
    """Says which piece of work begins, and adds up what each kind of it takes.

    `ahead` is how many pieces follow it, as far as is known.
    """

    progress: Progress
    begun: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(
        self, stage: str, ahead: int, what: str | None = None
    ) -> Iterator[None]:
        self.progress(what or stage, len(self.begun), len(self.begun) + 1 + ahead)
        self.begun.append(stage)
        start = time.perf_counter()
        yield
        passed = time.perf_counter() - start
        self.seconds[stage] = self.seconds.get(stage, 0) + passed


def silent(_what: str, _number: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and what came of each of its facts."""

    document: Document
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A fact that came to nothing: why, for which words, and where they stand."""

    document: str
    reason: str
    words: str
    quote: str
    start: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A page that could not be used, and why."""

    page: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Figures of a build; what is refused or minted is named, not only counted.

    `facts` are those that were read: `asserted` became triples, `withheld` (denied or
    unclear) only statements, and `refused` nothing at all.
    """

    version: str
    run: str
    documents: Mapping[str, int]
    left_out: tuple[LeftOut, ...]
    facts: int
    asserted: int
    withheld: int
    refused: Mapping[str, int]
    refusals: tuple[Refusal, ...]
    grounded: Mapping[str, int]
    minted: tuple[str, ...]
    inferred: int
    graphs: Mapping[str, int]
    seconds: Mapping[str, float]
    clashes: tuple[str, ...] = ()


def pages_left_out(errors: Iterable[DocumentError]) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(error.source, error.problem) for error in errors)


def refusals(results: Iterable[Result]) -> tuple[Refusal, ...]:
    return tuple(
        Refusal(
            document=str(result.fact.evidence.document),
            reason=str(result.reason),
            words=_words(result.argument),
            quote=result.fact.evidence.quote.exact,
            start=result.fact.evidence.quote.start,
        )
        for result in results
        if isinstance(result, Rejection)
    )


def groundings(results: Iterable[Result]) -> Iterator[Grounding]:
    """Give every argument of an assertion that was tied to a node."""
    for result in results:
        if isinstance(result, Assertion):
            yield result.subject
            if isinstance(result.object, Grounding):
                yield result.object


def count_facts(readings: Iterable[Reading]) -> dict[str, object]:
    """Count what the documents yielded: the part of a report that is known first."""
    found = tuple(readings)
    results = [result for reading in found for result in reading.results]
    kept = [result for result in results if isinstance(result, Assertion)]
    tied = dict.fromkeys(groundings(results))
    return {
        "documents": {
            str(reading.document.id): len(reading.results) for reading in found
        },
        "facts": len(results),
        "asserted": sum(result.holds for result in kept),
        "withheld": sum(not result.holds for result in kept),
        "refused": _counted(refusal.reason for refusal in refusals(results)),
        "refusals": refusals(results),
        "grounded": _counted(str(grounding.method) for grounding in tied),
        "minted": tuple(
            dict.fromkeys(
                str(grounding.entity.reference)
                for grounding in tied
                if grounding.method is Method.MINTED
            )
        ),
    }


def as_json(report: Report) -> dict[str, object]:
    """Give a report as what `json` can write."""
    return cast("dict[str, object]", asdict(report))


def rows(report: Report) -> Iterator[tuple[str, str]]:
    """Word a report as rows of a table: what, and how much."""
    yield "documents read", str(len(report.documents))
    if report.left_out:
        yield "pages left out", str(len(report.left_out))
    yield "facts found", str(report.facts)
    yield "  asserted", str(report.asserted)
    yield "  denied or unclear", str(report.withheld)
    yield "  refused", str(sum(report.refused.values()))
    for reason, count in report.refused.items():
        yield f"    {reason}", str(count)
    yield "names tied to a node", str(sum(report.grounded.values()))
    for method, count in report.grounded.items():
        yield f"  {method}", str(count)
    yield "triples inferred", str(report.inferred)
    for family, sizes in _families(report.graphs).items():
        graphs = f" ({len(sizes)} graphs)" if len(sizes) > 1 else ""
        yield f"quads in {family}{graphs}", str(sum(sizes))
    if report.clashes:
        yield "contradictions", str(len(report.clashes))
    for stage, seconds in report.seconds.items():
        yield f"seconds to {stage}", f"{seconds:.1f}"


_SHOWN = 20


def remarks(report: Report) -> Iterator[str]:
    """Name what somebody may want to look into: pages, facts, nodes of our own.

    Of many alike, the first; the report as JSON has all.
    """
    yield from _first(
        f"left out: {left_out.page}: {left_out.reason}" for left_out in report.left_out
    )
    yield from _first(
        f"refused: {refusal.words!r} is {refusal.reason} in {refusal.document}: "
        f"{refusal.quote!r}"
        for refusal in report.refusals
    )
    yield from report.clashes
    if report.clashes:
        yield "the graph is inconsistent, see the proofs above"
    if report.minted:
        more = ["..."] if len(report.minted) > _SHOWN else []
        shown = ", ".join([*report.minted[:_SHOWN], *more])
        yield f"no lexicon knows {len(report.minted)} of the nodes: {shown}"


def _first(lines: Iterable[str]) -> Iterator[str]:
    every = list(lines)
    yield from every[:_SHOWN]
    if len(every) > _SHOWN:
        yield f"... and {len(every) - _SHOWN} more: 'mendel build --json' tells them"


def _families(graphs: Mapping[str, int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for graph, size in graphs.items():
        found.setdefault(graph.partition("/")[0], []).append(size)
    return found


def _words(argument: Argument) -> str:
    if isinstance(argument, Mention):
        return argument.exact
    if isinstance(argument, Value):
        return argument.lexical
    return str(getattr(argument, "label", argument))


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))
