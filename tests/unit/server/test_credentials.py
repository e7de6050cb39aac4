"""Who may write is told by a token, of which the server keeps a hash."""

from __future__ import annotations

import base64
from itertools import count
from pathlib import Path

import pytest

from kg.errors import CredentialsError
from server.credentials import Known, make, read, who

TOKEN, LINE = make("ada")
KNOWN = {"ada": Known(LINE.split()[1])}


def basic(text: str) -> str:
    return f"Basic {base64.b64encode(text.encode()).decode()}"


@pytest.mark.parametrize(
    ("authorization", "expected"),
    [
        (f"Bearer {TOKEN}", "ada"),
        (f"bearer   {TOKEN} ", "ada"),
        (basic(f"ada:{TOKEN}"), "ada"),
        (basic(f"bob:{TOKEN}"), None),
        (basic("ada"), None),
        (basic("ada:"), None),
        (basic(":"), None),
        ("Basic ????", None),
        ("Basic ÿ", None),
        ("Basic", None),
        (f"Basic {base64.b64encode(bytes([255])).decode()}", None),
        (f"Bearer {TOKEN}x", None),
        (f"Bearer {KNOWN['ada'].hash}", None),
        (f"Digest {TOKEN}", None),
        (TOKEN, None),
        ("Bearer é", None),
        ("", None),
    ],
    ids=count(),  # the token is another one each time
)
def test_only_the_token_tells_who(authorization: str, expected: str | None) -> None:
    """The token does, as Bearer or as the password; nothing else, nor its hash."""
    assert expected == who(authorization, KNOWN)


def test_nobody_is_known_without_a_file() -> None:
    """No file, nobody; and a token opens nothing."""
    assert {} == read("")
    assert who(f"Bearer {TOKEN}", {}) is None


def test_a_file_holds_lines_and_remarks(tmp_path: Path) -> None:
    """A line for each name; empty ones and remarks are passed over."""
    path = tmp_path / "writers.txt"
    path.write_text(f"# who may write\n\n{LINE}\n{make('bob')[1]}\n")

    assert ["ada", "bob"] == [*read(str(path))]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"ada\n", "mendel token NAME"),
        (b"ada b c\n", "mendel token NAME"),
        (b"\xff\n", "writers.txt"),
        (None, "writers.txt"),
    ],
)
def test_a_file_that_will_not_do(
    tmp_path: Path, content: bytes | None, problem: str
) -> None:
    """A file that is not there, or holds something else, is refused in one line."""
    path = tmp_path / "writers.txt"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CredentialsError, match=problem) as raised:
        read(str(path))
    assert 1 == len(str(raised.value).splitlines())


@pytest.mark.parametrize("name", ["", "a b", "a:b", "#a", "a\n"])
def test_names_that_no_line_can_hold(name: str) -> None:
    """Names must be told apart in a line, and before the colon of Basic."""
    with pytest.raises(CredentialsError, match="choose another name"):
        make(name)
