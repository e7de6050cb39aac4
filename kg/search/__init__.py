"""Nodes by what people call them: labels, other names, identifiers in any spelling.

spelling  the IRIs that an identifier or an address may stand for
index     all names of a graph, to look for words in
followed  the same of a graph that changes
close     words that are almost those that were written
finder    which node is meant, and which ones may be
"""

from kg.search.finder import Finder, resolve, resolve_triple, search
from kg.search.index import Hit, Rank

__all__ = ["Finder", "Hit", "Rank", "resolve", "resolve_triple", "search"]
