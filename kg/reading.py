"""From files to what stands on their pages, page by page, by several processes.

find → read → extract → ground
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kg.errors import DocumentError
from kg.extract import extract
from kg.ground import Claims, claimed, ground
from kg.kept import Kept, decode_facts, encode, fact_key
from kg.lexicon import Lexicon
from kg.model import Assertion, Grounding, Kind, Method
from kg.report import Reading, Result, Stages, groundings
from kg.sources import Page, Refuse, Source, read
from kg.workers import applied

_KNOWN = frozenset({Method.LABEL, Method.SYNONYM, Method.AGREED})
_WORTH = 300_000
"""How many characters are worth a process, which needs a second to begin."""
_SHORTER = 20
"""By how much less work a page is whose facts are known."""
_Task: TypeAlias = tuple[Page, bytes | None]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is the same for all pages: the names, and what other pages are about."""

    lexicon: Lexicon
    claimed: Claims


def read_pages(
    sources: Sequence[Source], refuse: Refuse, stages: Stages
) -> Iterator[Page]:
    """Read the pages of sources; `refuse` is told of those that cannot be read."""
    with stages("read", len(sources) + 3):
        for number, page in enumerate(read(sources, refuse), start=1):
            stages.progress(f"{page.source.name}, page {number}", 0, len(sources) + 3)
            yield page


def read_facts(
    pages: Sequence[Page],
    lexicon: Lexicon,
    kept: Kept,
    jobs: int,
    refuse: Refuse,
    stages: Stages,
) -> Generator[Reading]:
    """Find the facts of each page, and what each came to, by up to `jobs` processes.

    Facts that were `kept` are not read again; those of all pages are kept in turn.
    `refuse` is told of each page that is of no use. Raises WorkerError where a
    process was killed.
    """
    known = _Known(lexicon, claimed((page.document for page in pages), lexicon))
    keys = [fact_key(page.document, lexicon) for page in pages]
    before = kept.find(keys)
    tasks = [(p, before.get(key)) for p, key in zip(pages, keys, strict=True)]
    with applied(_understand, known, tasks, _worth(jobs, tasks)) as found:
        for number, (page, key) in enumerate(zip(pages, keys, strict=True), start=1):
            with stages("extract", len(pages) - number + 3, page.document.title):
                kept.facts[key], results = next(found)
            if _is_of_use(results):
                yield Reading(page.document, results)
            else:
                refuse(_unknown(page, alone=len(pages) == 1))


def _worth(jobs: int, tasks: Iterable[_Task]) -> int:
    """Have no more processes than there is work for."""
    characters = sum(
        len(page.document.text) // (_SHORTER if content else 1)
        for page, content in tasks
    )
    return max(1, min(jobs, characters // _WORTH))


def _understand(known: _Known, task: _Task) -> tuple[bytes, tuple[Result, ...]]:
    """Give the facts of a page, encoded, and what they come to."""
    page, content = task
    facts = decode_facts(content) if content else None
    if facts is None:
        facts = tuple(extract(page.document, known.lexicon))
        content = encode(facts)
    return content or b"", tuple(ground(facts, known.lexicon, known.claimed))


def _is_of_use(results: Sequence[Result]) -> bool:
    """Tell whether a page names a known thing, or says how any two relate."""
    return any(tied.method in _KNOWN for tied in groundings(results)) or any(
        isinstance(result, Assertion)
        and isinstance(result.object, Grounding)
        and result.subject.entity.kind is not Kind.DOCUMENT
        for result in results
    )


def _unknown(page: Page, *, alone: bool) -> DocumentError:
    name = page.source.name if alone else f"{page.source.name} ({page.document.id})"
    problem = (
        "names nothing that the lexicon knows, and relates no two things: "
        "give a gene or condition page, or leave this one out"
    )
    return DocumentError(name, problem)
