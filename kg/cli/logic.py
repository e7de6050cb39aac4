"""`mendel validate --dl`: what HermiT says of an ontology, and the axioms behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click
from pyoxigraph import BlankNode, NamedNode, Triple

from kg.names import Names, named
from kg.reason import Reasoner, beyond
from kg.validate import classifying


def judge(triples: Sequence[Triple], seconds: float) -> None:
    """Write what HermiT finds wrong, and what follows beyond OWL 2 RL, a line each.

    Ends with 1 if anything is wrong.
    """
    names = Names()
    with classifying(triples, seconds=seconds) as classified:
        found = classified()
    for line in found.findings:
        click.echo(line)
        for proof in _proofs(triples, line):
            click.echo(proof)
    if found.findings:
        raise click.exceptions.Exit(1)
    new = beyond(triples, found.axioms)
    for axiom in new:
        click.echo(" ".join(_word(term, names) for term in axiom))
    count = f"{len(new)} axiom{'' if len(new) == 1 else 's'}"
    click.echo(f"consistent; {count} beyond OWL 2 RL", err=True)


def _word(term: object, names: Names) -> str:
    return names.curie(term.value) if isinstance(term, NamedNode) else str(term)


def _proofs(triples: Sequence[Triple], finding: str) -> Iterator[str]:
    """Prove why a class can have no member, as far as the rules can: give it one."""
    iri, _, problem = finding.partition(": this class")
    if problem:
        member = Triple(BlankNode("member"), named("rdf:type"), NamedNode(iri))
        clashes = Reasoner([*triples, member]).clashes()
        yield from (proof.text() for proof in clashes[:1])
