"""The store: a folder with numbered generations, one of them the current one.

    DIR/CURRENT                     the number of the current generation
    DIR/LOCK                        held by the build that is running
    DIR/generations/<n>/store/      the quads (RocksDB of pyoxigraph)
    DIR/generations/<n>/documents/  the texts that offsets count in
    DIR/generations/<n>/report.json what the build found

A build makes a new generation aside and then replaces CURRENT in one step, so that a
reader sees the old graph or the new one and nothing between.

The store's default graph holds each asserted triple once, whatever number of documents
states it. (pyoxigraph 0.5 counts a triple once a graph when it merges graphs itself,
oxigraph issue 1919, against SPARQL 1.1 section 13.1.)
"""

from kg.store.dataset import Dataset, Infer, default_dataset
from kg.store.folder import FORMAT
from kg.store.read import Store
from kg.store.tokens import has_service, is_update, masked
from kg.store.write import Draft, create

__all__ = [
    "FORMAT",
    "Dataset",
    "Draft",
    "Infer",
    "Store",
    "create",
    "default_dataset",
    "has_service",
    "is_update",
    "masked",
]
