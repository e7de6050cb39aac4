"""A difference as a page that needs nothing beside it."""

from __future__ import annotations

from lxml import html
from lxml.html import builder as tag

from kg.diff.compare import Change, Difference
from kg.diff.snapshot import Snapshot
from kg.diff.words import Wording, count, is_description, mark, sentences

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;
  padding: 0 1rem; color-scheme: light dark }
li { list-style: none; margin: .5rem 0 } ins, del { text-decoration: none }
ins { color: light-dark(#116329, #7ee787) } del { color: light-dark(#a40e26, #ff7b72) }
"""
_SECTIONS = {"+": "Added", "-": "Removed", "~": "Changed"}


def as_page(difference: Difference, old: Snapshot, new: Snapshot) -> str:
    """Write a page: what was added, removed and changed, with the sentences."""
    wording, parts = Wording(old, new), []
    for sign, title in _SECTIONS.items():
        facts = [c for c in difference.stated if mark(c) == sign]
        if facts:
            parts += [tag.H2(f"{title} ({len(facts)})"), _list(facts, wording)]
    if difference.inferred:
        title = f"Follows otherwise ({count(difference.inferred)})"
        parts += [tag.H2(title), _list(difference.inferred, wording)]
    page = tag.HTML(
        tag.HEAD(
            tag.META(charset="utf-8"),
            tag.META(name="viewport", content="width=device-width"),
            tag.TITLE("What has changed"),
            tag.STYLE(_STYLE),
        ),
        tag.BODY(tag.H1("What has changed"), *(parts or [tag.P("Nothing.")])),
        lang="en",
    )
    found: str = html.tostring(page, doctype="<!DOCTYPE html>", encoding="unicode")
    return found


def _list(
    changes: tuple[Change, ...] | list[Change], wording: Wording
) -> html.HtmlElement:
    """List facts with their sentences; what only names a node comes last."""
    ordered = sorted(changes, key=is_description)
    return tag.UL(*(_item(change, wording) for change in ordered))


def _item(change: Change, wording: Wording) -> html.HtmlElement:
    element = {"+": tag.INS, "-": tag.DEL}
    told = [
        tag.LI(element[sign](f"{sign} {wording.said(said)}"))
        for sign, said in sentences(change)
    ]
    inside = [tag.UL(*told)] if told else []
    return tag.LI(wording.change(change), *inside)
