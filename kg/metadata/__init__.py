"""The metadata graph: what the graph is, how much it holds, how it can be asked.

    figures    what is counted, and how counts follow a change
    moments    a store as it is, and as it was before a change
    counting   figures of a store from scratch
    void       figures as quads (VoID)
    census     which graphs are counted, at a build and after changes
    targets    the datasets that the graph links to
    catalogue  what the graph is and is made of (DCAT, HCLS, SD), and its prefixes
    examples   the questions (SHACL executables)
    record     all of this, written and kept true

A build writes all of it. An update counts again what it touches, in the same
transaction: whoever reads sees the figures of the graph that is there. So a server need
not count anything to describe itself.
"""

from kg.metadata.catalogue import ENTAILED, PROFILE, graphs_node, prefixes_in
from kg.metadata.examples import examples_in
from kg.metadata.record import Record

__all__ = [
    "ENTAILED",
    "PROFILE",
    "Record",
    "examples_in",
    "graphs_node",
    "prefixes_in",
]
