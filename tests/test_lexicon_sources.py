"""The bundled lexicon against the real ontologies that it was read from.

Those files are not part of the project: MENDEL_SHARED says where they lie.
"""

from __future__ import annotations

import csv
import gzip
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from ontology import FILES

ROOT = Path(__file__).parents[1]
DATA = ROOT / os.environ.get("MENDEL_SHARED", "../shared") / "data"
ONTOLOGIES = DATA / "ontologies"
OWN = {"chemical", "condition", "pathway", "phenotype", "step"}
LABELLED = "hp-2026-06-23-labels-en-zh.babelon.tsv.gz"
# How the files write the prefixes of our table.
SPELLINGS = {
    "ENSEMBL": "ensembl",
    "Ensembl": "ensembl",
    "HGNC": "hgnc",
    "KEGG.REACTION": "kegg.reaction",
    "MESH": "mesh",
    "NCBIGene": "ncbigene",
    "OMIM": "omim",
    "ORPHA": "orphanet",
    "Orphanet": "orphanet",
    "REACT": "reactome",
    "RHEA": "rhea",
    "SwissProt": "uniprot",
    "UMLS": "umls",
    "UniProtKB": "uniprot",
    "WIKIDATA": "wikidata",
    "WIKIPATHWAYS": "wikipathways",
}
# The files that declare what identifiers.tsv does not hold, and how they write it.
DECLARATIONS = {
    "chebi-go-import-2024-08-14.obo.gz": r"^id: (CHEBI):(\d+)$",
    "chr.owl.gz": r'owl:Class rdf:about=".*?/obo/(CHR)_(9606-chr[^"]+)"',
    "cl-simple.owl.gz": r'owl:Class rdf:about=".*?/obo/(CL)_(\d+)"',
    "geno.owl.gz": r'rdf:about=".*?/obo/(GENO)_(\d+)"',
    "hp-2018-12-21-with-imports.owl.gz": (
        r'owl:Class rdf:about=".*?/obo/(GO|UBERON)_(\d+)"'
    ),
    LABELLED: r"\t(HP):(\d+)\trdfs:label\t",
    "ordo-3.1.obo.gz": (r"^(?:id|xref): (Orphanet|HGNC|Ensembl|OMIM|SwissProt):(\w+)$"),
    **{
        f"mondo_exactmatch_{scheme}-2026-08-04.sssom.tsv.gz": (
            r"\b(MONDO|DOID|mesh|OMIM|Orphanet|UMLS):(\w+)"
        )
        for scheme in ("doid", "mesh", "omim", "orphanet", "umls")
    },
}


def rows(lines: Iterable[str]) -> list[dict[str, str]]:
    table = (line for line in lines if not line.startswith("#"))
    return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def read(path: Path) -> str:
    if not path.exists():
        pytest.skip(f"no {path.name} to compare with in {path.parent} (MENDEL_SHARED)")
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as handle:
        return str(handle.read())


def bundled(table: str) -> list[dict[str, str]]:
    return rows((FILES / "lexicon" / table).read_text(encoding="utf-8").splitlines())


def our_spelling(prefix: str, identifier: str) -> str:
    ours = SPELLINGS.get(prefix, prefix)
    if ours == "omim" and identifier.startswith("PS"):
        ours = "omimps"
    return f"{ours}:{identifier}"


def verified() -> Iterator[str]:
    for row in rows(read(DATA / "identifiers.tsv").splitlines()):
        if row["status"] == "verified" and row["match"] != "old":
            prefix, _, identifier = row["identifier"].partition(":")
            yield our_spelling(prefix, identifier)


def declared() -> Iterator[str]:
    for file, pattern in DECLARATIONS.items():
        for match in re.finditer(pattern, read(ONTOLOGIES / file), re.MULTILINE):
            yield our_spelling(match[1], match[2])


def test_every_identifier_was_read_somewhere() -> None:
    """An identifier is verified in identifiers.tsv, or an ontology declares it."""
    used = {row["entity"] for row in bundled("names.tsv")}
    used |= {row["object_id"] for row in bundled("mappings.sssom.tsv")}
    foreign = {curie for curie in used if curie.partition(":")[0] not in OWN}
    assert [] == sorted(foreign - {*verified(), *declared()})


def test_phenotypes_have_their_current_label() -> None:
    """HPO is quoted unaltered: a label is that of the release that its source names."""
    current = {
        row["subject_id"]: row["source_value"]
        for row in rows(read(ONTOLOGIES / LABELLED).splitlines())
        if row["predicate_id"] == "rdfs:label"
    }
    ours = {
        row["entity"]: row["name"]
        for row in bundled("names.tsv")
        if row["entity"].startswith("HP:") and row["status"] == "label"
    }
    assert {curie: current[curie] for curie in ours} == ours


def test_molecules_are_in_their_form_at_ph_7_3() -> None:
    """Rhea and GO speak of that form only: another would not join them."""
    table = read(ONTOLOGIES / "chebi_pH7_3_mapping.tsv.gz").splitlines()
    form = {row["CHEBI"]: row["CHEBI_PH7_3"] for row in rows(table)}
    ours = {
        row["entity"].partition(":")[2]
        for row in bundled("names.tsv")
        if row["entity"].startswith("CHEBI:")
    }
    assert [] == sorted(chebi for chebi in ours if form.get(chebi, chebi) != chebi)


def test_no_mapping_is_old_or_unverified() -> None:
    """What identifiers.tsv calls old or unverified is no mapping."""
    table = rows(read(DATA / "identifiers.tsv").splitlines())
    refused = {
        our_spelling(*row["identifier"].split(":", 1))
        for row in table
        if row["match"] == "old" or row["status"] == "unverified"
    }
    assert set() == refused & {r["object_id"] for r in bundled("mappings.sssom.tsv")}
