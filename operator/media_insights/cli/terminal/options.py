"""What commands take on the command line: arguments that several share, and groups of options as one parameter.

Typer reads a command's options from its signature and knows no groups
(https://github.com/fastapi/typer/issues/154). ``grouped`` shows it a signature with a group's fields in its place.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from typing import Annotated, Any, cast

import typer

from media_insights.cli.terminal.formats import Format

Asset = Annotated[str, typer.Argument(help="Name of a MediaAsset.", show_default=False)]
Either = Annotated[str, typer.Argument(metavar="ASSET|EXECUTION", help="Name of either.", show_default=False)]
Output = Annotated[Format, typer.Option("-o", "--output", help="How to print the answer.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Whether a command waits for the end of what it starts, and for so many seconds."""

    wait: Annotated[bool, typer.Option("--wait/--no-wait", help="Wait for the end and report it.")] = True
    timeout: Annotated[float, typer.Option("--timeout", min=0, help="Seconds to wait; 0: without limit.")] = 0


Command = Callable[..., None]


def grouped(command: Command) -> Command:
    """Return a command as typer can read it: each parameter that is a dataclass becomes the options of its fields."""
    parameters = list(inspect.signature(command).parameters.values())
    groups = {each.name: cast("type[Any]", each.annotation) for each in parameters if is_dataclass(each.annotation)}

    @wraps(command)
    def called(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{each.name: given.pop(each.name) for each in fields(group)})
        command(**given)

    options = [option for each in parameters for option in _options(each)]
    called.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined]
    return called


def _options(parameter: inspect.Parameter) -> list[inspect.Parameter]:
    kind = inspect.Parameter.KEYWORD_ONLY  # as typer calls a command; then any may have a default
    if not is_dataclass(parameter.annotation):
        return [parameter.replace(kind=kind)]
    options = fields(parameter.annotation)
    return [inspect.Parameter(each.name, kind, default=each.default, annotation=each.type) for each in options]
