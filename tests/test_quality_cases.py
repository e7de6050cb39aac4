"""What readers judged is in order, and can be found on the pages that it is about."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.export import export_file
from kg.extract.sentences import sentences
from kg.formats import GRAPH_FORMATS, find_format
from kg.model import Document, Section
from kg.sources import find, read
from kg.store import Store

TESTS = Path(__file__).parent
SHARED = Path(os.environ.get("MENDEL_SHARED", TESTS.parents[1] / "shared"))
DATA = SHARED / "data" / "medlineplus"
FILE = TESTS / "cases" / "quality" / "adjudications.tsv"
SHEET = TESTS / "bench" / "draw_sample.py"
NOWHERE = "-"
VERDICTS = {"gold-wrong", "gold-incomplete", "ours-wrong", "ours-missing"}

Sentences = dict[tuple[str, str], list[str]]


class Adjudication(NamedTuple):
    """A line of the table: its columns in their order."""

    page: str
    relation: str
    value: str
    verdict: str
    section: str
    sentence: str
    reason: str


def table(text: str) -> list[list[str]]:
    return list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


HEADER, *LINES = table(FILE.read_text(encoding="utf-8"))
JUDGED = [Adjudication(*line) for line in LINES]


@pytest.fixture(scope="module", name="said")
def _said() -> Sentences:
    """Cut the real pages into the sentences of each section."""
    if not DATA.exists():
        pytest.skip(f"no pages below {SHARED}: set MENDEL_SHARED")
    pages = [
        DATA / "conditions" / "medquad_ghr_xml.tar.gz",
        DATA / "genes" / "medlineplus_2020_genes.xml",
        DATA / "genes" / "mediqa2019_ghr_genes.jsonl",
        DATA / "genes" / "pages",
    ]
    said: Sentences = defaultdict(list)
    for page in read(find(pages), refuse=refuse):
        for section, text in cut(page.document):
            said[page.document.id.identifier, section].append(text)
    return said


def refuse(error: Exception) -> None:
    raise error


def cut(document: Document) -> Iterator[tuple[str, str]]:
    for passage in document.passages:
        for sentence in sentences(passage):
            yield passage.section.value, sentence.text


def spellings() -> dict[tuple[str, str], set[str]]:
    """Read how each page writes the symbols of its genes: some are superseded."""
    gold = (DATA / "gold" / "conditions_gold.jsonl").read_text(encoding="utf-8")
    written: dict[tuple[str, str], set[str]] = defaultdict(set)
    for page in map(json.loads, gold.splitlines()):
        for gene in page.get("genes_in_page") or ():
            written[page["slug"], gene["symbol"]].add(gene["as_written"])
    return written


def test_header() -> None:
    """The columns are those that the quality card reads."""
    assert list(Adjudication._fields) == HEADER


def test_order() -> None:
    """The lines are sorted, so that two people's additions merge."""
    assert sorted(LINES) == LINES


def test_once() -> None:
    """A value is judged once."""
    counted = Counter(case[:3] for case in JUDGED)

    assert [] == [case for case, number in counted.items() if number > 1]


def test_words() -> None:
    """Verdicts, sections and reasons are words of ours; a sentence has a number."""
    places = {NOWHERE, *(section.value for section in Section)}

    assert {case.verdict for case in JUDGED} <= VERDICTS
    assert {case.section for case in JUDGED} <= places
    assert [] == [case for case in JUDGED if not case.reason.strip()]
    assert [] == [case for case in JUDGED if not placed(case)]


def placed(case: Adjudication) -> bool:
    """Tell whether section and sentence both name a place, or both none."""
    if case.section == NOWHERE:
        return case.sentence == NOWHERE
    return case.sentence.isdigit() and case.sentence != "0"


def test_places(said: Sentences) -> None:
    """The page of each verdict has the sentence that decides it."""
    lost = [
        case
        for case in JUDGED
        if case.section != NOWHERE
        and len(said.get((case.page, case.section), ())) < int(case.sentence)
    ]

    assert [] == lost


def test_symbols(said: Sentences) -> None:
    """Where the verdict is on a causal gene, its sentence has the symbol."""
    written = spellings()
    silent = [
        case
        for case in JUDGED
        if case.relation == "causal_gene"
        and case.section != NOWHERE
        and not names(
            said[case.page, case.section][int(case.sentence) - 1],
            {case.value} | written[case.page, case.value],
        )
    ]

    assert [] == silent


def names(sentence: str, symbols: set[str]) -> bool:
    return bool(symbols & set(re.findall(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*", sentence)))


def drawn(dump: Path, *arguments: str) -> list[list[str]]:
    command = (sys.executable, str(SHEET), str(dump), *arguments)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return table(done.stdout)


def test_sheet(bundled: Store, tmp_path: Path) -> None:
    """A sheet has as many statements of a relation as were asked for, by the seed."""
    dump = tmp_path / "graph.nq"
    export_file(bundled, dump, find_format("nq", GRAPH_FORMATS))
    wanted = ("hasPhenotype=7", "encodes=3")
    header, *first = drawn(dump, *wanted)

    assert ["page", "relation", "subject", "object", "start", "end"] == header[:6]
    assert {"hasPhenotype": 7, "encodes": 3} == Counter(row[1] for row in first)
    assert [header, *first] == drawn(dump, *wanted)
    assert [header, *first] != drawn(dump, *wanted, "-s", "2")
