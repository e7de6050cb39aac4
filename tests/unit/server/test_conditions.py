"""Which part of a file a request gets: RFC 9110, sections 13 and 14."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from server.conditions import Version, part_of

VERSION = Version("a", datetime(2026, 11, 1, tzinfo=UTC), 100)
THEN = "Sun, 01 Nov 2026 00:00:00 GMT"
BEFORE = "Sat, 31 Oct 2026 23:59:59 GMT"


def part(method: str = "GET", **headers: str) -> tuple[int, int, int]:
    named = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    found = part_of({"REQUEST_METHOD": method, **named}, VERSION)
    return found.status.value, found.start, found.stop


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bytes=0-9", (206, 0, 10)),
        ("Bytes=90-", (206, 90, 100)),
        ("bytes=-10", (206, 90, 100)),
        ("bytes=-1000", (206, 0, 100)),
        ("bytes=99-1000", (206, 99, 100)),
        ("bytes=100-", (416, 0, 0)),
        ("bytes=-0", (416, 0, 0)),
        ("bytes=9-0", (200, 0, 100)),
        ("bytes=0-1,3-4", (200, 0, 100)),
        ("lines=0-1", (200, 0, 100)),
        ("bytes=", (200, 0, 100)),
        ("bytes=-", (200, 0, 100)),
        (f"bytes={'9' * 5000}-", (200, 0, 100)),
    ],
)
def test_a_range_is_read(text: str, expected: tuple[int, int, int]) -> None:
    """One range of bytes is served; what is none, or more, is passed over."""
    assert expected == part(range=text)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if_none_match": '"a"'}, 304),
        ({"if_none_match": 'W/"a", "b"'}, 304),
        ({"if_none_match": "*"}, 304),
        ({"if_none_match": '"b"'}, 200),
        ({"if_none_match": '"b"', "if_modified_since": THEN}, 200),
        ({"if_modified_since": THEN}, 304),
        ({"if_modified_since": BEFORE}, 200),
        ({"if_modified_since": "yesterday"}, 200),
        ({"if_match": '"a"'}, 200),
        ({"if_match": 'W/"a"'}, 412),
        ({"if_match": '"b"', "range": "bytes=0-9"}, 412),
        ({"if_unmodified_since": THEN}, 200),
        ({"if_unmodified_since": BEFORE}, 412),
    ],
)
def test_conditions_are_weighed(headers: dict[str, str], status: int) -> None:
    """What the client has it is not sent again; tags count more than times."""
    assert status == part(**headers)[0]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ('"a"', 206),
        ('"b"', 200),
        ('W/"a"', 200),
        (THEN, 206),
        (BEFORE, 200),
        ("nonsense", 200),
    ],
)
def test_a_part_fits_what_the_client_has(given: str, status: int) -> None:
    """With If-Range, a part is sent of the same content only; else all of it."""
    assert status == part(range="bytes=0-9", if_range=given)[0]


def test_a_range_is_of_get_only() -> None:
    """HEAD tells of the whole file (RFC 9110, section 14.2)."""
    assert (200, 0, 100) == part("HEAD", range="bytes=0-9")
