"""Which kinds of mention a sentence must have for a pattern to state anything.

Most sentences lack what most patterns are about: looking at the kinds first spares
matching nine expressions of ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kg.extract.masking import PRODUCTS
from kg.model import Kind

Needs = frozenset[frozenset[Kind]]
"""Of each of these groups of kinds, a sentence must mention one."""

# What a pattern says on the side, of what its other facts are about.
_ASIDE = (" skos:altLabel ", " mg:subtypeOf ")


def needs(states: Iterable[str], kinds: Mapping[str, Kind]) -> frozenset[Needs]:
    """Tell what each state needs; *kinds* are those of the slots that read mentions.

    >>> [sorted(map(sorted, n)) for n in needs(["g mg:encodes p"], {"g": Kind.GENE})]
    [[[<Kind.GENE: 'Gene'>]]]
    """
    known = list(states)
    main = [state for state in known if not any(aside in state for aside in _ASIDE)]
    return frozenset(frozenset(_of(state, kinds)) for state in main or known)


def are_met(wanted: Iterable[Needs], present: frozenset[Kind]) -> bool:
    """Tell whether the kinds that are present suffice for any of the states."""
    return any(all(group & present for group in need) for need in wanted)


def _of(state: str, kinds: Mapping[str, Kind]) -> Iterator[frozenset[Kind]]:
    for name in re.findall(r"(?<!:)\b\w+\b(?![:(])", state):
        match kinds.get(name):
            case Kind.MUTATION:  # or the gene whose mutations were spoken of before
                yield frozenset([Kind.MUTATION, Kind.GENE])
            case Kind() as kind:
                yield PRODUCTS if kind in PRODUCTS else frozenset([kind])
            case None:
                pass
