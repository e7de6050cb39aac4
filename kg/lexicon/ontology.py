"""From the concepts of an ontology, whatever its syntax, to a vocabulary."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.lexicon.folding import is_symbol
from kg.lexicon.genes import gene_link, product
from kg.lexicon.schemes import SCHEMES, Branch, Scheme
from kg.lexicon.vocabulary import (
    CURATED,
    PARENT,
    Link,
    Record,
    Source,
    Vocabulary,
)
from kg.model import Kind, Reference, Status

_GENE = "hgnc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A class of an ontology that is in use: obsolete ones are left out before."""

    identity: Reference
    label: str
    namespace: str = ""
    symbol: str = ""
    names: tuple[tuple[str, Status], ...] = ()
    parents: tuple[Reference, ...] = ()
    links: tuple[Link, ...] = ()


def vocabulary(source: Source, concepts: Iterable[Concept]) -> Vocabulary:
    """Keep the concepts that are of a kind of ours, and what they are linked to."""
    known = {concept.identity: concept for concept in concepts}
    kinds = _Kinds(known)
    records: list[Record] = []
    links: list[Link] = []
    for concept in known.values():
        gene = _gene(concept)
        kind = kinds.of(concept)
        if gene:
            records += gene[0]
            links += gene[1]
        elif kind:
            names = concept.names
            records.append(Record(concept.identity, kind, concept.label, names))
            links += _links(concept)
    return Vocabulary(source, tuple(records), tuple(links))


def main_scheme(concepts: Iterable[Reference]) -> Scheme | None:
    """Give the scheme of most concepts; None if no vocabulary of ours has any."""
    counts = Counter(r.prefix for r in concepts if SCHEMES[r.prefix].branches)
    return SCHEMES[counts.most_common(1)[0][0]] if counts else None


class _Kinds:
    """Tells what concepts are, by the branches of their scheme."""

    def __init__(self, concepts: Mapping[Reference, Concept]) -> None:
        self._children: dict[Reference, list[Reference]] = defaultdict(list)
        for concept in concepts.values():
            for parent in concept.parents:
                self._children[parent].append(concept.identity)
        self._below: dict[Reference, frozenset[Reference]] = {}

    def of(self, concept: Concept) -> Kind | None:
        scheme = SCHEMES[concept.identity.prefix]
        if concept.identity in scheme.top:
            return None
        fitting = (b.kind for b in scheme.branches if self._fits(b, concept))
        return next(fitting, None)

    def _fits(self, branch: Branch, concept: Concept) -> bool:
        if branch.namespace and branch.namespace != concept.namespace:
            return False
        within = not branch.below or self._is_below(concept, branch.below)
        return within and not self._is_below(concept, branch.without)

    def _is_below(self, concept: Concept, roots: frozenset[Reference]) -> bool:
        return any(concept.identity in self._descendants(root) for root in roots)

    def _descendants(self, root: Reference) -> frozenset[Reference]:
        if root not in self._below:
            found = {root}
            waiting = [root]
            while waiting:
                fresh = set(self._children.get(waiting.pop(), ())) - found
                found |= fresh
                waiting += fresh
            self._below[root] = frozenset(found)
        return self._below[root]


def _links(concept: Concept) -> Iterator[Link]:
    yield from concept.links
    for parent in concept.parents:
        if parent.prefix == concept.identity.prefix:
            yield Link(concept.identity, PARENT, parent, CURATED)


def _gene(concept: Concept) -> tuple[list[Record], list[Link]] | None:
    """Read a gene that an ontology of diseases lists with its HGNC number (ORDO).

    Of its other names only those of one word are symbols; the longer ones may be names
    of its diseases. Which symbols were approved once, and which several genes share,
    is not said.
    """
    number = [li.object for li in concept.links if li.object.prefix == _GENE]
    if not concept.symbol or len(number) != 1:
        return None
    links = [
        gene_link(number[0], li.object, li.justification)
        for li in concept.links
        if li.object != number[0]
    ]
    links.append(gene_link(number[0], concept.identity, CURATED))
    names = [
        (name, Status.RELATED if is_symbol(name) else Status.SYNONYM)
        for name, _ in concept.names
        if " " not in name
    ]
    names.append((concept.label, Status.SYNONYM))
    gene = Record(number[0], Kind.GENE, concept.symbol, tuple(names))
    return [gene, *product(concept.label, links)], links
