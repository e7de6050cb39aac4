"""The competency questions, one SPARQL file each."""

from importlib.resources import files

FILES = files(__name__)
