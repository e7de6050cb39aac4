"""The pages of the bundled documents, in a browser as people have one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kg.store import Store
from tests.unit.server.serving import Served, served

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SCRIPTS = ROOT / "server" / "static" / "ui" / "editor.js"
# a browser in a container has neither its sandbox nor a graphics card
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module", name="browser")
def _browser() -> Iterator[Browser]:
    """Give a browser without a window, one a module: its event loop must end."""
    if CHROMIUM is None:
        pytest.skip("no chromium: apt-get install chromium")
    if not SCRIPTS.exists():
        pytest.skip("the scripts of the pages are not built: make setup says why")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="module", name="site")
def _site(bundled: Store) -> Iterator[Served]:
    """Serve the graph of the bundled documents."""
    with served(bundled) as found:
        yield found


@pytest.fixture(name="page")
def _page(browser: Browser, site: Served) -> Iterator[Page]:
    """Give a window at the site; it asks nobody else, and complains of nothing.

    That an answer is an error (a query that is wrong) is no complaint.
    """
    faults: list[str] = []
    page = browser.new_page(base_url=site.url, viewport={"width": 1200, "height": 900})
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.extend(_elsewhere(request.url, site)))
    page.on(
        "console",
        lambda said: (
            faults.append(said.text)
            if said.type == "error" and "Failed to load resource" not in said.text
            else None
        ),
    )
    yield page
    page.close()
    assert [] == faults


def _elsewhere(url: str, site: Served) -> list[str]:
    return [] if url.startswith((site.url, "data:", "blob:")) else [url]
