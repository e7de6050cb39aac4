"""A drawn pathway as facts: conversions are steps, other lines lead to them.

What is converted goes in and comes out, all of it where it is a group; a molecule that
leads to the anchor of a conversion goes in as well, one that is led to comes out. What
catalyses acts in the step; what inhibits or stimulates takes part in its regulation
(RO:0002430, RO:0002429). Lines that mean anything else are left and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode, Triple

from kg.imports.gpml import Drawing, Line, Shape
from kg.imports.imported import Imported, Told, labelled
from kg.imports.meant import Meaning, Thing
from kg.model import Kind, Reference
from kg.names import Names, named, slug

_CONVERSION = frozenset({"conversion", "arrow", "directed"})
_REGULATION = {
    "inhibition": "RO:0002430",
    "tbar": "RO:0002430",
    "stimulation": "RO:0002429",
    "necessary-stimulation": "RO:0002429",
}
_NAMED = 5
"""How many of the nodes that are left out are named."""
_TRANSLATION = "transcription-translation", "transcriptiontranslation"


@dataclass(slots=True)
class _Pathway:
    """A pathway while its lines are read: what stands at their ends."""

    node: NamedNode
    names: Names
    things: dict[str, tuple[Thing, ...]]
    meant: dict[Shape, Thing | None] = field(default_factory=dict)
    steps: dict[str, NamedNode] = field(default_factory=dict)
    described: list[Triple] = field(default_factory=list)
    used: dict[Thing, None] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)

    def fact(self, line: Line, *terms: NamedNode) -> Told:
        return Told(triple=Triple(*terms), place=f"line {line.line}")

    def ends(self, line: Line) -> tuple[tuple[Thing, ...], tuple[Thing, ...]]:
        return self.things.get(line.source, ()), self.things.get(line.target, ())


def told(drawing: Drawing, meaning: Meaning, name: str) -> Imported:
    """Say what a drawing means; `name` is the pathway's in our IRIs."""
    names = meaning.store.names
    node = names.iri(Reference("pathway", slug(name)))
    title = drawing.title or name
    pathway = _Pathway(node, names, {})
    _place(pathway, drawing, meaning)
    lines = sorted(drawing.lines, key=lambda line: not _converts(pathway, line))
    facts = tuple(fact for line in lines for fact in _facts(pathway, line))
    described = [*labelled(node, "mg:Pathway", title, names), *pathway.described]
    described += (t for thing in pathway.used for t in _described(thing, names))
    left = tuple(_left(pathway))
    return Imported(
        tuple(dict.fromkeys(described)), "GPML", title, drawing.version, left, facts
    )


def _place(pathway: _Pathway, drawing: Drawing, meaning: Meaning) -> None:
    """Find out what the shapes mean."""
    for key, shapes in drawing.shapes.items():
        pathway.meant |= {shape: meaning.thing(shape) for shape in shapes}
        found = (pathway.meant[shape] for shape in shapes)
        pathway.things[key] = tuple(thing for thing in found if thing)


def _left(pathway: _Pathway) -> Iterator[tuple[str, int]]:
    """Name the nodes that are in no fact, and count them with the lines."""
    used = {thing.node for thing in pathway.used}
    means = {shape: thing for shape, thing in pathway.meant.items() if thing}
    unknown = [shape for shape in pathway.meant if shape not in means]
    unused = [shape for shape, thing in means.items() if thing.node not in used]
    for what, shapes in (
        ("nodes that are no named gene, product or molecule", unknown),
        ("nodes that no line led to a step", unused),
    ):
        if shapes:
            names = [shape.label or f"line {shape.line}" for shape in shapes[:_NAMED]]
            more = ["..."] if shapes[_NAMED:] else []
            yield f"{what}: {', '.join(names + more)}", len(shapes)
    yield from pathway.left.items()


def _facts(pathway: _Pathway, line: Line) -> Iterator[Told]:
    sources, targets = pathway.ends(line)
    step = pathway.steps.get(line.target)
    if _converts(pathway, line):
        found = _step(pathway, line)
    elif line.source in pathway.steps and _are(Kind.CHEMICAL, targets):
        found = _beside(pathway, line, "mg:hasOutput", line.source, targets)
    elif step and line.head in {"", *_CONVERSION} and _are(Kind.CHEMICAL, sources):
        found = _beside(pathway, line, "mg:hasInput", line.target, sources)
    elif step and sources:
        found = _takes_part(pathway, line, step)
    else:
        found = _encodes(pathway, line)
    some = list(found)
    if not some:
        pathway.left[f"lines of the kind {line.head or 'none'}"] += 1
    yield from some


def _converts(pathway: _Pathway, line: Line) -> bool:
    return line.head in _CONVERSION and all(
        _are(Kind.CHEMICAL, end) for end in pathway.ends(line)
    )


def _are(kind: Kind, things: tuple[Thing, ...]) -> bool:
    return bool(things) and all(thing.kind is kind for thing in things)


def _step(pathway: _Pathway, line: Line) -> Iterator[Told]:
    """Make a step of a conversion."""
    sources, targets = pathway.ends(line)
    number = len({*pathway.steps.values()}) + 1
    local = pathway.node.value.rpartition("/")[2]
    step = pathway.names.iri(Reference("step", f"{local}-conversion-{number}"))
    pathway.steps |= dict.fromkeys((*line.anchors, f"step {number}"), step)
    ends = (" and ".join(thing.label for thing in end) for end in (sources, targets))
    pathway.described += labelled(step, "mg:Step", " to ".join(ends), pathway.names)
    yield pathway.fact(line, step, named("mg:partOf"), pathway.node)
    for role, things in (
        ("mg:hasPrimaryInput", sources),
        ("mg:hasPrimaryOutput", targets),
    ):
        yield from _participants(pathway, line, step, role, things)


def _beside(
    pathway: _Pathway, line: Line, role: str, end: str, things: tuple[Thing, ...]
) -> Iterator[Told]:
    yield from _participants(pathway, line, pathway.steps[end], role, things)


def _participants(
    pathway: _Pathway,
    line: Line,
    step: NamedNode,
    role: str,
    things: tuple[Thing, ...],
) -> Iterator[Told]:
    for thing in things:
        pathway.used[thing] = None
        yield pathway.fact(line, step, named(role), thing.node)


def _takes_part(pathway: _Pathway, line: Line, step: NamedNode) -> Iterator[Told]:
    """Relate what catalyses a step, or regulates it."""
    for thing in pathway.things[line.source]:
        gene = thing.kind is Kind.GENE
        catalyses = "mg:actsInStep" if gene else "mg:catalyses"
        relation = catalyses if line.head == "catalysis" else _REGULATION.get(line.head)
        able = thing.kind is Kind.GENE_PRODUCT or relation != "mg:catalyses"
        if relation and able:
            enzyme = relation == "mg:catalyses"
            used = replace(thing, kind=Kind.ENZYME) if enzyme else thing
            pathway.used[used] = None
            yield pathway.fact(line, thing.node, named(relation), step)


def _encodes(pathway: _Pathway, line: Line) -> Iterator[Told]:
    genes, products = pathway.ends(line)
    both = _are(Kind.GENE, genes) and _are(Kind.GENE_PRODUCT, products)
    for gene in genes if both and line.head in _TRANSLATION else ():
        pathway.used |= dict.fromkeys((gene, *products))
        for product in products:
            yield pathway.fact(line, gene.node, named("mg:encodes"), product.node)


def _described(thing: Thing, names: Names) -> Iterator[Triple]:
    yield from labelled(thing.node, f"mg:{thing.kind.value}", thing.label, names)
    if thing.elsewhere:
        yield Triple(thing.node, named("rdfs:seeAlso"), thing.elsewhere)
