"""What reasoning costs, beside other reasoners: `python tests/bench/bench_reason.py`.

Data is made up: universities in the manner of LUBM (argument: how many), and a chain of
2,000 steps in a transitive order. Every run is a process of its own, so that its peak
memory is its own. Read the ratios; seconds depend on the machine. Peers that are not
installed are left out; each has two minutes.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click
import rdflib
from pyoxigraph import DefaultGraph, RdfFormat, Store, parse

from kg.reason import Reasoner

_PREFIXES = """
prefix : <http://example.org/> prefix owl: <http://www.w3.org/2002/07/owl#>
prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_UNIVERSITY = """
:Professor rdfs:subClassOf :Faculty . :Faculty rdfs:subClassOf :Employee .
:Employee rdfs:subClassOf :Person . :Student rdfs:subClassOf :Person .
:headOf rdfs:subPropertyOf :worksFor . :worksFor rdfs:subPropertyOf :memberOf .
:memberOf owl:inverseOf :member . :teaches rdfs:domain :Faculty ; rdfs:range :Course .
:takes rdfs:range :Course . :advisor rdfs:domain :Person ; rdfs:range :Professor .
:partOf a owl:TransitiveProperty . :name a owl:DatatypeProperty .
:taughtBy owl:propertyChainAxiom ( :takes :taught ) . :taught owl:inverseOf :teaches .
:Chair owl:intersectionOf ( :Person [ owl:onProperty :headOf ;
    owl:someValuesFrom :Department ] ) .
"""
_CHAIN = ":precedes rdfs:subPropertyOf :before . :before a owl:TransitiveProperty ."
_TIMEOUT = 120


def university(number: int) -> Iterator[str]:
    """Make 15 departments with their people and courses."""
    chance = random.Random(number)  # noqa: S311 - the same data each time
    for d in range(15):
        at = f":u{number}d{d}"
        yield f"{at} a :Department ; :partOf :u{number} ."
        for g in range(10):
            yield f"{at}g{g} :partOf {at} ."
        for p in range(35):
            role = "headOf" if not p else "worksFor"
            yield f"{at}p{p} a :Professor ; :{role} {at} ; :name 'professor {p}' ."
            yield f"{at}p{p} :teaches {at}c{2 * p} , {at}c{2 * p + 1} ."
        for s in range(480):
            courses = ", ".join(f"{at}c{chance.randrange(70)}" for _ in range(3))
            yield f"{at}s{s} a :Student ; :memberOf {at} ; :takes {courses} ."
            advisor = f"{at}p{chance.randrange(35)}"
            yield f"{at}s{s} :advisor {advisor} ; :name 'student {s}' ."


def chain(steps: int) -> Iterator[str]:
    """Make one long chain."""
    for step in range(steps):
        yield f":s{step} :precedes :s{step + 1} ."


def ours(path: Path) -> tuple[float, int]:
    """Close by our engine."""
    triples = [quad.triple for quad in parse(path=path, format=RdfFormat.N_TRIPLES)]
    start = time.perf_counter()
    reasoner = Reasoner(triples)
    count = sum(len(codes) for _, codes in reasoner.columns())
    return time.perf_counter() - start, count


def reasonable(path: Path) -> tuple[float, int]:
    """Close by `reasonable`, which knows a part of the rules."""
    engine = import_module("reasonable").PyReasoner()
    engine.load_file(str(path))
    start = time.perf_counter()
    count = len(engine.reason())
    return time.perf_counter() - start, count


def owlrl(path: Path) -> tuple[float, int]:
    """Close by owlrl, which knows all rules."""
    from owlrl import DeductiveClosure, OWLRL_Semantics  # noqa: PLC0415 - slow to load

    graph = rdflib.Graph().parse(path, format="nt")
    before, start = len(graph), time.perf_counter()
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    return time.perf_counter() - start, len(graph) - before


ENGINES: dict[str, Callable[[Path], tuple[float, int]]] = {
    "ours": ours,
    "reasonable": reasonable,
    "owlrl": owlrl,
}


def measure(engine: str, path: Path) -> str:
    """Run an engine in a process of its own: seconds, triples given out, peak MB."""
    command = [sys.executable, __file__, "--run", engine, str(path)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        return f"more than {_TIMEOUT} s"
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def main(universities: int) -> None:
    texts = {
        f"{universities} university": (_UNIVERSITY, university(0)),
        "chain of 2,000": (_CHAIN, chain(2_000)),
    }
    if universities > 1:
        made = (line for number in range(universities) for line in university(number))
        texts[f"{universities} universities"] = (_UNIVERSITY, made)
        del texts[f"{universities} university"]
    with tempfile.TemporaryDirectory() as folder:
        for name, (schema, lines) in texts.items():
            store = Store()
            store.load("\n".join([_PREFIXES, schema, *lines]), format=RdfFormat.TURTLE)
            path = Path(folder) / "data.ttl"  # N-Triples are Turtle, too
            store.dump(path, format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
            for engine in ENGINES:
                if engine == "ours" or find_spec(engine):
                    click.echo(f"{name}, {len(store)} triples, {engine}:")
                    click.echo(f"    {measure(engine, path)}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        seconds, count = ENGINES[sys.argv[2]](Path(sys.argv[3]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        click.echo(f"{seconds:.2f} s, {count} triples, {peak} MB")
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 1)
