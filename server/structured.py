"""What a page is about in the words of schema.org, for whoever collects such pages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from pyoxigraph import NamedNode

from kg.store import Store
from server.cells import curie, kind, label
from server.links import out
from server.profile import Line, Profile, Section

_SCHEMA = "https://schema.org/"
_OTHER = {"type": "DefinedTerm"}


def structured(store: Store, found: Profile) -> dict[str, object]:
    """Describe a node as JSON-LD: what it is, its names, what it is the same as."""
    said = _said([curie(node) for node in found.kinds])
    described: dict[str, object] = {
        "@context": [_SCHEMA, {"dct": "http://purl.org/dc/terms/"}],
        "@type": said["type"],
        "@id": found.node.value,
        "identifier": store.names.curie(found.node.value),
        "name": found.name,
        "url": found.node.value,
    }
    if "profile" in said:
        described["dct:conformsTo"] = {"@id": said["profile"], "@type": "CreativeWork"}
    if found.definition:
        described["description"] = found.definition
    if found.other_names:
        described["alternateName"] = list(found.other_names)
    same = dict(found.links).get("exactMatch", ())
    if same:
        described["sameAs"] = [address for node in same if (address := out(node))]
    return described | dict(_relations(said, (*found.stated, *found.inferred)))


def page_types(kinds: Iterable[NamedNode]) -> tuple[str, str]:
    """Say what a page is: one about something, and what that is."""
    return _SCHEMA + "AboutPage", _SCHEMA + str(_said(map(curie, kinds))["type"])


def _relations(
    said: dict[str, Any], sections: Iterable[Section]
) -> Iterator[tuple[str, list[dict[str, str]]]]:
    for section in sections:
        relation = section.relation
        named = said.get(relation.direction, {}).get(curie(relation.predicate))
        if named:
            yield named, list(map(_end, section.lines))


def _end(line: Line) -> dict[str, str]:
    node = line.other
    if not isinstance(node, NamedNode):
        return {"@value": curie(node)}
    type_ = str(_said([f"mg:{kind(node)}"])["type"])
    name = label(node) or curie(node)
    return {"@type": type_, "@id": node.value, "name": name}


def _said(kinds: Iterable[str]) -> dict[str, Any]:
    found = (_table().get(name.removeprefix("mg:")) for name in kinds)
    return next((said for said in found if said), _OTHER)


@cache
def _table() -> dict[str, dict[str, Any]]:
    text = files("server").joinpath("structured.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
