"""`/quality`: how good the graph is, by what came of its pages and by gold."""

from __future__ import annotations

import json

from flask import Blueprint, Response

from kg import quality as qualities
from kg.stats import class_counts, predicate_counts
from server.negotiate import PAGE, Page, negotiate
from server.reasons import JSON
from server.rendering import lasting, page
from server.state import store

blueprint = Blueprint("quality", __name__)
_FIGURES = {
    "documents": "documents read",
    "left_out": "pages left out",
    "facts": "facts found",
    "asserted": "facts asserted",
    "withheld": "facts denied or left open",
    "refused": "facts refused",
    "minted": "nodes that no vocabulary knows",
    "inferred": "triples inferred",
}


@blueprint.get("/quality")
def quality() -> Response:
    """Show what `mendel stats --quality` shows, and what the graph holds."""
    cards = qualities.read_cards(store())
    writing, _ = negotiate((JSON, PAGE))
    if not isinstance(writing, Page):
        body = json.dumps(qualities.as_json(cards), ensure_ascii=False, indent=2)
        return lasting(Response(body + "\n", mimetype="application/json"))
    return page(
        "quality.html",
        cards=[(card, list(qualities.tables(card))) for card in cards],
        figures=_figures(),
        refused=_mapping("refused"),
        grounded=_mapping("grounded"),
        classes=class_counts(store()),
        predicates=predicate_counts(store()),
    )


def _figures() -> dict[str, int]:
    """Count what the build reported: things by their number, reasons by their sum."""
    found: dict[str, int] = {}
    for key, words in _FIGURES.items():
        match store().report.get(key):
            case int(number):
                found[words] = number
            case dict(counted) if key == "refused":
                found[words] = sum(counted.values())
            case dict() | list() as listed:
                found[words] = len(listed)
            case _:
                pass
    return found


def _mapping(key: str) -> dict[str, int]:
    found = store().report.get(key)
    return found if isinstance(found, dict) else {}
