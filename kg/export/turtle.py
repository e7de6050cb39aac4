"""Turtle and TriG: a block a subject, types first, prefixes before they are used."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from typing import IO, TYPE_CHECKING

from pyoxigraph import RdfFormat

from kg.export.prefixes import declarations, seen_prefixes
from kg.export.records import Records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.export.selection import Section
    from kg.names import Names

    Label = Callable[[bytes], str | None]

_OBJECT = re.compile(rb'((?:"(?:[^"\\]|\\.)*"|[^" ]| (?!, ))+)(?: , |$)')
_NEXT = b" ;\n\t"


def write_turtle(
    sections: Iterable[Section],
    output: IO[bytes],
    names: Names,
    label: Label | None = None,
) -> None:
    """Write sections, those with a name in braces, sorted by subject.

    With `label`, what it tells of a term stands beside it as a comment.
    """
    declared: set[bytes] = set()
    for section in sections:
        records = Records.of(section, RdfFormat.TURTLE, names.prefixes, seen_prefixes)
        output.write(declarations(records.seen - declared, names.prefixes))
        declared |= records.seen
        _write_blocks(_blocks(records), section, output, label)


def _write_blocks(
    blocks: Iterator[list[bytes]],
    section: Section,
    output: IO[bytes],
    label: Label | None,
) -> None:
    form = _plain if label is None else _labelled(label)
    output.write(b"\n")
    if section.name:
        output.write(f"{section.name} {{\n".encode())
    output.writelines(map(form, blocks))
    if section.name:
        output.write(b"}\n")


def _blocks(records: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Give each subject, followed by its predicates, each with its objects.

    Records of one subject stand together: no term of a subject has a space.
    """
    for start, group in _by_subject(records):
        if len(group) == 1 and b" , " not in group[0]:
            lines = group[0][len(start) :].split(_NEXT)
        else:
            lines = _merged(line[len(start) :] for line in group)
        # no predicate goes on with what is less than a space
        lines.sort()
        place = bisect_left(lines, b"a ")
        if 0 < place < len(lines) and lines[place].startswith(b"a "):
            lines.insert(0, lines.pop(place))
        lines.insert(0, start)
        yield lines


def _by_subject(records: Iterable[bytes]) -> Iterator[tuple[bytes, list[bytes]]]:
    """Give the records of each subject, and what they all begin with."""
    start, group = b"", list[bytes]()
    for record in records:
        if start and record.startswith(start):
            group.append(record)
            continue
        if group:
            yield start, group
        start, group = record[: record.index(b" ") + 1], [record]
    if group:
        yield start, group


def _merged(records: Iterable[bytes]) -> list[bytes]:
    """Join the objects that several records have for a predicate."""
    found: defaultdict[bytes, set[bytes]] = defaultdict(set)
    for line in (line for record in records for line in record.split(_NEXT)):
        predicate, _, objects = line.partition(b" ")
        found[predicate].update(_objects(objects))
    return [p + b" " + b" , ".join(sorted(terms)) for p, terms in found.items()]


def _objects(text: bytes) -> list[bytes]:
    return _OBJECT.findall(text) if b" , " in text else [text]


def _plain(block: list[bytes]) -> bytes:
    return block[0] + b" ;\n    ".join(block[1:]) + b" .\n"


def _labelled(label: Label) -> Callable[[list[bytes]], bytes]:
    def written(block: list[bytes]) -> bytes:
        parts = (line.partition(b" ")[::2] for line in block[1:])
        rows = [(p, o) for p, objects in parts for o in _objects(objects)]
        ends = [b" ;"] * (len(rows) - 1) + [b" ."]
        lines = (
            b"    " + predicate + b" " + term + end + _comment(label, term) + b"\n"
            for (predicate, term), end in zip(rows, ends, strict=True)
        )
        subject = block[0].rstrip()
        return subject + _comment(label, subject) + b"\n" + b"".join(lines)

    return written


def _comment(label: Label, term: bytes) -> bytes:
    text = None if term.startswith((b'"', b"_:")) else label(term)
    return f"  # {' '.join(text.split())}".encode() if text else b""
