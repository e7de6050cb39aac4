"""Genes beside what they are listed with: a protein is not its gene, yet named so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.lexicon.vocabulary import EXACT, RELATED, Link, Record
from kg.lexicon.wording import is_enzyme
from kg.model import Kind, Reference, Status

_PROTEIN = "uniprot"


def gene_link(gene: Reference, other: Reference, justification: Reference) -> Link:
    """Link a gene to its record in another scheme, or to its protein."""
    predicate = RELATED if other.prefix == _PROTEIN else EXACT
    return Link(gene, predicate, other, justification)


def product(
    name: str, links: Iterable[Link], others: Iterable[str] = ()
) -> Iterator[Record]:
    """Give the protein of a gene, if it has just one: it goes by the gene's long name.

    *links* are those of the gene, *others* further names of the protein.
    """
    proteins = [link.object for link in links if link.object.prefix == _PROTEIN]
    if len(proteins) == 1 and name:
        kind = Kind.ENZYME if is_enzyme(name) else Kind.GENE_PRODUCT
        names = tuple((other, Status.SYNONYM) for other in others)
        yield Record(proteins[0], kind, name, names)
