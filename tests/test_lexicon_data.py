"""The form of the bundled lexicon: its two tables and the identifiers in them.

Mappings are SSSOM (mapping-commons.github.io/sssom, "SSSOM/TSV").
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.model import Kind, Status
from kg.names import Names, slug
from ontology import FILES

NAMES_TABLE = FILES / "lexicon" / "names.tsv"
MAPPINGS_TABLE = FILES / "lexicon" / "mappings.sssom.tsv"

OWN = {
    kind.slug: kind for kind in (Kind.CONDITION, Kind.PHENOTYPE, Kind.CHEMICAL)
}  # the kinds whose own IRIs are made from the label
PREFIXES = {
    Kind.GENE: {"hgnc"},
    Kind.GENE_PRODUCT: {"uniprot", "CHEBI"},
    Kind.ENZYME: {"uniprot"},
    Kind.PATHWAY: {"pathway"},
    Kind.STEP: {"step"},
    Kind.CHEMICAL: {"CHEBI", "chemical"},
    Kind.CONDITION: {"condition"},
    Kind.INHERITANCE_MODE: {"HP", "GENO"},
    Kind.PHENOTYPE: {"HP", "phenotype"},
    Kind.ANATOMICAL_ENTITY: {"CL", "UBERON", "GO"},
    Kind.CHROMOSOME: {"CHR"},
    Kind.CHROMOSOME_BAND: {"CHR"},
}
PATTERNS = {
    "CHEBI": r"\d+",
    "CHR": r"9606-chr(\d+|X|Y)([pq][\d.pq-]*)?",
    "CL": r"\d{7}",
    "DOID": r"\d+",
    "EC": r"\d+\.\d+\.\d+\.\d+",
    "GENO": r"\d{7}",
    "GO": r"\d{7}",
    "HP": r"\d{7}",
    "MONDO": r"\d{7}",
    "PW": r"\d{7}",
    "UBERON": r"\d{7}",
    "ensembl": r"ENSG\d{11}",
    "hgnc": r"\d+",
    "kegg.reaction": r"R\d{5}",
    "mesh": r"[CD]\d{6,9}",
    "ncbigene": r"\d+",
    "omim": r"\d{6}",
    "omimps": r"PS\d{6}",
    "orphanet": r"\d+",
    "reactome": r"R-HSA-\d+",
    "rhea": r"\d{5}",
    "umls": r"C\d{7}",
    "uniprot": r"[OPQ]\d[A-Z0-9]{3}\d",
    "wikidata": r"Q\d+",
    "wikipathways": r"WP\d+",
}
ISOZYMES = {"uniprot:P13196", "uniprot:P22557"}


def rows(lines: list[str]) -> list[dict[str, str]]:
    return list(
        csv.DictReader(
            (line for line in lines if not line.startswith("#")),
            delimiter="\t",
            quoting=csv.QUOTE_NONE,
        )
    )


NAME_LINES = NAMES_TABLE.read_text(encoding="utf-8").splitlines()
MAPPING_LINES = MAPPINGS_TABLE.read_text(encoding="utf-8").splitlines()
NAME_ROWS = rows(NAME_LINES)
MAPPING_ROWS = rows(MAPPING_LINES)
LABELS = {row["entity"]: row["name"] for row in NAME_ROWS if row["status"] == "label"}
KINDS = {row["entity"]: Kind(row["kind"]) for row in NAME_ROWS}


def test_names_have_five_filled_columns() -> None:
    """A name has an entity, a kind and a status of the model, and a source."""
    assert {"entity", "kind", "status", "name", "source"} == set(NAME_ROWS[0])
    assert all(value == value.strip() != "" for r in NAME_ROWS for value in r.values())
    assert {row["status"] for row in NAME_ROWS} <= set(Status)


def test_an_entity_has_one_label_and_one_kind() -> None:
    """An entity has exactly one label, and the same kind in all its rows."""
    labels = Counter(row["entity"] for row in NAME_ROWS if row["status"] == "label")
    kinds = {(row["entity"], row["kind"]) for row in NAME_ROWS}
    assert dict.fromkeys(KINDS, 1) == dict(labels)
    assert len(KINDS) == len(kinds)


def test_an_entity_has_a_name_once() -> None:
    """No entity has the same name twice, whatever the case."""
    counts = Counter((row["entity"], row["name"].casefold()) for row in NAME_ROWS)
    assert [] == [pair for pair, count in counts.items() if count > 1]


def test_no_name_is_too_short_to_be_searched_for() -> None:
    """A name has three characters or more, or it would be found everywhere."""
    assert [] == [row["name"] for row in NAME_ROWS if len(row["name"]) < 3]


def test_a_symbol_has_no_lower_case_letter() -> None:
    """A name that must be written just so has the status symbol, except as a label."""
    wrong = [
        row["name"]
        for row in NAME_ROWS
        if row["status"] != "label"
        and (row["status"] == "symbol") == any(map(str.islower, row["name"]))
    ]
    assert [] == wrong


def test_a_name_belongs_to_one_entity_of_a_kind() -> None:
    """Within a kind, only the names of both ALA-synthases are ambiguous."""
    owners: dict[tuple[Kind, str], set[str]] = defaultdict(set)
    for row in NAME_ROWS:
        owners[KINDS[row["entity"]], row["name"].casefold()].add(row["entity"])
    ambiguous = {name: found for (_, name), found in owners.items() if len(found) > 1}
    assert "ala-synthase" in ambiguous
    assert all(found == ISOZYMES for found in ambiguous.values())


def test_identifiers_are_of_the_scheme_that_the_kind_uses() -> None:
    """Every CURIE is in its canonical spelling and of a scheme of its kind."""
    names = Names()
    for curie, kind in KINDS.items():
        reference = names.parse_curie(curie)
        assert curie == str(reference)
        assert reference.prefix in PREFIXES[kind]
        pattern = PATTERNS.get(reference.prefix, "[a-z0-9-]+")
        assert re.fullmatch(pattern, reference.identifier), curie


def test_own_identifiers_are_the_slug_of_the_label() -> None:
    """An own IRI of a condition, a phenotype or a chemical is made from the label."""
    own = [curie for curie in KINDS if curie.partition(":")[0] in OWN]
    expected = [f"{KINDS[curie].slug}:{slug(LABELS[curie])}" for curie in own]
    assert expected == own


def test_every_source_is_explained() -> None:
    """The head of the table of names says what each source is."""
    known = {
        match[1] for line in NAME_LINES if (match := re.match(r"#   (\S+): ", line))
    }
    assert known == {row["source"] for row in NAME_ROWS}


def test_the_mapping_header_is_complete() -> None:
    """SSSOM requires mapping_set_id and license, and a curie_map for the prefixes."""
    header = [line[1:] for line in MAPPING_LINES if line.startswith("#")]
    curie_map = dict(
        line.strip().split(": ", 1) for line in header if line.startswith("  ")
    )
    used = {
        row[column].partition(":")[0]
        for row in MAPPING_ROWS
        for column in row
        if column != "object_label"
    }
    keys = {line.partition(":")[0] for line in header if not line.startswith("  ")}
    assert {"curie_map", "mapping_set_id", "license"} <= keys
    assert used == set(curie_map)
    assert {p: Names().prefixes[p] for p in curie_map} == curie_map


def test_mappings_lead_from_an_entity_to_another_identifier() -> None:
    """A mapping starts at an entity of the lexicon, uses SKOS, and stands once."""
    pairs = Counter((row["subject_id"], row["object_id"]) for row in MAPPING_ROWS)
    assert {row["subject_id"] for row in MAPPING_ROWS} <= set(KINDS)
    assert [] == [pair for pair, count in pairs.items() if count > 1]
    assert [] == [pair for pair in pairs if pair[0] == pair[1]]
    assert {row["predicate_id"] for row in MAPPING_ROWS} <= {
        f"skos:{how}Match" for how in ("exact", "close", "broad", "narrow")
    }


def test_an_identifier_is_exactly_one_thing_of_a_kind() -> None:
    """No two genes, conditions ... are exactly the same thing elsewhere."""
    exact = Counter(
        (KINDS[row["subject_id"]], row["object_id"])
        for row in MAPPING_ROWS
        if row["predicate_id"] == "skos:exactMatch"
    )
    assert [] == [pair for pair, count in exact.items() if count > 1]


def test_mapped_identifiers_have_the_form_of_their_scheme() -> None:
    """OMIM has six digits, a phenotypic series a PS before them, and so on."""
    for row in MAPPING_ROWS:
        prefix, _, identifier = row["object_id"].partition(":")
        assert re.fullmatch(PATTERNS[prefix], identifier), row["object_id"]


def test_the_reference_pathway_is_named() -> None:
    """Every thing that the reference facts speak of has a label."""
    path = FILES / "reference" / "heme-biosynthesis.trig"
    with path.open("rb") as handle:
        quads = list(parse(handle, format=RdfFormat.TRIG))
    nodes = {node for q in quads for node in (q.subject, q.object)}
    names = Names()
    found = {names.reference(n.value) for n in nodes if isinstance(n, NamedNode)}
    described = {str(r) for r in found if r and r.prefix not in {"mg", "source"}}
    assert {"step:heme-biosynthesis-8", "CHEBI:60344"} <= described
    assert set() == described - set(LABELS)
