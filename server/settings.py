"""Every setting of the server: its name, default and meaning, once.

The command line makes an option of each, and the documentation a row.
"""

from __future__ import annotations

from dataclasses import dataclass, field


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
    threads: int = field(
        default=4,
        metadata={"help": "How many requests are answered at once.", "min": 1},
    )
    max_query_bytes: int = field(
        default=1_000_000,
        metadata={"help": "The longest request body to read.", "min": 1},
    )
    page_rows: int = field(
        default=500,
        metadata={"help": "How many rows of an answer a page shows.", "min": 1},
    )
