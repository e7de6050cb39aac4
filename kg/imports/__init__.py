"""Reference facts from files: whatever is RDF, OBO ontologies, pathways, KGX tables.

recognise → read → write as one change, with where it comes from
"""

from kg.imports.meant import Meaning
from kg.imports.recognise import Imported, read_file
from kg.imports.write import bring_in, take_out

__all__ = ["Imported", "Meaning", "bring_in", "read_file", "take_out"]
