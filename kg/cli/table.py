"""Results as a table that a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import BlankNode, QuerySolutions, Triple

    from kg.names import Names

HEAD = 2
"""How many lines stand above the rows."""


def solutions_table(solutions: QuerySolutions, names: Names) -> Iterator[str]:
    """Write solutions with CURIEs for IRIs, and the bare text of literals."""
    variables = solutions.variables
    rows = [
        [_word(solution[variable], names) for variable in variables]
        for solution in solutions
    ]
    yield from table([f"?{variable.value}" for variable in variables], rows)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    r"""Write rows below a header, each column as wide as it needs.

    >>> print("\n".join(table(["?gene", "?n"], [["hgnc:397", "1"]])))
    ?gene     ?n
    ────────  ──
    hgnc:397  1
    """
    columns = zip(header, *rows, strict=True)
    widths = [max(map(len, column)) for column in columns]
    ruler = ["─" * width for width in widths]
    for row in (header, ruler, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def shorten(text: str, width: int = 60) -> str:
    """Cut a text that is too wide for a column."""
    return text if len(text) <= width else text[: width - 1] + "…"


def _word(term: NamedNode | BlankNode | Literal | Triple | None, names: Names) -> str:
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return names.curie(term.value)
    text = term.value if isinstance(term, Literal) else str(term)
    return " ".join(text.split())
