"""`/pathway/…` and `/pathways`: the steps of a pathway in their order."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, url_for
from pyoxigraph import DefaultGraph, NamedNode

from kg.errors import TermError
from kg.formats import Format
from kg.model import Reference
from kg.names import named
from kg.pathway import drawing, steps
from server import links
from server.cells import curie, label
from server.data import data
from server.entities import licence, resolved
from server.negotiate import GRAPH_OFFERS, negotiate
from server.profile import profile
from server.rendering import lasting, page
from server.state import finder, store
from server.structured import page_types, structured

blueprint = Blueprint("pathways", __name__)
_JSON = ".json"


@blueprint.get("/pathways")
def pathways() -> Response:
    """List the pathways, those with most steps first."""
    quads = store().quads.quads_for_pattern(
        None, named("rdf:type"), named("mg:Pathway"), DefaultGraph()
    )
    nodes = [q.subject for q in quads if isinstance(q.subject, NamedNode)]
    sizes = {node: len(steps(store(), node)) for node in nodes}
    ordered = sorted(nodes, key=lambda node: (-sizes[node], label(node) or curie(node)))
    return page("pathways.html", pathways=[(node, sizes[node]) for node in ordered])


@blueprint.get("/pathway/<path:name>")
def pathway(name: str) -> Response:
    """Show a pathway; `….json` is a description to draw it by.

    :raise 404: for a pathway that the graph does not know.
    """
    stem = name.removesuffix(_JSON)
    node = _node(stem)
    if stem != name:
        return lasting(jsonify(drawing(store(), node, _href)))
    form, media_type = negotiate(GRAPH_OFFERS)
    names = store().names
    if isinstance(form, Format):
        response = lasting(data(store(), node, form, media_type))
        return links.signpost_data(response, names, node)
    found = profile(store(), node)
    response = page(
        "pathway.html",
        profile=found,
        steps=steps(store(), node),
        drawing=url_for("pathways.pathway", name=stem + _JSON),
        data=list(links.data_of(names, node)),
        all=links.entity_of(names, node),
        structured=structured(store(), found),
    )
    return links.signpost(response, names, node, page_types(found.kinds), licence())


def _node(name: str) -> NamedNode:
    """Find a pathway by its slug, or by the CURIE of one that is not ours."""
    text = name if ":" in name else str(Reference("pathway", name))
    node = resolved(text)
    if named("mg:Pathway") not in finder().kinds(node):
        raise TermError(text, f"no pathway: see {links.entity_of(store().names, node)}")
    return node


def _href(node: NamedNode) -> str:
    return links.page_of(store().names, node)
