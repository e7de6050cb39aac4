"""Who may be asked from here: those on a list; and which addresses are public.

A target is compared by its parts, not as text: scheme, host and port are the same, and
the path is the listed one or lies below it (RFC 3986, sections 3 and 6.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Self
from urllib.parse import SplitResult, urlsplit

from kg.errors import TargetError

ANY = "*"
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
_DOT = re.compile("%2e", re.IGNORECASE)
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits
_ALLOWED = "not asked from here: whoever runs this allows"
_LOCAL = "localhost"  # always this machine (RFC 6761, section 6.3)


@dataclass(frozen=True, slots=True)
class Place:
    """An address of the web, taken apart; `path` is without `.` and `..`."""

    scheme: str
    host: str
    port: int
    path: tuple[str, ...]
    query: str = ""

    @classmethod
    def of(cls, address: str) -> Self:
        """Read an address; raises TargetError for one that is none, or hides another.

        >>> Place.of("https://E.example:443/a/../b/%2E%2E/sparql").address
        'https://e.example/sparql'
        """
        try:
            return cls._of(urlsplit(address))
        except (ValueError, UnicodeError) as error:
            problem = "no address of the web: give http:// or https://, a host, a path"
            raise TargetError(address, problem) from error

    @classmethod
    def _of(cls, parts: SplitResult) -> Self:
        host = (parts.hostname or "").rstrip(".").encode("idna").decode().lower()
        if not _HOST.fullmatch(host) or parts.username is not None:
            raise ValueError(host)
        scheme = parts.scheme.lower()
        port = parts.port or _PORTS.get(scheme, 0)
        if not port:
            raise ValueError(scheme)
        return cls(scheme, host, port, _segments(parts.path), parts.query)

    @property
    def address(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        query = f"?{self.query}" if self.query else ""
        return f"{self.scheme}://{host}{port}/{'/'.join(self.path)}{query}"

    @property
    def bare(self) -> str:
        """The address without its query, which may hold a key."""
        return replace(self, query="").address

    @property
    def is_literal(self) -> bool:
        """Tell a host that is given as its address, not by a name."""
        try:
            ip_address(self.host)
        except ValueError:
            return self.host == _LOCAL
        return True

    def covers(self, other: Place) -> bool:
        """Tell whether another place is this one, or below it.

        >>> entry = Place.of("https://good.example/sparql")
        >>> entry.covers(Place.of("https://good.example/sparql/x?y=z"))
        True
        >>> entry.covers(Place.of("https://good.example.evil.example/sparql"))
        False
        """
        own = tuple(part for part in self.path if part)
        return (self.scheme, self.host, self.port, own) == (
            *(other.scheme, other.host, other.port),
            other.path[: len(own)],
        )


@dataclass(frozen=True, slots=True)
class Targets:
    """Those that may be asked; with `private`, in private networks, too.

    `everyone` admits every place of the web.
    """

    places: tuple[Place, ...] = ()
    everyone: bool = False
    private: bool = False

    @classmethod
    def read(cls, listed: Iterable[str], *, private: bool = False) -> Self:
        """Read a list of addresses, or `*` for all; raises TargetError."""
        found = tuple(dict.fromkeys(listed))
        places = tuple(Place.of(address) for address in found if address != ANY)
        return cls(places, ANY in found, private)

    def admit(self, address: str) -> tuple[Place, bool]:
        """Say where an address leads, and whether that may be a private network.

        A private one may be asked where the list names it by its number, or as
        localhost. Raises TargetError for what is not on the list.
        """
        if not self.places and not self.everyone:
            raise TargetError(address, f"{_ALLOWED} no other endpoint")
        place = Place.of(address)
        entry = next((e for e in self.places if e.covers(place)), None)
        if entry is None and not self.everyone:
            known = ", ".join(entry.bare for entry in self.places)
            raise TargetError(address, f"{_ALLOWED} only {known}")
        return place, self.private or (entry is not None and entry.is_literal)


def is_public(address: str) -> bool:
    """Tell an address that anybody can reach, by the registries of IANA.

    >>> [is_public(a) for a in ("8.8.8.8", "10.0.0.1", "::ffff:127.0.0.1")]
    [True, False, False]
    """
    found = ip_address(address.partition("%")[0])
    return all(a.is_global and not a.is_multicast for a in _meant(found))


def _meant(
    address: IPv4Address | IPv6Address,
) -> tuple[IPv4Address | IPv6Address, ...]:
    """Give the address, or the IPv4 addresses that it stands for."""
    if isinstance(address, IPv4Address):
        return (address,)
    if address in _NAT64:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    inner = address.ipv4_mapped or address.sixtofour
    return (inner,) if inner else address.teredo or (address,)


def _segments(path: str) -> tuple[str, ...]:
    """Split a path, with `.` and `..` done (RFC 3986, section 5.2.4)."""
    found: list[str] = []
    for part in path.split("/")[1:]:
        plain = _DOT.sub(".", part)
        if plain == "..":
            found = found[:-1]
        elif plain != ".":
            found.append(part)
    return tuple(found)
