"""A file to be read as a vocabulary, packed or not."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from kg.lexicon.schemes import SCHEMES, Scheme
from kg.lexicon.vocabulary import Source
from kg.names import slug

_HEAD = 1 << 16
_GZIP = b"\x1f\x8b"
_ENDINGS = re.compile(
    r"(?:\.(?:gz|obo|owl|rdf|ttl|tsv|txt|json|sssom)|[-_.]v?\d[\d.-]*)+$", re.IGNORECASE
)
_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}|\d+(?:\.\d+)+")
_RATIO = 60  # no published ontology is packed to less than a thirtieth
_SMALL = 1 << 26
SCHEMES_BY_NAME = {prefix.casefold(): scheme for prefix, scheme in SCHEMES.items()}


@dataclass(frozen=True)
class File:
    """A file by its path; what it is called and which version, if it does not say."""

    path: Path

    def source(
        self, scheme: Scheme | None, address: str = "", **said: str | None
    ) -> Source:
        """Describe the file by what it says, else by its scheme or the file itself."""
        own = SCHEMES_BY_NAME.get(name := short_name(address or self.path.name), scheme)
        return Source(
            name,
            said.get("title") or (own.title if own else "mappings"),
            short_version(said.get("version") or "") or self.version,
            said.get("licence") or (own.licence if own else "not stated"),
        )

    @cached_property
    def version(self) -> str:
        """The date or number in the file's name, else the content itself."""
        if found := _VERSION.search(self.path.name):
            return found[0]
        with self.path.open("rb") as handle:
            return "sha256:" + hashlib.file_digest(handle, "sha256").hexdigest()[:12]

    @cached_property
    def head(self) -> str:
        """The beginning of the text, where formats show themselves."""
        with self.open() as handle:
            return handle.read(_HEAD).decode("utf-8-sig", errors="replace")

    def open(self) -> BinaryIO:
        with self.path.open("rb") as handle:
            packed = handle.read(2) == _GZIP
        return (
            io.BufferedReader(_Unpacked(self.path)) if packed else self.path.open("rb")
        )

    def text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(self.open(), encoding="utf-8-sig", newline="")

    def columns(self) -> list[str]:
        """Give the header of a table; comments before it begin with a hash."""
        lines = (line for line in self.head.splitlines() if not line.startswith("#"))
        return next(lines, "").split("\t")

    def rows(self) -> Iterator[dict[str, str]]:
        """Give the rows of a table, missing cells as empty ones."""
        with self.text() as handle:
            lines = (line for line in handle if not line.startswith("#"))
            reader = csv.DictReader(lines, delimiter="\t", restval="")
            for row in reader:
                if None in row:
                    raise ValueError(f"line {reader.line_num}: too many cells")
                yield row


class _Unpacked(io.RawIOBase):
    """The bytes of a packed file, up to what such a file may hold (CWE-409)."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._stream = gzip.open(path)  # noqa: SIM115 - closed with what reads it
        self._left = max(_SMALL, _RATIO * path.stat().st_size)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # Buffer
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise ValueError(
                f"it unpacks to over {_RATIO} times its size: unpack it first"
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def short_name(address: str) -> str:
    """Name a vocabulary by the end of its address, endings and version left off.

    >>> short_name("http://www.orpha.net/ontology/ORDO_en_3.1.owl")
    'ordo-en'
    >>> short_name("mondo_exactmatch_omim-2026-08-04.sssom.tsv.gz")
    'mondo-exactmatch-omim'
    """
    last = address.rstrip("/").rpartition("/")[2]
    return slug(_ENDINGS.sub("", last)) or "vocabulary"


def short_version(said: str) -> str:
    """Take the date or number out of a longer statement.

    >>> short_version("http://purl.obolibrary.org/obo/hp/releases/2018-12-21/hp.owl")
    '2018-12-21'
    """
    found = _VERSION.search(said)
    return found[0] if found else said.strip()
