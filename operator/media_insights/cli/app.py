"""``media-insights``: the embedded engine, tools for operators, and the controller."""

# ruff: noqa: FBT001, FBT002 - typer reads the options of a command from its signature

from typing import Annotated

import typer

from media_insights import __version__
from media_insights.cli import embedded, operator_commands
from media_insights.cli.failures import ending

app = typer.Typer(
    name="media-insights",
    help="Everything a machine can say about a media file: on this machine, or on Kubernetes.",
    epilog="On a cluster, `kubectl media` is the command for users.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(embedded.run)
app.add_typer(operator_commands.app, name="operator")


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
    from media_insights.controller import run_controller  # noqa: PLC0415 - kopf is not loaded by the other commands

    run_controller()


def main() -> None:
    """Run the command line."""
    ending(app)
