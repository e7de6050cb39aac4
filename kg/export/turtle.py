"""Turtle and TriG: a block a subject, types first, prefixes before they are used."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import groupby
from typing import IO, TYPE_CHECKING

from pyoxigraph import RdfFormat

from kg.export.prefixes import declarations
from kg.export.records import Records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.export.selection import Section
    from kg.names import Names

    Label = Callable[[bytes], str | None]
    Objects = dict[bytes, list[bytes]]
    Block = tuple[bytes, Objects]

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
        records = Records.of(section.triples, RdfFormat.TURTLE, names.prefixes)
        output.write(declarations(records.prefixes - declared, names.prefixes))
        declared |= records.prefixes
        _write_blocks(_blocks(records), section, output, label)


def _write_blocks(
    blocks: Iterator[Block], section: Section, output: IO[bytes], label: Label | None
) -> None:
    form = _plain if label is None else _labelled(label)
    output.write(b"\n")
    if section.name:
        output.write(f"{section.name} {{\n".encode())
    output.writelines(form(*block) for block in blocks)
    if section.name:
        output.write(b"}\n")


def _blocks(records: Iterable[bytes]) -> Iterator[Block]:
    """Give each subject with the objects of each predicate.

    Records of one subject stand together: no term of a subject has a space.
    """
    for subject, group in groupby(records, key=_subject):
        start = len(subject) + 1
        lines = [line for record in group for line in record[start:].split(_NEXT)]
        yield subject, _by_predicate(lines)


def _subject(record: bytes) -> bytes:
    return record.partition(b" ")[0]


def _by_predicate(lines: Iterable[bytes]) -> Objects:
    found: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for line in lines:
        predicate, _, objects = line.partition(b" ")
        found[predicate] += _OBJECT.findall(objects) if b" , " in objects else [objects]
    ordered = sorted(found, key=lambda predicate: (predicate != b"a", predicate))
    return {predicate: _sorted(found[predicate]) for predicate in ordered}


def _sorted(objects: list[bytes]) -> list[bytes]:
    return objects if len(objects) == 1 else sorted(set(objects))


def _plain(subject: bytes, objects: Objects) -> bytes:
    lines = (p + b" " + b" , ".join(found) for p, found in objects.items())
    return subject + b" " + b" ;\n    ".join(lines) + b" .\n"


def _labelled(label: Label) -> Callable[[bytes, Objects], bytes]:
    def written(subject: bytes, objects: Objects) -> bytes:
        rows = [(p, o) for p, found in objects.items() for o in found]
        ends = [b" ;"] * (len(rows) - 1) + [b" ."]
        lines = (
            b"    " + predicate + b" " + term + end + _comment(label, term) + b"\n"
            for (predicate, term), end in zip(rows, ends, strict=True)
        )
        return subject + _comment(label, subject) + b"\n" + b"".join(lines)

    return written


def _comment(label: Label, term: bytes) -> bytes:
    text = None if term.startswith((b'"', b"_:")) else label(term)
    return f"  # {' '.join(text.split())}".encode() if text else b""
