"""`mendel mcp`: the tools for language models, by the Model Context Protocol."""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import ParamSpec, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from kg.errors import MendelError
from server.tools import Tools

_ABOUT = (
    "A graph of genes, their products and pathways, mutations, conditions and how they "
    "are inherited, read from genetics pages. Each triple has the sentence that states "
    "it, or a proof. Cite the sentences and their pages with every answer."
)
Given = ParamSpec("Given")
Told = TypeVar("Told")


def assistant(location: Path) -> MCPServer:
    """Offer the tools over the graph of a location."""
    server = MCPServer(
        "MendelGraph",
        instructions=_ABOUT,
        version=version("mendelgraph"),
        log_level="ERROR",
    )
    tools = Tools(location)
    for tool in (
        tools.search,
        tools.describe,
        tools.query,
        tools.explain,
        tools.evidence,
    ):
        server.add_tool(_wording_errors(tool))
    return server


def _wording_errors(tool: Callable[Given, Told]) -> Callable[Given, Told]:
    """Have the model read what is wrong, and what to do."""

    @functools.wraps(tool)
    def worded(*args: Given.args, **kwargs: Given.kwargs) -> Told:
        try:
            return tool(*args, **kwargs)
        except MendelError as error:
            raise ToolError(str(error)) from error

    return worded


def run(location: Path) -> None:
    """Answer on the standard input and output until that is closed."""
    assistant(location).run("stdio")
