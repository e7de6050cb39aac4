"""A graph that changes, always in step with what follows from it.

    request → edits → ledger → inferred graph → judged → described → commit
             store   store     reason           judgement metadata

A change is made in a copy of the graph that is being served: whatever fails, the old
one stays as it was, and who reads sees what was before or what is after.
"""

from kg.change.evidence import Evidence
from kg.change.outcome import Outcome
from kg.change.writer import Mode, Writer

__all__ = ["Evidence", "Mode", "Outcome", "Writer"]
