"""Groups of options as one parameter of a command.

Typer reads a command's options from its signature and knows no groups
(https://github.com/fastapi/typer/issues/154). ``grouped`` shows it a signature with a group's fields in its place.
"""

import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, cast

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
