"""Questions become examples that tools can list, run and choose by what they ask."""

from __future__ import annotations

import pytest

import queries
from kg.metadata.examples import example_quads
from kg.names import Names, named

QUERY = """PREFIX mg: <https://w3id.org/mendelgraph/ontology#>
{form} {{ ?s mg:causes ?o .
  service silent <https://example.org/sparql> {{ ?s ?p ?o }} }}"""
FORMS = {
    "SELECT ?s": ("sh:SPARQLSelectExecutable", "sh:select"),
    "ASK": ("sh:SPARQLAskExecutable", "sh:ask"),
    "CONSTRUCT { ?s ?p ?o }": ("sh:SPARQLConstructExecutable", "sh:construct"),
    "DESCRIBE ?s": ("spex:SPARQLDescribeExecutable", "spex:describe"),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_has_its_class_and_its_property(
    monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """Also told is which other endpoints a question asks."""
    text = f"#+ summary: What?\n#+ keywords: this, that\n{QUERY.format(form=form)}"
    monkeypatch.setattr(queries, "names", lambda: ("what",))
    monkeypatch.setattr(queries, "text", lambda _: text)
    found = {
        (q.predicate, getattr(q.object, "value", "")) for q in example_quads(Names())
    }
    kind, predicate = map(named, FORMS[form])

    assert {
        (named("rdf:type"), kind.value),
        (named("rdfs:comment"), "What?"),
        (named("schema:keywords"), "this"),
        (named("schema:keywords"), "that"),
        (named("spex:federatesWith"), "https://example.org/sparql"),
        (predicate, QUERY.format(form=form)),
    } <= found
    prefixes = (named("sh:prefixes"), "https://w3id.org/mendelgraph/prefixes")
    assert prefixes in found
