"""Whether a sentence affirms, denies or hedges what a pattern found in it.

After ConText (Harkema et al. 2009) a cue reaches from where it stands to the end of its
clause; and closer, since findings are described by what people cannot do:

    "do not have a rash"            denies what its verb has for an object
    "eyes that do not move, a rash"  a relative clause reaches no further than its comma
    "skin that does not heal (ulcers)"   what brackets name is described, "not" and all
    "no fever"                      denies the noun that follows
    "may be red, and develop a rash"     ends where another verb has the same subject
    "it is unclear whether"         holds for the whole clause
"""

from __future__ import annotations

import re

from kg.extract.files import load
from kg.extract.grammar import Pattern, any_space
from kg.extract.masking import CLOSE, OPEN, Masked, slot
from kg.model import Argument, Certainty, Kind, Polarity

_CUES: dict[str, list[str]] = load("cues.toml")
_TOKEN = rf"{OPEN}[A-Z]+[0-9]+{CLOSE}"
_FINDING = re.compile(slot([Kind.PHENOTYPE]))


def _words(*names: str) -> str:
    return "|".join(word for name in names for word in _CUES[name])


def _any_of(name: str) -> re.Pattern[str]:
    return any_space(rf"\b(?:{_words(name)})\b")


_PSEUDO, _CLAUSE, _SHARE = map(_any_of, ("pseudo", "clause", "share"))
_DENIED, _POSSIBLE, _UNKNOWN = map(_any_of, ("denied", "possible", "unknown"))
_DENY = any_space(
    rf"\b(?:(?:{_words('auxiliary')}) )?(?:[a-z]+ly )?(?:{_words('deny')})"
    rf"(?: (?:{_words('between')}))* (?:{_words('holds')})\b"
    rf"(?! (?:{_words('lacking')})\b)"
)
# The noun phrase after the cue: a few words, or a list of findings.
_LACK = any_space(
    rf"\b(?:(?:{_words('holds')}) )?(?:{_words('lack')}) "
    rf"(?:(?!(?:{_words('apart')})\b)[\w'-]+ ){{0,5}}"
    rf"(?:{_TOKEN}(?:, {_TOKEN})*,? (?:or|nor) (?:[\w'-]+ ){{0,3}})?$"
)
_MAY = any_space(
    rf"\b(?:{_words('may')})(?: (?:{_words('deny', 'between')}|to)\b)*"
    rf"(?:(?P<holds> (?:{_words('holds')})\b)| [\w'-]+|(?= ))"
)
_FINITE = any_space(
    rf"\b(?:{_words('finite')})\b"
    rf"|(?:, and |(?<!\band\s)(?<!\bor\s)(?<!\bto\s)\b)(?:{_words('bare')})\b"
)
_BREAK = any_space("[,;] (?!(?:including|such as) )")
_BRACKETS = re.compile(r"\([^()]*\)")
_OPENED = re.compile(r"\([^()]*$")
# A clause that only tells which thing is meant, and that has come to its end.
_RELATIVE = any_space(
    rf"(?<!,\s)\b(?:{_words('relative')})\b"
    rf"(?:(?!\b(?:{_words('relative')}|includes?)\b)[^,;()]|[,;](?! ))*(?=[,;] |[()])"
)

# The same, not at its end: "things that do not hurt" are not what people lack.
_OF_WHICH = any_space(rf"(?<!,\s)\b(?:{_words('relative')})\b[^,;()]*$")


def judged(
    pattern: Pattern, match: re.Match[str], masked: Masked, said: Argument
) -> tuple[Polarity, Certainty]:
    """Judge one of the things that a match says, where it stands in the sentence.

    Of a list, what follows it in the list does not count, what follows the list does.
    """
    if not pattern.hedged:
        return Polarity.POSITIVE, Certainty.STATED
    slots = [match.span(slot.name) for slot in pattern.slots if match[slot.name]]
    place = _place(said, [*slots, match.span()], masked)
    ends = (end for start, end in slots if start <= place < end)
    rest = masked.words(next(ends, place), match.end())
    said_of = masked.words(place, masked.text.find(CLOSE, place) + 1) if rest else ""
    return judge(masked.words(0, place), said_of + rest)


def _place(said: Argument, spans: list[tuple[int, int]], masked: Masked) -> int:
    """Find where a thing stands: in a slot, else anywhere in the match, else its end.

    Elsewhere in the match, another clause may speak of the same thing.
    """
    found = ((masked.place_of(said, *span), span[1]) for span in spans)
    return next((place for place, end in found if place < end), spans[-1][1])


def judge(before: str, rest: str = "") -> tuple[Polarity, Certainty]:
    """Judge what a (masked) sentence says by the words *before* what it says it of.

    *rest* are the words from it on that belong to the same statement.

    >>> [str(word) for word in judge("It may not cause a ")]
    ['negative', 'possible']
    >>> [str(word) for word in judge("Hair that does not grow (")]
    ['positive', 'stated']
    """
    bare = _BRACKETS.sub("()", before)
    opened = _OPENED.search(bare)
    outside = bare[: opened.start()] if opened else bare
    clause = _clause(outside)
    denied = _denied(_clause(_described(outside)) if opened else clause, rest)
    if denied is None or _UNKNOWN.search(clause):
        return Polarity.POSITIVE, Certainty.UNKNOWN
    polarity = Polarity.NEGATIVE if denied else Polarity.POSITIVE
    softened = _softened(clause, rest) or _softened(clause + "(", rest)
    return polarity, Certainty.POSSIBLE if softened else Certainty.STATED


def _clause(text: str) -> str:
    start = max((m.end() for m in _CLAUSE.finditer(text)), default=0)
    return _PSEUDO.sub(" ", text[start:])


def _described(outside: str) -> str:
    """Leave out of the words before a bracket the denials that describe what is in it.

    In "no fever (pyrexia)" it has two names; then the first one counts.
    """
    phrase = max(outside.rfind(mark) for mark in ",;:)") + 1
    findings = [m.start() for m in _FINDING.finditer(outside, phrase)]
    if findings and not _OF_WHICH.search(outside, phrase):
        return outside[: findings[-1]]
    return outside[:phrase] + _LACK.sub("", _DENY.sub("", outside[phrase:]))


def _denied(clause: str, rest: str) -> bool | None:
    """Tell whether it is denied; None if only of some, which leaves it open."""
    scope = _RELATIVE.sub("", clause)
    cue = _reaching(_DENY, scope + rest) or _LACK.search(scope)
    if cue is None:
        return bool(_DENIED.search(clause + rest))
    before = cue.string[: cue.start()]
    return None if _reaching(_SHARE, before) or _OF_WHICH.search(before) else True


def _softened(clause: str, rest: str) -> bool:
    may = _reaching(_MAY, _RELATIVE.sub("", clause) + rest)
    return bool(may or _POSSIBLE.search(clause + rest))


def _reaching(cues: re.Pattern[str], scope: str) -> re.Match[str] | None:
    """Find a cue with no other verb between it and the end of its scope."""
    return next((m for m in cues.finditer(scope) if not _ended(m)), None)


def _ended(cue: re.Match[str]) -> bool:
    """Tell whether the reach of a cue is over before the end.

    One that softens a verb of another kind does so up to the next comma:
    "may be red, scaly".
    """
    other = "holds" in cue.re.groupindex and not cue["holds"]
    ends = (_FINITE, _BREAK) if other else (_FINITE,)
    return any(end.search(cue.string, cue.end()) for end in ends)
