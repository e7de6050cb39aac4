"""What a cross-reference of an ontology means, by what the ontology notes beside it."""

from __future__ import annotations

from collections.abc import Iterable

from kg.lexicon.schemes import parse
from kg.lexicon.vocabulary import (
    BROAD,
    CLOSE,
    CURATED,
    EXACT,
    NARROW,
    RELATED,
    UNSPECIFIED,
    Link,
)
from kg.model import Reference, Status

MATCHES = {
    "exactMatch": EXACT,
    "closeMatch": CLOSE,
    "broadMatch": BROAD,
    "narrowMatch": NARROW,
    "relatedMatch": RELATED,
}
"""The mapping properties of SKOS (SKOS Reference, section 10) by local name."""

SCOPES = {"EXACT": Status.SYNONYM, "RELATED": Status.RELATED}
"""OBO synonym scopes that are kept: a broad or narrow name is one of another thing."""

ALTERNATIVE = {"alternative_term", "term", "altLabel", "IAO_0000118"}
"""Local names of properties for other names, besides those of OBO (ORDO, SKOS, IAO)."""

NO_NAMES = {"FORMULA", "InChI", "InChIKey", "SMILES"}
"""Types of synonym that are notations (ChEBI)."""

# Notes of Mondo (editors' guide, "Equivalence axioms") and of ORDO (ECO:0000218).
_NOTES = (
    ("MONDO:equivalentTo", EXACT),
    ("MONDO:mondoIsNarrowerThanSource", BROAD),
    ("MONDO:mondoIsBroaderThanSource", NARROW),
    ("MONDO:relatedTo", RELATED),
    ("MONDO:obsoleteEquivalent", None),
    ("E (", EXACT),
    ("NTBT", BROAD),
    ("BTNT", NARROW),
    ("W (", None),
    ("ND (", None),
)


def xref_link(subject: Reference, written: str, notes: Iterable[str]) -> Link | None:
    """Make a link of a cross-reference; None for one that is unusable or called wrong.

    Without a note only a resemblance is claimed, and nobody knows how it was found.
    """
    object_ = parse(written)
    if object_ is None or object_ == subject:
        return None
    noted = list(notes)
    for start, predicate in _NOTES:
        if any(note.startswith(start) for note in noted):
            return Link(subject, predicate, object_, CURATED) if predicate else None
    return Link(subject, CLOSE, object_, UNSPECIFIED)


def match_link(subject: Reference, relation: str, written: str) -> Link | None:
    """Make a link of a SKOS mapping property; None for other properties."""
    predicate = MATCHES.get(relation)
    object_ = parse(written) if predicate else None
    return Link(subject, predicate, object_, CURATED) if predicate and object_ else None


def is_obsolete(label: str) -> bool:
    """Say whether a label marks its term as given up, where nothing else does."""
    return label.casefold().startswith("obsolete")
