"""A graph as a folder that travels: dumps, descriptions, sums, named by its content.

version     what names a graph: the hash of what it asserts
folder      the folder, made aside and put in its place in one step
origins     what the graph was made from
papers      what is said of it: citation, licence, RO-Crate
levels      what is said of it and its files in RDF (HCLS, DCAT)
checksum    the sum of a file in RDF (SPDX)
"""

from kg.release.folder import Release, release
from kg.release.version import content_version

__all__ = ["Release", "content_version", "release"]
