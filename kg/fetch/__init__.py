"""Brings pages and vocabularies from the web: politely, whole, and only once.

Choice of library: `requests`. It knows the proxies, certificates and redirects of the
machines on which researchers work, streams, enforces Content-Length, and is typed and
kept up. `pooch` is made for files with a known hash: it can neither resume nor ask
whether there is a newer one. `httpx` has had no release since 2024. `pyhaul` resumes,
but one young project is too little to rest on. What no library has stands here: when
to ask again, what to ask for (RFC 9110, sections 13 and 14), and when to trust the
answer.

A file has its own name only once it is whole and checked. Until then it is a `.part`
beside it, from which the next attempt goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from kg.errors import FetchError
from kg.fetch.addresses import ITEMS, Item, find
from kg.fetch.answers import receive, refuse
from kg.fetch.connection import Connection, PassingError
from kg.fetch.folder import Folder

__all__ = [
    "ITEMS",
    "Connection",
    "Folder",
    "Item",
    "Outcome",
    "Progress",
    "fetch",
    "find",
    "silent",
]

WAITS = (1.0, 2.0, 4.0, 8.0, 16.0)
"""How long to wait before asking again, in seconds, where the server does not say."""
PATIENCE = 600.0
"""How long a server may ask us to wait, in seconds."""

Progress = Callable[[int, int | None], None]
"""Told how many bytes are there, and of how many where the server says."""


class Outcome(StrEnum):
    FETCHED = "fetched"
    UNCHANGED = "unchanged"


def silent(_done: int, _total: int | None) -> None:
    """Tell nobody."""


def fetch(
    item: Item, folder: Folder, connection: Connection, progress: Progress = silent
) -> Outcome:
    """Bring a file, or find that the one in the folder is the newest.

    A failure that may pass is tried again, after longer and longer waits; an attempt
    that brought new bytes starts them afresh. Raises FetchError for what cannot be
    had, and StoreError for a folder that cannot be written.
    """
    connection.pace()
    waits, reached = iter(WAITS), folder.part_size(item)
    while True:
        try:
            return _attempt(item, folder, connection, progress)
        except PassingError as trouble:
            size = folder.part_size(item)
            if size > reached:
                waits, reached = iter(WAITS), size
            connection.wait(item.name, trouble, _pause(trouble, next(waits, None)))


def _pause(trouble: PassingError, wait: float | None) -> float:
    """Choose how long to wait; raises FetchError where it is enough."""
    if wait is None:
        raise FetchError(
            trouble.address,
            f"{trouble.problem}, {len(WAITS) + 1} times in a row: try again later, "
            "it will go on from where it is",
        ) from trouble
    pause = trouble.after if trouble.after is not None else wait
    if pause > PATIENCE:
        raise FetchError(
            trouble.address,
            f"{trouble.problem}, and asks to come back in {pause:.0f} seconds: do so",
        ) from trouble
    return pause


def _attempt(
    item: Item, folder: Folder, connection: Connection, progress: Progress
) -> Outcome:
    """Ask once, for the rest of the file or for a newer one."""
    question = folder.question(item)
    resumes = "Range" in question
    with connection.get(item.address, question) as response:
        match response.status_code:
            case 200 | 206:
                receive(response, item, folder, progress)
                return Outcome.FETCHED
            case 304 if question and not resumes:
                return Outcome.UNCHANGED
            case 416 if resumes:
                folder.drop_part(item)
                raise PassingError(item.address, "has changed since the last attempt")
            case _:
                raise refuse(response, item, folder.known_pages())
