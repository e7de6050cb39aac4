"""What a source says of a triple, and how that is written as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.model import Certainty, Polarity

if TYPE_CHECKING:
    from kg.store import Store

Node = NamedNode | BlankNode | Literal | Triple | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a source says.

    `exact` are its words: those of the document, with their place, or the supporting
    text of an imported fact. `slots` are what else it says in terms of Biolink:
    publications, sources of knowledge, qualifiers.
    """

    statement: NamedNode
    source: NamedNode
    title: str
    polarity: Polarity
    certainty: Certainty
    method: str | None
    exact: str | None
    start: int | None
    end: int | None
    slots: tuple[tuple[str, tuple[NamedNode | Literal, ...]], ...] = ()

    @property
    def holds(self) -> bool:
        """Tell whether the source says so, and does not deny it or leave it open."""
        is_open = self.certainty is Certainty.UNKNOWN
        return self.polarity is Polarity.POSITIVE and not is_open


@dataclass(frozen=True, slots=True)
class Support:
    """What stands behind a triple: statements, or rules that it follows by."""

    statements: tuple[Statement, ...]
    inferred: bool


def as_json(store: Store, support: Support) -> dict[str, object]:
    """Write what stands behind a triple as JSON values, nodes as CURIEs."""
    said = [_written(store, found) for found in support.statements]
    return {"statements": said, "inferred": support.inferred}


def _written(store: Store, found: Statement) -> dict[str, object]:
    nodes = {
        "statement": store.names.curie(found.statement.value),
        "source": store.names.curie(found.source.value),
    }
    return asdict(found) | nodes | {"slots": dict(slots(store, found))}


def slots(store: Store, found: Statement) -> list[tuple[str, list[str]]]:
    """Word what a statement says beside its triple, nodes as CURIEs."""
    return [
        (slot, [_word(store, term) for term in terms]) for slot, terms in found.slots
    ]


def _word(store: Store, term: NamedNode | Literal) -> str:
    is_node = isinstance(term, NamedNode)
    return store.names.curie(term.value) if is_node else term.value
