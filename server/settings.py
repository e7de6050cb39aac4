"""Every setting of the server: its name, default and meaning, once.

The command line makes an option of each, and the documentation a row.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a graph is served; `metadata["help"]` of a field says what it means.

    `metadata["min"]` is the least that it can be.

    >>> Settings(port=8080).host
    '127.0.0.1'
    """

    host: str = field(
        default="127.0.0.1",
        metadata={"help": "The address to listen on; 0.0.0.0 is every one."},
    )
    port: int = field(
        default=7878,
        metadata={"help": "The port to listen on; 0 is any that is free."},
    )
    timeout: int = field(
        default=60,
        metadata={"help": "How many seconds a request may take.", "min": 1},
    )
    workers: int = field(
        default=os.cpu_count() or 2,
        metadata={"help": "How many processes wait for requests.", "min": 1},
    )
    max_workers: int = field(
        default=32,
        metadata={
            "help": "How many processes may be at work at once; when all are, the "
            "oldest request of the client that has most is ended.",
            "min": 2,
        },
    )
    client_requests: int = field(
        default=64,
        metadata={
            "help": "How many requests of one client are taken at once.",
            "min": 1,
        },
    )
    client_rate: int = field(
        default=0,
        metadata={
            "help": "How many requests a second one client may send, on the average of "
            "ten seconds; 0 is no limit.",
            "min": 0,
        },
    )
    worker_mb: int = field(
        default=1024,
        metadata={
            "help": "By how many MB one request may make a process grow.",
            "min": 1,
        },
    )
    writer_mb: int = field(
        default=4096,
        metadata={
            "help": "How many MB the process that writes may have, with all that "
            "follows from the graph.",
            "min": 1,
        },
    )
    cache_mb: int = field(
        default=64,
        metadata={"help": "How many MB of answers are kept; 0 is none.", "min": 0},
    )
    memory_quads: int = field(
        default=5_000_000,
        metadata={
            "help": "Up to how many quads a graph is read into memory (some 400 bytes "
            "each), where most queries cost 2 to 18 times less than on disk.",
            "min": 0,
        },
    )
    max_query_bytes: int = field(
        default=1_000_000,
        metadata={"help": "The longest query or update to read.", "min": 1},
    )
    max_body_bytes: int = field(
        default=100_000_000,
        metadata={"help": "The largest graph to take in one request.", "min": 1},
    )
    max_nesting: int = field(
        default=100,
        metadata={"help": "How deep the brackets of a query may nest.", "min": 1},
    )
    max_patterns: int = field(
        default=300,
        metadata={"help": "How many triple patterns a query may have.", "min": 1},
    )
    max_rows: int = field(
        default=0,
        metadata={
            "help": "How many rows a SELECT gives at most; 0 is no limit. An answer "
            "that this cuts says so, by X-SPARQL-MaxRows and a link in its head.",
            "min": 0,
        },
    )
    service: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": "An endpoint that SERVICE may ask, or a document that LOAD may "
            "read: its address, or one that it lies below; * is every public one. May "
            "be given more than once; without one, none is asked."
        },
    )
    service_private: bool = field(
        default=False,
        metadata={
            "help": "Ask endpoints in private networks, too; without this, only those "
            "that --service gives by number, or as localhost."
        },
    )
    service_seconds: int = field(
        default=30,
        metadata={"help": "How long another endpoint may take to answer.", "min": 1},
    )
    service_mb: int = field(
        default=50,
        metadata={
            "help": "How many MB another endpoint may answer with.",
            "min": 1,
        },
    )
    credentials: str = field(
        default="",
        metadata={
            "help": "A file of those who may write, or read private graphs, a line "
            "of 'mendel token' each; without one, nobody may."
        },
    )
    private: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": "A graph that not everybody reads, with what follows from it: an "
            "IRI, or a path as doc/alas2; with all below it. May be given more than "
            "once. Who writes reads it, and whoever has a token that says so."
        },
    )
    releases: str = field(
        default="",
        metadata={
            "help": "A folder of releases, as 'mendel release' writes them, to serve "
            "to everybody at /releases/."
        },
    )
    dump_timeout: int = field(
        default=3600,
        metadata={
            "help": "How many seconds it may take to make a file of /dumps/, once for "
            "each state of the graph.",
            "min": 1,
        },
    )
    access_log: str = field(
        default="",
        metadata={
            "help": "A file to write a line of JSON of each request to; - is the "
            "standard error."
        },
    )
    page_rows: int = field(
        default=500,
        metadata={"help": "How many rows of an answer a page shows.", "min": 1},
    )

    def dumps(self) -> str:
        """Write the settings for another process of ours.

        >>> Settings.loads(Settings(port=8080).dumps()).port
        8080
        """
        return json.dumps(asdict(self))

    @classmethod
    def loads(cls, text: str) -> Settings:
        found: dict[str, Any] = json.loads(text)
        lists = {k: tuple(v) for k, v in found.items() if isinstance(v, list)}
        return cls(**{**found, **lists})
