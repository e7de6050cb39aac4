"""What each format of file says; the cases are small files of made-up things."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

import pytest

from kg.errors import LexiconError
from kg.lexicon.formats import file as formats_file
from kg.lexicon.formats import read
from kg.lexicon.vocabulary import Vocabulary, pack, unpack

CASES = Path(__file__).parents[3] / "cases" / "lexicon"


def names(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Write records as `identifier Kind`: label, then `name (status)`."""
    return {
        f"{record.identity} {record.kind}": [
            record.label,
            *(f"{name} ({status})" for name, status in record.names),
        ]
        for record in vocabulary.records
    }


def links(vocabulary: Vocabulary) -> set[str]:
    return {
        f"{link.subject} {link.predicate.identifier}"
        f" {link.object} {link.justification.identifier}"
        for link in vocabulary.links
    }


GENES = {
    "hgnc:397 Gene": [
        "ALAS2",
        "ALAS-E (related)",
        "ASB9x (synonym)",
        "ASB (symbol)",
        "5'-aminolevulinate synthase 2 (synonym)",
        "an older name (synonym)",
    ],
    "uniprot:P22557 Enzyme": [
        "5'-aminolevulinate synthase 2",
        "erythroid synthase (synonym)",
    ],
    "hgnc:90001 Gene": ["AR1", "silent RNA gene (synonym)"],
}


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        pytest.param("hgnc.tsv", GENES, id="HGNC table"),
        pytest.param("hgnc.json", GENES, id="HGNC JSON"),
        pytest.param(
            "mondo.obo",
            {
                "MONDO:9000010 Condition": ["glass bone family"],
                "MONDO:9000011 Condition": [
                    "glass bone disease 1",
                    'brittle "glass" bones (synonym)',
                    "GBD1 (synonym)",
                    "fragile frame (related)",
                ],
            },
            id="OBO: neither obsolete, nor broad, nor too general",
        ),
        pytest.param(
            "hp.obo",
            {
                "HP:9000001 InheritanceMode": ["Skipping inheritance"],
                "HP:9000002 Phenotype": [
                    "Blue nails",
                    "Nails of blue colour (synonym)",
                ],
                "HP:9000003 Phenotype": ["Blue thumb nail"],
            },
            id="kinds by branch",
        ),
        pytest.param(
            "ordo.obo",
            {
                "orphanet:90011 Condition": [
                    "Glass bone disease type 1",
                    "Lobstein-like bones (synonym)",
                ],
                "hgnc:90003 Gene": [
                    "GLB1X",
                    "GBP-1 (related)",
                    "glass bone protein 1 (synonym)",
                ],
                "uniprot:P99999 GeneProduct": ["glass bone protein 1"],
            },
            id="genes of ORDO by their HGNC number",
        ),
        pytest.param(
            "chebi.obo",
            {
                "CHEBI:9000001 Chemical": ["glassic acid", "vitreous acid (synonym)"],
                "CHEBI:9000002 Chemical": ["glassate"],
            },
            id="neither roles nor formulas",
        ),
        pytest.param(
            "go.ttl",
            {
                "GO:9000001 Pathway": ["glass making", "vitrification (synonym)"],
                "GO:9000002 AnatomicalEntity": ["glass body"],
            },
            id="Turtle, kinds by namespace",
        ),
        pytest.param(
            "cl.owl",
            {
                "CL:9000001 AnatomicalEntity": [
                    "glass cell",
                    "vitrocyte (synonym)",
                    "clear cell (related)",
                ],
                "UBERON:9000001 AnatomicalEntity": ["glass organ"],
            },
            id="RDF/XML with annotated annotations",
        ),
        pytest.param(
            "mondo_doid.sssom.tsv",
            {
                "MONDO:9000011 Condition": ["glass bone disease 1"],
                "DOID:90011 Condition": ["vitreous osteopathy"],
                "MONDO:9000013 Condition": ["paper skin"],
                "DOID:90013 Condition": ["skin disease"],
            },
            id="labels of SSSOM",
        ),
    ],
)
def test_names_are_read(file: str, expected: dict[str, list[str]]) -> None:
    """Things of our kinds are read with their names, whatever the format."""
    assert expected == names(read(CASES / file))


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        pytest.param(
            "hgnc.tsv",
            {
                "hgnc:397 exactMatch ncbigene:212 ManualMappingCuration",
                "hgnc:397 exactMatch ensembl:ENSG00000158578 ManualMappingCuration",
                "hgnc:397 exactMatch omim:301300 ManualMappingCuration",
                "hgnc:397 relatedMatch uniprot:P22557 ManualMappingCuration",
            },
            id="a protein is not its gene",
        ),
        pytest.param(
            "mondo.obo",
            {
                "MONDO:9000010 exactMatch omimps:PS900010 ManualMappingCuration",
                "MONDO:9000010 subClassOf MONDO:0000001 ManualMappingCuration",
                "MONDO:9000011 exactMatch DOID:90011 ManualMappingCuration",
                "MONDO:9000011 exactMatch omim:900011 ManualMappingCuration",
                "MONDO:9000011 closeMatch umls:C9000011 UnspecifiedMatching",
                "MONDO:9000011 broadMatch orphanet:90011 ManualMappingCuration",
                "MONDO:9000011 subClassOf MONDO:9000010 ManualMappingCuration",
            },
            id="what Mondo notes at a cross-reference",
        ),
        pytest.param(
            "ordo.obo",
            {
                "orphanet:90011 exactMatch omim:900011 ManualMappingCuration",
                "orphanet:90011 narrowMatch omim:900012 ManualMappingCuration",
                "orphanet:90011 subClassOf orphanet:377788 ManualMappingCuration",
                "hgnc:90003 exactMatch ensembl:ENSG00000900001 UnspecifiedMatching",
                "hgnc:90003 relatedMatch uniprot:P99999 UnspecifiedMatching",
                "hgnc:90003 exactMatch orphanet:95000 ManualMappingCuration",
            },
            id="what ORDO notes, wrong ones left out",
        ),
        pytest.param(
            "cl.owl",
            {
                "CL:9000001 exactMatch mesh:D900001 ManualMappingCuration",
                "CL:9000001 closeMatch UBERON:9000001 UnspecifiedMatching",
                "CL:9000001 subClassOf CL:0000000 ManualMappingCuration",
            },
            id="notes of OWL axioms",
        ),
        pytest.param(
            "mondo_doid.sssom.tsv",
            {
                "MONDO:9000011 exactMatch DOID:90011 ManualMappingCuration",
                "MONDO:9000013 broadMatch DOID:90013 LexicalMatching",
            },
            id="SSSOM: prefixes of its own; neither denied nor obsolete",
        ),
        pytest.param(
            "chebi_pH7_3_mapping.tsv",
            {"CHEBI:9000001 isReplacedBy CHEBI:9000002 UnspecifiedMatching"},
            id="forms at pH 7.3",
        ),
        pytest.param(
            "mondo_edges-2031-11-12.tsv",
            {"MONDO:9000013 subClassOf MONDO:9000010 ManualMappingCuration"},
            id="edges of a hierarchy",
        ),
    ],
)
def test_links_are_read(file: str, expected: set[str]) -> None:
    """A link keeps how it was found; identifiers are spelled our way."""
    assert expected == links(read(CASES / file))


@pytest.mark.parametrize(
    ("file", "name", "version", "licence"),
    [
        (
            "mondo.obo",
            "mondo",
            "2031-05-06",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
        ("ordo.obo", "ordo-en", "9.1", "CC BY 4.0"),
        ("hp.obo", "hp", "2031-01-02", "HPO licence"),
        ("cl.owl", "cl", "2031-07-08", "CC BY 4.0"),
        ("go.ttl", "go", "2031-03-04", "https://creativecommons.org/licenses/by/4.0/"),
        ("mondo_edges-2031-11-12.tsv", "mondo-edges", "2031-11-12", "CC BY 4.0"),
        (
            "mondo_doid.sssom.tsv",
            "mondo-doid",
            "2031-09-10",
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
    ],
)
def test_a_source_is_described(
    file: str, name: str, version: str, licence: str
) -> None:
    """Version and licence are what the file says, else what its scheme has."""
    source = read(CASES / file).source
    assert (name, version, licence) == (source.name, source.version, source.licence)


def test_a_file_without_a_version_is_told_by_its_content() -> None:
    """The version of a file that states none is a digest."""
    assert re.fullmatch("sha256:[0-9a-f]{12}", read(CASES / "hgnc.tsv").source.version)


@pytest.mark.parametrize("file", ["hgnc.tsv", "mondo.obo", "cl.owl", "go.ttl"])
def test_the_name_of_a_file_does_not_count(file: str, tmp_path: Path) -> None:
    """The format is told by the content, packed or not."""
    packed = tmp_path / "something.bin"
    with gzip.open(packed, "wb") as target, (CASES / file).open("rb") as source:
        shutil.copyfileobj(source, target)
    assert names(read(CASES / file)) == names(read(packed))


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        ("words.txt", "no vocabulary that is known: give HGNC's complete set"),
        ("empty.tsv", "no vocabulary that is known"),
        ("binary.obo", "no vocabulary that is known"),
        ("cut.obo.gz", "ended before the end-of-stream marker"),
        ("cut.json", "line 1: Expecting"),
        ("syntax.obo", "line 6: expected QuotedString"),
        ("syntax.ttl", "line 2: "),
        ("no_justification.sssom.tsv", "requires the column mapping_justification"),
        ("numbers.tsv", "'number seven' is no HGNC identifier"),
        ("wide.tsv", "line 2: too many cells"),
        ("missing.obo", "No such file"),
    ],
)
def test_a_bad_file_is_refused(file: str, problem: str) -> None:
    """What cannot be read is refused in one line that names the file and the place."""
    with pytest.raises(LexiconError, match=re.escape(problem)) as caught:
        read(CASES / "bad" / file)
    assert file in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("file", ["other.obo", "foreign.sssom.tsv"])
def test_a_file_of_other_schemes_is_empty(file: str) -> None:
    """What a well-formed file says of things that nobody asks for is nothing."""
    vocabulary = read(CASES / "bad" / file)
    assert ((), ()) == (vocabulary.records, vocabulary.links)


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that unpacks to much more than its size is not unpacked to its end."""
    monkeypatch.setattr(formats_file, "_SMALL", 2**16)
    bomb = tmp_path / "bomb.obo.gz"
    terms = b"[Term]\nid: CL:0000001\nname: a cell\n\n" * 2**17
    bomb.write_bytes(gzip.compress(b"format-version: 1.2\n\n" + terms))
    with pytest.raises(LexiconError, match="unpacks to over 60 times its size"):
        read(bomb)


RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


@pytest.mark.parametrize(
    ("declared", "names"),
    [
        ('<!ENTITY obo "http://purl.obolibrary.org/obo/">', 1),
        ('<!ENTITY a "ha"><!ENTITY obo "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">', None),
        ('<!ENTITY obo SYSTEM "file:///etc/passwd">', None),
        ("<!-- <rdf:RDF -->" * 9999 + '<!ENTITY obo "&a;">', None),
    ],
)
def test_an_entity_is_a_namespace(
    tmp_path: Path, declared: str, names: int | None
) -> None:
    """Other entities may stand for gigabytes or for other files: they are refused."""
    file = tmp_path / "cl.owl"
    file.write_text(
        f'<?xml version="1.0"?><!DOCTYPE rdf:RDF [{declared}]><rdf:RDF '
        f'xmlns:rdf="{RDF}" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#">'
        '<rdf:Description rdf:about="&obo;CL_0000765"><rdfs:label>erythroblast'
        "</rdfs:label></rdf:Description></rdf:RDF>",
        encoding="utf-8",
    )
    try:
        found = len(read(file).records)
    except LexiconError:
        found = None
    assert names == found


@pytest.mark.parametrize("bad", ['{"a":' * 10_000, '{"hgnc_id":' + "[" * 100_000])
def test_json_without_end_is_refused(tmp_path: Path, bad: str) -> None:
    """Nesting is limited."""
    file = tmp_path / "hgnc.json"
    file.write_text('{"hgnc_id": 1, "response": ' + bad, encoding="utf-8")
    with pytest.raises(LexiconError, match="is of no use"):
        read(file)


@pytest.mark.parametrize("file", ["hgnc.tsv", "mondo.obo", "mondo_doid.sssom.tsv"])
def test_a_packed_vocabulary_is_unpacked_as_it_was(file: str) -> None:
    """What is kept of a file is all that it said."""
    vocabulary = read(CASES / file)
    assert vocabulary == unpack(vocabulary.source, pack(vocabulary))
