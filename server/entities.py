"""`/entity/…`, `/id/…` and `/graph/…`: what is known of a node, as a page and as data.

The address of a node is its CURIE. Whatever else names it (an IRI, another identifier,
a label, the address of a page) leads there, as Cool URIs for the Semantic Web has it:
303, See Other.
"""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from pyoxigraph import NamedNode, RdfFormat
from werkzeug.wrappers import Response as Redirect

from kg.errors import PrefixError, QueryError
from kg.formats import Format
from kg.rdf import dataset_node
from server import links
from server.cells import curie
from server.data import data
from server.groups import Relation, page_of_group
from server.negotiate import GRAPH_OFFERS, negotiate
from server.profile import PARTS, lines, part_graph, profile
from server.rendering import lasting, page
from server.state import finder, store
from server.structured import page_types, structured

blueprint = Blueprint("entities", __name__)
_SIZE = 100
"""How many triples of one relation a page lists."""


@blueprint.get("/id/<path:name>")
def dereference(name: str) -> Redirect:
    """Lead from an IRI of ours to its page, or to its data: by Accept, or its ending.

    :raise 404: for what is not in the graph.
    """
    stem, form = links.split(name)
    node = resolved(f"{store().names.base}id/{stem}")
    suffix = name.removeprefix(stem)
    if not form:
        found, _ = negotiate(GRAPH_OFFERS)
        if not isinstance(found, Format):
            return redirect(links.page_of(store().names, node), 303)
        suffix = f".{found.name}"
    return redirect(links.entity_of(store().names, node) + suffix, 303)


@blueprint.get("/graph/<path:name>")
def graph(name: str) -> Redirect:
    """Lead from the name of a graph of ours to its triples."""
    named = f"{store().names.base}graph/{name}"
    return redirect(url_for("graph_store.read", graph=named), 303)


@blueprint.get("/entity/<path:name>")
def entity(name: str) -> Response | Redirect:
    """Show a node: what is stated of it, each with its sentence, and what is inferred.

    A label or another spelling leads to the node's own address. `?relation=` lists all
    that one relation leads to, page by page.

    :raise 404: for a name that no node has, or several.
    """
    stem, form = links.split(name)
    node = resolved(stem)
    own = curie(node)
    if own != stem:
        address = url_for("entities.entity", name=own + name.removeprefix(stem))
        return redirect(address, 303)
    if form:
        return _data(node, form, form.media_type)
    found, media_type = negotiate(GRAPH_OFFERS)
    if isinstance(found, Format):
        return _data(node, found, media_type)
    return _listed(node) if "relation" in request.args else _page(node)


def resolved(text: str) -> NamedNode:
    """Tell which node a text means; raises TermError for none, with the nearest."""
    try:
        return finder().resolve(text)
    except PrefixError as error:
        raise finder().unknown(text) from error


def licence() -> str | None:
    """Give the licence of the graph, as its description or its ontology has it."""
    graph = store().names.graph
    rows = store().select(
        _LICENCES,
        metadata=graph("metadata"),
        ontology=graph("ontology"),
        dataset=dataset_node(store().names),
    )
    return next((row["licence"].value for row in rows), None)


_LICENCES = """
SELECT ?licence ?metadata ?ontology ?dataset {
  { GRAPH ?metadata { ?dataset dcterms:license ?licence } }
  UNION { GRAPH ?ontology { ?o a owl:Ontology ; dcterms:license ?licence } }
}"""


def _data(node: NamedNode, form: Format[RdfFormat], media_type: str) -> Response:
    names = store().names
    response = lasting(data(store(), node, form, media_type))
    response.headers["Content-Location"] = next(
        (a for f, a in links.data_of(names, node) if f is form), request.path
    )
    return links.signpost_data(response, names, node)


def _page(node: NamedNode) -> Response:
    names, found = store().names, profile(store(), node)
    response = page(
        "entity.html",
        profile=found,
        data=list(links.data_of(names, node)),
        structured=structured(store(), found),
        home=links.page_of(names, node),
    )
    return links.signpost(response, names, node, page_types(found.kinds), licence())


def _listed(node: NamedNode) -> Response:
    """List what one relation leads to, a page of it."""
    part, direction = (request.args.get(key, "") for key in ("part", "direction"))
    if part not in PARTS or direction not in {"from", "to"}:
        raise QueryError("give part=stated or inferred, and direction=from or to")
    number = _number(request.args.get("page", "1"))
    relation = Relation(resolved(request.args["relation"]), direction == "from")
    graph = part_graph(store(), node, part)
    start = (number - 1) * _SIZE
    places = range(start, start + _SIZE)
    group = page_of_group(store(), node, graph, relation, places)
    return page(
        "relation.html",
        node=node,
        part=part,
        relation=relation,
        lines=list(lines(store(), part, relation, group.triples)),
        start=start,
        number=number,
        count=group.count,
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 10**6):
        raise QueryError(f"page={text}: give a number from 1")
    return int(text)
