"""The commands that need no server: `python -m kg` has them all, `mendel` adds `serve`.

Results go to the standard output, all else to the standard error.
"""

from kg.cli.ask import query
from kg.cli.bring import import_
from kg.cli.build import build
from kg.cli.compare import diff
from kg.cli.explain import explain
from kg.cli.export import export
from kg.cli.fetch import fetch
from kg.cli.group import Mendel, examples, group, location_option
from kg.cli.issue import release
from kg.cli.keep import backup, optimize, restore
from kg.cli.lexicon import lexicon
from kg.cli.look import evidence, search
from kg.cli.reason import reason
from kg.cli.stats import stats
from kg.cli.update import update
from kg.cli.validate import validate

COMMANDS = (
    *(build, query, update, explain, evidence, search, stats, export, validate),
    *(diff, import_, release, reason, fetch, lexicon, backup, restore, optimize),
)

__all__ = ["COMMANDS", "Mendel", "examples", "group", "location_option"]
