import pytest

from kg.lexicon import Lexicon, Mapping
from kg.model import Entity, Kind, Reference, Status, Term

IRON = Entity(Reference("CHEBI", "18248"), Kind.CHEMICAL, "iron")
GENE = Entity(Reference("hgnc", "395"), Kind.GENE, "ALAD")
CELL = Entity(Reference("CL", "0000232"), Kind.ANATOMICAL_ENTITY, "red blood cell")
LEXICON = Lexicon(
    [
        Term("iron", IRON, Status.LABEL),
        Term("ALAD", GENE, Status.LABEL),
        Term("red blood cell", CELL, Status.LABEL),
        Term("blood", CELL, Status.SYNONYM),
    ]
)


def found(text: str) -> list[str]:
    return [text[match.start : match.end] for match in LEXICON.scan(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Iron is stored.", ["Iron"], id="case does not count"),
        pytest.param("the ironic environment", [], id="only whole words"),
        pytest.param("red  blood\ncells", ["red  blood\ncells"], id="space, plural"),
        pytest.param("a red blood cell", ["red blood cell"], id="the longest name"),
        pytest.param("the ALAD gene", ["ALAD"], id="a symbol as it is written"),
        pytest.param("three alads", [], id="a symbol in other case is no symbol"),
        pytest.param("iron-rich blood", ["iron", "blood"], id="parts of compounds"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_scan_finds_names(text: str, expected: list[str]) -> None:
    """Every name of the lexicon is found, whole, the longest at each place."""
    assert found(text) == expected


def test_lookup_reads_a_plural() -> None:
    """The plural of a name is the name."""
    assert [t.entity for t in LEXICON.lookup("Red blood cells")] == [CELL]


def test_lookup_of_an_unknown_name_is_empty() -> None:
    """A name that nobody listed has no terms."""
    assert LEXICON.lookup("zinc") == ()


def test_an_identifier_leads_to_what_has_it_exactly() -> None:
    """A looser mapping does not make an identifier one of the entity."""
    how, key = Reference("semapv", "LexicalMatching"), Reference("omim", "1")
    lexicon = Lexicon(
        [Term("iron", IRON, Status.LABEL), Term("ALAD", GENE, Status.LABEL)],
        [
            (GENE.reference, Mapping(Reference("skos", "exactMatch"), key, how, "x")),
            (IRON.reference, Mapping(Reference("skos", "broadMatch"), key, how, "x")),
        ],
    )

    assert lexicon.mapped(key) == (GENE,)
