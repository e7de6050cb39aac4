"""CURIE ↔ IRI by the one prefix table, and the IRIs that we mint ourselves."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import cache, lru_cache

from curies import Converter, Record
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import PrefixError
from kg.model import Reference
from ontology import FILES

BASE = "https://w3id.org/mendelgraph/"
_KNOWN = 1 << 14
_OWN = BASE + "id/"
_SH = "http://www.w3.org/ns/shacl#"


class Names:
    """The prefix table for one base IRI; `own` are the prefixes of nodes of ours.

    >>> names = Names()
    >>> names.iri(Reference("CHEBI", "60344"))
    <NamedNode value=http://purl.obolibrary.org/obo/CHEBI_60344>
    >>> names.reference("http://purl.obolibrary.org/obo/CHEBI_60344")
    Reference(prefix='CHEBI', identifier='60344')
    >>> names.graph("doc", "alas2").value
    'https://w3id.org/mendelgraph/graph/doc/alas2'
    """

    def __init__(self, base: str = BASE) -> None:
        self.base = base
        self.prefixes = {
            prefix: base + "id/" + namespace.removeprefix(_OWN)
            if namespace.startswith(_OWN)
            else namespace
            for prefix, namespace in _declared().items()
        }
        self.own = frozenset(
            prefix
            for prefix, namespace in self.prefixes.items()
            if namespace.startswith(f"{base}id/")
        )
        self._converter = Converter(
            [Record(prefix=p, uri_prefix=n) for p, n in self.prefixes.items()]
        )
        self._spelling = {prefix.casefold(): prefix for prefix in self.prefixes}
        # the same few are asked for again and again
        self.reference = lru_cache(maxsize=_KNOWN)(self._reference)

    def __reduce__(self) -> tuple[type[Names], tuple[str]]:
        """Go to another process by the base; what was asked for is not taken along."""
        return Names, (self.base,)

    def parse_curie(self, curie: str) -> Reference:
        """Read `prefix:identifier`, any case of the prefix.

        Raises PrefixError where the table has no such prefix.

        >>> Names().parse_curie("HGNC:397")
        Reference(prefix='hgnc', identifier='397')
        """
        prefix, colon, identifier = curie.partition(":")
        spelling = self._spelling.get(prefix.casefold())
        if not colon or spelling is None:
            close = difflib.get_close_matches(prefix.casefold(), self._spelling, n=1)
            raise PrefixError(curie, self._spelling[close[0]] if close else None)
        return Reference(spelling, identifier)

    def iri(self, reference: Reference) -> NamedNode:
        """Expand a reference; raises PrefixError for an undeclared prefix."""
        namespace = self.prefixes.get(reference.prefix)
        if namespace is None:
            return self.iri(self.parse_curie(str(reference)))
        return NamedNode(namespace + reference.identifier)

    def _reference(self, iri: str) -> Reference | None:
        """Compress an IRI by the longest namespace that it starts with."""
        parsed = self._converter.parse_uri(iri)
        return Reference(parsed.prefix, parsed.identifier) if parsed else None

    def curie(self, iri: str) -> str:
        """Write an IRI as a CURIE, or as itself where no namespace fits."""
        reference = self.reference(iri)
        return str(reference) if reference else iri

    def identifiers(self, reference: Reference) -> tuple[str, ...]:
        """Write an identifier as a CURIE, then alone where it is none of ours.

        >>> Names().identifiers(Reference("hgnc", "397"))
        ('hgnc:397', '397')
        >>> Names().identifiers(Reference("condition", "favism"))
        ('condition:favism',)
        """
        curie = str(reference)
        return (
            (curie,) if reference.prefix in self.own else (curie, reference.identifier)
        )

    def graph(self, *path: str) -> NamedNode:
        """Name a graph: `graph("doc", "alas2")`, `graph("inferred")`."""
        return NamedNode(self.base + "graph/" + "/".join(path))


@cache
def _declared() -> dict[str, str]:
    """Read the table: prefix → namespace, in alphabetical order."""
    columns: dict[str, dict[str, str]] = {"prefix": {}, "namespace": {}}
    with FILES.joinpath("prefixes.ttl").open("rb") as handle:
        for quad in parse(handle, format=RdfFormat.TURTLE):
            name = quad.predicate.value.removeprefix(_SH)
            if name in columns and not isinstance(quad.object, Triple):
                columns[name][str(quad.subject)] = _text(quad.object)
    found = {
        prefix: columns["namespace"][node] for node, prefix in columns["prefix"].items()
    }
    return dict(sorted(found.items()))


@cache
def names_of(base: str = BASE) -> Names:
    """Give the names for a base; they are the same for whoever asks."""
    return Names(base)


@cache
def parse_curie(curie: str) -> Reference:
    """Read a CURIE, as `Names.parse_curie` does: it is the same under every base."""
    return names_of().parse_curie(curie)


@cache
def named(curie: str) -> NamedNode:
    """Expand a CURIE of a vocabulary: those are the same under every base.

    >>> named("rdfs:label")
    <NamedNode value=http://www.w3.org/2000/01/rdf-schema#label>
    """
    return names_of().iri(parse_curie(curie))


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal | NamedNode) else str(term)


def slug(text: str) -> str:
    """Write a name as the last part of an IRI of ours.

    >>> slug("5'-Aminolevulinate synthase 2")
    '5-aminolevulinate-synthase-2'
    >>> slug("Günther disease")
    'gunther-disease'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold().replace("'", "")).strip("-")
