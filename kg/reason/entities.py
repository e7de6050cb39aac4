"""The entities that an RDF/XML file declares, written out: none are fetched."""

from __future__ import annotations

import re
from functools import partial

_TYPE = re.compile(rb"<!DOCTYPE\s[^\[>]*(?:\[(.*?)\]\s*)?>", re.DOTALL)
_ENTITY = re.compile(rb"""<!ENTITY\s+([^\s%"'&;]+)\s+(?:"([^"]*)"|'([^']*)')\s*>""")
_USE = re.compile(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|&([^\s#&;]+);", re.DOTALL)
_QUOTES = {b'"': b"&#34;", b"'": b"&#39;"}
_DEEPEST = 20
_LONGEST = 1 << 20  # bytes of one entity
_MOST = 1 << 28  # bytes that entities may add to a file


def written_out(content: bytes) -> bytes:
    """Replace entities of a document by what its document type says they are.

    Raises ValueError for entities of other files, and for such as never end.

    >>> written_out(b"<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;&amp;</a>")
    b'<a>x&amp;</a>'
    """
    found = _TYPE.search(content)
    if found is None:
        return content
    declared = _resolved(_declared(found[1] or b""))
    body = content[: found.start()] + content[found.end() :]
    used = (declared.get(use[1], b"") for use in _USE.finditer(body) if use[1])
    if sum(map(len, used)) > _MOST:
        raise ValueError("its entities expand without measure")
    return _USE.sub(partial(_replacement, declared), body)


def _declared(subset: bytes) -> dict[bytes, bytes]:
    """Read what a document type declares: names and values."""
    plain = re.sub(rb"<!--.*?-->", b"", subset, flags=re.DOTALL)
    if b"<!ENTITY" in _ENTITY.sub(b"", plain):
        raise ValueError("it has entities in other files, which are not fetched")
    return {
        name: re.sub(rb"[\"']", lambda quote: _QUOTES[quote[0]], one or other)
        for name, one, other in _ENTITY.findall(plain)
    }


def _resolved(declared: dict[bytes, bytes]) -> dict[bytes, bytes]:
    """Write out entities in the values of others."""
    for _ in range(_DEEPEST):
        replace = partial(_replacement, declared)
        longer = {name: _USE.sub(replace, value) for name, value in declared.items()}
        if longer == declared:
            return declared
        if max(map(len, longer.values())) > _LONGEST:
            break
        declared = longer
    raise ValueError("its entities expand without measure, or in a circle")


def _replacement(declared: dict[bytes, bytes], found: re.Match[bytes]) -> bytes:
    """Give what is in the place of a reference; comments and CDATA have none."""
    return declared.get(found[1], found[0]) if found[1] else found[0]
