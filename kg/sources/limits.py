"""How much of an input is read, and how one page of it is."""

from __future__ import annotations

from typing import IO

from kg.errors import DocumentError

PAGE = 8 * 2**20
"""The bytes of a page: the longest real one, with all of its site, has not a tenth."""

CHUNK = 2**16


def read_page(stream: IO[bytes], name: str) -> bytes:
    """Read a file that holds one page; raises DocumentError for one too large."""
    data = stream.read(PAGE + 1)
    if len(data) > PAGE:
        raise too_large(name)
    return data


def too_large(name: str) -> DocumentError:
    return DocumentError(
        name, f"holds a page of more than {PAGE // 2**20} MB: none is that long"
    )
