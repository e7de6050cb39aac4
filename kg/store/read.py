"""Reading a store: queries over the dataset of DESIGN section 4, and the texts."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Variable,
)

from kg.errors import DocumentError, QueryError, StoreError
from kg.model import Passage, Section
from kg.names import BASE, Names, names_of
from kg.store import folder
from kg.store.dataset import Dataset, Infer, dataset
from kg.store.projection import spell_out
from kg.store.repair import FUNCTIONS, repair
from kg.store.strict import check
from kg.store.syntax import evaluation_problem, query_problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.model import Reference


@dataclass(frozen=True, slots=True)
class Store:
    """A built graph, open for reading: the generation that was current at opening.

    `hidden` are graphs that are left out of it (see kg/private.py).
    """

    names: Names
    quads: pyoxigraph.Store
    report: Mapping[str, object]
    generation: Path
    hidden: frozenset[NamedNode] = frozenset()

    @classmethod
    def open(cls, location: Path, base: str | None = None) -> Store:
        """Open what a build made, whose base is its own.

        Raises StoreError where nothing usable lies, or where the base is not *base*.
        """
        generation = folder.expect(location)
        report = folder.report(location, generation)
        built = str(report.get("base", BASE))
        if base not in {None, built}:
            problem = f"built with the base {built}: build again, or use that base"
            raise StoreError(str(location), problem)
        quads = folder.open_quads(location, generation)
        return cls(names_of(built), quads, report, generation)

    def at(self, location: Path, generation: Path) -> Store:
        """Say that the quads have become those of another generation, of one base.

        Raises StoreError where that is not there.
        """
        return replace(
            self, report=folder.report(location, generation), generation=generation
        )

    def query(
        self,
        text: str,
        *,
        infer: Infer = Infer.TRUE,
        default_graphs: Sequence[NamedNode] = (),
        named_graphs: Sequence[NamedNode] = (),
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Evaluate a SPARQL query; every prefix of the table may go undeclared.

        Raises QueryError, with the place where a text does not parse. Solutions are
        found while they are read: reading them may raise what evaluation raises.
        """
        graphs = dataset(self.names, text, infer, default_graphs, named_graphs)
        return self._evaluate(
            text,
            default_graph=self._default(graphs),
            named_graphs=None if graphs.named is None else list(graphs.named),
        )

    def _default(self, graphs: Dataset) -> list[NamedNode | DefaultGraph] | None:
        """Give the graphs that are merged; None where there is nothing to merge.

        To merge costs the engine 10 us a query, and 5 to 20 % of a long one.
        """
        if graphs.default is None:
            return None
        there = self.quads.contains_named_graph
        found = [g for g in graphs.default if g == DefaultGraph() or there(g)]
        return None if found == [DefaultGraph()] else found or list(graphs.default)

    def select(
        self, text: str, **bindings: NamedNode | Literal
    ) -> list[dict[str, NamedNode | Literal]]:
        """Evaluate a SELECT of our own, some of its projected variables bound.

        A solution holds only the variables that it binds.
        """
        solutions = self._evaluate(
            text,
            default_graph=list(
                dataset(self.names, "", Infer.TRUE, (), ()).default or ()
            ),
            substitutions={Variable(name): term for name, term in bindings.items()},
        )
        if not isinstance(solutions, QuerySolutions):
            raise QueryError("not a SELECT query")
        columns = [variable.value for variable in solutions.variables]
        with self.reading():
            return [
                {
                    name: term
                    for name in columns
                    if isinstance(term := solution[name], NamedNode | Literal)
                }
                for solution in solutions
            ]

    @property
    def written(self) -> datetime:
        """Say when the generation came to be."""
        time = (self.generation / folder.REPORT).stat().st_mtime
        return datetime.fromtimestamp(time, UTC)

    def document_text(self, document: Reference) -> str:
        """Read a document as it was read when the graph was built.

        Raises DocumentError where the store holds no such document.
        """
        try:
            return self._path(document).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise _missing(document) from error

    def passages(self, document: Reference) -> tuple[Passage, ...]:
        """Give the passages of a document, as they were read when it was built.

        Raises DocumentError where the store does not hold them.
        """
        text = self.document_text(document)
        try:
            content = self._path(document).with_suffix(folder.PLACES).read_bytes()
            return tuple(
                Passage(Section(section), offset, text[offset : offset + length])
                for section, offset, length in json.loads(content)
            )
        except (OSError, ValueError, TypeError) as error:
            raise _missing(document) from error

    def _path(self, document: Reference) -> Path:
        """Tell where a text lies; a name that is none of ours leads nowhere else.

        Raises FileNotFoundError for a page whose graph is hidden.
        """
        name = document.identifier.replace("/", "-")
        if self.names.graph("doc", name) in self.hidden:
            raise FileNotFoundError(name)
        return self.generation / folder.DOCUMENTS / f"{name}.txt"

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Word what the engine raises while solutions and quads are read.

        Raises StoreError for a damaged store and QueryError for all else, as a SERVICE
        that does not answer. What a file of the output raises is left as it is.
        """
        try:
            yield
        except (OSError, RuntimeError) as error:
            if _of_engine(error):
                raise self._problem(error) from error
            raise

    def _problem(self, error: Exception, text: str = "") -> StoreError | QueryError:
        problem = str(error).splitlines()[0]
        if _DAMAGE.search(problem):
            return folder.damaged(self.generation.parent.parent, problem)
        return evaluation_problem(error, text, self.names)

    def _prefixes_in(self, text: str) -> dict[str, str]:
        """Choose the prefixes that a text may use: each costs the parser some time."""
        known, found = self.names.prefixes, set(_PREFIX.findall(text))
        return {name: known[name] for name in found if name in known}

    def _evaluate(
        self, text: str, **options: object
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        try:
            check(text)
            prefixes = self._prefixes_in(text)
            spelt = spell_out(text, prefixes, self.names.base)
            return self.quads.query(
                repair(spelt),
                custom_functions=FUNCTIONS,
                prefixes=prefixes,
                base_iri=self.names.base,
                **options,  # type: ignore[arg-type] # as query() and select() name them
            )
        except SyntaxError as error:
            raise query_problem(error, text, self.names) from error
        except (RuntimeError, OSError, ValueError) as error:
            raise self._problem(error, text) from error


def _missing(document: Reference) -> DocumentError:
    problem = "the store does not hold this document: build it again"
    return DocumentError(str(document), problem)


def _of_engine(error: OSError | RuntimeError) -> bool:
    """Tell the engine's errors: no number of the system, and no class of Python's."""
    if isinstance(error, OSError):
        return error.errno is None
    return type(error) is RuntimeError


_PREFIX = re.compile(r"\b([A-Za-z][\w.-]*):")
_DAMAGE = re.compile(r"\bCorruption\b|\bIO error\b")
