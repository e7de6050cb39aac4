"""Where a node has its page and its data, and the headers that say so.

Links for programs are those of Signposting (https://signposting.org/FAIR/), as RFC 8288
has them; the relation types are of RFC 6596, 6906, 7033 and 8574.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlencode

from flask import Response, request, url_for
from pyoxigraph import NamedNode, RdfFormat

from kg.formats import GRAPH_FORMATS, Format
from kg.names import Names

DATA = {name: form for form in GRAPH_FORMATS for name in form.names[:1]} | {
    "json": next(form for form in GRAPH_FORMATS if "json" in form.names)
}
_SUFFIXES = ("ttl", "nt", "jsonld", "rdf", "trig")
# Written here as the routes have them: a page has hundreds, and Flask's own way to
# write one takes as long as all else that is told of a triple.
_PAGES = {"document": "/document/", "pathway": "/pathway/"}
_AS_IT_IS = "!$'()*,/:;@"


def page_of(names: Names, node: NamedNode) -> str:
    """Tell the address of a node's page."""
    reference = names.reference(node.value)
    if reference and reference.prefix in _PAGES:
        return f"{_PAGES[reference.prefix]}{_quoted(reference.identifier)}"
    return entity_of(names, node)


def entity_of(names: Names, node: NamedNode) -> str:
    """Tell where all that is known of a node is told."""
    return f"/entity/{_quoted(names.curie(node.value))}"


def asked(path: str, **fields: str) -> str:
    """Write an address that asks something.

    >>> asked("/explain", s="hgnc:1", o="a & b")
    '/explain?s=hgnc:1&o=a%20%26%20b'
    """
    return f"{path}?{urlencode(fields, safe=_AS_IT_IS, quote_via=quote)}"


def _quoted(name: str) -> str:
    return quote(name, safe=_AS_IT_IS)


def data_of(names: Names, node: NamedNode) -> Iterator[tuple[Format[RdfFormat], str]]:
    """Give each format that the data of a node come in, and where."""
    for suffix in _SUFFIXES:
        yield DATA[suffix], f"{entity_of(names, node)}.{suffix}"


def split(name: str) -> tuple[str, Format[RdfFormat] | None]:
    """Take the format from the end of a name, if it ends in one.

    >>> split("hgnc:397.nt")[1].name, split("EC:2.3.1.37")
    ('nt', ('EC:2.3.1.37', None))
    """
    stem, _, suffix = name.rpartition(".")
    form = DATA.get(suffix) if stem else None
    return (stem, form) if form else (name, None)


def out(node: NamedNode) -> str | None:
    """Give an address that a page may link to; None for what a browser would run."""
    return node.value if node.value.startswith(("http://", "https://")) else None


def signpost(
    response: Response,
    names: Names,
    node: NamedNode,
    types: tuple[str, ...] = (),
    licence: str | None = None,
) -> Response:
    """Say in headers what a page is about, and where its data are."""
    response.headers.add("Link", _link(node.value, "cite-as"))
    for form, address in data_of(names, node):
        response.headers.add("Link", _link(address, "describedby", form.media_type))
    for type_ in types:
        response.headers.add("Link", _link(type_, "type"))
    if licence:
        response.headers.add("Link", _link(licence, "license"))
    home = url_for("pages.home")
    response.headers.add("Link", _link(home, "collection", "text/html"))
    return response


def signpost_data(response: Response, names: Names, node: NamedNode) -> Response:
    """Say in headers of which node data are, and where its page is.

    Who got them at the address of the page learns where the other forms are, too:
    clients of Signposting take anything, and look there.
    """
    response.headers.add("Link", _link(node.value, "cite-as"))
    response.headers.add("Link", _link(page_of(names, node), "describes", "text/html"))
    _, form = split(request.path)
    for each, address in () if form else data_of(names, node):
        response.headers.add("Link", _link(address, "describedby", each.media_type))
    return response


def _link(target: str, relation: str, media_type: str = "") -> str:
    """Write a link; what must not stand in a header is written in percent (RFC 3987).

    >>> _link("http://example.org/\u03b1", "cite-as")
    '<http://example.org/%CE%B1>; rel="cite-as"'
    """
    address = "".join(c if c.isascii() else _percent(c) for c in target)
    typed = f'; type="{media_type}"' if media_type else ""
    return f'<{address}>; rel="{relation}"{typed}'


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())
