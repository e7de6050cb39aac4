"""Functions over slots that name things: products and their parts, RNAs, variants."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.extract.discourse import Discourse
from kg.extract.files import load
from kg.extract.functions import exact
from kg.model import Argument, Description, Kind, Value
from kg.names import parse_curie

_WITHIN = re.compile(r"(.+)\s\((\S*)\)([\s-].+)")
_RNA: dict[str, dict[str, str]] = load("rna.toml")


def _part_name(whole: Argument, which: Argument | None = None) -> Argument:
    """Name a part after its whole: "hexosaminidase A (beta subunit)"."""
    return Value(f"{_words(whole)} ({_words(which) if which else 'one subunit'})")


def _bracketed(name: Argument, alias: Argument) -> Argument:
    """Write a name with its abbreviation, as pages do: "tau protein kinase (TPK)"."""
    return Value(f"{_words(name)} ({_words(alias)})")


def _expanded(name: Argument) -> Argument | None:
    """Leave out the abbreviation within a name: "adenosine (AMP) deaminase"."""
    found = _WITHIN.fullmatch(_words(name))
    return Value(found[1] + found[3]) if found else None


def _abbreviated(name: Argument) -> Argument | None:
    """Write the abbreviation within a name instead of what it stands for."""
    found = _WITHIN.fullmatch(_words(name))
    return Value(found[2] + found[3]) if found and found[2] else None


def _variant_of(changed: Argument, name: Argument) -> Argument:
    """Describe a single mutation of a gene, or one of a group of its mutations."""
    gene = changed.parts[0] if isinstance(changed, Description) else changed
    return Description(Kind.MUTATION, (gene,), _words(name), f"{{0}} {_words(name)}")


def _rna(gene: Argument, kind: Argument) -> Argument:
    """Describe what a gene is copied into that is no protein."""
    name = _rna_name(kind)
    return Description(Kind.GENE_PRODUCT, (gene,), name, f"{{0}} {name}")


def _class(kind: Argument) -> Argument | None:
    found = _RNA["classes"].get(_rna_name(kind))
    return parse_curie(found) if found else None


def _rna_name(kind: Argument) -> str:
    return _RNA["other-names"].get(_words(kind), _words(kind))


def _protein(gene: Argument, discourse: Discourse) -> Argument:
    """Give what a gene encodes, named or not."""
    return discourse.product_of(gene)


def _mutations_of(gene: Argument, discourse: Discourse) -> Argument:
    """Give the mutations of a gene that the page speaks of, whatever they cause."""
    whatever = Description(Kind.MUTATION, (gene,), "", "{0} mutations")
    return next(iter(discourse.groups_of(gene)), whatever)


def written(argument: Argument) -> str:
    """Write what a mention says, or what a description of mentions is called."""
    if isinstance(argument, Description):
        return argument.label.format(*map(written, argument.parts))
    return _words(argument)


def _words(argument: Argument) -> str:
    return " ".join(exact(argument).split())


NAMING: dict[str, Callable[..., Argument | None]] = {
    "part_name": _part_name,
    "bracketed": _bracketed,
    "expanded": _expanded,
    "abbreviated": _abbreviated,
    "variant_of": _variant_of,
    "rna": _rna,
    "class": _class,
}
# What depends on what the page has said before, too.
ON_PAGE: dict[str, Callable[[Argument, Discourse], Argument]] = {
    "protein": _protein,
    "mutations_of": _mutations_of,
}
