"""Which node of ours a name or identifier of a drawing means."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyoxigraph import DefaultGraph, NamedNode

from kg.imports.gpml import Shape
from kg.lexicon import Lexicon
from kg.lexicon.schemes import parse
from kg.model import Kind, Reference, Status
from kg.names import named, slug
from kg.store import Store

_KINDS = {
    "geneproduct": Kind.GENE,
    "rna": Kind.GENE,
    "protein": Kind.GENE_PRODUCT,
    "metabolite": Kind.CHEMICAL,
    "pathway": Kind.PATHWAY,
}
_SCHEMES = {
    "hgnc": Kind.GENE,
    "ensembl": Kind.GENE,
    "ncbigene": Kind.GENE,
    "uniprot": Kind.GENE_PRODUCT,
    "EC": Kind.GENE_PRODUCT,
    "CHEBI": Kind.CHEMICAL,
}
_OWN = frozenset({"hgnc", "uniprot", "CHEBI"})
"""The schemes whose identifiers our nodes have."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A node that a shape means, and where it is told of elsewhere."""

    node: NamedNode
    kind: Kind
    label: str
    elsewhere: NamedNode | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What shapes mean, by what the lexicon and a graph know.

    Asked in turn: is the identifier one of our nodes, or mapped to one; does the name
    mean just one; else there is a node of our own.
    """

    store: Store
    lexicon: Lexicon

    def thing(self, shape: Shape) -> Thing | None:
        """Give what a shape means; None for what is no gene, product or molecule."""
        reference = _reference(shape)
        kind = _SCHEMES.get(reference.prefix) if reference else None
        kind = kind or _KINDS.get(shape.sort.casefold())
        if kind is None or not (shape.label or reference):
            return None
        label = shape.label or str(reference)
        found = self._found(shape, reference, kind)
        elsewhere = _address(self.store, shape, reference)
        made = found or Reference(kind.slug, slug(label) or "unnamed")
        node = self.store.names.iri(made)
        return Thing(node, kind, label, None if elsewhere == node else elsewhere)

    def _found(
        self, shape: Shape, reference: Reference | None, kind: Kind
    ) -> Reference | None:
        if reference and reference.prefix in _OWN:
            return reference
        ways = (self._mapped(reference) if reference else (), self._named(shape, kind))
        for way in ways:
            found = dict.fromkeys(way)
            if len(found) == 1:
                return next(iter(found))
        return None

    def _mapped(self, reference: Reference) -> Iterator[Reference]:
        """Find what the lexicon or the graph says is the same as an identifier."""
        yield from (e.reference for e in self.lexicon.mapped(reference))
        names, exact = self.store.names, named("skos:exactMatch")
        find = self.store.quads.quads_for_pattern
        for quad in find(None, exact, names.iri(reference), DefaultGraph()):
            if isinstance(quad.subject, NamedNode):
                found = names.reference(quad.subject.value)
                yield from (found,) if found else ()

    def _named(self, shape: Shape, kind: Kind) -> Iterator[Reference]:
        for term in self.lexicon.lookup(shape.label) if shape.label else ():
            alike = term.entity.kind is kind or {term.entity.kind, kind} == _PRODUCTS
            if alike and term.status is not Status.RELATED:
                yield term.entity.reference


_PRODUCTS = {Kind.ENZYME, Kind.GENE_PRODUCT}


def _reference(shape: Shape) -> Reference | None:
    """Read the identifier of a shape, in one of our schemes."""
    prefix = _databases().get(shape.database.casefold(), ("", ""))[0]
    if not prefix or not shape.key:
        return None
    local = re.sub(rf"^{re.escape(prefix)}:", "", shape.key, flags=re.IGNORECASE)
    return parse(f"{prefix}:{local}")


def _address(
    store: Store, shape: Shape, reference: Reference | None
) -> NamedNode | None:
    """Give the address of the identifier that a shape has."""
    if reference:
        return store.names.iri(reference)
    namespace = _databases().get(shape.database.casefold(), ("", ""))[1]
    is_key = re.fullmatch(r"[\w.:-]+", shape.key)
    return NamedNode(namespace + shape.key) if namespace and is_key else None


@cache
def _databases() -> dict[str, tuple[str, str]]:
    text = files(__package__).joinpath("databases.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    rows = csv.DictReader(lines, delimiter="\t")
    return {
        row["database"].casefold(): (row["prefix"], row["namespace"]) for row in rows
    }
