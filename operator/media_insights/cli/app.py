"""``media-insights``: the embedded engine, tools for operators, and the controller."""

# ruff: noqa: FBT001, FBT002 - typer reads the options of a command from its signature

from typing import Annotated

import typer

from media_insights import __version__
from media_insights.cli import faces_here, operator_commands
from media_insights.cli.embedded import run
from media_insights.cli.exports import export_here
from media_insights.cli.failures import USAGE, Failure, ending
from media_insights.cli.imports_here import import_here
from media_insights.errors import InvalidSettings

app = typer.Typer(
    name="media-insights",
    help="Everything a machine can say about a media file: on this machine, or on Kubernetes.",
    epilog="On a cluster, `kubectl media` is the command for users.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run)
app.command("export")(export_here)
app.command("import")(import_here)
app.add_typer(operator_commands.app, name="operator")
app.add_typer(faces_here.app, name="faces")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"media-insights {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Everything a machine can say about a media file: on this machine, or on Kubernetes."""


@app.command()
def controller() -> None:
    """Run the controller; its settings are environment variables, which the chart sets."""
    from media_insights import settings  # noqa: PLC0415 - boto3 is not loaded by the other commands
    from media_insights.controller import run_controller  # noqa: PLC0415 - neither is kopf

    try:
        found = settings.read()
    except InvalidSettings as error:
        raise Failure(str(error), code=USAGE) from error
    raise typer.Exit(run_controller(found))


def main() -> None:
    """Run the command line."""
    ending(app)
