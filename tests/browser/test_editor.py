"""The editor, as somebody uses it who came to ask something."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

QUESTION = "Which genes are needed to make heme?"
GRAPH = "CONSTRUCT WHERE { ?gene mg:encodes ?enzyme . ?enzyme mg:catalyses ?step }"


@pytest.fixture(name="home")
def _home(page: Page) -> Page:
    """Open the page with the editor."""
    page.goto("/")
    expect(page.locator(".yasqe .CodeMirror")).to_be_visible()
    return page


def _write(page: Page, query: str) -> None:
    """Put a query in place of what is there."""
    page.locator(".CodeMirror").first.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(query)


def _run(page: Page) -> None:
    page.get_by_role("button", name="Run query").click()


def _cells(page: Page) -> list[str]:
    page.locator(".yasr tbody tr").first.wait_for()
    return page.locator(".yasr tbody td").all_inner_texts()


def test_question_is_asked_by_its_card(home: Page) -> None:
    """A question of the list is put into the editor, and answered below it."""
    home.get_by_role("link", name=QUESTION).click()

    assert any("ALAS2" in cell for cell in _cells(home))


def test_nodes_are_named(home: Page) -> None:
    """Beside the IRI of a node stands its name, and a link leads to its page."""
    _write(
        home,
        "SELECT DISTINCT ?gene { ?gene mg:encodes ?enzyme FILTER(?gene = hgnc:397) }",
    )
    _run(home)

    expect(home.locator(".yasr .node-name").first).to_have_text(" ALAS2")
    home.locator(".yasr a.iri").click()
    expect(home.get_by_role("heading", level=1)).to_have_text("ALAS2")


def test_triple_leads_to_its_sentence(home: Page) -> None:
    """Each triple of an answer has a way to its reason, down to the sentence."""
    _write(home, "CONSTRUCT WHERE { hgnc:397 mg:encodes ?enzyme }")
    _run(home)

    home.locator(".yasr a.why").first.click()
    expect(home.locator("q").first).to_contain_text("ALAS2")


def test_triples_are_drawn(home: Page) -> None:
    """The triples of an answer are a picture whose nodes lead to their pages."""
    _write(home, GRAPH)
    _run(home)
    home.get_by_role("tab", name="Picture").or_(home.locator(".select_picture")).click()

    expect(home.locator(".picture a.node", has_text="ALAS2")).to_be_visible()


def test_inferred_triples_can_be_left_out(home: Page) -> None:
    """The switch asks the same query of what is asserted only."""
    _write(home, "ASK { ?gene mg:actsInStep ?step }")
    _run(home)
    expect(home.locator(".yasr")).to_contain_text("True")

    home.get_by_label("Inferred triples").select_option("false")
    expect(home.locator(".yasr")).to_contain_text("False")


def test_fault_is_shown_where_it_is(home: Page) -> None:
    """What is wrong with a query is marked in it; mended, it is answered."""
    _write(home, "SELECT ?gene {\n  ?gene mg:encodes ?enzyme\n  ?gene ?x }")
    _run(home)
    expect(home.get_by_role("alert")).to_contain_text("line ")
    expect(home.locator(".fault").first).to_be_visible()

    _write(home, "SELECT ?gene { ?gene mg:encodes ?enzyme }")
    _run(home)
    assert _cells(home)
    expect(home.locator(".fault")).to_have_count(0)


def test_prefixes_are_declared(home: Page) -> None:
    """A prefix of the table that a query uses is declared in it when it is asked."""
    _write(home, "SELECT ?gene { ?gene mg:encodes ?enzyme }")
    _run(home)
    _cells(home)

    expect(home.locator(".CodeMirror-code").first).to_contain_text("PREFIX mg: <")


def test_properties_of_the_class_come_first(home: Page) -> None:
    """What is offered for a predicate begins with what the subject's class has."""
    _write(home, "PREFIX mg: <https://w3id.org/mendelgraph/ontology#>\nSELECT * { ")
    home.keyboard.type("?step a mg:Step ; mg:has")
    home.keyboard.press("Control+Space")

    first = home.locator(".CodeMirror-hints li").first
    expect(first).to_contain_text("mg:hasOutput")


def test_permalink_asks_again(home: Page) -> None:
    """A link holds the query and what is inferred, and asks it when it is opened."""
    home.goto("/#query=ASK+%7B+hgnc%3A397+mg%3AactsInStep+%3Fs+%7D&infer=false")

    expect(home.locator(".yasr")).to_contain_text("False")


@pytest.mark.parametrize("name", ["curl", "Python", "R", "SERVICE clause"])
def test_query_is_written_for_elsewhere(home: Page, name: str) -> None:
    """The query can be had as a command, a program, a part of another query."""
    home.get_by_text("Copy as").click()
    home.get_by_role("button", name=name, exact=True).click()

    expect(home.locator(".copies pre")).to_contain_text("/sparql")


def test_answer_is_downloaded(home: Page) -> None:
    """Each format of the answer is a link that gives it."""
    _write(home, "SELECT ?gene { ?gene mg:encodes uniprot:P22557 }")
    _run(home)
    _cells(home)
    href = home.get_by_role("link", name="csv", exact=True).get_attribute("href")
    answer = home.request.get(href or "")

    assert "gene\r\nhttp://identifiers.org/hgnc/397\r\n" == answer.text()


def test_a_name_that_is_nowhere_is_told(home: Page) -> None:
    """Below an answer stands which name nothing has, and which one may be meant."""
    _write(home, "SELECT ?gene { ?gene mg:encods ?enzyme }")
    _run(home)

    note = home.locator(".note", has_text="Hint: ")
    expect(note).to_contain_text("mg:encods is in no triple")
    expect(note).to_contain_text("did you mean mg:encodes?")


def test_all_triples_are_a_click_away(home: Page) -> None:
    """Where nothing is found in a part of the triples, all of them can be asked."""
    home.get_by_label("Inferred triples").select_option("false")
    _write(home, "SELECT ?step { hgnc:397 mg:actsInStep ?step }")
    _run(home)
    home.get_by_role("button", name="Ask with all triples").click()

    assert _cells(home)
