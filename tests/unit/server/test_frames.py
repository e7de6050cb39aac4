"""What the processes send each other arrives, however the bytes are cut."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from server.workers.cache import Cache
from server.workers.frames import (
    BODY,
    END,
    HEAD,
    WHOLE,
    Answer,
    Head,
    Parser,
    Request,
    frame,
    read_answer,
    read_head,
    read_request,
    status_of,
    write_head,
    write_request,
)
from server.workers.reply import Reply

FRAMES = st.lists(st.tuples(st.sampled_from([HEAD, BODY, END]), st.binary()))
TEXTS = st.text()
PAIRS = st.lists(st.tuples(TEXTS, TEXTS)).map(tuple)
_UNPACKED: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": gzip.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}


@given(FRAMES, st.lists(st.integers(1, 9), min_size=1))
def test_frames_survive_any_cut(
    frames: list[tuple[bytes, bytes]], sizes: list[int]
) -> None:
    """The same frames come out, whichever bytes arrive together."""
    data = b"".join(frame(kind, payload) for kind, payload in frames)
    parser, found = Parser(), []
    for number in range(len(data)):
        size = sizes[number % len(sizes)]
        found += list(parser.feed(data[:size]))
        data = data[size:]

    assert frames == found


@given(st.builds(Request, TEXTS, TEXTS, TEXTS, PAIRS, st.binary(), TEXTS))
def test_a_request_is_read_as_it_was_written(request: Request) -> None:
    """Nothing of a request is lost or changed, in whatever script."""
    [(_, payload)] = Parser().feed(write_request(request))

    assert request == read_request(payload)


def replied(
    parts: list[bytes], accept: str, *headers: tuple[str, str]
) -> list[tuple[bytes, bytes]]:
    """Send an answer in parts; give the frames that are sent, a whole one in three."""
    sent: list[bytes] = []
    reply = Reply(sent.append, accept)
    reply.start("200 OK", [("Content-Type", "text/plain"), *headers])
    for part in parts:
        reply.write(part)
    reply.end()
    return taken_apart(b"".join(sent))


def taken_apart(sent: bytes) -> list[tuple[bytes, bytes]]:
    """Read frames, a whole answer as its head, body and end."""
    frames = list(Parser().feed(sent))
    if frames[0][0] != WHOLE:
        return frames
    [(_, payload)] = frames
    whole = read_answer(payload)
    return [(HEAD, whole.head), (BODY, whole.body), (END, b"")]


@given(
    st.lists(st.binary(max_size=300).map(lambda part: part * 300), max_size=5),
    st.sampled_from(sorted(_UNPACKED)),
)
def test_a_reply_is_whole(parts: list[bytes], accept: str) -> None:
    """However it comes and is packed, an answer has one head, its body and one end."""
    (first, head), *rest = replied(parts, accept)
    headers = dict(read_head(head).headers)
    body = b"".join(payload for kind, payload in rest if kind == BODY)

    kinds = [kind for kind, _ in rest]
    assert (HEAD, END, 1) == (first, kinds[-1], kinds.count(END))
    assert b"".join(parts) == _UNPACKED[headers.get("Content-Encoding", "")](body)
    assert headers.get("Content-Length", str(len(body))) == str(len(body))


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", '"1"'),
        ("gzip", '"1-gzip"'),
        ("gzip;q=0.5, zstd", '"1-zstd"'),
        ("gzip;q=0", '"1"'),
        ("br", '"1"'),
    ],
)
def test_each_coding_has_its_tag(accept: str, expected: str) -> None:
    """What is packed is another representation (RFC 9110, section 8.8.3)."""
    [(_, head), *_] = replied([b"a" * 5000], accept, ("ETag", '"1"'))

    assert expected == dict(read_head(head).headers)["ETag"]


def test_an_error_takes_the_place_of_what_was_begun() -> None:
    """As long as nothing was sent, another start counts, and only what follows it."""
    sent: list[bytes] = []
    reply = Reply(sent.append, "")
    reply.start("200 OK", [])
    reply.write(b"half")
    error = ValueError("wrong")
    reply.start("400 Bad Request", [], (ValueError, error, None))  # type: ignore[arg-type] # one that was never raised has no traceback
    reply.write(b"why")
    reply.end()

    (_, head), (_, body), _ = taken_apart(b"".join(sent))
    assert (400, b"why") == (status_of(head), body)


def test_an_error_after_the_beginning_is_raised() -> None:
    """What was sent cannot be taken back: the one who sends has to stop."""
    reply = Reply(lambda _: None, "")
    reply.start("200 OK", [])
    reply.write(b"a" * (1 << 17))
    error = ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        reply.start("400 Bad Request", [], (ValueError, error, None))  # type: ignore[arg-type] # as above


def answer(body: bytes) -> Answer:
    return Answer(write_head(Head(200, (("ETag", '"1"'),))), body)


@given(st.lists(st.tuples(st.integers(0, 5), st.binary(max_size=60))))
def test_a_cache_keeps_within_its_bounds(puts: list[tuple[int, bytes]]) -> None:
    """Whatever is put there, even twice, the last of it is there or nothing is."""
    cache, last = Cache(most=200), dict[int, bytes]()
    for number, body in puts:
        last[number] = body
        cache.put((str(number),), answer(body))
    found = {n: cache.get((str(n),)) for n in last}

    kept = {n: one.body for n, one in found.items() if one}
    assert kept == {n: last[n] for n in kept}
    assert sum(map(len, kept.values())) <= 100


def test_what_fits_stays() -> None:
    """An answer that is put again and again takes the room of one."""
    cache = Cache(most=400)
    cache.put(("other",), answer(b"other"))
    for _ in range(50):
        cache.put(("one",), answer(b"body"))

    assert [b"other", b"body"] == [
        one.body for name in ("other", "one") if (one := cache.get((name,)))
    ]
