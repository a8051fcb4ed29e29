"""Deferred commands, imported when they are called: listing them must not load clients of clusters and stores.

Typer builds every command from its function, so that ``--help`` would import all that any of them needs. A deferred
command stands in for it with the line that the list shows; a test compares that line with the command's own.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand

from media_insights.cli.terminal.failures import as_failures
from media_insights.cli.terminal.option_groups import grouped


def defer(app: typer.Typer, commands: Mapping[str, tuple[str, str]]) -> None:
    """Add commands to a command line: name → (``module:attribute`` of a function or a Typer, line in the list)."""
    for name, (address, line) in commands.items():
        app.command(name, cls=_deferred(address), help=line)(_nothing)


def _nothing() -> None:
    """Has no options: the command's own are read when it is called."""


def _deferred(address: str) -> type[TyperCommand]:
    class Deferred(TyperCommand):
        """Stands in for a command until arguments are parsed, then imports and calls it."""

        def make_context(self, info_name: str | None, *words: Any, **extra: Any) -> Any:
            return command_at(address).make_context(info_name, *words, **extra)

    return Deferred


def command_at(address: str) -> Any:
    """Return the command, or group of commands, that typer makes of ``module:attribute``."""
    module, _, attribute = address.partition(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        return typer.main.get_group(found)
    alone = typer.Typer(add_completion=False)
    alone.command()(grouped(as_failures()(found)))
    return typer.main.get_command(alone)
