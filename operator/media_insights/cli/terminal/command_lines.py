"""Common parts of both command lines: their appearance, and ``--version``."""

from typing import Annotated

import typer

from media_insights import __version__
from media_insights.cli.terminal.answers import tell


def program(name: str, purpose: str, epilog: str) -> typer.Typer:
    """Return a command line without commands yet; ``purpose`` and ``epilog`` stand above and below its help."""
    app = typer.Typer(
        name=name,
        help=purpose,
        epilog=epilog,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    def print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
        if wanted:
            tell(f"{name.replace(' ', '-')} {__version__}")
            raise typer.Exit

    version = typer.Option("--version", callback=print_version, is_eager=True, help="Print the version.")

    @app.callback(help=purpose)
    def main(*, _version: Annotated[bool, version] = False) -> None:
        """Do nothing: each command does its own."""

    return app
