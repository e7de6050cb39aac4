"""Gene symbols, known by their shape and by what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

# The shape of a human gene symbol (HGNC guidelines, section 2), which only counts
# beside the word "gene" or "mutation": DNA, ATP and PKU have the same shape.
_SYMBOL = r"(?:C[0-9XY]+orf[0-9]+|(?:MT-)?[A-Z][A-Z0-9]*[A-Z0-9](?:-[A-Z0-9]+)*)"
_NOTE = r"(?:\s\([^()]*\))?"
# "and" stands before the last alone: "... of ALS, and the TARDBP and FUS genes"
_LIST = (
    rf"{_SYMBOL}(?:{_NOTE}\s?[,;]\s{_SYMBOL})*"
    rf"(?:{_NOTE}\s?[,;]?\s(?:and|or)\s{_SYMBOL})?"
)
_GENES = re.compile(
    rf"\b(?:(?P<before>{_LIST})(?=\s(?:gene\s)?(?:genes?|mutations?|variants?)\b)"
    rf"|genes?(?:(?:,?\s(?:called|named|known\sas|such\sas|including)|\s?[,:])?\s"
    rf"|\s?[\u2014\u2013(]\s?)(?P<after>{_LIST}))(?![a-z])"
)
_GENE = re.compile(r"\sgene\b")
# "the C282Y mutation" names a mutation, not a gene (HGVS, one-letter code).
_VARIANT = re.compile(r"[AC-IK-NP-TVWY][0-9]{2,4}[AC-IK-NP-TVWXY]")
_NO_GENES = frozenset({"DNA", "RNA", "mRNA", "ATP"})


def symbols(text: str, subject: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield where *text* has gene symbols, given the names of the page's *subject*.

    "PKU genes" are those of the condition, if that is its name; "the PKU gene" is one.

    >>> text = "The ABC1 and XYZ2 genes are DOE genes."
    >>> [text[start:end] for start, end in symbols(text, {"DOE"})]
    ['ABC1', 'XYZ2']
    """
    for match in _GENES.finditer(text):
        group = "before" if match["before"] else "after"
        for symbol in re.finditer(_SYMBOL, match[group]):
            start = match.start(group) + symbol.start()
            end = start + len(symbol[0])
            of_subject = symbol[0] in subject and not _GENE.match(text, end)
            if not of_subject and _is_symbol(symbol[0]):
                yield start, end


def _is_symbol(word: str) -> bool:
    return word not in _NO_GENES and not _VARIANT.fullmatch(word)
