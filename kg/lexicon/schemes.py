"""The schemes of identifiers that a lexicon takes: how written, and naming what."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from kg.model import Kind, Reference
from kg.names import Names
from ontology import FILES

_LAST = 9  # the rank of schemes that are only mapped to


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of an ontology whose terms are of one kind."""

    kind: Kind
    below: frozenset[Reference] = frozenset()
    without: frozenset[Reference] = frozenset()
    namespace: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """What `schemes.toml` says of a prefix."""

    prefix: str
    form: re.Pattern[str]
    spelled: tuple[str, ...]
    title: str
    licence: str
    rank: int
    labels: Kind | None
    top: frozenset[Reference]
    branches: tuple[Branch, ...] = field(default=())


def _references(curies: list[str]) -> frozenset[Reference]:
    pairs = (curie.partition(":") for curie in curies)
    return frozenset(Reference(prefix, identifier) for prefix, _, identifier in pairs)


def _branch(said: dict[str, Any]) -> Branch:
    return Branch(
        Kind(said["kind"]),
        _references(said.get("below", [])),
        _references(said.get("without", [])),
        said.get("namespace", ""),
    )


def _scheme(prefix: str, said: dict[str, Any]) -> Scheme:
    return Scheme(
        prefix,
        re.compile(said["form"]),
        (prefix, *said.get("spelled", [])),
        said.get("title", prefix),
        said.get("licence", "not stated"),
        said.get("rank", _LAST),
        Kind(said["labels"]) if "labels" in said else None,
        _references(said.get("top", [])),
        tuple(map(_branch, said.get("kinds", []))),
    )


SCHEMES = {
    prefix: _scheme(prefix, said)
    for prefix, said in tomllib.loads(
        files(__package__).joinpath("schemes.toml").read_text(encoding="utf-8")
    ).items()
}
_PREFIXES = {
    spelled.casefold(): scheme
    for scheme in SCHEMES.values()
    for spelled in scheme.spelled
}


def parse(written: str) -> Reference | None:
    """Read an identifier as files write it, CURIE or IRI; None if no scheme has it.

    >>> parse("MIM:PS263700")
    Reference(prefix='omimps', identifier='PS263700')
    >>> parse("http://www.orpha.net/ORDO/Orphanet_79277")
    Reference(prefix='orphanet', identifier='79277')
    >>> parse("SNOMEDCT_US:22935002")
    """
    if "://" in written:
        return _parse_iri(written)
    prefix, _, identifier = written.partition(":")
    scheme = _PREFIXES.get(prefix.casefold())
    return _checked(scheme.prefix, identifier.strip()) if scheme else None


def _parse_iri(iri: str) -> Reference | None:
    for namespace, prefix in _spellings():
        if iri.startswith(namespace):
            return _checked(prefix, iri.removeprefix(namespace))
    found = _names().reference(iri)
    return _checked(*found) if found else None


def _checked(prefix: str, identifier: str) -> Reference | None:
    if prefix in {"omim", "omimps"}:  # files write the series' PS in either place
        prefix = "omimps" if identifier.startswith("PS") else prefix
        bare = prefix == "omimps" and not identifier.startswith("PS")
        identifier = f"PS{identifier}" if bare else identifier
    scheme = SCHEMES.get(prefix)
    fits = scheme and scheme.form.fullmatch(identifier)
    return Reference(prefix, identifier) if fits else None


@cache
def _names() -> Names:
    return Names()


@cache
def _spellings() -> tuple[tuple[str, str], ...]:
    """Read the namespaces in use elsewhere, and our prefix for each."""
    with FILES.joinpath("spellings.tsv").open("r", encoding="utf-8") as handle:
        lines = (line for line in handle if not line.startswith("#"))
        rows = csv.DictReader(lines, delimiter="\t")
        return tuple((row["namespace"], row["prefix"]) for row in rows)
