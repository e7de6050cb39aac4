"""The nodes that stand for a build, and for the whole graph."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.model import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.names import Names


def run_reference(version: str, inputs: Iterable[bytes]) -> Reference:
    """Identify a build by what goes into it: the software's version and its inputs.

    >>> run_reference("1.0", [b"a page"]) == run_reference("1.0", [b"a page"])
    True
    """
    digest = hashlib.sha256(version.encode())
    for content in inputs:
        digest.update(hashlib.sha256(content).digest())
    return Reference("run", digest.hexdigest()[:16])


def dataset_node(names: Names) -> NamedNode:
    """Give the node that stands for the whole graph."""
    return NamedNode(names.base + ".well-known/void#dataset")
