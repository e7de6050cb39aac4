"""The names that things go by: looked up one by one, or found all at once in a text.

Names are compared in a folded form: case, white space, and the typographic variants
of apostrophes and hyphens do not count; a name without lower-case letters (a gene
symbol, an abbreviation) must be written just so, or `ALAD` would be found in salads.

    files → formats → vocabularies → merging → tables → lookup
"""

from kg.lexicon.collection import (
    Progress,
    Summary,
    add,
    current,
    default_location,
    remove,
    summary,
)
from kg.lexicon.folding import fold, is_symbol
from kg.lexicon.lookup import Lexicon, Match
from kg.lexicon.packaged import bundled
from kg.lexicon.tables import Mapping
from kg.lexicon.wording import is_enzyme

__all__ = [
    "Lexicon",
    "Mapping",
    "Match",
    "Progress",
    "Summary",
    "add",
    "bundled",
    "current",
    "default_location",
    "fold",
    "is_enzyme",
    "is_symbol",
    "remove",
    "summary",
]
