"""The store: a folder with numbered generations, one of them the current one.

    DIR/CURRENT                     the number of the current generation
    DIR/LOCK                        held by the build or update that is running
    DIR/changes/<n>.rdfp            what an update added and removed (kg/store/patch.py)
    DIR/generations/<n>/store/      the quads (RocksDB of pyoxigraph)
    DIR/generations/<n>/draft.*/    the same while they are being written
    DIR/generations/<n>/facts.sqlite  what the pages say (kg/kept.py)
    DIR/generations/<n>/documents/  the texts that offsets count in, and their passages
    DIR/generations/<n>/report.json what the build found
    DIR/generations/<n>/dumps/      what a server has sent as files (server/dumping.py)

A build makes a new generation aside and then replaces CURRENT in one step, so that a
reader sees the old graph or the new one and nothing between. So does an update: its
generation begins as a copy of the current one, made of links (files are never changed
once they are there), and costs the room of what it changes.

The store's default graph holds each asserted triple once, whatever number of graphs
states it; what is written without a graph stands in .../graph/default, too.
(pyoxigraph 0.5 counts a triple once a graph when it merges graphs itself, oxigraph
issue 1919, against SPARQL 1.1 section 13.1.)
"""

from kg.store.backup import Kept, back_up, optimize, restore
from kg.store.capture import Edit, Elsewhere, Target
from kg.store.carry import imported_graphs, origins, users_quads
from kg.store.dataset import (
    Dataset,
    Infer,
    default_dataset,
    is_asserted,
    is_users,
    unnamed,
)
from kg.store.folder import DUMPS, FORMAT, current, stamp
from kg.store.journal import Journal
from kg.store.ledger import Ledger, Tally, asserted_in
from kg.store.limit import at_most
from kg.store.measure import is_repeatable, measure
from kg.store.missing import elsewhere, missing
from kg.store.patch import Patch, patches
from kg.store.read import Store
from kg.store.tokens import first_word, has_service, is_update, masked
from kg.store.update import edits, parse
from kg.store.write import Draft, amend, create

__all__ = [
    "DUMPS",
    "FORMAT",
    "Dataset",
    "Draft",
    "Edit",
    "Elsewhere",
    "Infer",
    "Journal",
    "Kept",
    "Ledger",
    "Patch",
    "Store",
    "Tally",
    "Target",
    "amend",
    "asserted_in",
    "at_most",
    "back_up",
    "create",
    "current",
    "default_dataset",
    "edits",
    "elsewhere",
    "first_word",
    "has_service",
    "imported_graphs",
    "is_asserted",
    "is_repeatable",
    "is_update",
    "is_users",
    "masked",
    "measure",
    "missing",
    "optimize",
    "origins",
    "parse",
    "patches",
    "restore",
    "stamp",
    "unnamed",
    "users_quads",
]
