"""The grammar's files: each pattern reads its example, not its counterexample."""

import re

import pytest

from kg.extract import extract
from kg.extract.files import load
from kg.extract.grammar import Pattern, any_space, patterns
from kg.lexicon import bundled
from kg.model import Document, Kind, Passage, Reference, Section

PATTERNS = patterns()


def found(pattern: Pattern, text: str) -> set[str]:
    """Read *text* as a page of its own; say which patterns found facts in it."""
    section = min(pattern.sections & {Section.DESCRIPTION, *pattern.sections})
    prose = Section.CAUSES if Section.CAUSES in pattern.sections else section
    subject = pattern.page or Kind.CONDITION
    title = "CONDITION" if subject is Kind.CONDITION else "GENE1"
    document = Document(
        id=Reference("document", "page"),
        title=title,
        subject=subject,
        url=None,
        text=f"{title}\n{text}",
        passages=(
            Passage(Section.TITLE, 0, title),
            Passage(prose, len(title) + 1, text),
        ),
    )
    return {fact.evidence.method for fact in extract(document, bundled())}


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_pattern_reads_its_example(pattern: Pattern) -> None:
    """A pattern finds a fact in the example that stands beside it."""
    assert pattern.name in found(pattern, pattern.example)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_pattern_leaves_its_counterexample(pattern: Pattern) -> None:
    """A pattern finds nothing in the counterexample that stands beside it."""
    assert pattern.counterexample
    assert pattern.name not in found(pattern, pattern.counterexample)


def test_names_are_unique() -> None:
    """A pattern's name, which evidence cites, names one pattern."""
    names = [pattern.name for pattern in PATTERNS]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(
    "entry", load("anaphora.toml")["anaphor"], ids=lambda entry: entry["expression"]
)
def test_anaphor_matches_its_example(entry: dict[str, str]) -> None:
    """A phrase that goes back to something is found in its example."""
    assert any_space(entry["expression"]).search(entry["example"])


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_every_fragment_is_put_in(pattern: Pattern) -> None:
    """No `<name>` is left in an expression as letters that nothing matches."""
    assert [] == re.findall(r"(?<!\?P)<[a-z][\w-]*>", pattern.expression.pattern)
