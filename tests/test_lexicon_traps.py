"""What careless reading or matching would get wrong in the bundled lexicon."""

from __future__ import annotations

import pytest

from kg.lexicon import bundled
from kg.names import Names

ISOZYMES = {"uniprot:P13196", "uniprot:P22557"}
XLP = "condition:x-linked-dominant-erythropoietic-protoporphyria"


def entities_named(name: str) -> set[str]:
    return {str(term.entity.reference) for term in bundled().lookup(name)}


@pytest.mark.parametrize(
    ("name", "entities"),
    [
        ("ALA", {"CHEBI:356416"}),  # three ChEBI ids in use: the pH 7.3 form
        ("heme", {"CHEBI:60344"}),  # CHEBI:30413 is the class
        ("iron", {"CHEBI:29033"}),  # the ion that step 8 takes in
        ("erythroid ALA-synthase", {"uniprot:P22557"}),
        ("ALA-synthase", ISOZYMES),  # ambiguous: each of the two
        ("heme production", {"pathway:heme-biosynthesis"}),
        ("hemochromatosis", {"condition:hereditary-hemochromatosis"}),
        ("XLSA", {"condition:x-linked-sideroblastic-anemia"}),
        ("anemia", {"condition:anemia", "HP:0001903"}),  # the kind decides
        ("X-linked recessive", {"HP:0001419"}),
        ("developing red blood cells", {"CL:0000765"}),
        ("oversensitivity to sunlight", {"HP:0000992"}),
        ("dizziness", {"phenotype:dizziness"}),  # to HP only related to vertigo
        ("X chromosome", {"CHR:9606-chrX"}),
        ("Xp11.21", {"CHR:9606-chrXp11.21"}),
        ("cutaneous porphyria", set()),  # Mondo's label of OMIM 263700; also a class
        ("erythropoietic porphyria", set()),  # one disease to DOID, another to ORDO
        ("refractory sideroblastic anemia", set()),  # HP:0004864 until 2019, not now
        ("mitochondrial", set()),  # to HP 2018 a mode of inheritance
        ("alad", set()),  # a symbol matches as it is written
    ],
)
def test_a_name_means(name: str, entities: set[str]) -> None:
    """A name leads to what it means on the pages, and to nothing else."""
    assert entities == entities_named(name)


@pytest.mark.parametrize(
    ("entity", "scheme", "expected"),
    [
        ("hgnc:397", "omim", {"301300": "exact"}),  # papers before 2000: the disease
        ("condition:x-linked-sideroblastic-anemia", "omim", {"300751": "exact"}),
        (XLP, "omim", {"300752": "exact"}),
        ("condition:congenital-erythropoietic-porphyria", "omim", {"263700": "exact"}),
        ("condition:hepatoerythropoietic-porphyria", "omim", {}),  # under 176100
        # DOID has no term of its own for the X-linked one.
        (XLP, "DOID", {"13270": "broad"}),
        ("condition:erythropoietic-protoporphyria", "DOID", {"13270": "exact"}),
        ("CHEBI:356416", "CHEBI", {"17549": "close", "12109": "close"}),
        (
            "CHEBI:60344",
            "CHEBI",
            {"30413": "broad", "26355": "broad", "17627": "close"},
        ),
        ("uniprot:P22557", "EC", {"2.3.1.37": "broad"}),  # EC names both isozymes
        ("uniprot:P22830", "EC", {"4.98.1.1": "exact"}),  # 4.99.1.1 was deleted
        # The master reaction of Rhea is written heme -> protoporphyrin IX.
        ("step:heme-biosynthesis-8", "rhea", {"22584": "close", "22586": "close"}),
        ("phenotype:iron-overload", "mesh", {"D019190": "exact"}),
        ("phenotype:dizziness", "HP", {"0002321": "close"}),
    ],
)
def test_an_entity_is_mapped_to(
    entity: str, scheme: str, expected: dict[str, str]
) -> None:
    """In this scheme, the entity has these mappings and no others."""
    found = {
        mapping.object.identifier: mapping.predicate.identifier
        for mapping in bundled().mappings(Names().parse_curie(entity))
        if mapping.object.prefix == scheme
    }
    assert {i: f"{how}Match" for i, how in expected.items()} == found
