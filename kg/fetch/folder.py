"""The folder that files are brought to, and what is remembered of them there.

DIR/pages/…, DIR/vocabularies/…     files that are whole
…/NAME.part                         what has come of a file
DIR/SHA256SUMS                      for `sha256sum -c` in DIR
DIR/.fetched.json                   which version of a file (ETag, date) is there
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from requests import Response

from kg.errors import StoreError
from kg.fetch.addresses import Item

_PAGE = re.compile(rb"<ghr-page>[^<]*?/((?:condition|gene)/[a-z0-9-]+)")
_ALL_PAGES = "pages/ghr-summaries.xml"
_ENDS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """How a server tells versions of a file apart (RFC 9110, section 8.8)."""

    address: str
    etag: str | None = None
    modified: str | None = None

    @classmethod
    def of(cls, response: Response, address: str) -> Version:
        """Read it from an answer; one of a compressed body tells us nothing."""
        if "Content-Encoding" in response.headers:
            return cls(address=address)
        etag, modified = map(response.headers.get, ("ETag", "Last-Modified"))
        return cls(address=address, etag=etag, modified=modified)

    @property
    def strong(self) -> str | None:
        """What If-Range may hold: no weak tag (section 13.1.5)."""
        weak = self.etag is None or self.etag.startswith("W/")
        return self.modified if weak else self.etag

    def unless(self) -> dict[str, str]:
        """Word "only if there is another version" (sections 13.1.2 and 13.1.3)."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in named.items() if value}


class Folder:
    """A folder of fetched files. Its methods raise StoreError where it fails us."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep others out, who would write to the same parts."""
        path = self.root / ".fetching"
        with _writable(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("w", encoding="ascii")
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                problem = "another fetch is at work here: wait until it has ended"
                raise StoreError(str(self.root), problem) from error
            yield

    def path(self, item: Item) -> Path:
        return self.root / item.file

    def part(self, item: Item) -> Path:
        return self.root / _part(item)

    def part_size(self, item: Item) -> int:
        part = self.part(item)
        return part.stat().st_size if part.is_file() else 0

    def question(self, item: Item) -> dict[str, str]:
        """Choose the headers of a request: for the rest, for news, or for all."""
        size, part = self.part_size(item), self._version(_part(item), item)
        if size and part and part.strong:
            return {"Range": f"bytes={size}-", "If-Range": part.strong}
        whole = self._version(item.file, item)
        return whole.unless() if whole and self.is_intact(item) else {}

    def is_intact(self, item: Item) -> bool:
        """Tell whether the file is there and is the one that was fetched."""
        path = self.path(item)
        return path.is_file() and self._sums().get(item.file) == _sha256(path)

    def known_pages(self) -> frozenset[str]:
        """List the pages that the file of all pages names, if it was fetched."""
        path = self.root / _ALL_PAGES
        found = _PAGE.findall(path.read_bytes()) if path.is_file() else ()
        return frozenset(name.decode() for name in found)

    def ends(self, item: Item) -> tuple[bytes, bytes]:
        """Give the first and the last bytes of a part."""
        with self.part(item).open("rb") as file:
            head = file.read(_ENDS)
            file.seek(max(0, self.part_size(item) - _ENDS))
            return head, file.read()

    def remember_part(self, item: Item, version: Version) -> None:
        """Note which version the part is of, so that its rest can be asked for."""
        self._write_versions({**self._versions(), _part(item): version})

    def drop_part(self, item: Item) -> None:
        self.part(item).unlink(missing_ok=True)

    @contextmanager
    def writing(self, item: Item, start: int) -> Iterator[Callable[[bytes], object]]:
        """Open a part to write from *start*: its end, or 0 to begin anew."""
        part = self.part(item)
        with _writable(part):
            part.parent.mkdir(parents=True, exist_ok=True)
            with part.open("ab" if start else "wb") as file:
                yield file.write

    def keep(self, item: Item) -> None:
        """Give a finished part its name, and note its checksum and version."""
        sums = {**self._sums(), item.file: _sha256(self.part(item))}
        versions = self._versions()
        versions[item.file] = versions.pop(_part(item))
        with _writable(self.path(item)):
            self.part(item).replace(self.path(item))
        lines = (f"{sum_}  {file}\n" for file, sum_ in sorted(sums.items()))
        _write(self.root / "SHA256SUMS", "".join(lines))
        self._write_versions(versions)

    def _sums(self) -> dict[str, str]:
        text = _read(self.root / "SHA256SUMS")
        pairs = (line.split("  ", 1) for line in text.splitlines() if "  " in line)
        return {file: sum_ for sum_, file in pairs}

    def _version(self, file: str, item: Item) -> Version | None:
        version = self._versions().get(file)
        return version if version and version.address == item.address else None

    def _versions(self) -> dict[str, Version]:
        text = _read(self._memory)
        try:
            return {file: Version(**v) for file, v in json.loads(text or "{}").items()}
        except (ValueError, TypeError, AttributeError):
            return {}  # not ours any more: all is asked for anew

    def _write_versions(self, versions: dict[str, Version]) -> None:
        data = {file: asdict(version) for file, version in sorted(versions.items())}
        _write(self._memory, json.dumps(data, indent=1) + "\n")

    @property
    def _memory(self) -> Path:
        return self.root / ".fetched.json"


def _part(item: Item) -> str:
    return item.file + ".part"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def _write(path: Path, text: str) -> None:
    """Write a file in one step."""
    fresh = path.with_name(f".{path.name}.new")
    with _writable(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    """Word the refusals of the file system."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            problem = "the disk is full: free some space, or choose a folder with -o"
        else:
            reason = error.strerror or str(error)
            problem = f"cannot be written ({reason}): choose a folder with -o"
        raise StoreError(str(path), problem) from error
