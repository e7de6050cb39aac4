"""What can be fetched, by name; the addresses themselves are in `addresses.toml`."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from urllib.parse import urlsplit

from kg.errors import FetchError

_PAGE = "NAME"
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A file to fetch; the columns are explained at the head of `addresses.toml`."""

    name: str
    address: str
    file: str
    what: str
    licence: str
    size: str
    seen: str
    begins: str = ""
    ends: str = ""

    @property
    def group(self) -> str:
        return self.file.partition("/")[0]

    @property
    def is_template(self) -> bool:
        return _PAGE in self.name

    def page(self, name: str) -> Item:
        """Fill in the name of a page."""
        fields = ("name", "address", "file")
        filled = {f: str(getattr(self, f)).replace(_PAGE, name) for f in fields}
        return replace(self, **filled)

    def at(self, mirror: str) -> Item:
        """Move to a mirror: below its address lie folders named like the hosts.

        >>> ITEMS["hp"].at("http://localhost:8000/").address
        'http://localhost:8000/purl.obolibrary.org/obo/hp.obo'
        """
        parts = urlsplit(self.address)
        address = f"{mirror.rstrip('/')}/{parts.netloc}{parts.path}"
        return replace(self, address=address)


def _load() -> dict[str, Item]:
    table = tomllib.loads((files(__package__) / "addresses.toml").read_text("utf-8"))
    return {name: Item(name=name, **columns) for name, columns in table.items()}


ITEMS = _load()


def find(names: Sequence[str], known_pages: Iterable[str] = ()) -> tuple[Item, ...]:
    """Look names up: files of the table, whole groups of them, pages; each once.

    Raises FetchError for a name that is none of these, with the nearest that is.

    >>> [item.file for item in find(["gene/ALAS2"])]
    ['pages/gene/alas2.json']
    """
    found = [item for name in names for item in _find(name, known_pages)]
    return tuple(dict.fromkeys(found))


def _find(name: str, known_pages: Iterable[str]) -> Iterator[Item]:
    kind, _, page = name.lower().strip("/").partition("/")
    template = ITEMS.get(f"{kind}/{_PAGE}")
    if kind in ITEMS and not page:
        yield ITEMS[kind]
    elif kind in _groups() and not page:
        yield from (item for item in _files() if item.group == kind)
    elif template and _SLUG.fullmatch(page):
        yield template.page(page)
    else:
        raise FetchError(name, _unknown(name, known_pages))


def _files() -> list[Item]:
    return [item for item in ITEMS.values() if not item.is_template]


def _groups() -> list[str]:
    return list(dict.fromkeys(item.group for item in _files()))


def _unknown(name: str, known_pages: Iterable[str]) -> str:
    near = nearest(name, (*ITEMS, *_groups(), *known_pages))
    if near:
        return f"no such thing to fetch: did you mean {near}?"
    return "no such thing to fetch: 'mendel fetch --list' shows what there is"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Find the name that is spelt most like this one."""
    close = difflib.get_close_matches(name.lower(), list(known), n=1)
    return close[0] if close else None
