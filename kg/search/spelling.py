"""The IRIs that a text may stand for: CURIEs, addresses, accessions as people write.

One identifier has many spellings: `HGNC:397`, `hgnc_397`, `identifiers.org/hgnc/397`,
`https://www.genenames.org/.../HGNC:397`. What a scheme's identifiers look like
(kg/lexicon/schemes.toml) tells which of them the end of an address can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pyoxigraph import NamedNode

from kg.errors import PrefixError
from kg.lexicon.schemes import SCHEMES, parse
from kg.model import Reference
from kg.names import Names, slug

_IRI = re.compile(r"[A-Za-z][\w+.-]*://[^\s<>\"{}|^`\\]+")
_BARE = re.compile(r"[\w-]+(\.[\w-]+)+/[^\s<>\"{}|^`\\]+")
_CURIE = re.compile(r"([A-Za-z][\w.-]*?)\s*[:_ ]\s*([^\s<>\"{}|^`\\]+)")
_PART = re.compile(r"[/#?=&!]+")
# The pages of MedlinePlus Genetics, and of the site it was before
_PAGE = re.compile(
    r"(?:https?://)?(?:www\.)?(?:medlineplus\.gov/genetics|ghr\.nlm\.nih\.gov)"
    r"/(gene|condition|chromosome)s?/([^/?#]+)/?(?:[?#].*)?"
)


def readings(names: Names, text: str) -> tuple[NamedNode, ...]:
    """List the IRIs that a text may stand for, the most literal one first.

    Raises ValueError for what is written as an IRI and cannot be one.

    >>> [iri.value for iri in readings(Names(), "MIM:300751")]
    ['https://omim.org/entry/300751']
    >>> readings(Names(), "anemia")
    ()
    """
    stripped = text.strip()
    if stripped.startswith("<") and stripped.endswith(">"):
        return (NamedNode(stripped[1:-1]),)
    if _BARE.fullmatch(stripped):
        stripped = f"https://{stripped}"
    found = (
        _of_address(names, stripped)
        if _IRI.fullmatch(stripped)
        else _of_identifier(names, stripped)
    )
    return tuple(dict.fromkeys(map(NamedNode, found)))


def page(names: Names, text: str) -> NamedNode | None:
    """Name the document that the address of a MedlinePlus page leads to.

    >>> page(Names(), "https://medlineplus.gov/genetics/gene/alas2/#function").value
    'https://w3id.org/mendelgraph/id/document/alas2'
    """
    found = _PAGE.fullmatch(text.strip())
    if not found:
        return None
    kind, name = found[1], found[2]
    numbered = kind == "chromosome" and re.fullmatch(r"\d{1,2}|[xyXY]", name)
    return names.iri(
        Reference("document", slug(f"chromosome {name}" if numbered else name))
    )


def prefix_problem(names: Names, text: str) -> PrefixError | None:
    """Say what is wrong with the prefix of what is written as a CURIE."""
    if not re.fullmatch(r"[A-Za-z][\w.-]*:[^\s/]+", text.strip()):
        return None
    try:
        names.parse_curie(text.strip())
    except PrefixError as error:
        return error
    return None


def _of_address(names: Names, iri: str) -> Iterator[str]:
    """Read an IRI as it is, with the other scheme, and by what it ends in."""
    scheme, _, rest = iri.partition("://")
    yield iri
    bare = rest.removeprefix("www.").rstrip("/")
    hosts = (rest, bare, f"www.{bare}")
    schemes = ("https", "http") if scheme in {"https", "http"} else (scheme,)
    spellings = [f"{one}://{host}" for one in schemes for host in hosts]
    yield from spellings
    known = (reference for each in spellings if (reference := parse(each)))
    yield from (names.iri(reference).value for reference in known)
    parts = [part for part in _PART.split(rest) if part]
    pairs = [f"{one}:{two}" for one, two in pairwise(parts)]
    for written in (*parts[:0:-1], *pairs[::-1]):
        yield from (names.iri(reference).value for reference in _accessions(written))


def _of_identifier(names: Names, text: str) -> Iterator[str]:
    """Read a CURIE, any case of its prefix, or an accession that stands alone."""
    try:
        if not re.search(r"\s", text):
            yield names.iri(names.parse_curie(text)).value
    except PrefixError:
        pass
    yield from (names.iri(reference).value for reference in _accessions(text))


def _accessions(text: str) -> Iterator[Reference]:
    """Read an identifier by the form that its scheme gives it."""
    curie = _CURIE.fullmatch(text)
    if curie:
        found = parse(f"{curie[1]}:{curie[2]}")
        if found:
            yield found
        return
    for scheme in SCHEMES.values():
        # a number alone could be of any scheme
        if not text.isdecimal() and scheme.form.fullmatch(text.upper()):
            yield Reference(scheme.prefix, text.upper())
