"""What has been said so far on a page: what "this enzyme" or "these mutations" mean.

The one place of the extractor that changes while a page is read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kg.extract.masking import PRODUCTS, Span
from kg.lexicon import fold
from kg.model import Argument, Description, Document, Kind, Mention


@dataclass(slots=True)
class Discourse:
    """The state of reading one page.

    subject    what the page is about
    last       for each kind, what the text named last
    subject_names  its names, as far as they have been read
    first      what the last sentence named first
    form       the form of the page's condition that the last sentence told of
    groups     the groups of mutations that the text spoke of last
    """

    document: Document
    subject: Mention
    last: dict[Kind, tuple[Argument, ...]] = field(default_factory=dict)
    groups: tuple[Description, ...] = ()
    subject_names: frozenset[str] = frozenset()
    first: Argument | None = None
    form: Argument | None = None
    _products: dict[str, Argument] = field(default_factory=dict)
    _parts: dict[str, list[Argument]] = field(default_factory=lambda: defaultdict(list))
    _steps: dict[str, Description] = field(default_factory=dict)
    _groups_of: dict[str, list[Description]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _names: dict[str, dict[Kind, tuple[str, Argument]]] = field(default_factory=dict)
    _order: dict[str, int] = field(default_factory=dict)
    # the folded names by their first word: of thousands, a sentence has few
    _beginning: dict[str, dict[str, None]] = field(default_factory=dict)

    def referents(self, kind: Kind) -> tuple[Argument, ...]:
        """Give what a phrase such as "this condition" stands for; maybe nothing."""
        if kind is Kind.MUTATION:
            return self.groups
        if kind is self.document.subject:
            return (self.subject,)
        kinds = sorted(PRODUCTS) if kind in PRODUCTS else [kind]
        found = next((self.last[k] for k in kinds if k in self.last), ())
        return found[:1]  # of several, the one named first: the sentence's subject

    def listed(self, kind: Kind) -> tuple[Argument, ...]:
        """Give what "these genes" stands for: several that one sentence named."""
        found = self.last.get(kind, ())
        return found if len(found) > 1 else ()

    def topic(self) -> tuple[Argument, ...]:
        """Give what "it" stands for at the start of a sentence."""
        return (self.first,) if self.first else ()

    def causal_genes(self) -> tuple[Argument, ...]:
        """List the genes whose mutations the page says to cause its condition."""
        groups = [group for known in self._groups_of.values() for group in known]
        genes = [
            g.parts[0]
            for g in groups
            if any(_same(part, self.subject) for part in g.parts[1:])
        ]
        return tuple(dict.fromkeys(genes))

    def note_groups(self, groups: Iterable[Description]) -> None:
        """Remember groups of mutations as the ones spoken of last."""
        self.groups = tuple(dict.fromkeys(groups))
        caused = tuple(part for group in self.groups for part in group.parts[1:])
        if caused:
            self.last[Kind.CONDITION] = caused
        for group in self.groups:
            known = self._groups_of[_key(group.parts[0])]
            if group not in known:
                known.append(group)

    def groups_of(self, gene: Argument) -> tuple[Description, ...]:
        """Give the groups of this gene's mutations, the one spoken of last first."""
        known = self._groups_of.get(_key(gene), [])
        current = [group for group in self.groups if group in known]
        return tuple(current or known[-1:])

    def note_part(self, part: Argument, whole: Argument) -> None:
        """Remember which product is a part of which other one."""
        if part not in self._parts[_key(whole)]:
            self._parts[_key(whole)].append(part)

    def parts_of(self, whole: Argument) -> tuple[Argument, ...]:
        """Give the parts of a product of which the page has told, the subunits."""
        return tuple(self._parts.get(_key(whole), ()))

    def note_step(self, product: Argument, step: Description) -> None:
        """Remember which numbered step of a process a product catalyses."""
        if step.key:
            self._steps[_key(product)] = step

    def step_of(self, product: Argument) -> Description | None:
        return self._steps.get(_key(product))

    def note(self, arguments: Iterable[Mention]) -> None:
        """Remember mentions as the last ones of their kinds."""
        by_kind: dict[Kind, list[Argument]] = defaultdict(list)
        for mention in arguments:
            by_kind[mention.kind].append(mention)
        for kind, mentions in by_kind.items():
            for sibling in PRODUCTS if kind in PRODUCTS else {kind}:
                self.last.pop(sibling, None)
            self.last[kind] = tuple(mentions)

    def learn(self, name: str, mention: Mention | Description) -> None:
        """Let *name* stand for *mention* from here on."""
        folded = fold(name)
        self._names.setdefault(folded, {})[mention.kind] = (name, mention)
        self._order.setdefault(folded, len(self._order))
        self._beginning.setdefault(_first_word(name), {})[folded] = None
        if mention == self.subject:
            self.subject_names |= {name}

    def note_product(self, gene: Argument, product: Argument) -> None:
        """Remember what a gene encodes, first by the gene's name, then by its own."""
        if self.product_of(gene) == self.unnamed(gene):
            self._products[_key(gene)] = product
        if isinstance(product, Mention):
            self.learn_short(product.exact, product)

    def product_of(self, gene: Argument) -> Argument:
        """Give the product of a gene; one that no name was read for is described."""
        return self._products.get(_key(gene), self.unnamed(gene))

    @staticmethod
    def unnamed(gene: Argument) -> Description:
        """Describe the product of a gene by the gene alone."""
        return Description(Kind.GENE_PRODUCT, (gene,), "protein", "{0} protein")

    def learn_short(self, name: str, mention: Mention | Description) -> None:
        """Let a name without its first word stand for the thing, too.

        After "erythroid ALA-synthase" a page goes on with "ALA-synthase". What is left
        must still be a name by itself: not "hydroxylase".
        """
        short = name.partition(" ")[2]
        if any(c.isupper() for c in short) and mention.kind in PRODUCTS:
            self.learn(short, mention)

    def find(self, text: str, offset: int) -> Iterator[Span]:
        """Find the names learned on this page in *text*, which stands at *offset*."""
        for folded in self._candidates(text):
            for kind, (name, mention) in self._names[folded].items():
                for match in _expression(name).finditer(text):
                    start, end = offset + match.start(), offset + match.end()
                    yield Span(start, end, match[0], frozenset([kind]), (mention,))

    def _candidates(self, text: str) -> list[str]:
        """List the folded names whose first word stands in *text*, as learned."""
        words = {word.casefold() for word in _WORD.findall(text)} | {""}
        singular = {word.removesuffix("s") for word in words}
        beginnings = (words | singular) & self._beginning.keys()
        found = {folded for word in beginnings for folded in self._beginning[word]}
        return sorted(found, key=self._order.__getitem__)


_WORD = re.compile(r"\w+")


def _first_word(name: str) -> str:
    found = _WORD.search(name)
    return found[0].casefold() if found else ""


@lru_cache(maxsize=4096)
def _expression(name: str) -> re.Pattern[str]:
    """Write how a name may stand in a text: on two lines, in the plural."""
    words = r"\s+".join(re.escape(word) for word in name.split())
    plural = "s?" if name[-1:].islower() else ""
    flags = re.IGNORECASE if any(c.islower() for c in name) else re.NOFLAG
    return re.compile(rf"(?<!\w){words}{plural}(?!\w|-[a-z])", flags)


def _key(argument: Argument) -> str:
    return fold(argument.exact) if isinstance(argument, Mention) else str(argument)


def _same(one: Argument, other: Argument) -> bool:
    return _key(one) == _key(other)
