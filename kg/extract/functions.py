"""The functions over slots: what is made of what a pattern found."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.extract import quantities
from kg.model import Argument, Description, Kind, Mention, Value

_QUALIFIER = re.compile(rf"({quantities.QUALIFIER})\s", re.IGNORECASE)


def _mutations(gene: Argument, condition: Argument) -> Argument:
    return Description(
        Kind.MUTATION, (gene, condition), "", "{0} mutations that cause {1}"
    )


def _step(process: Argument, place: Argument) -> Argument | None:
    words = exact(place).lower()
    number = quantities.ordinal(words)
    if number is None:
        return Description(Kind.STEP, (process,), words, "{0}, " + words + " step")
    return Description(Kind.STEP, (process,), str(number), "{0}, step " + str(number))


def _gene(mutations: Argument) -> Argument | None:
    return mutations.parts[0] if isinstance(mutations, Description) else None


def _number(words: Argument) -> Argument | None:
    found_words = exact(words)
    plain = _QUALIFIER.sub("", found_words)
    found = quantities.ordinal(found_words) or quantities.number(plain)
    return None if found is None else quantities.integer(found)


def _qualifier(words: Argument) -> Argument | None:
    found = _QUALIFIER.match(exact(words))
    return Value(found[1].lower()) if found else None


def exact(words: Argument) -> str:
    """Give the words of a mention; anything else has none."""
    return words.exact if isinstance(words, Mention) else ""


FUNCTIONS: dict[str, Callable[..., Argument | None]] = {
    "mutations": _mutations,
    "step": _step,
    "gene": _gene,
    "number": _number,
    "qualifier": _qualifier,
}
