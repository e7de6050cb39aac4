"""How good a graph is: what came of its pages, and how it compares with gold.

    readings → counts ┐
    gold     → score  ├→ measurements → DQV → cards → tables
    verdicts ─────────┘

The metrics are described in ontology/quality/metrics.ttl. What was measured on the
pages of development ships with the software, in ontology/quality/measured.ttl.
"""

from kg.quality.counts import count_build
from kg.quality.dqv import (
    MEASURED,
    METRICS,
    quality_quads,
    read_cards,
    shipped_cards,
)
from kg.quality.figures import Card, Measurement
from kg.quality.gold import read_gold
from kg.quality.render import BEGIN, END, Table, as_json, as_markdown, tables
from kg.quality.score import Score, coverage, score
from kg.quality.verdicts import Case, read_adjudications, read_sample

__all__ = [
    "BEGIN",
    "END",
    "MEASURED",
    "METRICS",
    "Card",
    "Case",
    "Measurement",
    "Score",
    "Table",
    "as_json",
    "as_markdown",
    "count_build",
    "coverage",
    "quality_quads",
    "read_adjudications",
    "read_cards",
    "read_gold",
    "read_sample",
    "score",
    "shipped_cards",
    "tables",
]
