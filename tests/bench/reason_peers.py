"""Reasoners to compare with ours: each closes a graph, and says how long that took.

Joined by SQL, or by Datalog, are the very rules that ours compiles from the axioms,
over the very ids: what is compared there is how they are evaluated.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import rdflib
from pyoxigraph import RdfFormat, Store, Triple, parse

from kg.reason import Reasoner
from kg.reason.compile import LINKS, Atom, Rule
from kg.reason.table import Variable

Execute = Callable[[str], Any]
Found = tuple[float, int]  # seconds, triples that were not there before


class Peer(NamedTuple):
    """A reasoner, the module that it needs, and how to get it."""

    run: Callable[[Path], Found]
    module: str = "kg"
    install: str = ""


def read(path: Path) -> Iterator[Triple]:
    """Read N-Triples."""
    return (quad.triple for quad in parse(path=path, format=RdfFormat.N_TRIPLES))


def ours(path: Path) -> Found:
    """Close by our engine."""
    reasoner = Reasoner(read(path))
    start = time.perf_counter()
    found = sum(len(codes) for _, codes in reasoner.columns())
    return time.perf_counter() - start, found


def ours_in_all(path: Path) -> Found:
    """Parse, give ids, close, and write everything into a store."""
    start = time.perf_counter()
    reasoner = Reasoner(read(path))
    store = Store()
    store.bulk_load(path=path, format=RdfFormat.N_TRIPLES)
    before = len(store)
    store.bulk_extend(map(_quad, reasoner.inferred()))
    return time.perf_counter() - start, len(store) - before


def _quad(triple: Triple) -> Any:  # noqa: ANN401 - pyoxigraph's Quad
    return import_module("pyoxigraph").Quad(*triple)


def loading(path: Path) -> Found:
    """Load the finished closure into a store: no reasoner can be faster than that."""
    store = Store()
    start = time.perf_counter()
    store.bulk_load(path=path.with_suffix(".closed"), format=RdfFormat.N_TRIPLES)
    return time.perf_counter() - start, len(store)


def reasonable(path: Path) -> Found:
    """Close by `reasonable`, which knows a part of the rules."""
    engine = import_module("reasonable").PyReasoner()
    engine.load_file(str(path))
    start = time.perf_counter()
    found = len(engine.reason())
    return time.perf_counter() - start, found


def owlrl(path: Path) -> Found:
    """Close by owlrl, which knows all rules."""
    from owlrl import DeductiveClosure, OWLRL_Semantics  # noqa: PLC0415 - slow to load

    graph = rdflib.Graph().parse(path, format="nt")
    before, start = len(graph), time.perf_counter()
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    return time.perf_counter() - start, len(graph) - before


class Programme(NamedTuple):
    """Compiled rules, and facts to run them on: (subject, predicate, object) ids."""

    rules: list[Rule]
    facts: list[tuple[int, int, int]]

    def columns(self) -> Iterator[tuple[Any, int, Any]]:
        """Give the facts by predicate, as arrays."""
        table = np.array(self.facts)
        for p in sorted(set(table[:, 1].tolist())):
            rows = table[table[:, 1] == p]
            yield rows[:, 0], p, rows[:, 2]

    @property
    def predicates(self) -> list[int]:
        """List the predicates of rules and facts."""
        atoms = (a for rule in self.rules for a in (*rule.body, rule.head) if a)
        return sorted({a.predicate for a in atoms} | {p for _, p, _ in self.facts})


def compiled(path: Path) -> Programme:
    """Read rules and facts that `compile_rules` wrote."""
    rows = json.loads(path.with_suffix(".rules").read_text("utf-8"))
    rules = [
        Rule("", (), tuple(map(_atom, body)), (), _atom(head)) for head, body in rows
    ]
    facts = np.load(path.with_suffix(".npy")).tolist()
    return Programme(rules, [tuple(fact) for fact in facts])


def _atom(words: list[int | str]) -> Atom:
    parts = [Variable(word) if isinstance(word, str) else word for word in words]
    return Atom(*parts)  # type: ignore[arg-type]


def compile_rules(path: Path) -> int:
    """Write what other evaluators need; give the number of triples that follow."""
    reasoner = Reasoner(read(path))
    found = sum(len(codes) for _, codes in reasoner.columns())
    rules, facts = reasoner.programme()
    rows = [
        (_words(rule.head), [_words(atom) for atom in rule.body])
        for rule in rules
        if rule.head and rule.name not in LINKS
    ]
    path.with_suffix(".rules").write_text(json.dumps(rows), "utf-8")
    np.save(path.with_suffix(".npy"), facts)
    return found


def _words(atom: Atom) -> list[int | str]:
    return [part[:] if isinstance(part, Variable) else part for part in atom]


def duckdb(path: Path) -> Found:
    """Run the rules as SQL in DuckDB, semi-naively."""
    programme = compiled(path)
    execute = import_module("duckdb").connect().execute
    for p in programme.predicates:
        execute(f"CREATE TABLE r{p} (x BIGINT, y BIGINT)")
        execute(f"CREATE TABLE d{p} (x BIGINT, y BIGINT)")
    for s, p, o in programme.columns():
        facts = {"x": s, "y": o}  # noqa: F841 - DuckDB finds it by its name
        execute(f"INSERT INTO d{p} SELECT DISTINCT x, y FROM facts")  # noqa: S608 - ids
    start = time.perf_counter()
    while _is_changed(execute, programme):
        pass
    sizes = [_size(execute, f"r{p}") for p in programme.predicates]
    return time.perf_counter() - start, sum(sizes) - len(programme.facts)


def _size(execute: Execute, table: str) -> int:
    return int(execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def _is_changed(execute: Execute, programme: Programme) -> bool:
    """Join what is new with everything; tell whether there was anything new."""
    live = [p for p in programme.predicates if _size(execute, f"d{p}")]
    for p in live:
        execute(f"INSERT INTO r{p} FROM d{p}")
    made = defaultdict(list)
    for rule in programme.rules:
        for place, atom in enumerate(rule.body):
            if atom.predicate in live and rule.head:
                sql = _select(rule.head, rule.body, place)
                made[rule.head.predicate].append(sql)
    for p, selects in made.items():
        new = f"({' UNION '.join(selects)}) EXCEPT FROM r{p}"
        execute(f"CREATE OR REPLACE TABLE n{p} AS {new}")
    for p in live:
        execute(f"TRUNCATE d{p}")
    for p in made:
        execute(f"INSERT INTO d{p} FROM n{p}")
    return bool(live)


def _select(head: Atom, body: tuple[Atom, ...], place: int) -> str:
    """Write a rule as a query; the atom at the place takes what is new."""
    where: list[str] = []
    known: dict[Variable, str] = {}
    tables = [f"{'rd'[i == place]}{a.predicate} t{i}" for i, a in enumerate(body)]
    for i, atom in enumerate(body):
        for name, part in zip("xy", atom[1:], strict=True):
            column = f"t{i}.{name}"
            if not isinstance(part, Variable):
                where.append(f"{column} = {part}")
            elif known.setdefault(part, column) != column:
                where.append(f"{column} = {known[part]}")
    x, y = (known[p] if isinstance(p, Variable) else str(p) for p in head[1:])
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    return f"SELECT DISTINCT {x}, {y} FROM {', '.join(tables)}{condition}"  # noqa: S608 - ids


def nemo(path: Path) -> Found:
    """Run the rules as Datalog in Nemo; what it takes to load the facts counts."""
    module, programme = import_module("nmo_python"), compiled(path)
    with tempfile.TemporaryDirectory() as folder:
        lines: list[str] = []
        for p in programme.predicates:
            rows = [f"{s},{o}" for s, q, o in programme.facts if q == p]
            file = Path(folder) / f"r{p}.csv"
            file.write_text("\n".join([*rows, ""]), "ascii")
            lines.append(
                f'@import r{p} :- csv{{resource="{file}", format=(int,int)}} .'
            )
        lines += [
            f"{_datalog(rule.head)} :- {', '.join(map(_datalog, rule.body))} ."
            for rule in programme.rules
            if rule.head
        ]
        lines += [
            f'@export r{p} :- csv{{resource="o{p}.csv"}} .'
            for p in programme.predicates
        ]
        engine = module.NemoEngine(module.load_string("\n".join(lines)))
        start = time.perf_counter()
        engine.reason()
        seconds = time.perf_counter() - start
        output = module.NemoOutputManager(folder, overwrite=True)
        for p in programme.predicates:
            engine.write_result(f"r{p}", output)
        files = list(Path(folder).rglob("o*.csv"))
        total = sum(file.read_bytes().count(b"\n") for file in files)
    return seconds, total - len(programme.facts)


def _datalog(atom: Atom) -> str:
    return f"r{atom.predicate}({', '.join(map(str, atom[1:]))})"


PEERS = {
    "ours": Peer(ours),
    "reasonable": Peer(reasonable, "reasonable", "pip install reasonable"),
    "DuckDB, our rules": Peer(duckdb, "duckdb", "pip install duckdb"),
    "Nemo, our rules": Peer(nemo, "nmo_python", "pip install nemo-python"),
    "owlrl": Peer(owlrl, "owlrl", "pip install owlrl"),
    "ours, file to store": Peer(ours_in_all),
    "load the closure": Peer(loading),
}
