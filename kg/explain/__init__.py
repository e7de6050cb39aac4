"""Why a triple holds: a proof from what documents and references say.

proof   search the shortest proof over the rules that `reason` follows
render  write it for people and for programs
"""

from kg.explain.proof import Proof, Source, explain
from kg.explain.render import as_json, as_text

__all__ = ["Proof", "Source", "as_json", "as_text", "explain"]
