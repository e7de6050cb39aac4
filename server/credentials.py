"""Who may write: names with tokens, of which only a hash is kept.

A file has a line for each: a name, and the SHA-256 of a token. Tokens are random and
long, made by `mendel token`, so that a slow hash would add nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from pathlib import Path

from kg.errors import CredentialsError

_PARTS = 2


def make(name: str) -> tuple[str, str]:
    """Make a token for a name: the token, and the line to keep.

    Raises CredentialsError for a name that a line cannot hold.
    """
    if not name or name.split() != [name] or ":" in name or name.startswith("#"):
        problem = "no spaces, no colon, no # at its start: choose another name"
        raise CredentialsError(repr(name), problem)
    token = secrets.token_urlsafe(32)
    return token, f"{name} {_hash(token)}"


def read(path: str) -> dict[str, str]:
    """Read the hashes of a file by name; no path means no names.

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
        if len(row) != _PARTS or len(row[1]) != len(_hash("")):
            problem = "a line is a name and a hash: make it with 'mendel token NAME'"
            raise CredentialsError(path, problem)
    return dict(rows)


def who(authorization: str, known: Mapping[str, str]) -> str | None:
    """Tell whose token a request brings: `Bearer TOKEN`, or name and token as `Basic`.

    >>> token, line = make("ada")
    >>> who(f"Bearer {token}", dict([line.split()]))
    'ada'
    """
    scheme, _, value = authorization.strip().partition(" ")
    if scheme.lower() == "basic":
        name, _, token = _decoded(value).partition(":")
        return name if _is_same(known.get(name, ""), token) else None
    if scheme.lower() != "bearer":
        return None
    return next((n for n, kept in known.items() if _is_same(kept, value.strip())), None)


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode("utf-8")
    except ValueError:  # not ASCII, not base64, not UTF-8
        return ""


def _is_same(kept: str, token: str) -> bool:
    return hmac.compare_digest(kept, _hash(token))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
