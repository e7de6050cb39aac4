"""What an answer may vary by: the key that it is kept by.

Of a query that is its text without comments and superfluous white space, its dataset,
what is inferred, and the representation that is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from kg.errors import FormatError, QueryError
from server.fields import read_fields
from server.negotiate import GRAPH_OFFERS, RESULT_OFFERS, Page, bare, choose
from server.operation import DIRECT, FORM
from server.workers.frames import Request
from server.workers.reply import best_coding

Key = tuple[str, ...]
_PATH = "/sparql"
_GRAPHS = ("default-graph-uri", "named-graph-uri")
_SETTINGS = (("infer", "true"), ("timeout", ""))
_HEADERS = ("host", "accept", "accept-encoding", "content-type")
_FORM = re.compile(
    r"(?:(?:PREFIX\s*[^\s<]*|BASE)\s*<[^<>\s]*>\s*)*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b",
    re.IGNORECASE,
)
_IRI = re.compile(r"""<[^<>"{}|^`\\\s]*>""")
_STRICT = re.compile(r"[\"'#\\]")
_KEPT = re.compile(
    r"""( \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"
        | '''(?:[^'\\]|\\.|'(?!''))*'''
        | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'
        | <[^<>"{}|^`\\\s]*>
        | \\.
        )
      | (?:\s | \#[^\r\n]*)+""",
    re.VERBOSE | re.DOTALL,
)


def key_of(request: Request) -> Key:
    """Make the key of a request; what is no query is told apart by all that it says.

    >>> sent = (("content-type", FORM),)
    >>> one = Request("GET", "/sparql", "a=1&infer=true&query=ASK%20%7B%7D%23%20all")
    >>> key_of(one) == key_of(Request("POST", "/sparql", "", sent, b"query=ASK+%7B%7D"))
    True
    """
    fields = _fields(request) if request.path == _PATH else None
    query = fields and _only(fields.get("query", ()))
    if not fields or not query or "update" in fields or "\\u" in query:
        return _all(request)
    text = normal(query)
    form = _FORM.match(text)
    is_graph = form is not None and form[1][0] in "CDcd"  # CONSTRUCT, DESCRIBE
    wanted = _first(fields, "format"), request.header("accept")
    media_type = form and _representation(is_graph, *wanted)
    if not media_type:
        return _all(request)
    return (
        "HEAD" if request.method == "HEAD" else "GET",
        request.reader,
        request.header("host"),
        *(_first(fields, name, usual).strip().casefold() for name, usual in _SETTINGS),
        *(
            "".join(f"{iri}\n" for iri in sorted({*fields.get(name, ())}))
            for name in _GRAPHS
        ),
        best_coding(request.header("accept-encoding")),
        media_type,
        text,
    )


def _all(request: Request) -> Key:
    return (
        request.method,
        request.path,
        request.query,
        request.reader,
        *map(request.header, _HEADERS),
        request.body.decode("latin-1"),
    )


def _fields(request: Request) -> Mapping[str, Sequence[str]] | None:
    """Read the parameters of a query; None where it is sent in no known way."""
    media_type = bare(request.header("content-type"))
    try:
        fields = read_fields(request.query)
        if request.method == "POST" and media_type == DIRECT:
            return {**fields, "query": [request.body.decode("utf-8")]}
        if request.method == "POST" and media_type == FORM and not fields:
            return read_fields(request.body.decode("latin-1"))
    except (QueryError, UnicodeDecodeError):
        return None
    return fields if request.method in {"GET", "HEAD"} and not media_type else None


@lru_cache(maxsize=1000)
def _representation(is_graph: bool, name: str, accept: str) -> str:  # noqa: FBT001 - cached
    """Choose what to send; nothing for a page, which shows the query as it is."""
    try:
        offer, media_type = choose(
            GRAPH_OFFERS if is_graph else RESULT_OFFERS, name, accept
        )
    except FormatError:
        return ""  # an error is not kept
    return "" if isinstance(offer, Page) else media_type


def _only(values: Sequence[str]) -> str:
    return values[0] if len(values) == 1 else ""


def _first(fields: Mapping[str, Sequence[str]], name: str, usual: str = "") -> str:
    return next(iter(fields.get(name, ())), usual)


def normal(text: str) -> str:
    r"""Write a query without its comments, and each white space as one blank.

    >>> normal("ASK # all\n{ ?s ?p 'a  # b', <http://e/#c>\t}\n")
    "ASK { ?s ?p 'a  # b', <http://e/#c> }"
    """
    if not _STRICT.search(_IRI.sub("", text)):
        return " ".join(text.split())  # most queries: in a fifth of the time
    return _KEPT.sub(lambda found: found[1] or " ", text).strip()
