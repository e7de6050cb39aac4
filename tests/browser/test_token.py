"""Who has a token reads and changes more in the editor, and leaves no trace of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from kg.store import Store
from tests.unit.server.serving import Served, Writer, served

PAGE = "https://w3id.org/mendelgraph/graph/doc/alas2"
ASK = f"ASK {{ GRAPH <{PAGE}> {{ ?s ?p ?o }} }}"


@pytest.fixture(scope="module", name="writer")
def _writer(tmp_path_factory: pytest.TempPathFactory) -> Writer:
    return Writer.known(tmp_path_factory.mktemp("writers"))


@pytest.fixture(scope="module", name="site")
def _site(
    bundled: Store, writer: Writer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Serve a graph of which a part is private, and that may be changed."""
    location = tmp_path_factory.mktemp("token") / "graph"
    shutil.copytree(bundled.generation.parents[1], location)
    options = (*writer.options, "--private", "doc/alas2")
    with served(Store.open(location), *options) as found:
        yield found


def _ask(page: Page, query: str) -> None:
    page.locator(".CodeMirror").first.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(query)
    page.get_by_role("button", name="Run query").click()


def test_a_token_opens_what_is_private(page: Page, writer: Writer) -> None:
    """With it a private graph is there, and an update is made; without it neither.

    It is kept by this window alone, and stands in no address and no tab.
    """
    token = writer.headers["Authorization"].split()[1]
    page.goto("/")
    _ask(page, ASK)
    expect(page.locator(".yasr")).to_contain_text("False")
    page.get_by_label("Token").fill(token)
    page.keyboard.press("Enter")
    _ask(page, ASK)
    expect(page.locator(".yasr")).to_contain_text("True")
    _ask(page, "INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    expect(page.locator(".yasr")).to_contain_text("asserted", timeout=30_000)

    kept = page.evaluate("[JSON.stringify(localStorage), location.href]")
    assert [False, False] == [token in text for text in kept]
    page.get_by_text("Copy as").click()
    page.get_by_role("button", name="curl", exact=True).click()
    expect(page.locator(".copies pre")).to_contain_text("Bearer $TOKEN")
