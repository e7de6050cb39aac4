"""A difference as RDF: a change set, or a patch that makes the one graph the other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.diff.compare import Difference
from kg.diff.snapshot import Said
from kg.export import used_prefixes
from kg.names import Names, named

_CS = "http://purl.org/vocab/changeset/schema#"


def as_turtle(difference: Difference, names: Names) -> str:
    """Write what is stated otherwise as a change set (Talis), with the sentences.

    A removal and an addition of one triple are a fact of which other things are said.
    """
    triples = [*_change_set(difference, names)]
    prefixes = {**used_prefixes(triples, names), "cs": _CS}
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes)
    return (written or b"").decode()


def as_patch(difference: Difference) -> str:
    """Write all quads that came or went as an RDF Patch.

    Blank nodes are named by what is said of them.
    """
    rows = (*_rows("D", difference.removed), *_rows("A", difference.added))
    return "\n".join(["TX .", *rows, "TC ."])


def _rows(mark: str, quads: Iterable[Quad]) -> Iterator[str]:
    ordered = sorted(quads, key=str)
    text = (serialize(ordered, format=RdfFormat.N_QUADS) or b"").decode()
    return (f"{mark} {line}" for line in text.split("\n") if line)


def _change_set(difference: Difference, names: Names) -> Iterator[Triple]:
    node = NamedNode(f"{names.base}id/change/{_key(as_patch(difference))}")
    yield Triple(node, named("rdf:type"), NamedNode(_CS + "ChangeSet"))
    for change in difference.stated:
        parts = (
            ("removal", change.old, change.before),
            ("addition", change.new, change.after),
        )
        for kind, triple, said in parts:
            if triple is not None:
                part = NamedNode(f"{node.value}-{_key(f'{kind} {triple}')}")
                yield Triple(node, NamedNode(_CS + kind), part)
                yield from _statement(part, triple, said)


def _statement(
    node: NamedNode, triple: Triple, said: tuple[Said, ...]
) -> Iterator[Triple]:
    yield Triple(node, named("rdf:type"), named("rdf:Statement"))
    yield Triple(node, named("rdf:subject"), triple.subject)
    yield Triple(node, named("rdf:predicate"), triple.predicate)
    yield Triple(node, named("rdf:object"), triple.object)
    for each in said:
        quote = NamedNode(f"{node.value}-{_key('|'.join(each))}")
        yield Triple(node, named("prov:wasQuotedFrom"), quote)
        yield from _quote(quote, each)


def _quote(node: NamedNode, said: Said) -> Iterator[Triple]:
    if said.source:
        yield Triple(node, named("prov:hadPrimarySource"), NamedNode(said.source))
    words = (
        ("oa:exact", said.exact),
        ("mg:polarity", said.polarity),
        ("mg:certainty", said.certainty),
    )
    for relation, value in words:
        if value:
            yield Triple(node, named(relation), Literal(value))


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
