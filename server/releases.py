"""`/releases/`: what was issued, each with a date and the hash of its content."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, render_template, url_for
from pyoxigraph import Literal, NamedNode, Triple

from kg.rdf import dataset_node
from kg.rdf.terms import iri
from server.distributions import Distribution, triples_of
from server.files import file_answer
from server.negotiate import GRAPH_OFFERS, Page, negotiate
from server.rendering import written
from server.shelf import CRATE, Paper, Release, find_release, releases
from server.state import settings, store
from server.streams import later

blueprint = Blueprint("releases", __name__, url_prefix="/releases")


@blueprint.get("/")
def listing() -> Response:
    """List the releases, the newest first, as a page or as DCAT.

    :raise 406: for an Accept that no RDF syntax satisfies.
    """
    found = releases(settings().releases)
    form, _ = negotiate(GRAPH_OFFERS)
    if isinstance(form, Page):
        is_set = bool(settings().releases)
        page = render_template("releases.html", releases=found, is_set=is_set)
        return Response(page, mimetype="text/html")
    return written(versions())


@blueprint.get("/<name>/")
def release(name: str) -> Response:
    """List the files of a release, as a page or as DCAT.

    :raise 404: for a release that is not there.
    :raise 406: for an Accept that no RDF syntax satisfies.
    """
    found = find_release(settings().releases, name)
    form, _ = negotiate(GRAPH_OFFERS)
    if isinstance(form, Page):
        page = render_template("release.html", release=found)
        response = Response(page, mimetype="text/html")
    else:
        response = written(_whole(found))
    crate = f'<{_address(found, CRATE)}>; rel="describedby"; type="application/ld+json"'
    response.headers.add("Link", crate)
    return response


@blueprint.get("/<name>/<file>")
def paper(name: str, file: str) -> Response:
    """Send a file of a release, or a part of it.

    :raise 404: for a file that is not there.
    """
    found = find_release(settings().releases, name).find(file)
    media_type = found.packed_as or found.media_type
    return later(file_answer(found.path.resolve(), found.tag, media_type))


def versions() -> Iterator[Triple]:
    """Say which releases of the dataset there are, and where they are listed."""
    found = releases(settings().releases)
    if found:
        place = NamedNode(url_for("releases.listing", _external=True))
        yield Triple(dataset_node(store().names), iri("rdfs:seeAlso"), place)
    for release in found:
        yield from _told(release)


def _told(release: Release) -> Iterator[Triple]:
    """Say which release there is, and since when."""
    dataset, node = dataset_node(store().names), _node(release)
    yield Triple(dataset, iri("dcat:hasVersion"), node)
    yield Triple(node, iri("rdf:type"), iri("dcat:Dataset"))
    yield Triple(node, iri("dcat:isVersionOf"), dataset)
    date = Literal(release.issued, datatype=iri("xsd:date"))
    yield Triple(node, iri("dcterms:issued"), date)
    yield Triple(node, iri("dcat:version"), Literal(release.version or release.name))
    if release.title:
        yield Triple(node, iri("dcterms:title"), Literal(release.title))
    if release.licence:
        yield Triple(node, iri("dcterms:license"), NamedNode(release.licence))


def _whole(release: Release) -> Iterator[Triple]:
    yield from _told(release)
    files = (_distribution(release, paper) for paper in release.papers)
    yield from triples_of(_node(release), files)


def _distribution(release: Release, paper: Paper) -> Distribution:
    return Distribution(
        _address(release, paper.name),
        paper.what or paper.name,
        paper.media_type,
        paper.packed_as,
        paper.size,
        paper.sha256,
    )


def _node(release: Release) -> NamedNode:
    return NamedNode(url_for("releases.release", name=release.name, _external=True))


def _address(release: Release, file: str) -> str:
    return url_for("releases.paper", name=release.name, file=file, _external=True)
