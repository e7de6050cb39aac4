"""How several vocabularies become one lexicon: each thing once."""

from __future__ import annotations

from kg.lexicon import Lexicon, Mapping
from kg.lexicon.merging import merge
from kg.lexicon.vocabulary import (
    BROAD,
    CURATED,
    EXACT,
    PARENT,
    REPLACED,
    Link,
    Record,
    Source,
    Vocabulary,
)
from kg.model import Entity, Kind, Reference, Status, Term

CONDITION = Kind.CONDITION


def reference(curie: str) -> Reference:
    prefix, _, identifier = curie.partition(":")
    return Reference(prefix, identifier)


def record(curie: str, kind: Kind, label: str, *names: str) -> Record:
    synonyms = tuple((name, Status.SYNONYM) for name in names)
    return Record(reference(curie), kind, label, synonyms)


def link(subject: str, predicate: Reference, object_: str) -> Link:
    return Link(reference(subject), predicate, reference(object_), CURATED)


def vocabulary(name: str, *said: Record | Link, version: str = "1") -> Vocabulary:
    return Vocabulary(
        Source(name, name, version, "CC0"),
        tuple(part for part in said if isinstance(part, Record)),
        tuple(part for part in said if isinstance(part, Link)),
    )


def merged(*vocabularies: Vocabulary, bundled: Lexicon | None = None) -> Lexicon:
    known = bundled or BUNDLED
    terms = [term for entity in ENTITIES for term in known.terms(entity)]
    mappings = [(e, mapping) for e in ENTITIES for mapping in known.mappings(e)]
    return Lexicon(*merge(terms, mappings, vocabularies))


XLSA = reference("condition:xlsa")
HEME = reference("CHEBI:60344")
ENTITIES = (XLSA, HEME)
BUNDLED = Lexicon(
    [
        Term("xlsa", Entity(XLSA, CONDITION, "xlsa"), Status.LABEL, "ours"),
        Term("heme", Entity(HEME, Kind.CHEMICAL, "heme"), Status.LABEL, "ours"),
    ],
    [(XLSA, Mapping(EXACT, reference("MONDO:0020721"), CURATED, "ours"))],
)
MONDO = vocabulary(
    "mondo",
    record("MONDO:9000010", CONDITION, "glass bones", "brittle frame"),
    record("MONDO:9000011", CONDITION, "glass bones 1", "GB1"),
    link("MONDO:9000011", EXACT, "omim:900011"),
    link("MONDO:9000010", EXACT, "omimps:PS900010"),
    link("MONDO:9000011", PARENT, "MONDO:9000010"),
)
DOID = vocabulary(
    "doid",
    record("DOID:90010", CONDITION, "Glass Bones", "vitreous bones"),
    record("DOID:90011", CONDITION, "vitreous osteopathy 1"),
)
TABLE = vocabulary("table", link("MONDO:9000011", EXACT, "DOID:90011"))


def meanings(lexicon: Lexicon, name: str) -> list[str]:
    return [str(term.entity.reference) for term in lexicon.lookup(name)]


def mapped(lexicon: Lexicon, curie: str) -> dict[str, str]:
    return {
        str(m.object): f"{m.predicate.identifier} {m.justification.identifier}"
        for m in lexicon.mappings(reference(curie))
    }


def test_a_condition_gets_an_own_iri() -> None:
    """A term of a condition is `condition:` and the slug of its label, and mapped."""
    lexicon = merged(MONDO)
    assert ["condition:glass-bones-1"] == meanings(lexicon, "glass bones 1")
    assert {
        "MONDO:9000011": "exactMatch ManualMappingCuration",
        "omim:900011": "exactMatch ManualMappingCuration",
        "MONDO:9000010": "broadMatch MappingChaining",
        "omimps:PS900010": "broadMatch MappingChaining",
    } == mapped(lexicon, "condition:glass-bones-1")


def test_a_series_is_found_over_several_steps() -> None:
    """A condition is narrower than the nearest phenotypic series above it."""
    deeper = vocabulary(
        "mondo",
        record("MONDO:9000012", CONDITION, "glass bones 1a"),
        link("MONDO:9000012", PARENT, "MONDO:9000011"),
        *MONDO.records,
        *MONDO.links,
    )
    found = mapped(merged(deeper), "condition:glass-bones-1a")
    assert "broadMatch MappingChaining" == found["omimps:PS900010"]


def test_a_series_is_not_narrower_than_itself() -> None:
    """The condition that is the series is exactly it."""
    found = mapped(merged(MONDO), "condition:glass-bones")
    assert "exactMatch ManualMappingCuration" == found["omimps:PS900010"]


def test_equal_labels_are_one_condition() -> None:
    """Terms of two vocabularies with one label are merged, and the method says so."""
    lexicon = merged(DOID, MONDO)
    assert ["condition:glass-bones"] == meanings(lexicon, "vitreous bones")
    assert "glass bones" == lexicon.lookup("vitreous bones")[0].entity.label
    found = mapped(lexicon, "condition:glass-bones")
    assert "exactMatch LexicalMatching" == found["DOID:90010"]


def test_exact_mappings_are_one_condition() -> None:
    """Terms that a table maps exactly are merged whatever their labels."""
    lexicon = merged(DOID, MONDO, TABLE)
    assert ["condition:glass-bones-1"] == meanings(lexicon, "vitreous osteopathy 1")
    found = mapped(lexicon, "condition:glass-bones-1")
    assert "exactMatch ManualMappingCuration" == found["DOID:90011"]


def test_two_terms_of_a_scheme_stay_two_conditions() -> None:
    """A mapping that would merge two terms of one vocabulary is weakened."""
    wrong = vocabulary("table", link("MONDO:9000010", EXACT, "omim:900011"))
    lexicon = merged(MONDO, wrong, TABLE, DOID)
    assert ["condition:glass-bones"] == meanings(lexicon, "glass bones")
    assert ["condition:glass-bones-1"] == meanings(lexicon, "GB1")
    kept = [
        curie
        for curie in ("condition:glass-bones", "condition:glass-bones-1")
        if mapped(lexicon, curie).get("omim:900011", "").startswith("exact")
    ]
    assert 1 == len(kept)


def test_a_label_is_of_one_condition() -> None:
    """Of two terms with one label the first has it; the other goes by its own names."""
    twins = vocabulary(
        "mondo",
        record("MONDO:9000010", CONDITION, "glass bones"),
        record("MONDO:9000020", CONDITION, "glass bones", "another thing"),
        record("MONDO:9000030", CONDITION, "glass bones"),
    )
    lexicon = merged(twins)
    assert ["condition:glass-bones"] == meanings(lexicon, "glass bones")
    other = "condition:glass-bones-mondo-9000020"
    assert [other] == meanings(lexicon, "another thing")
    nameless = "condition:glass-bones-mondo-9000030"
    assert {} == mapped(lexicon, nameless)


def test_the_bundled_condition_wins() -> None:
    """An added term that is mapped to a bundled condition adds names to it."""
    added = vocabulary("mondo", record("MONDO:0020721", CONDITION, "iron trouble"))
    lexicon = merged(added)
    assert ["condition:xlsa"] == meanings(lexicon, "iron trouble")
    assert "xlsa" == lexicon.lookup("iron trouble")[0].entity.label
    assert Status.SYNONYM == lexicon.lookup("iron trouble")[0].status


def test_a_bundled_name_is_settled() -> None:
    """What a bundled name means, no added vocabulary changes."""
    lexicon = merged(
        vocabulary(
            "chebi", record("CHEBI:30413", Kind.CHEMICAL, "heme", "class of hemes")
        )
    )
    assert ["CHEBI:60344"] == meanings(lexicon, "heme")
    assert ["CHEBI:30413"] == meanings(lexicon, "class of hemes")


def test_a_symbol_may_be_shared() -> None:
    """Abbreviations of conditions are ambiguous: only a page can tell."""
    ours = Entity(XLSA, CONDITION, "xlsa")
    bundled = Lexicon(
        [
            Term("xlsa", ours, Status.LABEL, "ours"),
            Term("XLSA", ours, Status.SYMBOL, "ours"),
        ]
    )
    added = vocabulary("mondo", record("MONDO:9000010", CONDITION, "other", "XLSA"))
    lexicon = merged(added, bundled=bundled)
    assert {"condition:xlsa", "condition:other"} == set(meanings(lexicon, "XLSA"))


def test_a_molecule_is_its_form_at_ph_7_3() -> None:
    """The names of an acid lead to the ion that it is in a body."""
    lexicon = merged(
        vocabulary(
            "chebi",
            record("CHEBI:9000001", Kind.CHEMICAL, "glassic acid"),
            record("CHEBI:9000002", Kind.CHEMICAL, "glassate"),
        ),
        vocabulary("ph", link("CHEBI:9000001", REPLACED, "CHEBI:9000002")),
    )
    assert ["CHEBI:9000002"] == meanings(lexicon, "glassic acid")
    assert "glassate" == lexicon.lookup("glassic acid")[0].entity.label
    found = mapped(lexicon, "CHEBI:9000002")
    assert {"CHEBI:9000001": "closeMatch ManualMappingCuration"} == found


def test_a_form_that_nobody_names_replaces_nothing() -> None:
    """Without a record of the ion, the acid stays itself."""
    lexicon = merged(
        vocabulary("chebi", record("CHEBI:9000001", Kind.CHEMICAL, "glassic acid")),
        vocabulary("ph", link("CHEBI:9000001", REPLACED, "CHEBI:9000002")),
    )
    assert ["CHEBI:9000001"] == meanings(lexicon, "glassic acid")


def test_the_newer_label_of_the_scheme_itself_is_preferred() -> None:
    """Labels of a vocabulary itself go before those in others, new before old."""
    lexicon = merged(
        vocabulary("hp", record("MONDO:9000011", CONDITION, "imported"), version="9"),
        vocabulary("mondo-a", record("MONDO:9000011", CONDITION, "old"), version="1"),
        vocabulary("mondo-b", record("MONDO:9000011", CONDITION, "new"), version="2"),
    )
    assert ["condition:new"] == meanings(lexicon, "imported")


def test_terms_of_a_name_come_best_first() -> None:
    """A label goes before a synonym, and that before a related name."""
    related = Record(reference("hgnc:1"), Kind.GENE, "AAA1", (("ABC", Status.RELATED),))
    lexicon = merged(
        vocabulary(
            "hgnc",
            related,
            record("hgnc:2", Kind.GENE, "BBB1", "ABC"),
            record("hgnc:3", Kind.GENE, "ABC"),
        )
    )
    assert ["hgnc:3", "hgnc:2", "hgnc:1"] == meanings(lexicon, "ABC")


def test_useless_names_are_left_out() -> None:
    """Names that are short, without letters, or too long are searched for in vain."""
    long = "very " * 40 + "long"
    lexicon = merged(
        vocabulary(
            "mondo", record("MONDO:9000011", CONDITION, "glass", "gb", "900-1", long)
        )
    )
    terms = lexicon.terms(reference("condition:glass"))
    assert ["glass"] == [term.name for term in terms]


def test_a_mapping_is_used_in_either_direction() -> None:
    """A foreign term that is broader than a thing here leaves that thing narrower."""
    lexicon = merged(
        vocabulary("cl", record("CL:9000001", Kind.ANATOMICAL_ENTITY, "glass cell")),
        vocabulary("table", link("mesh:D900001", BROAD, "CL:9000001")),
    )
    found = mapped(lexicon, "CL:9000001")
    assert {"mesh:D900001": "narrowMatch ManualMappingCuration"} == found
