"""``--models OPERATOR=FOLDER``: models that come before those which an operator ships."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from media_insights.cli.terminal.failures import USAGE, Failure
from media_insights.domain.running.contract import Variable
from media_insights.settings.environment import inherited

Models = Annotated[
    list[str] | None,
    typer.Option(
        "--models",
        metavar="OPERATOR=FOLDER",
        help="Folder of models, which come before those that the operator ships (docs/models.md); may be repeated.",
    ),
]


def folders_of(options: Iterable[str] | None) -> dict[str, Path]:
    """Return operator → folder. Raises Failure for a wrong option, and for a variable that would not count."""
    if Variable.MODELS in inherited():
        sentence = f"{Variable.MODELS} mounts no models, as each operator has its own: write --models OPERATOR=FOLDER"
        raise Failure(f"{sentence}, and unset the variable", code=USAGE)
    folders: dict[str, Path] = {}
    for option in options or ():
        name, equals, folder = option.partition("=")
        if not name or not equals or not folder:
            example = "--models label-detection=my-detector"
            raise Failure(f"--models {option!r}: write --models OPERATOR=FOLDER, for instance {example}", code=USAGE)
        if name in folders:
            raise Failure(f"--models {name}: an operator has one folder of models; put both into one", code=USAGE)
        folders[name] = Path(folder).expanduser()
    return folders


def folder_for(operator: str, options: Iterable[str] | None) -> Path | None:
    """Return the folder for the one operator of a command. Raises Failure when another one is named."""
    folders = folders_of(options)
    if folders and operator not in folders:
        raise Failure(f"--models {next(iter(folders))}: this is {operator}: write --models {operator}=…", code=USAGE)
    return folders.get(operator)
