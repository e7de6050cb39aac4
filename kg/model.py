"""The values that pass between the steps: a document, what it says, what that means.

    Document → Fact → Assertion | Rejection → quads

Nothing here changes once made. Offsets count Unicode code points in `Document.text`,
from 0, the end not included (Web Annotation Data Model, section 4.2.5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Reference(NamedTuple):
    """An identifier as a CURIE has it: `Reference("hgnc", "397")` is `hgnc:397`."""

    prefix: str
    identifier: str

    def __str__(self) -> str:
        return f"{self.prefix}:{self.identifier}"


class Kind(StrEnum):
    """What sort of thing a node is. A value is the local name of its `mg:` class."""

    DOCUMENT = "Document"
    GENE = "Gene"
    GENE_PRODUCT = "GeneProduct"
    ENZYME = "Enzyme"
    PATHWAY = "Pathway"
    STEP = "Step"
    CHEMICAL = "Chemical"
    MUTATION = "Mutation"
    CONDITION = "Condition"
    PHENOTYPE = "Phenotype"
    INHERITANCE_MODE = "InheritanceMode"
    ANATOMICAL_ENTITY = "AnatomicalEntity"
    ARTICLE = "Article"
    CHROMOSOME = "Chromosome"
    CHROMOSOME_BAND = "ChromosomeBand"
    LOCATION = "Location"
    POSITION = "Position"

    @property
    def slug(self) -> str:
        """The part of our own IRIs that names the kind: `gene-product`."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", self.value).lower()


class Section(StrEnum):
    """Where on a page a passage stands, whatever the layout calls it."""

    TITLE = "title"
    DESCRIPTION = "description"
    FUNCTION = "function"
    FREQUENCY = "frequency"
    CAUSES = "causes"
    INHERITANCE = "inheritance"
    CONDITIONS = "conditions"  # a gene page: what changes in the gene cause
    CYTOGENETIC_LOCATION = "cytogenetic-location"
    MOLECULAR_LOCATION = "molecular-location"
    OTHER_NAMES = "other-names"  # one passage a name
    RELATED_GENES = "related-genes"  # one passage a gene symbol
    CATALOG = "catalog"  # one passage a title of an OMIM entry
    RELATED_CONDITIONS = "related-conditions"  # one passage a name of a condition
    INHERITANCE_MODES = "inheritance-modes"  # one passage a mode: "Autosomal dominant"
    DATABASE_KEYS = "database-keys"  # one passage a key: "OMIM 300751"
    REFERENCES = "references"  # one passage a reference
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of `Document.text`: `text == document.text[offset:][:len(text)]`."""

    section: Section
    offset: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A page as it was read; `subject` is what it is about.

    `text` is the original, site chrome included, where the page came as plain text;
    where it came as markup, what `kg.sources` wrote out of it.
    """

    id: Reference
    title: str
    subject: Kind
    url: str | None
    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a document that name a thing of this kind."""

    start: int
    end: int
    exact: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Entity:
    """A node: its identifier, what sort of thing it is, and its one label."""

    reference: Reference
    kind: Kind
    label: str


@dataclass(frozen=True, slots=True)
class Description:
    """A thing that a text describes instead of naming it.

    A step of a process, a group of mutations, a place on a chromosome: identified by
    the named things that it belongs to (`parts`) and a key among their others. `label`
    is a format over the labels of the parts: `"{0} mutations that cause {1}"`.
    """

    kind: Kind
    parts: tuple[Argument, ...]
    key: str
    label: str


STRING = Reference("xsd", "string")


@dataclass(frozen=True, slots=True)
class Value:
    """A literal: its lexical form and datatype (RDF 1.1 Concepts, section 3.3)."""

    lexical: str
    datatype: Reference = STRING


# An Entity is known to the reader already (the document itself, an article with its
# DOI); a Reference is a term of a vocabulary (the class of a variant).
Argument = Mention | Description | Entity | Reference | Value


class Polarity(StrEnum):
    POSITIVE = "positive"
    NEGATIVE = "negative"


class Certainty(StrEnum):
    STATED = "stated"
    POSSIBLE = "possible"  # "may", "is thought to": asserted, and marked so
    UNKNOWN = "unknown"  # "it is unclear whether": kept as a statement, not asserted


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words of a document: `exact == document.text[start:end]`."""

    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact was read, and by which pattern or reader."""

    document: Reference
    quote: Quote
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What a sentence says, still in the sentence's own words."""

    subject: Argument
    predicate: Reference
    object: Argument
    evidence: Evidence
    polarity: Polarity = Polarity.POSITIVE
    certainty: Certainty = Certainty.STATED


class Status(StrEnum):
    """How a name stands to its entity."""

    LABEL = "label"
    SYNONYM = "synonym"
    SYMBOL = "symbol"
    RELATED = "related"  # used for it, but not just for it


@dataclass(frozen=True, slots=True)
class Term:
    """A name of an entity, and the vocabulary that has it."""

    name: str
    entity: Entity
    status: Status
    source: str = ""


class Method(StrEnum):
    """How words were tied to a node."""

    LABEL = "label"  # the lexicon's preferred name
    SYNONYM = "synonym"  # another of its names
    AGREED = "agreed"  # what the page's other names and keys agree on
    DESCRIBED = "described"  # made from the parts of a description
    MINTED = "minted"  # no lexicon knows the words: a node of our own
    GIVEN = "given"  # the reader or the pattern knew the identifier


@dataclass(frozen=True, slots=True)
class Grounding:
    """What an argument of a fact turned out to be."""

    argument: Argument
    entity: Entity
    method: Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """A fact whose words were replaced by nodes and literals.

    It becomes a triple of its document's graph if it `holds`; otherwise it is kept
    as a statement with its polarity and certainty only.
    """

    subject: Grounding
    predicate: Reference
    object: Grounding | Reference | Value
    evidence: Evidence
    polarity: Polarity
    certainty: Certainty

    @property
    def holds(self) -> bool:
        positive = self.polarity is Polarity.POSITIVE
        return positive and self.certainty is not Certainty.UNKNOWN


class Reason(StrEnum):
    """Why a fact came to nothing."""

    AMBIGUOUS = "ambiguous"
    WRONG_KIND = "wrong kind"
    ITSELF = "itself"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A fact that was read and could not be asserted, and why."""

    fact: Fact
    argument: Argument
    reason: Reason
    candidates: tuple[Entity, ...] = ()
