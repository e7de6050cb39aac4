"""Reads documents: finds them, tells by their content what they are, makes `Document`s.

A format is a row of `kg.sources.formats.READERS`: what its files are called in a
folder, how their first bytes are recognised, and how they are read. Packed files are
opened on the way (`kg.sources.unpack`), and a file may hold any number of pages.

`Document.text` of a page that came as plain text is that text, to the character. Of a
page that came as markup it is the text that we write out of it, always the same for the
same page: the title; then each heading and each paragraph between blank lines, each
entry of a list on its line; blanks single, and without what does not print. Links and
other words of the site, from which no fact comes, are left out, but for the keys of the
entries that links lead to. In both cases a passage is a verbatim slice of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from kg.errors import DocumentError
from kg.sources import places
from kg.sources.formats import SUFFIXES, Found, pages
from kg.sources.places import Source
from kg.sources.versions import Page, Refuse, versions

__all__ = ["Page", "Refuse", "Source", "find", "read"]


def find(inputs: Sequence[str | Path] = ()) -> tuple[Source, ...]:
    """List the files that files, folders and `-` stand for, in a stable order.

    No input means the bundled documents. Raises DocumentError for a path that does not
    exist and for a folder without documents.
    """
    if not inputs:
        return places.bundled(SUFFIXES)
    return tuple(s for given in inputs for s in places.expand(str(given), SUFFIXES))


def read(sources: Iterable[Source], refuse: Refuse) -> Iterator[Page]:
    """Read the documents of all sources: each page once, each version of it by itself.

    `refuse` is told of each page that cannot be read, or that came before. Raises
    DocumentError for an input all of whose pages cannot be read.
    """
    return versions(_pages(sources, refuse), refuse)


def _pages(sources: Iterable[Source], refuse: Refuse) -> Iterator[Page]:
    for _, group in groupby(sources, key=lambda each: each.folder or id(each)):
        files = list(group)
        failed: list[DocumentError] = []
        count = 0
        for source, found in _found(files):
            if isinstance(found, DocumentError):
                failed.append(found)
                refuse(found)
            else:
                count += 1
                yield Page(source, found)
        if failed and not count:
            raise _useless(files[0], failed)


def _found(sources: Iterable[Source]) -> Iterator[tuple[Source, Found]]:
    for source in sources:
        for found in pages(source):
            yield source, found


def _useless(source: Source, failed: Sequence[DocumentError]) -> DocumentError:
    if len(failed) == 1:
        return failed[0]
    return DocumentError(
        source.folder or source.name,
        f"none of its {len(failed)} pages can be read; the first: {failed[0]}",
    )
