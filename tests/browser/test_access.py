"""Every page for everybody: by keyboard, on a phone, read aloud, light and dark."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

AXE = Path(__file__).parents[2] / "server/ui/node_modules/axe-core/axe.min.js"
PAGES = (
    "/",
    "/sparql?query=SELECT+*+%7B+%3Fs+mg%3Aencodes+%3Fo+%7D",
    "/sparql?query=SELECT",
    "/entity/hgnc:397",
    "/entity/nothing-of-this-name",
    "/evidence?s=hgnc:397&p=mg:encodes&o=uniprot:P22557",
    "/explain?s=hgnc:397&p=mg:actsInStep&o=step:heme-biosynthesis-1",
    "/document/alas2",
    "/pathway/heme-biosynthesis",
    "/search?q=porphyria",
    "/ontology",
    "/quality",
)
SERIOUS = {"serious", "critical"}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_fault(
    page: Page, path: str, scheme: Literal["light", "dark"]
) -> None:
    """axe-core finds nothing serious (WCAG 2.2 A and AA)."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: make setup")
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]

    told = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in SERIOUS]
    assert [] == told, json.dumps(told, indent=1)


@pytest.mark.parametrize("path", PAGES)
def test_fits_a_phone(page: Page, path: str) -> None:
    """At 360 pixels nothing makes the page wider than the window."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(path)
    page.wait_for_load_state("networkidle")

    assert 360 == page.evaluate("document.documentElement.scrollWidth")


def test_question_to_sentence_by_keyboard(page: Page) -> None:
    """From a question over the answer to a sentence without a mouse."""
    page.goto("/")
    page.locator(".CodeMirror").first.wait_for()
    link = page.get_by_role("link", name="Which gene encodes which product")
    link.focus()
    page.keyboard.press("Enter")
    page.locator(".yasr a.iri").first.wait_for()
    page.locator(".yasr a.iri").first.focus()
    page.keyboard.press("Enter")

    source = page.locator("summary", has_text="source").first
    source.focus()
    page.keyboard.press("Enter")
    expect(page.locator("q").first).to_be_visible()


def test_tab_leaves_the_editor(page: Page) -> None:
    """The keyboard is not caught in the text of the query (WCAG 2.1.2)."""
    page.goto("/")
    page.locator(".CodeMirror").first.click()
    page.keyboard.press("Tab")

    inside = "document.activeElement.closest('.CodeMirror-code, .CodeMirror textarea')"
    assert not page.evaluate(f"!!({inside})")
