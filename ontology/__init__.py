"""The ontology, its shapes and prefixes, the reference pathway and the lexicon: data only."""

from importlib.resources import files

FILES = files(__name__)
