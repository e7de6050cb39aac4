"""The ontology, shapes, prefixes, reference pathway and lexicon: data only."""

from importlib.resources import files

FILES = files(__name__)
