"""Asking others: SERVICE and LOAD, of those only whom a list allows.

targets     who may be asked, and which addresses are public
connection  one call: to an address that was checked, in time, and of a size
solutions   solutions of others, and how they are written into a query
clauses     where a query has its SERVICE clauses
around      what restricts such a clause
federate    the clauses replaced by what their endpoints give
document    a document of others, read as RDF
remote      all that, for a query or an update
"""

from kg.remote.connection import Limits
from kg.remote.remote import Remote
from kg.remote.targets import Targets

__all__ = ["Limits", "Remote", "Targets"]
