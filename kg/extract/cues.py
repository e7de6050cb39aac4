"""Whether a sentence affirms, denies or hedges what a pattern found in it.

After ConText (Harkema et al. 2009): a cue reaches from where it stands to the end of
its clause, so only cues before the end of the match, in the match's clause, count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.extract.files import load
from kg.model import Certainty, Polarity

_CUES = load("cues.toml")


def _any_of(expressions: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(expressions)})\b", re.IGNORECASE)


_PSEUDO = _any_of(_CUES["pseudo"])
_NEGATION = _any_of(_CUES["negation"])
_POSSIBLE = _any_of(_CUES["possible"])
_UNKNOWN = _any_of(_CUES["unknown"])
_CLAUSE = _any_of(_CUES["clause"])


def judge(text: str, start: int, end: int) -> tuple[Polarity, Certainty]:
    """Judge what the match at start..end of a (masked) sentence says.

    >>> [str(word) for word in judge("It may not cause a rash", 0, 23)]
    ['negative', 'possible']
    """
    scope = _PSEUDO.sub(" ", text[_clause_start(text, start) : end])
    polarity = Polarity.NEGATIVE if _NEGATION.search(scope) else Polarity.POSITIVE
    if _UNKNOWN.search(scope):
        return polarity, Certainty.UNKNOWN
    possible = _POSSIBLE.search(scope)
    return polarity, Certainty.POSSIBLE if possible else Certainty.STATED


def _clause_start(text: str, start: int) -> int:
    return max((m.end() for m in _CLAUSE.finditer(text, 0, start)), default=0)
