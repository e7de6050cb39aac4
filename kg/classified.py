"""What HermiT adds to the ontology of a graph: it thinks while the pages are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from kg.errors import ValidationError
from kg.model import Reference
from kg.names import Names
from kg.rdf import hermit_quads, ontology_quads
from kg.reason import beyond
from kg.validate import classifying
from ontology import FILES

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from kg.lexicon import Lexicon

_HERMIT = FILES.joinpath("reference", "hermit.ttl")


@contextmanager
def classified(
    ontology: Traversable, lexicon: Lexicon, names: Names, seconds: float
) -> Iterator[Callable[[Reference], Iterator[Quad]]]:
    """Have HermiT classify an ontology; give what waits for the axioms that it adds.

    That takes the run of which they are, and leaves out what follows by OWL 2 RL, too.
    It raises ValidationError for an ontology that HermiT refutes, or cannot judge in
    so many seconds.
    """
    axioms = tuple(quad.triple for quad in ontology_quads(ontology, names))
    with classifying(axioms, seconds=seconds) as answer:

        def added(run: Reference) -> Iterator[Quad]:
            found = answer()
            if found.findings:
                raise ValidationError(found.findings)
            new = beyond(axioms, found.axioms)
            yield from hermit_quads(new, _HERMIT, lexicon, names, run)

        yield added
