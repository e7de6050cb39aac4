"""The spans of a sentence that may name something, or stand for what was named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from operator import methodcaller

from kg.extract.discourse import Discourse
from kg.extract.files import load
from kg.extract.grammar import any_space
from kg.extract.masking import MASKED, PRODUCTS, Span, Triple, without_overlap
from kg.extract.sentences import Sentence
from kg.extract.symbols import symbols
from kg.lexicon import Lexicon, fold
from kg.model import Argument, Description, Kind, Mention, Reference, Status, Value

_NUMBER = r"(?:[0-9]+[A-Za-z]?|[IVX]+[A-Za-z]?|[A-Z])"
_TYPE = (
    rf"types?\s{_NUMBER}\b"
    rf"(?P<several>(?:(?:,\s|,?\s(?:and|or|to|through)\s)(?:type\s)?{_NUMBER}\b)*)"
)
# "Type 2" alone is a type of the page's condition where such a thing is caused.
_BEFORE_TYPE = (
    r"(?:^|(?<=[,;:]\s)|(?<=\band\s)|(?<=\bfor\s)|(?<=\bto\s)|(?<=\bas\s)"
    r"|(?<=\bcause\s))"
)
_MADE_FROM = re.compile(
    r"(?:enzyme|protein)s?\s(?:(?:that\s)?(?:is|are)\s)?(?:produced|made)\s(?:from|by)\sthe\s$"
)
_PROTEIN = re.compile(r"\s(?:protein|enzyme)\b(?!\s[a-z]+ase\b)")
_GENE = re.compile(r"\sgene\b")
_LONG = re.compile(r"[a-z]{4}")
_GLOSS = re.compile(r"\s\([A-Z][\w-]{1,11}\)(?=\s[a-z])")
_PLAIN = frozenset(load("plain.toml")["words"])
# "secondary hemochromatosis" is none of the types of the page's hemochromatosis.
_NO_TYPE = frozenset({"secondary", "acquired", "non", "not", "pseudo"})


def _referents(entry: dict[str, str]) -> Callable[[Discourse], tuple[Argument, ...]]:
    """Tell where to look for what a phrase goes back to."""
    if entry["kind"] == "topic":
        return Discourse.topic
    if entry.get("causal"):
        return Discourse.causal_genes
    if entry.get("several"):
        return methodcaller("listed", Kind(entry["kind"]))
    return methodcaller("referents", Kind(entry["kind"]))


_ANAPHORA = [
    (any_space(rf"\b{entry['expression']}"), _referents(entry))
    for entry in load("anaphora.toml")["anaphor"]
]


def find(sentence: Sentence, lexicon: Lexicon, discourse: Discourse) -> list[Span]:
    """Find the spans of a sentence, none overlapping."""
    genes = list(_genes(sentence, discourse))
    # "the CLN6 gene" is not the condition of that name
    places = {(gene.start, gene.end) for gene in genes}
    known = [n for n in _names(sentence, lexicon) if (n.start, n.end) not in places]
    ours = _own_names(discourse)
    names = [
        *(_typed(n, discourse) for n in known if not _is_of_gene(n, ours)),
        *discourse.find(sentence.text, sentence.start),
        *genes,
    ]
    return without_overlap(
        [
            *names,
            *_products(sentence, names, lexicon, discourse),
            *_anaphora(sentence, discourse),
            *_subtypes(sentence, discourse),
            *_around_glosses(sentence, lexicon, discourse),
        ]
    )


def _around_glosses(
    sentence: Sentence, lexicon: Lexicon, discourse: Discourse
) -> Iterator[Span]:
    """Find conditions with a gloss in their name: "ferrochelatase (FC) deficiency"."""
    for gloss in _GLOSS.finditer(sentence.text):
        text = sentence.text[: gloss.start()] + sentence.text[gloss.end() :]
        plain = replace(sentence, text=text)
        place = sentence.start + gloss.start()
        names = (*_names(plain, lexicon), *discourse.find(text, sentence.start))
        for name in names:
            if Kind.CONDITION in name.kinds and name.start < place < name.end:
                end = name.end + len(gloss[0])
                words = Mention(name.start, end, name.exact, Kind.CONDITION)
                span = _span(
                    sentence,
                    name.start - sentence.start,
                    end - sentence.start,
                    frozenset([Kind.CONDITION]),
                )
                yield replace(span, referents=name.referents or (words,))


def _products(
    sentence: Sentence, names: Iterable[Span], lexicon: Lexicon, discourse: Discourse
) -> Iterator[Span]:
    """Find products called by their gene: "the ATP7A protein"."""
    taken = {(s.start, s.end) for s in names if s.kinds & PRODUCTS}
    for span in names:
        before = sentence.text[: span.start - sentence.start]
        after = sentence.text[span.end - sentence.start :]
        lead = _MADE_FROM.search(before)
        tail = (_GENE if lead else _PROTEIN).match(after)
        known = (span.start, span.end) in taken and not lead
        if Kind.GENE in span.kinds and (lead or tail) and not known:
            start = len(before) - (len(lead[0]) if lead else 0)
            end = len(sentence.text) - len(after) + (tail.end() if tail else 0)
            (gene,) = span.arguments(Kind.GENE)[:1]
            product = discourse.product_of(gene)
            whole = _span(sentence, start, end, PRODUCTS)
            says: list[Triple] = [(gene, Reference("mg", "encodes"), product)]
            if not lead and _is_other_name(span.exact, lexicon):
                name = Value(" ".join(whole.exact.split()))
                says.append((product, Reference("skos", "altLabel"), name))
            yield replace(whole, referents=(product,), says=tuple(says))


def _is_other_name(symbol: str, lexicon: Lexicon) -> bool:
    """Tell whether these words are a gene's second name: "the DJ-1 protein"."""
    terms = [t for t in lexicon.lookup(symbol) if t.entity.kind is Kind.GENE]
    return bool(terms) and all(t.status is not Status.LABEL for t in terms)


def _names(sentence: Sentence, lexicon: Lexicon) -> Iterator[Span]:
    for match in lexicon.scan(sentence.text):
        kinds = frozenset(term.entity.kind for term in match.terms) & MASKED
        words = sentence.text[match.start : match.end]
        if Kind.GENE in kinds and _is_long(words):
            after = sentence.text[match.end :]
            kinds |= PRODUCTS if not _GENE.match(after) else frozenset()
        if kinds and fold(words) not in _PLAIN:
            yield _span(sentence, match.start, match.end, kinds)


def _is_long(words: str) -> bool:
    """Tell the long name of a gene, which is that of its product, from a symbol."""
    return bool(_LONG.search(words))


def _typed(span: Span, discourse: Discourse) -> Span:
    """Note of a known condition that it is a type of the page's, if its name says so.

    "autosomal recessive osteopetrosis", on the page of osteopetrosis.
    """
    if Kind.CONDITION not in span.kinds or not _is_type(span.exact, discourse):
        return span
    words = Mention(span.start, span.end, span.exact, Kind.CONDITION)
    says = ((words, Reference("mg", "subtypeOf"), discourse.subject),)
    return replace(span, referents=(words, discourse.subject), says=says)


def _is_type(name: str, discourse: Discourse) -> bool:
    if discourse.document.subject is not Kind.CONDITION:
        return False
    words, known = fold(name), _folded(discourse.subject_names)
    ending = max((k for k in known if words.endswith(f" {k}")), key=len, default="")
    lead = words.removesuffix(ending).split()
    return bool(ending) and words not in known and _NO_TYPE.isdisjoint(lead)


@cache
def _folded(names: frozenset[str]) -> frozenset[str]:
    """Fold the names that are long enough to be found within longer ones."""
    return frozenset(fold(n) for n in names if len(n) > 6 and not n.isupper())  # noqa: PLR2004 - shorter ones are abbreviations


def _genes(sentence: Sentence, discourse: Discourse) -> Iterator[Span]:
    for start, end in symbols(sentence.text, _own_names(discourse)):
        yield _span(sentence, start, end, frozenset([Kind.GENE]))


def _own_names(discourse: Discourse) -> frozenset[str]:
    """Give the names of the page's condition, which are no gene's as they stand."""
    of_condition = discourse.document.subject is Kind.CONDITION
    return discourse.subject_names if of_condition else frozenset()


def _is_of_gene(name: Span, ours: frozenset[str]) -> bool:
    """Tell whether the lexicon has a name of ours for what is not a condition."""
    return Kind.GENE in name.kinds and name.exact in ours


def _anaphora(sentence: Sentence, discourse: Discourse) -> Iterator[Span]:
    for expression, referents in _ANAPHORA:
        for match in expression.finditer(sentence.text):
            known = referents(discourse)
            kinds = frozenset(
                r.kind for r in known if isinstance(r, Mention | Description)
            )
            if kinds:
                span = _span(sentence, *match.span(), kinds)
                yield replace(span, referents=known, anaphoric=True)


def _subtypes(sentence: Sentence, discourse: Discourse) -> Iterator[Span]:
    """Find types of the page's condition: "type 2 hemochromatosis", "CMT1A"."""
    if discourse.document.subject is not Kind.CONDITION:
        return
    for expression in _subtype_expressions(discourse.subject_names):
        for match in expression.finditer(sentence.text):
            span = _span(sentence, *match.span(), frozenset([Kind.CONDITION]))
            words = Mention(span.start, span.end, span.exact, Kind.CONDITION)
            if match.groupdict().get("several") or match.groupdict().get("alone"):
                yield replace(span, referents=(discourse.subject,))
            else:
                says = ((words, Reference("mg", "subtypeOf"), discourse.subject),)
                yield replace(span, referents=(words, discourse.subject), says=says)


@lru_cache(maxsize=16)  # a page has a few, and no other page needs them
def _subtype_expressions(names: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    """Write how the types of a condition of these names may be called."""
    abbreviations = [re.escape(n) for n in names if n.isupper()]
    longer = [re.escape(n).replace(r"\ ", r"\s+") for n in names if not n.isupper()]
    shorter = [name.partition(r"\s+")[2] for name in longer]
    name = "|".join(sorted(filter(None, [*longer, *shorter, *abbreviations]), key=len))
    forms = (
        rf"\b(?:{name}),?\s{_TYPE}",
        rf"\b{_TYPE}\s(?:of\s)?(?:{name})\b",
        rf"{_BEFORE_TYPE}(?P<alone>{_TYPE})(?!\s(?:collagen|diabetes|fibers))",
        rf"\b(?:{name})\s(?-i:[A-Z]|[0-9]{{1,2}}[A-Z]?|[IVX]+[A-Z]?)\b(?!-)",
        *(rf"\b(?-i:{a})-?(?-i:X?[0-9]+[A-Z]?[0-9]*|I+|X)\b" for a in abbreviations),
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


def _span(sentence: Sentence, start: int, end: int, kinds: frozenset[Kind]) -> Span:
    offset = sentence.start
    return Span(offset + start, offset + end, sentence.text[start:end], kinds)
