"""Which names are of use: those that a page could have and that could mean much."""

from __future__ import annotations

import re

from kg.lexicon.folding import fold, is_symbol
from kg.model import Kind, Status

_LONGEST = 150  # systematic names of molecules are longer, and nobody writes them
_SHORTEST = 3
_SHORTEST_SYMBOL = 2  # genes: AR, F8
_ENZYME = re.compile(r"(?<!dise)ase\b")

Key = tuple[str, bool]


def is_usable(name: str, kind: Kind) -> bool:
    """Say whether a name may be searched for.

    >>> is_usable("AR", Kind.GENE), is_usable("AR", Kind.CONDITION)
    (True, False)
    """
    gene = kind is Kind.GENE and is_symbol(name)
    shortest = _SHORTEST_SYMBOL if gene else _SHORTEST
    sized = shortest <= len(name) <= _LONGEST
    return sized and any(map(str.isalpha, name))


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
