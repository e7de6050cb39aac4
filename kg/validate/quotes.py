"""Does each quote stand in its document where its selectors say? The text answers.

Web Annotation Data Model, sections 4.2.4 (quote) and 4.2.5 (position). That the text is
the one that was read, its digest in the graph tells.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import MendelError
from kg.model import Reference
from kg.names import Names

_OA = "http://www.w3.org/ns/oa#"
_Values = Mapping[tuple[object, str], list[object]]


@dataclass(frozen=True, slots=True)
class _Selection:
    """A quote as its selectors give it."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


def quote_findings(
    triples: Iterable[Triple | Quad], text_of: Callable[[Reference], str], names: Names
) -> tuple[str, ...]:
    """Say which quotes differ from what stands at their position, sorted.

    `text_of` gives a document's text; where it raises a MendelError, that is a finding.
    A quote without its selectors is a matter of the shapes, not of this check.
    """
    values = _index(triples)
    quotes = [subject for subject, name in values if name == "hasSource"]
    return tuple(
        sorted(
            f"{names.curie(_text(quote))}: {problem}"
            for quote in quotes
            for problem in _problems(quote, values, text_of, names)
        )
    )


def text_findings(
    triples: Iterable[Triple | Quad], text_of: Callable[[Reference], str], names: Names
) -> tuple[str, ...]:
    """Say which documents' texts are not those that were read, by mg:textHash, sorted.

    `text_of` gives a document's text; where it raises a MendelError, that is a finding.
    """
    name = names.prefixes["mg"] + "textHash"
    digests = {
        (source, _text(triple.object))
        for triple in triples
        if triple.predicate.value == name
        and (source := names.reference(_text(triple.subject)))
    }
    return tuple(
        sorted(
            problem
            for source, digest in digests
            for problem in _changes(source, digest, text_of)
        )
    )


def _changes(
    source: Reference, digest: str, text_of: Callable[[Reference], str]
) -> Iterator[str]:
    try:
        text = text_of(source)
    except MendelError as error:
        yield str(error)
        return
    if digest != f"sha256:{hashlib.sha256(text.encode()).hexdigest()}":
        yield f"{source}: its text is not the one that was read: build it again"


def _problems(
    quote: object, values: _Values, text_of: Callable[[Reference], str], names: Names
) -> Iterator[str]:
    selection = _selection(quote, values)
    source = names.reference(_text(values[quote, "hasSource"][0]))
    if selection is None or source is None:
        return
    try:
        text = text_of(source)
    except MendelError as error:
        yield str(error)
        return
    if text[selection.start : selection.end] != selection.exact:
        yield f"the words at {selection.start}-{selection.end} of {source} are others"
    elif not _in_context(selection, text):
        yield f"other words stand around {selection.start}-{selection.end} of {source}"


def _in_context(selection: _Selection, text: str) -> bool:
    before, after = text[: selection.start], text[selection.end :]
    return before.endswith(selection.prefix) and after.startswith(selection.suffix)


def _selection(quote: object, values: _Values) -> _Selection | None:
    found = {
        name: _text(value)
        for selector in values.get((quote, "hasSelector"), ())
        for name in ("start", "end", "exact", "prefix", "suffix")
        for value in values.get((selector, name), ())
    }
    numbers = found.get("start", ""), found.get("end", "")
    if "exact" not in found or not all(number.isdecimal() for number in numbers):
        return None
    return _Selection(
        start=int(numbers[0]),
        end=int(numbers[1]),
        exact=found["exact"],
        prefix=found.get("prefix", ""),
        suffix=found.get("suffix", ""),
    )


def _index(triples: Iterable[Triple | Quad]) -> _Values:
    values: defaultdict[tuple[object, str], list[object]] = defaultdict(list)
    for triple in triples:
        if triple.predicate.value.startswith(_OA):
            key = triple.subject, triple.predicate.value.removeprefix(_OA)
            values[key].append(triple.object)
    return values


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
