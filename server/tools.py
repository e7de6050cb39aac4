"""What a language model may ask of the graph: five tools, each answer with sentences.

A query runs in a process of its own, which is ended after a while: the engine cannot
stop one, and some end the process they run in. The graph is opened for each call, so
that an answer is of what was built or changed last.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg import evidence as evidences
from kg import explain as proofs
from kg.errors import QueryError
from kg.evidence import Statement
from kg.explain.labels import curie, label
from kg.names import named
from kg.search import Finder
from kg.store import Store, first_word, has_service, is_update

_SECONDS = 60
_MOST = 50
"""How many triples of a node are told of each sort."""
_SEE_ALSO = named("rdfs:seeAlso")
_Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools, over the graph of a location."""

    location: Path

    def search(self, words: str, limit: int = 10) -> list[_Data]:
        """Find nodes by a name, another name, or an identifier in any spelling.

        Gives for each node its CURIE, to be used in the other tools and in queries, its
        label, and the name that fits the words.
        """
        store = Store.open(self.location)
        return [
            {"node": store.names.curie(hit.node), "label": hit.label, "name": hit.name}
            for hit in Finder(store).search(words, limit)
        ]

    def describe(self, node: str) -> _Data:
        """Tell all that the graph knows of a node, given as a CURIE, an IRI or a label.

        What pages state comes with their sentences, also what they deny; what is
        inferred can be proved by the tool `explain`. Other spellings of its identifiers
        (rdfs:seeAlso) are left out.
        """
        store = Store.open(self.location)
        found = Finder(store).resolve(node)
        stated = _about(store, found, DefaultGraph())
        inferred = _about(store, found, store.names.graph("inferred"))
        denied = evidences.denials(store, found)
        return {
            "node": store.names.curie(found.value),
            "label": label(store, found),
            "stated": _told(store, stated),
            "inferred": [_triple(store, t) for t in islice(inferred, _MOST)],
            "denied": [
                {**_triple(store, triple), "sentences": _sentences(store, statements)}
                for triple, statements in islice(denied, _MOST)
            ],
        }

    def query(
        self, sparql: str, limit: int = 50, sentences: int = 3, infer: str = "true"
    ) -> _Data:
        """Ask the graph by SPARQL 1.1; the prefixes of the graph need no PREFIX lines.

        Gives at most `limit` rows, IRIs as CURIEs, and for the first rows (as many as
        `sentences`) why they are there: the proof down to the sentences of pages. With
        infer="false" inferred triples are not seen, with "only" nothing else.
        GRAPH <https://w3id.org/mendelgraph/graph/metadata> describes the graph: classes
        and their properties (void:classPartition), prefixes, and examples of queries
        (sh:select, rdfs:comment).
        """
        _check(sparql)
        form = "json" if first_word(sparql) in {"SELECT", "ASK"} else "ttl"
        answer = self._run("query", "-", "-f", form, "--infer", infer, given=sparql)
        if form == "ttl":
            return {"triples": "\n".join(answer.splitlines()[:limit])}
        found = _rows(Store.open(self.location), json.loads(answer), limit)
        if sentences and found.get("rows", True):
            options = ("--query", "-", "--limit", str(sentences))
            found["why"] = self._run("explain", *options, given=sparql)
        return found

    def explain(self, subject: str, predicate: str, object: str) -> str:  # noqa: A002 - as RDF calls it
        """Prove a triple that holds, down to the sentences that pages say.

        Its parts are CURIEs, IRIs, labels, or the text of a literal.
        """
        store = Store.open(self.location)
        triple = Triple(*Finder(store).resolve_triple(subject, predicate, object))
        answer = proofs.of_triple(proofs.explain(store, triple))
        return str(proofs.find_form("text").write(store, answer))

    def evidence(self, subject: str, predicate: str, object: str) -> _Data:  # noqa: A002 - as RDF calls it
        """Give the sentences that state or deny a triple, each with its page and place.

        An inferred triple has none: the tool `explain` proves it from those that have.
        """
        store = Store.open(self.location)
        triple = Finder(store).resolve_triple(subject, predicate, object)
        return evidences.as_json(store, evidences.evidence(store, *triple))

    def _run(self, *arguments: str, given: str) -> str:
        """Run a command of `mendel`; raises QueryError for what that refuses."""
        command, *options = arguments
        location = ("-l", str(self.location))
        try:
            done = subprocess.run(  # noqa: S603 - a command of ours
                (sys.executable, "-m", "kg", command, *location, *options),
                input=given,
                capture_output=True,
                encoding="utf-8",
                check=False,
                timeout=_SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            problem = f"more than {_SECONDS} seconds: ask for less, or add a LIMIT"
            raise QueryError(problem) from error
        if done.returncode:
            lines = done.stderr.strip().splitlines()
            problem = lines[-1] if lines else "the query ended the engine: ask for less"
            raise QueryError(problem.removeprefix("mendel: error: "))
        return done.stdout


def _check(sparql: str) -> None:
    if is_update(sparql):
        raise QueryError("the graph can be read here, not changed: write a SELECT")
    if has_service(sparql):
        raise QueryError("no other endpoint is asked here: leave SERVICE out")


def _rows(store: Store, answer: _Data, limit: int) -> _Data:
    """Make rows of SPARQL's JSON results."""
    if "boolean" in answer:
        return {"answer": answer["boolean"]}
    bindings = answer["results"]["bindings"]
    rows = [
        {name: _value(store, term) for name, term in row.items()}
        for row in bindings[:limit]
    ]
    columns = answer["head"]["vars"]
    return {"columns": columns, "rows": rows, "more": len(bindings) > limit}


def _value(store: Store, term: _Data) -> str:
    is_iri = term["type"] == "uri"
    return store.names.curie(term["value"]) if is_iri else str(term["value"])


def _about(
    store: Store, node: NamedNode, graph: NamedNode | DefaultGraph
) -> Iterator[Triple]:
    """Give the triples about a node, those that it is the subject of first."""
    find = store.quads.quads_for_pattern
    quads: Iterable[Quad] = (
        *find(node, None, None, graph),
        *find(None, None, node, graph),
    )
    triples = sorted({quad.triple for quad in quads}, key=str)
    for triple in sorted(triples, key=lambda triple: triple.subject != node):
        is_blank = any(isinstance(end, BlankNode) for end in triple)
        # dozens a node, which tell nothing of it
        if not is_blank and triple.predicate != _SEE_ALSO:
            yield triple


def _told(store: Store, triples: Iterator[Triple]) -> list[_Data]:
    return [
        {
            **_triple(store, triple),
            "sentences": _sentences(store, evidences.statements(store, triple)),
        }
        for triple in islice(triples, _MOST)
    ]


def _sentences(store: Store, statements: Iterable[Statement]) -> list[_Data]:
    return [
        {
            "sentence": statement.exact,
            "page": store.names.curie(statement.source.value),
            "polarity": statement.polarity.value,
            "certainty": statement.certainty.value,
        }
        for statement in statements
    ]


def _triple(store: Store, triple: Triple) -> _Data:
    parts = zip(("subject", "predicate", "object"), triple, strict=True)
    return {name: _worded(store, term) for name, term in parts}


def _worded(store: Store, term: object) -> str:
    """Write a node as its CURIE and its label."""
    if isinstance(term, Literal):
        return term.value
    assert isinstance(term, NamedNode)  # noqa: S101 - no blank nodes are told
    short, name = curie(store, term), label(store, term)
    return short if name == short else f"{short} ({name})"
