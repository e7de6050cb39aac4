"""What a file says, as triples, and what it calls itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import GraphError, PrefixError
from kg.lexicon.schemes import parse
from kg.model import Polarity
from kg.names import Names, named
from kg.rdf import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A fact of a file: the place where it stands there, and what it says about it.

    What is denied is kept as a statement only. `kind` is its association in Biolink.
    """

    triple: Triple
    place: str
    kind: NamedNode | None = None
    polarity: Polarity = Polarity.POSITIVE
    level: str = "knowledge_assertion"
    agent: str = "manual_agent"
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """The triples of a file, its form, and the title and version that it states.

    `facts` are those whose place in the file is known. `left` counts what has no place
    in the graph, by what it is.
    """

    triples: tuple[Triple, ...]
    form: str
    title: str = ""
    version: str = ""
    left: tuple[tuple[str, int], ...] = ()
    facts: tuple[Told, ...] = field(default=())

    @property
    def asserted(self) -> tuple[Triple, ...]:
        """All that the file holds to be so."""
        holds = (f.triple for f in self.facts if f.polarity is Polarity.POSITIVE)
        return tuple(dict.fromkeys((*self.triples, *holds)))


def labelled(node: NamedNode, kind: str, label: str, names: Names) -> list[Triple]:
    """Say what a node is and how it is called."""
    reference = names.reference(node.value)
    written = names.identifiers(reference) if reference else (node.value,)
    return [
        Triple(node, named("rdf:type"), named(kind)),
        Triple(node, named("rdfs:label"), Literal(label)),
        *(Triple(node, named("dcterms:identifier"), Literal(w)) for w in written),
    ]


def expanded(curie: str, names: Names) -> NamedNode:
    """Expand a CURIE as files write it, or take an IRI.

    Raises PrefixError for a prefix that nobody declared, ValueError for no IRI.
    """
    if curie.startswith(("http://", "https://")):
        return NamedNode(curie)
    if curie.startswith("PMID:"):  # as Biolink and OBO write our pubmed:
        curie = curie.replace("PMID", "pubmed", 1)
    return names.iri(parse(curie) or names.parse_curie(curie))


def node_of(curie: str, names: Names, source: str, place: str) -> NamedNode:
    """Expand a CURIE or take an IRI; raises GraphError with the place."""
    try:
        return expanded(curie, names)
    except (PrefixError, ValueError) as error:
        raise GraphError(source, f"{place}: {error}") from error
