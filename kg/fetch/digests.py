"""Checksums that servers publish with their answers."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_ALGORITHMS = {"sha-256": "sha256", "sha-512": "sha512", "md5": "md5"}
_ENTRY = re.compile(r"\s*([\w-]+)=:?([\w+/=]+):?\s*")


class Digest(NamedTuple):
    algorithm: str
    value: bytes


def published(headers: Mapping[str, str], *, whole: bool) -> tuple[Digest, ...]:
    r"""Read the checksums of a file from the headers of an answer.

    `whole` says that the body is the file and not its rest: Content-MD5 and
    Content-Digest are of the body. Repr-Digest (RFC 9530) and the older Digest (RFC
    3230) are of the file, and so is what Google Cloud Storage writes, unless it
    unpacks the file on the way.

    >>> published({"Repr-Digest": "sha-256=:q80=:"}, whole=False)
    (Digest(algorithm='sha256', value=b'\xab\xcd'),)
    """
    if "Content-Encoding" in headers:
        return ()
    fields = ["Repr-Digest", "Digest"]
    if headers.get("x-goog-stored-content-encoding") == "identity":
        fields.append("x-goog-hash")
    if whole:
        fields.append("Content-Digest")
    entries = [headers.get(field, "") for field in fields]
    if whole:
        entries.append(f"md5={headers.get('Content-MD5', '')}")
    return tuple(dict.fromkeys(_digests(",".join(entries))))


def _digests(text: str) -> Iterator[Digest]:
    for entry in text.split(","):
        found = _ENTRY.fullmatch(entry)
        algorithm = _ALGORITHMS.get(found[1].lower()) if found else None
        if found and algorithm:
            try:
                yield Digest(algorithm, base64.b64decode(found[2], validate=True))
            except binascii.Error:
                continue  # no checksum that could be compared
