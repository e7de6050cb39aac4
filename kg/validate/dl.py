"""Is a graph consistent, and can each of its classes have members? HermiT answers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg.errors import ValidationError

_OWL = "http://www.w3.org/2002/07/owl#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_ANNOTATION = NamedNode(_OWL + "AnnotationProperty")
# RDFS and OWL have these without a declaration (OWL 2 Mapping to RDF, table 8)
_BUILT_IN = frozenset(
    NamedNode(_RDFS + name) for name in ("label", "comment", "seeAlso", "isDefinedBy")
) | {NamedNode(_OWL + name) for name in ("versionInfo", "versionIRI")}


def dl_findings(triples: Iterable[Triple], *, seconds: float = 120) -> tuple[str, ...]:
    """Say what is wrong by the direct semantics of OWL 2 with an ontology and its data.

    Annotations have no part in these semantics and are left out. What HermiT cannot
    decide within `seconds` is a finding too. Raises ValidationError where it fails.
    """
    with reasoning(triples, seconds=seconds) as findings:
        return findings()


@contextmanager
def reasoning(
    triples: Iterable[Triple], *, seconds: float = 120
) -> Iterator[Callable[[], tuple[str, ...]]]:
    """Start `dl_findings`, and give what waits for them; who leaves stops it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "graph.nt"
        serialize(_logical(tuple(triples)), str(file), format=RdfFormat.N_TRIPLES)
        process = _start(file)
        try:
            yield lambda: _findings(process, seconds)
        finally:
            _stop(process)


def _logical(triples: tuple[Triple, ...]) -> Iterator[Triple]:
    """Leave out annotations: HermiT has no datatype for some of their literals."""
    declared = {
        triple.subject
        for triple in triples
        if triple.predicate == _TYPE and triple.object == _ANNOTATION
    }
    for triple in triples:
        predicate = triple.predicate
        if not ({triple.subject, predicate} & declared or predicate in _BUILT_IN):
            yield triple


def _start(file: Path) -> subprocess.Popen[str]:
    """Run the reasoner as a process group: stopping Python must stop its Java too."""
    script = Path(__file__).with_name("hermit.py")
    return subprocess.Popen(  # noqa: S603 - our own script, our own file
        [sys.executable, "-P", str(script), str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _findings(process: subprocess.Popen[str], seconds: float) -> tuple[str, ...]:
    try:
        findings, problem = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return (f"HermiT did not decide in {seconds:g} s: allow more, or check less",)
    if process.returncode:
        raise ValidationError(tuple(problem.strip().splitlines()[-1:]))
    return tuple(findings.splitlines())


def _stop(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
