"""Of which form of its condition a page speaks: "the severe form", "Doe anemia type 2".

What a page tells of people with one form holds for that form, until it speaks of the
condition as a whole again.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.extract.discourse import Discourse
from kg.extract.files import load
from kg.extract.functions import exact
from kg.extract.grammar import any_space
from kg.extract.masking import Masked, Span, slot
from kg.lexicon import fold
from kg.model import Argument, Description, Kind

_WORDS = {name: "|".join(words) for name, words in load("forms.toml")["words"].items()}
_FINDING = re.compile(slot([Kind.PHENOTYPE]))
_FORM = any_space(
    rf"(?:(?P<other>\b(?:{_WORDS['other']}) )|\b)(?:the|an?) "
    rf"(?P<form>(?:(?!(?:{_WORDS['any']})\b)[a-z-]+(?<!\w\w[^su]s) ){{1,3}}?"
    rf"(?:{_WORDS['form']}))\b"
    rf"(?:(?! of\b)| of (?:(?:the|this) (?:{_WORDS['whole']})\b"
    rf"|(?:the )?{slot([Kind.CONDITION])}))"
    rf"|\b(?:this|that) (?:{_WORDS['form']})\b"
)


def spoken_of(masked: Masked, discourse: Discourse) -> Argument | None:
    """Give the form that a sentence tells of; None for the condition as a whole.

    It is what the sentence names before any finding, or what the last one told of.
    """
    text = masked.words(0, len(masked.text))
    finding = _FINDING.search(text)
    found = _named(text, finding.start() if finding else len(text))
    if found and found["form"]:
        return _form(found["form"], discourse)
    spans = _before_findings(masked)
    says = [said for span in spans for said in span.says]
    types = [one for one, _, whole in says if whole == discourse.subject]
    whole = any(discourse.subject in span.referents for span in spans)
    return next(iter(types), discourse.form if found or not whole else None)


def _named(text: str, end: int) -> re.Match[str] | None:
    """Find the first form before *end* that is not what another thing is called."""
    named = _FORM.finditer(text, 0, end)
    return next((found for found in named if not found["other"]), None)


def _form(words: str, discourse: Discourse) -> Argument:
    name = " ".join(words.split())
    return Description(Kind.CONDITION, (discourse.subject,), name, "{0}, " + name)


def _before_findings(masked: Masked) -> list[Span]:
    finding = _FINDING.search(masked.text)
    end = finding.start() if finding else len(masked.text)
    return masked.spans_in(0, end, frozenset([Kind.CONDITION]))


def _about(condition: Argument, discourse: Discourse) -> Argument:
    """Give, for the page's condition, the form of it that the sentence tells of."""
    whole = condition == discourse.subject
    return discourse.form if whole and discourse.form else condition


def _own(condition: Argument, discourse: Discourse) -> Argument | None:
    """Give a condition if it is the page's or, by its name, a type of it."""
    name = fold(exact(condition))
    known = any(fold(own) in name for own in discourse.subject_names)
    ours = known or condition == discourse.subject
    return _about(condition, discourse) if ours else None


# The functions over slots that hold conditions.
OF_CONDITIONS: dict[str, Callable[[Argument, Discourse], Argument | None]] = {
    "about": _about,
    "own": _own,
}
