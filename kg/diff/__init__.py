"""What is said otherwise in one graph than in another, with the sentences behind it.

read both → compare → write as text, HTML, Turtle or RDF Patch
"""

from kg.diff.compare import Change, Difference, compare
from kg.diff.forms import FORMS, written
from kg.diff.snapshot import Said, Snapshot, read_snapshot

__all__ = [
    "FORMS",
    "Change",
    "Difference",
    "Said",
    "Snapshot",
    "compare",
    "read_snapshot",
    "written",
]
