"""A graph as a file: sorted, so that the same graph gives the same bytes.

    selection   which triples: graphs, inferred or not, about a node, of a query
    annotated   the statements behind triples as RDF 1.2 has them
    records     what is written, sorted within bounded memory
    runs        sorted parts of it in a file, and their merge
    single      a graph by itself
    syntaxes    the syntaxes of RDF, from sorted records
    rdfxml      RDF/XML, and what it cannot say
    turtle      Turtle and TriG, a block a subject
    jsonld      compact JSON-LD, and its context
    prefixes    which prefixes of the table are in use
    subjects    what is asserted of each subject, and who says so
    told        a statement, with the words that it was read in
    biolink     what Biolink calls our terms
    network     nodes and edges in the words of Biolink
    kgx, sssom, nanopubs, drawn, relations   what others read
    labels      how nodes are called
    table       what can be written
    files       files that are there as a whole or not at all, packed by their ending

No more is kept in memory than a run of records (8 MB of text, and the block of one
subject); what comes to more is sorted aside. Turtle takes up to a fifth more of the
processor's time than the engine's own `dump`, which sorts nothing, and 12 to 14 MB more
memory, for a million triples as for ten (`python -m tests.bench.bench_export --large`).
What the engine itself takes grows by what it caches: 57 and 164 MB.
"""

from kg.export.files import packed, written_whole
from kg.export.jsonld import context
from kg.export.prefixes import used_prefixes
from kg.export.selection import Evidence, Selection
from kg.export.single import export_graph
from kg.export.syntaxes import export, export_file

__all__ = [
    "Evidence",
    "Selection",
    "context",
    "export",
    "export_file",
    "export_graph",
    "packed",
    "used_prefixes",
    "written_whole",
]
