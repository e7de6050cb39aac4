"""`/dumps/`: the graph as files, for whoever takes it away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Blueprint, Response, render_template, request, url_for

from kg.rdf import dataset_node
from server.distributions import Distribution, triples_of
from server.dumping import (
    CODINGS,
    PACKINGS,
    WHOLE,
    Dump,
    dumps,
    find_dump,
    made,
    make,
    ordered,
)
from server.files import Unmade, file_answer
from server.negotiate import GRAPH_OFFERS, Page, negotiate
from server.rendering import written
from server.state import store
from server.streams import later
from server.workers.reply import best_coding

blueprint = Blueprint("dumps", __name__, url_prefix="/dumps")


@dataclass(frozen=True, slots=True)
class File:
    """A dump with its address, and its file if it was made."""

    dump: Dump
    address: str
    path: Path | None

    @property
    def size(self) -> int | None:
        return self.path.stat().st_size if self.path else None


@blueprint.get("/")
def listing() -> Response:
    """List the files that the graph can be had as, as a page or as DCAT.

    :raise 406: for an Accept that no RDF syntax satisfies.
    """
    form, _ = negotiate(GRAPH_OFFERS)
    if isinstance(form, Page):
        rows = [[_file(dump, end) for end in dump.packings] for dump in dumps()]
        return Response(render_template("dumps.html", rows=rows), mimetype="text/html")
    every = (_file(dump, end) for dump in dumps() for end in dump.packings)
    return written(triples_of(dataset_node(store().names), map(_told, every)))


@blueprint.get("/<name>")
def dump(name: str) -> Response:
    """Send what `mendel export` writes to a file of this name, or a part of it.

    It is made when it is first asked for; then it is sent as it lies there, packed
    beforehand for who accepts gzip or zstd.

    :raise 404: for a name that no dump has.
    """
    asked = find_dump(name)
    is_whole = not asked.packing and len(asked.packings) > 1
    coding = best_coding(request.headers.get("Accept-Encoding", "")) * is_whole
    found = replace(asked, packing=CODINGS[coding]) if coding else asked
    path = made(store(), found)
    if path is None:
        if "mendelgraph.defers" in request.environ:
            return later(Unmade(ordered(store(), found)))
        path = make(store(), found)
    media_type = PACKINGS[asked.packing] or asked.media_type
    answer = file_answer(path, path.name[:32], media_type)
    return later(replace(answer, coding=coding, varies=is_whole))


def main_files() -> Iterator[Distribution]:
    """Give the files of the whole graph, each packed if it can be, for descriptions."""
    for found in dumps():
        if found.stem == WHOLE:
            yield _told(_file(found, found.packings[:2][-1]))


def _file(dump: Dump, packing: str) -> File:
    found = replace(dump, packing=packing)
    address = url_for("dumps.dump", name=found.name, _external=True)
    return File(found, address, made(store(), found))


def _told(file: File) -> Distribution:
    return Distribution(
        file.address,
        file.dump.what,
        file.dump.media_type,
        PACKINGS[file.dump.packing],
        file.size,
        file.path.name if file.path else "",
        file.dump.exporter.is_rdf,
    )
