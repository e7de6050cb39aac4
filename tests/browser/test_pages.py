"""What the pages do beyond the editor: the way to a sentence, a picture, a name."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_proof_leads_to_the_sentence(page: Page) -> None:
    """What is inferred of a node has a proof, whose leaves are sentences."""
    page.goto("/entity/hgnc:397")
    page.get_by_role("link", name="proof").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Why it holds")
    sentence = page.locator("q").first
    expect(sentence).to_contain_text("ALAS2")


def test_pathway_is_drawn(page: Page) -> None:
    """The picture has every step; a node leads to its page."""
    page.goto("/pathway/heme-biosynthesis")
    steps = page.locator(".picture .node.step")
    expect(steps).to_have_count(8)

    page.locator(".picture a.node", has_text="FECH").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("FECH")


def test_condition_shows_what_it_impairs(page: Page) -> None:
    """Whoever points at a condition sees its step; the rest fades."""
    page.goto("/pathway/heme-biosynthesis")
    page.locator(".picture .node.condition", has_text="acute").hover()

    marked = page.locator(".picture .node.step.marked title")
    expect(marked).to_have_count(1)
    expect(marked).to_contain_text("hydroxymethylbilane synthase")


def test_names_are_completed(page: Page) -> None:
    """The box for a search offers names while one is typed, and finds the node."""
    page.goto("/quality")
    box = page.get_by_role("combobox").or_(page.get_by_role("searchbox"))
    box.press_sequentially("acute inter")
    expect(page.locator("datalist option").first).to_have_attribute(
        "value", "acute intermittent porphyria"
    )

    box.fill("acute intermittent porphyria")
    box.press("Enter")
    expect(page.locator("h1")).to_contain_text("acute intermittent porphyria")
