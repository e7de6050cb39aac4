"""A bar that shows how far a command is, on a terminal only."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kg.report import Progress, silent

if TYPE_CHECKING:
    from contextlib import ExitStack


def progress_bar(stack: ExitStack) -> Progress:
    """Show a bar on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        return silent
    bar = stack.enter_context(
        click.progressbar(
            length=1,
            file=sys.stderr,
            item_show_func=lambda what: what,
        )
    )

    def progress(what: str, number: int, total: int) -> None:
        bar.length, bar.current_item = total, what
        bar.update(number - bar.pos, what)
        bar.render_progress()  # the bar does so by itself only when it moves

    return progress
