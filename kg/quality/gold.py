"""Gold: what pages are known to say, read from the files of a folder.

    conditions_gold.jsonl        causal genes, inheritance, links to OMIM, other names
    pathway_steps_hand.jsonl     genes that act in a step, and some that do not
    modifiers_hand.jsonl         genes that modify a condition, and some that do not
    genes_gold.jsonl             what genes encode, and how many mutations are known

One page, or one sentence of a page, a line. A file that is missing gives no figures.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.errors import GoldError

if TYPE_CHECKING:
    from pathlib import Path

Names = frozenset[str]
_MERGED = {"XLR": "XL", "XLD": "XL"}
"""Pages say "X-linked" where gold is finer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is right to say of a page (`allowed`), and what should be said (`wanted`).

    Where `judged` is given, other values are neither right nor wrong. `one` says that
    any of the wanted ones will do. `renames` gives gold's word for one of the page's.
    """

    page: str
    wanted: Names
    allowed: Names
    judged: Names | None = None
    one: bool = False
    renames: Mapping[str, str] = field(default_factory=dict)


Reader = Callable[[Mapping[str, Any]], Iterator[tuple[str, Answer]]]


def fold(name: str) -> str:
    """Leave of a name its letters and digits, in lower case.

    >>> fold("5'-aminolevulinate synthase 2")
    '5aminolevulinatesynthase2'
    """
    return re.sub(r"[^a-z0-9]", "", name.lower())


def read_gold(folder: Path) -> dict[str, tuple[Answer, ...]]:
    """Read the answers by relation; raises GoldError for what is no such folder."""
    answers: dict[str, list[Answer]] = {}
    files = [name for name in _READERS if (folder / name).is_file()]
    if not files:
        raise GoldError(str(folder), f"holds none of {', '.join(_READERS)}")
    for name in files:
        for relation, answer in _answers(folder / name, _READERS[name]):
            answers.setdefault(relation, []).append(answer)
    return {relation: tuple(found) for relation, found in answers.items()}


def _answers(file: Path, reader: Reader) -> Iterator[tuple[str, Answer]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        try:
            yield from reader(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            problem = f"is no line of gold ({error!r})"
            raise GoldError(f"{file}:{number}", problem) from error


def _condition(row: Mapping[str, Any]) -> Iterator[tuple[str, Answer]]:
    page = row["slug"]
    if genes := frozenset(row.get("genes_trusted") or ()):
        renames = {g["as_written"]: g["symbol"] for g in row.get("genes_in_page") or ()}
        allowed = genes | set(row["genes_family"])
        yield (
            "causal_gene",
            Answer(page=page, wanted=genes, allowed=allowed, renames=renames),
        )
    modes = frozenset(
        _MERGED.get(mode, mode) for mode in row.get("inheritance_trusted") or ()
    )
    if modes:
        yield "inheritance", Answer(page=page, wanted=modes, allowed=modes)
    if row.get("confidence") == "high" and row.get("omim_direct"):
        entries = frozenset([*row["omim_direct"], *row["omim_family"]])
        yield "omim_link", Answer(page=page, wanted=entries, allowed=entries, one=True)
    if names := frozenset(fold(name) for name in row.get("synonyms") or ()):
        yield "synonym", Answer(page=page, wanted=names, allowed=names, judged=names)


def _step(row: Mapping[str, Any]) -> Iterator[tuple[str, Answer]]:
    if gene := row.get("gene"):
        yield "step", _sentence(row, gene)


def _modifier(row: Mapping[str, Any]) -> Iterator[tuple[str, Answer]]:
    if gene := row.get("modifier_gene"):
        yield "modifier", _sentence(row, gene)


def _sentence(row: Mapping[str, Any], gene: str) -> Answer:
    """Answer for one gene: it is there, or (`polarity` negative) it is not."""
    said = frozenset([gene] if row["polarity"] == "positive" else [])
    return Answer(page=row["slug"], wanted=said, allowed=said, judged=frozenset([gene]))


def _gene(row: Mapping[str, Any]) -> Iterator[tuple[str, Answer]]:
    page, note = row["slug"], row.get("hand_annotation") or {}
    if names := frozenset(fold(name) for name in note.get("product") or ()):
        yield (
            "gene_product",
            Answer(page=page, wanted=names, allowed=names, judged=names, one=True),
        )
    counts = frozenset(
        str(group["count"])
        for group in note.get("conditions") or ()
        if group.get("count")
    )
    if counts:
        yield "count", Answer(page=page, wanted=counts, allowed=counts)


_READERS: Mapping[str, Reader] = {
    "conditions_gold.jsonl": _condition,
    "pathway_steps_hand.jsonl": _step,
    "modifiers_hand.jsonl": _modifier,
    "genes_gold.jsonl": _gene,
}
