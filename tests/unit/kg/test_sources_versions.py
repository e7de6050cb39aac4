"""Several versions of a page in one graph: what each says stands by its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.pipeline import build
from kg.store import Store

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """ALAS2 gene

Normal Function

The ALAS2 gene provides instructions for making an enzyme called erythroid
ALA-synthase.

Molecular Location: base pairs {} to 55,031,064 on the X chromosome (Homo sapiens
Annotation Release {}, GRCh38.p13) (NCBI)

Reviewed: July {}
"""
PLACES = """
SELECT ?begin ?document { GRAPH <https://w3id.org/mendelgraph/graph/evidence> {
    ?statement rdf:predicate faldo:position ; rdf:object ?begin ;
        prov:hadPrimarySource ?document
    FILTER(?begin < 55031064) }
}
"""
DESCRIBED = "SELECT ?document { ?document mg:describes hgnc:397 }"


def test_versions_may_differ(tmp_path: Path) -> None:
    """Where they give another place of the gene, each place has its own sentence."""
    stated = (("55,009,055", "108", "2009"), ("55,009,060", "109", "2016"))
    for begin, release, year in stated:
        page = tmp_path / f"{year}.txt"
        page.write_text(PAGE.format(begin, release, year), encoding="utf-8")
    build([tmp_path], tmp_path / "graph")
    store = Store.open(tmp_path / "graph")
    documents = store.names.prefixes["document"]
    newer, older = f"{documents}alas2", f"{documents}alas2.2"
    assert {("55009060", newer), ("55009055", older)} == {
        (row["begin"].value, row["document"].value) for row in store.select(PLACES)
    }
    described = {row["document"].value for row in store.select(DESCRIBED)}
    assert {newer, older} == described
