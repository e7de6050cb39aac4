"""The forms that a difference is written in, by name."""

from __future__ import annotations

from kg.diff.changeset import as_patch, as_turtle
from kg.diff.compare import Difference
from kg.diff.page import as_page
from kg.diff.snapshot import Snapshot
from kg.diff.words import lines

FORMS = ("text", "ttl", "rdfp", "html")


def written(
    form: str,
    difference: Difference,
    old: Snapshot,
    new: Snapshot,
    *,
    everything: bool = False,
) -> str:
    """Write a difference as text, Turtle, RDF Patch or HTML.

    With `everything`, a text tells what describes nodes and what follows, too.
    """
    if form == "ttl":
        return as_turtle(difference, new.store.names)
    if form == "rdfp":
        return as_patch(difference)
    if form == "html":
        return as_page(difference, old, new)
    return "\n".join(lines(difference, old, new, everything=everything))
