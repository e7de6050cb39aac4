r"""Patterns as data: `patterns/*.toml`, one `[[pattern]]` for each way to say a thing.

    name        how evidence calls it: `causes.mutations-in-gene-cause`
    expression  a regular expression over the masked sentence, with slots in braces
    states      the facts that a match states: `"gene mg:encodes product"`
    example     a sentence that it must match; `counterexample`, one that it must not
    sections    where it applies (default: everywhere)
    page        only on pages about a "Gene" or a "Condition"
    fallback    true: only on pages where no other pattern found a cause
    modality    "ignore": what the words say holds whatever "may" or "not" stand there

A slot is `{name:KIND}` with a mark behind the kind:

    {gene:Gene}        one mention of the kind
    {genes:Gene+}      one or more, listed with commas, "and", "or"
    {signs:Phenotype*} all mentions within whatever words stand here
    {product:Enzyme~}  a mention, or words in its place that look like a new name
    {ill:Condition!}   a mention, or whatever words stand in its place
    {n:number} {n:ordinal}   a quantity
    {!Condition}       a mention of the kind, not read: for "and no condition between"
    {onset:age}        words as a fragment of that name describes them
    {alias:initials}   the same, if they abbreviate the words of the slot before
    {mutations}        "these mutations", or the mutations of a gene spoken of before

The kind may be left out where the slot is called like it. `<name>` is one of the
`fragments` of the file `fragments.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from kg.extract.files import FOLDER, load
from kg.extract.masking import CLOSE, OPEN, PRODUCTS, slot
from kg.extract.needs import Needs, are_met, needs
from kg.extract.quantities import NUMBER, ORDINAL, QUALIFIER
from kg.model import Kind, Section

_SLOT = re.compile(r"\{([a-z]\w*)(?::(\w+)([+*~!]?))?\}")
_NO_SUCH = re.compile(r"\{!(\w+)\}")
_FRAGMENT = re.compile(r"(?<!\?P)<([a-z][a-z0-9-]*)>")
_FRAGMENTS: dict[str, str] = load("fragments.toml")
_MENTION = {
    "gene": Kind.GENE,
    "product": Kind.GENE_PRODUCT,
    "process": Kind.PATHWAY,
    "chemical": Kind.CHEMICAL,
    "condition": Kind.CONDITION,
    "phenotype": Kind.PHENOTYPE,
    "place": Kind.ANATOMICAL_ENTITY,
    "mode": Kind.INHERITANCE_MODE,
    "chromosome": Kind.CHROMOSOME,
}
_AND = (
    r"(?:\s?[,;]\s(?:and\s|or\s)?|\s(?:and/or|and|or)\s"
    r"|,?\sor,?\s(?:(?:more|less)\s\w+|rarely|sometimes|occasionally),?\s)"
    r"(?:in\s)?(?:the\s|an?\s)?"
)
# A word of a name that is new may hold names that are known ("alanine-glyoxylate"),
# a dot or comma ("1,4-"), brackets ("pro-alpha1(VII)"); brackets may also stand before
# the last word: "adenosine monophosphate (AMP) deaminase", "alpha (A)-actin".
_LETTERS = rf"(?:{OPEN}[A-Z]+[0-9]+{CLOSE}|[^\s,;:.(){OPEN}{CLOSE}])+"
_BRACKET = rf"\({_LETTERS}\)"
_WORD = rf"{_LETTERS}(?:(?:[.,]|{_BRACKET}){_LETTERS}|{_BRACKET})*"
# A stretch of mentions ends where a reason, a contrast or another clause begins.
_STRETCH = (
    r"(?:(?!\b(?:because|due\sto|caused\sby|result(?:s|ing)?\sfrom|when|if|although|but"
    r"|than|unlike|whereas|compared|(?:people|individuals|patients|children|infants)\swith)\b"
    rf"|,\sand\s{OPEN}[A-Z]+[0-9]+{CLOSE}\s(?:is|are|has|have|may|can)\b)[^;])*"
)
_INSIDE = rf"(?:{_BRACKET}(?=\s\S)|\((?:{_LETTERS})?\)-{_LETTERS})"
_NAME = rf"{_WORD}(?:\s(?:{_WORD}|{_INSIDE})){{0,9}}?"


class Form(StrEnum):
    """How the words of a slot are read."""

    MENTIONS = "mentions"
    STRETCH = "stretch"
    NAME = "name"
    WORDING = "wording"
    WORDS = "words"
    MUTATIONS = "mutations"
    INITIALS = "initials"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a pattern; `several` where it may read more than one thing."""

    name: str
    form: Form
    kind: Kind | None
    several: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A way to say something, compiled."""

    name: str
    expression: re.Pattern[str]
    slots: tuple[Slot, ...]
    states: tuple[str, ...]
    sections: frozenset[Section]
    page: Kind | None
    hedged: bool
    fallback: bool
    example: str
    counterexample: str
    needs: frozenset[Needs]

    def applies(
        self, section: Section, subject: Kind, present: frozenset[Kind]
    ) -> bool:
        """Tell whether to try the pattern on a sentence with mentions `present`."""
        return (
            section in self.sections
            and self.page in {None, subject}
            and are_met(self.needs, present)
        )


@cache
def patterns() -> tuple[Pattern, ...]:
    """Give the whole grammar, in the order of the files' names and of their entries."""
    return tuple(_read())


def _read() -> Iterator[Pattern]:
    for file in sorted(FOLDER.iterdir(), key=lambda file: file.name):
        topic, dot, ending = file.name.rpartition(".")
        if dot and ending == "toml":
            for entry in load(file.name).get("pattern", ()):
                yield _compile(topic, entry)


def _compile(topic: str, entry: dict[str, Any]) -> Pattern:
    source = _expand(entry["expression"])
    slots = tuple(_slot(match) for match in _SLOT.finditer(source))
    page = entry.get("page")
    return Pattern(
        name=f"{topic}.{entry['name']}",
        expression=any_space(_SLOT.sub(_slot_expression, source)),
        slots=slots,
        states=tuple(entry["states"]),
        sections=frozenset(Section(s) for s in entry.get("sections", Section)),
        page=Kind(page) if page else None,
        hedged=entry.get("modality") != "ignore",
        fallback=entry.get("fallback", False),
        example=entry["example"],
        counterexample=entry.get("counterexample", ""),
        needs=needs(
            entry["states"], {s.name: k for s in slots if (k := _mentioned(s))}
        ),
    )


def _mentioned(slot: Slot) -> Kind | None:
    """Give the kind of mention without which a slot is empty."""
    if slot.form is Form.MUTATIONS:
        return Kind.MUTATION
    return slot.kind if slot.form in {Form.MENTIONS, Form.STRETCH} else None


def _expand(source: str) -> str:
    while _FRAGMENT.search(source):
        source = _FRAGMENT.sub(lambda m: f"(?:{_FRAGMENTS[m[1]]})", source)
    return _NO_SUCH.sub(lambda m: slot([Kind(m[1])]), source)


def any_space(source: str) -> re.Pattern[str]:
    """Compile; a line break or two blanks in a text are as good as a blank."""
    source = source.replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(source, re.IGNORECASE)


def _slot(match: re.Match[str]) -> Slot:
    name, kind, mark = match.groups()
    kind = kind or _MENTION.get(name.rstrip("s0123456789"), name)
    if kind in set(Kind):
        several = mark in {"+", "*"} or _is_plural(name)
        return Slot(name, _MARKS.get(mark, Form.MENTIONS), Kind(kind), several)
    form = Form.MUTATIONS if kind == name == "mutations" else Form.WORDS
    return Slot(name, Form.INITIALS if kind == "initials" else form, None)


def _is_plural(name: str) -> bool:
    bare = name.rstrip("0123456789")
    return bare.endswith("s") and not bare.endswith("ss")


def _slot_expression(match: re.Match[str]) -> str:
    name, kind, mark = match.groups()
    found = _slot(match)
    if found.kind is None:
        inside = _WORDS.get(kind or name) or _expand(_FRAGMENTS[kind])
    else:
        token = slot(PRODUCTS if found.kind in PRODUCTS else [found.kind])
        noun = _NOUN.get(found.kind, "")
        # two ways to read one bracket would take time that doubles with each item
        note = "" if noun else rf"|\s\({token}\)"
        listed = rf"{token}{noun}(?:{_AND}{token}{noun}{note})*"
        implied = listed if not kind and _is_plural(name) else token
        inside = {"+": listed, "*": _STRETCH, "~": _NAME, "!": _NAME}.get(mark, implied)
    return f"(?P<{name}>{inside})"


# What may follow each mention of a list: "the A gene, the B gene (also called C)".
_NOUN = {Kind.GENE: r"(?:\s\([^()]*\))?(?:\sgenes?(?:\s\([^()]*\))?)?"}
_MARKS = {"~": Form.NAME, "!": Form.WORDING, "*": Form.STRETCH}
_GENE = slot([Kind.GENE])
_WORDS = {
    # not the end of a range: "10 to 20"
    "number": rf"\b(?<!\sto\s)(?<!\sor\s)(?:{QUALIFIER}\s)?{NUMBER}",
    "ordinal": ORDINAL,
    "mutations": (
        rf"{slot([Kind.MUTATION])}"
        rf"|(?:mutations?|variants?|changes)(?:\s\([^()]*\))?\sin\s"
        rf"(?:(?:either|both|one|each|a\ssingle)\s)?(?:cop(?:y|ies)\sof\s)?(?:the\s)?"
        rf"{_GENE}(?:{_AND}{_GENE})*(?:\sgenes?)?"
        rf"|{_GENE}\s(?:gene\s)?(?:mutations?|variants?)"
    ),
}
