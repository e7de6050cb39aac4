"""What was asked is counted and written down, but not its words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from server.workers.exchange import Note
from server.workers.record import Record

NOTE = Note("POST", "/sparql", b"ASK {}", 200, 7)
CLIENT = "192.0.2.1"


def samples(record: Record) -> dict[str, float]:
    """Read the figures as Prometheus does."""
    text = record.figures().body.decode()
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_a_line_says_what_went_on(tmp_path: Path) -> None:
    """A line of JSON says who asked, what by its hash, how it went and who wrote."""
    record = Record(str(tmp_path / "log"))
    record.note(replace(NOTE, by="ada"), CLIENT, 0.5)
    record.note(replace(NOTE, status=504, path="/\ud800"), CLIENT, 60)
    record.close()
    first, second = (
        json.loads(line) for line in (tmp_path / "log").read_text().splitlines()
    )

    assert ("192.0.2.1", "POST", "/sparql", 200, 7, False, "done", "ada") == tuple(
        first[name]
        for name in (
            *("client", "method", "path", "status", "bytes"),
            *("cached", "outcome", "by"),
        )
    )
    assert (16, "ASK" in json.dumps(first)) == (len(first["asked"]), False)
    assert (504, "/\ud800", False) == (second["status"], second["path"], "by" in second)


def test_no_file_is_no_log(tmp_path: Path) -> None:
    """Without a file, requests are counted only."""
    record = Record("")
    record.note(NOTE, CLIENT, 0.5)

    assert [] == [*tmp_path.iterdir()]
    assert 1 == samples(record)["mendel_requests_total /sparql 200"]


def test_figures_are_read_by_prometheus() -> None:
    """Requests are counted by path and status, unknown paths together, and timed."""
    record = Record("")
    record.watch("workers_idle", lambda: 4.0)
    for status, path in (
        (200, "/sparql"),
        (404, "/a"),
        (404, "/b"),
        (200, "/entity/a"),
    ):
        record.note(replace(NOTE, status=status, path=path), CLIENT, 0.5)
    found = samples(record)

    assert (1, 2, 1, 4) == (
        found["mendel_requests_total /sparql 200"],
        found["mendel_requests_total other 404"],
        found["mendel_request_seconds_count /entity"],
        found["mendel_workers_idle"],
    )
