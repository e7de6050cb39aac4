"""What came of the pages of a build: the figures that need no gold."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.extract.parts import listed, prose
from kg.model import Assertion, Method, Polarity, Reason
from kg.names import slug
from kg.quality.figures import Measurement, measured
from kg.report import groundings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.model import Document
    from kg.report import Reading, Result

_KNOWN = frozenset({Method.LABEL, Method.SYNONYM, Method.AGREED})
_NAMED = _KNOWN | {Method.MINTED}


def count_build(
    readings: Iterable[Reading], left_out: int = 0
) -> tuple[Measurement, ...]:
    """Count pages, sentences, names and facts: how many, and what became of them."""
    found = tuple(readings)
    sentences: Counter[bool] = Counter()
    entries: Counter[bool] = Counter()
    facts: Counter[str] = Counter()
    names: Counter[bool] = Counter()
    for reading in found:
        kept = _places(reading.results)
        sentences.update(_touched(_prose(reading.document), kept))
        entries.update(_touched(_entries(reading.document), kept))
        facts.update(map(_fate, reading.results))
        tied = dict.fromkeys(groundings(reading.results))
        names.update(each.method in _KNOWN for each in tied if each.method in _NAMED)
    return measured(
        Measurement(metric="pages-read", part=len(found), whole=len(found) + left_out),
        _share("sentences-with-a-fact", sentences),
        _share("entries-with-a-fact", entries),
        _share("names-known", names),
        *_facts(facts),
    )


def _share(metric: str, counts: Mapping[bool, int]) -> Measurement:
    return Measurement(metric=metric, part=counts[True], whole=sum(counts.values()))


def _facts(counts: Mapping[str, int]) -> Iterator[Measurement]:
    refused = (_refused(reason) for reason in Reason)
    for fate in ("facts-asserted", "facts-denied", "facts-left-open", *refused):
        yield Measurement(metric=fate, part=counts[fate], whole=sum(counts.values()))


def _fate(result: Result) -> str:
    if not isinstance(result, Assertion):
        return _refused(result.reason)
    if result.holds:
        return "facts-asserted"
    negative = result.polarity is Polarity.NEGATIVE
    return "facts-denied" if negative else "facts-left-open"


def _refused(reason: Reason) -> str:
    return f"facts-refused-{slug(reason)}"


def _places(results: Iterable[Result]) -> frozenset[int]:
    """Give where the quotes of facts that were kept begin."""
    kept = (result for result in results if isinstance(result, Assertion))
    return frozenset(assertion.evidence.quote.start for assertion in kept)


def _prose(document: Document) -> Iterator[range]:
    for sentence in prose(document):
        yield range(sentence.start, sentence.end)


def _entries(document: Document) -> Iterator[range]:
    for passage in listed(document):
        yield range(passage.offset, passage.offset + len(passage.text))


def _touched(stretches: Iterable[range], places: frozenset[int]) -> Iterator[bool]:
    for stretch in stretches:
        yield any(place in stretch for place in places)
