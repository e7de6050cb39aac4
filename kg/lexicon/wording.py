"""Which names are of use: those that a page could have and that could mean much."""

from __future__ import annotations

import re

from kg.lexicon.folding import fold, is_symbol
from kg.model import Kind, Status

_LONGEST = 150  # systematic names of molecules are longer, and nobody writes them
_SHORTEST = 3
_SHORTEST_SYMBOL = 2  # genes: AR, F8
_SHORTEST_RELATED = 4  # "can" is related to calcium, "hem" to heme
_ENZYME = re.compile(r"(?<!dise)ase\b")

Key = tuple[str, bool]


def is_usable(name: str, kind: Kind, said: Status) -> bool:
    """Say whether a name may be searched for.

    >>> is_usable("AR", Kind.GENE, Status.LABEL)
    True
    >>> is_usable("AR", Kind.CONDITION, Status.SYNONYM)
    False
    """
    sized = _shortest(name, kind, said) <= len(name) <= _LONGEST
    return sized and any(map(str.isalpha, name))


def _shortest(name: str, kind: Kind, said: Status) -> int:
    if is_symbol(name):
        return _SHORTEST_SYMBOL if kind is Kind.GENE else _SHORTEST
    return _SHORTEST_RELATED if said is Status.RELATED else _SHORTEST


def is_enzyme(name: str) -> bool:
    """Take a product for an enzyme if its name says so (IUBMB, general rule 2).

    >>> is_enzyme("aminolevulinate dehydratase"), is_enzyme("Gaucher disease protein")
    (True, False)
    """
    return bool(_ENZYME.search(name))


def status(name: str, said: Status) -> Status:
    """Tell symbols among the synonyms: they are found only as they are written."""
    return Status.SYMBOL if said is Status.SYNONYM and is_symbol(name) else said


def key(name: str) -> Key:
    """Give what is the same in two names that find the same words."""
    return fold(name), is_symbol(name)
