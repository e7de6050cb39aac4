"""Who may write, or read private graphs: names with tokens, of which a hash is kept.

A file has a line for each: a name, and the SHA-256 of a token. Tokens are random and
long, made by `mendel token`, so that a slow hash would add nothing. Graphs after that
are those that it reads, and then it changes nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import CredentialsError


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody: the hash of a token, and the private graphs that it reads."""

    hash: str
    reads: tuple[str, ...] = ()

    @property
    def may_write(self) -> bool:
        """Whether this is one of those who change everything, and read everything."""
        return not self.reads


def make(name: str, reads: Sequence[str] = ()) -> tuple[str, str]:
    """Make a token for a name: the token, and the line to keep.

    Raises CredentialsError for a name or a graph that a line cannot hold.
    """
    if not name or name.split() != [name] or ":" in name or name.startswith("#"):
        problem = "no spaces, no colon, no # at its start: choose another name"
        raise CredentialsError(repr(name), problem)
    for graph in reads:
        if graph.split() != [graph]:
            raise CredentialsError(repr(graph), "no graph: give an IRI, or a path")
    token = secrets.token_urlsafe(32)
    return token, " ".join((name, _hash(token), *reads))


def read(path: str) -> dict[str, Known]:
    """Read who is known, by name; no path means nobody.

    Raises CredentialsError for a file that cannot be read, or a line that is none.
    """
    if not path:
        return {}
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "is not UTF-8"
        raise CredentialsError(path, f"cannot be read ({reason})") from error
    rows = [line.split() for line in lines if line.strip() and line[0] != "#"]
    for row in rows:
        if not row[1:] or len(row[1]) != len(_hash("")):
            problem = "a line is a name and a hash: make it with 'mendel token NAME'"
            raise CredentialsError(path, problem)
    return {name: Known(kept, tuple(reads)) for name, kept, *reads in rows}


def who(authorization: str, known: Mapping[str, Known]) -> str | None:
    """Tell whose token a request brings: `Bearer TOKEN`, or name and token as `Basic`.

    >>> token, line = make("ada")
    >>> who(f"Bearer {token}", {"ada": Known(line.split()[1])})
    'ada'
    """
    scheme, _, value = authorization.strip().partition(" ")
    if scheme.lower() == "basic":
        name, _, token = _decoded(value).partition(":")
        return name if name in known and _is_same(known[name], token) else None
    if scheme.lower() != "bearer":
        return None
    return next((n for n, kept in known.items() if _is_same(kept, value.strip())), None)


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode("utf-8")
    except ValueError:  # not ASCII, not base64, not UTF-8
        return ""


def _is_same(kept: Known, token: str) -> bool:
    return hmac.compare_digest(kept.hash, _hash(token))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
