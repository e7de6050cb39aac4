"""Send a server what nobody would: `python -m tests.bench.fuzz_server COUNT SEED`.

Each request is made of a number, which is printed when its answer is wrong; the same
number makes the same request. An answer is wrong when it is none, when it is a fault of
ours (500), or when it says that the process that evaluated it died.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote_from_bytes

import psutil

from tests.unit.server.conftest import build
from tests.unit.server.serving import Served, Writer, served

OPTIONS = ("--timeout", "2", "--worker-mb", "200", "--max-body-bytes", "100000")
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
_DIED = b"the process that evaluated this ended"
_SECONDS = 30.0
_LAST = 500  # of the statuses below it, none is a fault of ours
_FINE = frozenset({503, 504})  # beside those: a limit of ours was met
_METHODS = (
    *("GET", "GET", "GET", "POST", "POST", "POST", "PUT"),
    *("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"),
    "BREW",
    "M-X",
)
_PATHS = (
    *("/sparql", "/sparql", "/sparql", "/graph-store", "/graph-store/a/b", "/"),
    *("/entity/hgnc:1", "/entity/", "/explain", "/evidence", "/ontology", "/health"),
    *("/metrics", "/static/..", "//", "*", "http://example.org/sparql", "/search"),
)
_NAMES = (
    *("query", "update", "infer", "timeout", "format", "default-graph-uri", "graph"),
    *("named-graph-uri", "using-graph-uri", "default", "s", "p", "o", "limit", "q"),
)
_VALUES = (
    *("ASK {}", "SELECT * { ?s ?p ?o } LIMIT 5", "CLEAR ALL", "DESCRIBE hgnc:1"),
    *("INSERT DATA { <urn:a> <urn:b> 'c' }", "CONSTRUCT WHERE { ?s ?p ?o }"),
    *("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", "SELECT (RAND() AS ?r) {}"),
    *("true", "only", "-1", "1e999", "nan", "json", "html", "ttl", "urn:g", "rel"),
    *(
        "hgnc:1",
        "mg:encodes",
        "enzyme:a",
        "\x00",
        "\ufffe",
        "日本",
        "",
        " ",
        "%",
        "&&=;",
    ),
)
_TOKENS = (
    *("SELECT", "*", "{", "}", "(", ")", "?s", "?p", "?o", ".", ";", ",", "GRAPH", "a"),
    *(
        "FILTER",
        "OPTIONAL",
        "UNION",
        "MINUS",
        "BIND",
        "AS",
        "VALUES",
        "UNDEF",
        "hgnc:1",
    ),
    *(
        "<urn:a>",
        "'text'",
        '"""',
        "@en",
        "^^xsd:integer",
        "1",
        "-1e9",
        "true",
        "[]",
        "#",
    ),
    *("REGEX", "(?s, '(a+)+$')", "COUNT(*)", "GROUP BY", "ORDER BY", "LIMIT", "1", "/"),
    *(
        "INSERT",
        "DELETE",
        "DATA",
        "WHERE",
        "WITH",
        "USING",
        "LOAD",
        "COPY",
        "TO",
        "DROP",
    ),
    *(
        "SERVICE",
        "SILENT",
        "PREFIX",
        "BASE",
        "FROM",
        "NAMED",
        "EXISTS",
        "NOT",
        "<<",
        ">>",
    ),
    *(
        "mg:partOf+",
        "^",
        "|",
        "!",
        "\\u0000",
        "\\",
        "\n",
        "\t",
        "nope:a",
        "CONCAT",
        "IF",
    ),
)
_TYPES = (
    *(
        "application/sparql-query",
        "application/sparql-update",
        "text/turtle",
        "a/b",
        "",
    ),
    *("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "\xff"),
    *("application/rdf+xml", "application/ld+json", "application/n-quads; charset=x"),
)
_HEADERS = (
    *("Accept: text/html", "Accept: */*;q=nan", "Accept: \xff", "Accept: a/b, , ;q=1"),
    *("Accept-Encoding: gzip;q=2, zstd", "Accept-Encoding: \xff", "If-None-Match: *"),
    *(
        "Content-Encoding: gzip",
        "Range: bytes=0-1",
        "Expect: 100-continue",
        "X: \xfe\xff",
    ),
    *(
        "Authorization: Basic \xff",
        "Authorization: Bearer",
        "Host: [::",
        "Host: \xff<>",
    ),
    *(
        "Transfer-Encoding: identity",
        "Content-Length: 3",
        "Content-Length: -1",
        "TE: a",
    ),
    *("X-Forwarded-For: x", "Upgrade: websocket", "Connection: upgrade", "Cookie: =;"),
    "X-Large: " + "a" * 9000,
)


def request(number: int, token: str = "") -> bytes:
    """Make a request of a number; some may write, if there is a token."""
    dice = random.Random(number)  # noqa: S311 - to be repeated, not kept secret
    method, body = dice.choice(_METHODS), _body(dice)
    lines = [f"Content-Type: {dice.choice(_TYPES)}", "Connection: close"]
    lines += dice.sample(_HEADERS, dice.choice((0, 0, 1, 3)))
    if token and dice.random() < 0.4:
        lines.append(token)
    if dice.random() < 0.2:
        lines.append("Transfer-Encoding: chunked")
        body = _chunked(dice, body)
    elif body or method in {"POST", "PUT", "PATCH"}:
        lines.append(f"Content-Length: {len(body)}")
    start = b"%s %s HTTP/1.1\r\nHost: x\r\n" % (method.encode(), _target(dice))
    return start + "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def _target(dice: random.Random) -> bytes:
    fields = [
        f"{dice.choice(_NAMES)}={quote_from_bytes(_value(dice), safe='')}"
        for _ in range(dice.choice((0, 1, 1, 2, 5)))
    ]
    path = dice.choice(_PATHS)
    if dice.random() < 0.2:
        path += "/" + quote_from_bytes(dice.randbytes(dice.randrange(9)))
    target = f"{path}?{'&'.join(fields)}".encode()
    if dice.random() < 0.05:
        target += dice.randbytes(5).translate(None, b" \r\n")
    return target


def _value(dice: random.Random) -> bytes:
    kind = dice.randrange(4)
    if kind == 0:
        return dice.randbytes(dice.randrange(20))
    return text(dice).encode() if kind == 1 else dice.choice(_VALUES).encode()


def text(dice: random.Random) -> str:
    """Make what looks like a query or an update."""
    return " ".join(dice.choices(_TOKENS, k=dice.randrange(25)))


def _body(dice: random.Random) -> bytes:
    makers: tuple[Callable[[], bytes], ...] = (
        lambda: b"",
        lambda: text(dice).encode(),
        lambda: dice.choice(_VALUES).encode(),
        lambda: b"query=" + quote_from_bytes(_value(dice)).encode(),
        lambda: b"update=" + quote_from_bytes(_value(dice)).encode(),
        lambda: b"<urn:a> <urn:b> " + dice.randbytes(4) + b" .",
        lambda: dice.randbytes(dice.choice((1, 100, 5000))),
        lambda: (
            b'--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n'
            b"Content-Type: text/turtle\r\n\r\n<urn:a> <urn:b> 1 .\r\n--x--\r\n"
        ),
        lambda: b"a" * 150_000,
    )
    return dice.choice(makers)()


def _chunked(dice: random.Random, body: bytes) -> bytes:
    """Cut a body into chunks, of which one may be wrong or the last one missing."""
    size = dice.choice((1, 7, 1000)) if len(body) < 5000 else 9000
    parts = [body[i : i + size] for i in range(0, len(body), size)]
    found = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    return found + dice.choice((b"0\r\n\r\n", b"0\r\n\r\n", b"ZZ\r\n"))


def verdict(answer: bytes) -> str:
    """Say the status of an answer; `!` before it where that is a fault of ours."""
    start, _, _ = answer.removeprefix(_GO_ON).partition(b"\r\n")
    status = start[9:12].decode("ascii", "replace")
    if not status.isdecimal():
        return f"!{start[:40]!r}"
    is_fine = int(status) < _LAST or int(status) in _FINE
    return status if is_fine and _DIED not in answer else f"!{status}"


def fuzz(
    server: Served, numbers: range, token: str = "", clients: int = 16
) -> Iterator[tuple[int, str]]:
    """Send the requests of some numbers; give each with what became of it."""

    def one(number: int) -> tuple[int, str]:
        try:
            return number, verdict(server.raw(request(number, token), _SECONDS))
        except TimeoutError:
            return number, "!no answer"

    with ThreadPoolExecutor(clients) as pool:
        yield from pool.map(one, numbers)


def processes(server: Served) -> int:
    """Count the processes of a server."""
    return len(psutil.Process(server.process.pid).children(recursive=True))


def main(count: int, seed: int) -> int:
    """Fuzz a server of its own; print what was wrong, and counts by status."""
    with tempfile.TemporaryDirectory() as folder:
        writer = Writer.known(Path(folder))
        token = f"Authorization: {writer.headers['Authorization']}"
        store = build(Path(folder) / "graph")
        with served(store, *writer.options, *OPTIONS) as server:
            before, statuses = processes(server), Counter[str]()
            for number, found in fuzz(server, range(seed, seed + count), token):
                statuses[found] += 1
                if found.startswith("!"):
                    sys.stdout.write(f"{number}: {found}\n")
            left = processes(server)
    told = ", ".join(f"{name}: {n}" for name, n in sorted(statuses.items()))
    sys.stdout.write(f"{told}; processes before {before}, after {left}\n")
    return any(name.startswith("!") for name in statuses)


if __name__ == "__main__":
    arguments = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(arguments + [1000, 0][len(arguments) :])))
