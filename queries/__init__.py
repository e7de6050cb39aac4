"""The competency questions, one SPARQL file each.

A file begins with what it answers, in the manner of grlc's decorators:

    #+ summary: Which genes are needed to make heme?
    #+ keywords: pathway, genes, inferred

The first keyword is the topic under which lists show the question. Those below
`federated/` ask another endpoint as well; their names begin with that.
"""

import re
from importlib.resources import files
from importlib.resources.abc import Traversable

FILES = files(__name__)
_SUFFIX = ".rq"
_FEDERATED = "federated"


def names() -> tuple[str, ...]:
    """List the questions in alphabetical order.

    >>> "genes-needed-for-heme" in names()
    True
    """
    return _names(FILES)


def federated() -> tuple[str, ...]:
    """List the questions that join the graph with other endpoints, in that order.

    >>> "federated/rhea-equations" in federated()
    True
    """
    return tuple(f"{_FEDERATED}/{name}" for name in _names(FILES / _FEDERATED))


def _names(folder: Traversable) -> tuple[str, ...]:
    found = (file.name for file in folder.iterdir())
    return tuple(
        sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX))
    )


def text(name: str) -> str:
    """Read a question as SPARQL, its header included; raises KeyError for no such."""
    if name not in (*names(), *federated()):
        raise KeyError(name)
    return FILES.joinpath(name + _SUFFIX).read_text(encoding="utf-8")


def bare(name: str) -> str:
    """Read a question as SPARQL without its header; raises KeyError for no such.

    >>> bare("genes-needed-for-heme").partition(":")[0]
    'PREFIX mg'
    """
    return re.sub(r"^#\+ .*\n", "", text(name), flags=re.MULTILINE).strip()


def summary(name: str) -> str:
    """Read what a question asks, in a sentence; raises KeyError for no such.

    >>> summary("genes-needed-for-heme")
    'Which genes are needed to make heme?'
    """
    return _header(text(name), "summary")


def keywords(name: str) -> tuple[str, ...]:
    """Read a question's keywords, its topic first; raises KeyError for no such.

    >>> keywords("genes-needed-for-heme")
    ('pathway', 'genes', 'inferred')
    """
    return tuple(_header(text(name), "keywords").split(", "))


def _header(query: str, key: str) -> str:
    found = re.search(rf"^#\+ {key}: (.+)$", query, re.MULTILINE)
    return found[1] if found else ""
