"""Documents of others, read as RDF."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from pyoxigraph import RdfFormat, Triple, parse

from kg.errors import FormatError, RemoteError
from kg.formats import GRAPH_FORMATS, find_format
from kg.remote.connection import Reply

_TYPES = [form.media_type for form in GRAPH_FORMATS]
ACCEPT = f"{', '.join(_TYPES)}, */*;q=0.1"
_UNSAID = frozenset({"", "text/plain", "application/octet-stream"})
_GZIP = frozenset({"application/gzip", "application/x-gzip"})
_MAGIC = b"\x1f\x8b"
_MOST = 100  # times as large as it is packed


def triples_of(reply: Reply) -> tuple[Triple, ...]:
    """Read a document, packed or not, by its type, else by its name.

    Raises RemoteError for what is no RDF.
    """
    path = PurePosixPath(urlsplit(reply.address).path)
    media_type, body = reply.media_type, reply.body
    if body.startswith(_MAGIC):
        body = _unpacked(reply)
        media_type = "" if media_type in _GZIP else media_type
        path = path.with_suffix("") if path.suffix == ".gz" else path
    syntax = _syntax(reply, media_type, path.suffix)
    try:
        found = parse(body, syntax, base_iri=reply.address, rename_blank_nodes=True)
        return tuple(quad.triple for quad in found)
    except SyntaxError as error:
        problem = " ".join(str(error).split())
        raise RemoteError(reply.address, f"is no {syntax.name}: {problem}") from error


def _syntax(reply: Reply, media_type: str, suffix: str) -> RdfFormat:
    names = [suffix, media_type] if media_type in _UNSAID else [media_type]
    for name in filter(None, names):
        try:
            return find_format(name, GRAPH_FORMATS).syntax
        except FormatError:
            continue
    said = reply.media_type or "a document of no type"
    problem = f"answers with {said}, which is none of {', '.join(_TYPES)}"
    raise RemoteError(reply.address, problem)


def _unpacked(reply: Reply) -> bytes:
    most = _MOST * len(reply.body)
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(reply.body)) as file:
            found = file.read(most + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise RemoteError(reply.address, f"is damaged: {error}") from error
    if len(found) > most:
        raise RemoteError(reply.address, "is packed so small that nothing is like it")
    return found
