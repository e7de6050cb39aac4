"""Real ontologies and mapping tables, added to the lexicon.

Those files are not part of the project: MENDEL_SHARED says where they lie.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from kg import lexicon
from kg.lexicon import Lexicon, packaged
from kg.lexicon.collection import FILE
from kg.lexicon.folding import is_symbol
from kg.lexicon.tables import connect
from kg.model import Kind, Reference

ROOT = Path(__file__).parents[1]
ONTOLOGIES = ROOT / os.environ.get("MENDEL_SHARED", "../shared") / "data/ontologies"
FILES = (
    "chebi-go-import-2024-08-14.obo.gz",
    "chebi_pH7_3_mapping.tsv.gz",
    "cl-simple.owl.gz",
    "doid-2020-12-22.obo.gz",
    "hp-2018-12-21.owl.gz",
    "mondo-rare_edges-2026-08-04.tsv.gz",
    "mondo_exactmatch_doid-2026-08-04.sssom.tsv.gz",
    "mondo_exactmatch_omim-2026-08-04.sssom.tsv.gz",
    "mondo_exactmatch_omimps-2026-08-04.sssom.tsv.gz",
    "mondo_exactmatch_orphanet-2026-08-04.sssom.tsv.gz",
    "ordo-3.1.obo.gz",
)


def silent(_what: str, _number: int, _total: int) -> None:
    """Tell nobody."""


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder to which the files were added."""
    missing = [name for name in FILES if not (ONTOLOGIES / name).exists()]
    if missing:
        pytest.skip(f"no {', '.join(missing)} in {ONTOLOGIES}: set MENDEL_SHARED")
    folder = tmp_path_factory.mktemp("real")
    lexicon.add([ONTOLOGIES / name for name in FILES], folder, silent)
    return folder


@pytest.fixture(scope="module", name="real")
def _real(folder: Path) -> Lexicon:
    return lexicon.current(folder)


def exact(real: Lexicon, reference: Reference) -> set[str]:
    return {
        str(mapping.object)
        for mapping in real.mappings(reference)
        if mapping.predicate.identifier == "exactMatch"
    }


def test_all_kinds_have_names(folder: Path) -> None:
    """Every file contributes, and no kind is short of what the files hold."""
    found = lexicon.summary(folder)
    things = {kind: count for kind, count, _ in found.kinds}
    assert len(FILES) == len(found.sources)
    assert things[Kind.CONDITION] > 20_000
    assert things[Kind.CHEMICAL] > 15_000
    assert things[Kind.PHENOTYPE] > 12_000
    assert things[Kind.GENE] > 4_000
    assert things[Kind.ANATOMICAL_ENTITY] > 2_500


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Crouzon disease", Kind.CONDITION, "condition:crouzon-syndrome"),
        ("CD333", Kind.GENE, "hgnc:3690"),
        ("fibroblast growth factor receptor 3", Kind.GENE_PRODUCT, "uniprot:P22607"),
        ("L-glutamic acid", Kind.CHEMICAL, "CHEBI:29985"),  # the ion at pH 7.3
        ("melanocytes", Kind.ANATOMICAL_ENTITY, "CL:0000148"),
        ("cleft palate", Kind.PHENOTYPE, "HP:0000175"),
    ],
)
def test_a_name_means(real: Lexicon, name: str, kind: Kind, expected: str) -> None:
    """Names of the files lead to the things that they are names of."""
    terms = [term for term in real.lookup(name) if term.entity.kind is kind]
    assert [expected] == [str(term.entity.reference) for term in terms]


def test_a_condition_is_the_same_in_all_schemes(real: Lexicon) -> None:
    """Four vocabularies and a series meet in one entity."""
    crouzon = Reference("condition", "crouzon-syndrome")
    assert {
        "MONDO:0007405",
        "DOID:2339",
        "omim:123500",
        "orphanet:207",
    } <= exact(real, crouzon)
    retinitis = real.mappings(Reference("condition", "retinitis-pigmentosa-6"))
    broader = {m.object for m in retinitis if m.predicate.identifier == "broadMatch"}
    assert Reference("omimps", "PS268000") in broader


def test_an_identifier_is_exactly_one_condition(folder: Path) -> None:
    """No term of a vocabulary of diseases is exactly two of our conditions."""
    query = (
        "SELECT object, COUNT(DISTINCT subject) FROM mapping"
        " WHERE predicate = 'skos:exactMatch' AND subject LIKE 'condition:%'"
        " AND object NOT LIKE 'mesh:%' AND object NOT LIKE 'umls:%'"
        " GROUP BY object HAVING COUNT(DISTINCT subject) > 1"
    )
    with closing(connect(folder / FILE)) as connection:
        assert [] == connection.execute(query).fetchall()


def test_bundled_names_mean_what_they_meant(real: Lexicon) -> None:
    """Only symbols become ambiguous by what is added."""
    before = lexicon.bundled()
    for term in packaged.terms():
        kind = term.entity.kind
        meant, means = (
            {
                t.entity.reference
                for t in known.lookup(term.name)
                if t.entity.kind is kind
            }
            for known in (before, real)
        )
        assert meant == means or is_symbol(term.name), term.name
