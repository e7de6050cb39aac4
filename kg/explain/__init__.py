"""Why a triple holds, and why an answer: proofs from what documents and references say.

quads    a store as what `kg.reason` searches proofs in
sources  who asserts a triple
proof    proofs of a triple, and the sentences that it depends on
query    proofs of the rows of a query's answer
forms    text, JSON, PROV-O, DOT, Markdown
"""

from kg.explain.answer import Answer, Row, of_triple
from kg.explain.forms import FORMS, Form, find_form
from kg.explain.proof import Explainer, Explanation, Needs, explain
from kg.explain.query import explain_query
from kg.explain.sources import Source

__all__ = [
    "FORMS",
    "Answer",
    "Explainer",
    "Explanation",
    "Form",
    "Needs",
    "Row",
    "Source",
    "explain",
    "explain_query",
    "find_form",
    "of_triple",
]
