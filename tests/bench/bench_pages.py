"""What a page costs in a large graph: `python -m tests.bench.bench_pages [TRIPLES]`.

The figures are milliseconds of the processor that a worker takes for an answer, the
front and the network left out: those count on a machine that others use, too. Most of
the graph's nodes have a few neighbours, some have tens of thousands.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import click
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad

from kg.model import (
    Assertion,
    Certainty,
    Document,
    Entity,
    Evidence,
    Grounding,
    Kind,
    Method,
    Passage,
    Polarity,
    Quote,
    Reference,
    Section,
)
from kg.names import Names, named
from kg.rdf import document_quads
from kg.store import create
from server import state
from server.app import create_app
from server.settings import Settings
from server.workers.held import Held

_NAMES = Names()
_ROUNDS = 15
_SENTENCE = "People with condition {0} have sign {1}, of which little else is known. "
_PHENOTYPES = 400
_SAID = 200  # of how many conditions one has a document
_PATHS = {
    "a condition with sentences": "/entity/condition:c400",
    "a condition": "/entity/condition:c41",
    "a sign of many conditions": "/entity/phenotype:p1",
    "a gene of all conditions": "/entity/gene:g",
    "the class of conditions": "/entity/mg:Condition",
    "a page of a long list": "/entity/gene:g?relation=mg:modifies&direction=from"
    "&part=stated&page=50",
    "a document": "/document/d400",
    "data of a condition": "/entity/condition:c41.ttl",
    "search: an identifier": "/search?q=OMIM:100041",
    "search: a beginning": "/search?q=condition+4",
    "search: words": "/search?q=4711+condition",
    "search: almost a word": "/search?q=conditoin+4711",
    "search: nothing": "/search?q=zzyzx",
    "unknown": "/entity/condition:conditoin",
}


def quads(size: int) -> Iterator[Quad]:
    """Make some triples, ten a condition, and the statements of some conditions."""
    chance = random.Random(1)  # noqa: S311 - data, not secrets
    graph, gene = _NAMES.graph("default"), _iri("gene:g")
    nodes = [("gene:g", "Gene"), ("mg:Condition", "Kind")]
    nodes += [(f"phenotype:p{n}", "Phenotype") for n in range(_PHENOTYPES)]
    nodes += [(f"condition:c{n}", "Condition") for n in range(size // 10)]
    for curie, kind in nodes:
        node, words = _iri(curie), curie.replace(":", " ")
        yield Quad(node, named("rdf:type"), named(f"mg:{kind}"), graph)
        yield Quad(node, named("rdfs:label"), Literal(f"{words} of the bench"), graph)
        yield Quad(node, named("dcterms:identifier"), Literal(curie), graph)
        if kind == "Condition":
            number = int(curie.partition(":c")[2])
            other = f"condition {number}"
            yield Quad(node, named("skos:altLabel"), Literal(other), graph)
            omim = NamedNode(f"https://omim.org/entry/{100000 + number}")
            yield Quad(node, named("skos:exactMatch"), omim, graph)
            yield Quad(gene, named("mg:modifies"), node, graph)
            for _ in range(4):
                sign = _iri(f"phenotype:p{chance.randrange(_PHENOTYPES)}")
                yield Quad(node, named("mg:hasPhenotype"), sign, graph)


def document(number: int) -> tuple[Document, list[Assertion]]:
    """Write a document that says of a condition which signs it has."""
    condition = Entity(Reference("condition", f"c{number}"), Kind.CONDITION, "")
    name, text, said = Reference("document", f"d{number}"), "", []
    for sign in range(30):
        sentence = _SENTENCE.format(number, sign)
        quote = Quote(len(text), len(text) + len(sentence) - 1, sentence[:-1])
        entity = Entity(Reference("phenotype", f"p{sign}"), Kind.PHENOTYPE, "")
        text += sentence
        said.append(
            Assertion(
                subject=Grounding(condition, condition, Method.LABEL),
                predicate=Reference("mg", "hasPhenotype"),
                object=Grounding(entity, entity, Method.LABEL),
                evidence=Evidence(name, quote, "bench"),
                polarity=Polarity.POSITIVE,
                certainty=Certainty.STATED,
            )
        )
    passage = Passage(Section.DESCRIPTION, 0, text)
    title, url = f"Condition {number}", f"https://example.org/condition/{number}"
    page = Document(
        id=name,
        title=title,
        subject=Kind.CONDITION,
        url=url,
        text=text,
        passages=(passage,),
    )
    return page, said


def _iri(curie: str) -> NamedNode:
    return _NAMES.iri(_NAMES.parse_curie(curie))


def _build(location: Path, size: int) -> None:
    with create(location) as draft:
        draft.add(quads(size))
        for number in range(0, size // 10, _SAID):
            page, said = document(number)
            draft.keep(page)
            draft.add(document_quads(page, said, _NAMES, Reference("run", "bench")))
        draft.commit({"run": "run:bench"})


def _cost(client: FlaskClient, path: str) -> tuple[int, list[float]]:
    """Ask for a page some times; give its size, and what each time cost."""
    found, costs = 0, []
    for _ in range(_ROUNDS):
        start = time.process_time()
        with client.get(path, headers={"Accept": "text/html"}) as answer:
            found = len(answer.data)
        costs.append((time.process_time() - start) * 1000)
    return found, costs


@click.command()
@click.argument("triples", default=1_000_000)
def main(triples: int) -> None:
    """Build a graph of so many triples, and ask for pages of it."""
    with tempfile.TemporaryDirectory() as folder:
        location = Path(folder, "graph")
        _build(location, triples)
        held = Held.read(location, 100_000_000)
        app = create_app(held.store, Settings())
        start = time.process_time()
        state.prepare(app)
        taken = time.process_time() - start
        click.echo(f"{held.size:,} quads; {taken:.1f} s to prepare")
        client = app.test_client()
        for what, path in _PATHS.items():
            size, costs = _cost(client, path)
            median = statistics.median(costs)
            click.echo(f"{what:32}{median:8.1f} ms{max(costs):8.1f}{size:10,} bytes")


if __name__ == "__main__":
    main()
