"""``media-insights``: the embedded engine, tools for operators, and the controller."""

import typer

from media_insights.cli.exports import export_here
from media_insights.cli.local import faces_in_folder as faces_here
from media_insights.cli.local import operator_commands
from media_insights.cli.local.imports_in_folder import import_here
from media_insights.cli.local.run_command import run
from media_insights.cli.terminal.command_lines import program
from media_insights.cli.terminal.failures import USAGE, Failure, ending
from media_insights.errors import InvalidSettings

app = program(
    "media-insights",
    "Everything a machine can say about a media file: on this machine, or on Kubernetes.",
    "On a cluster, `kubectl media` is the command for users.",
)
app.command("run")(run)
app.command("export")(export_here)
app.command("import")(import_here)
app.add_typer(operator_commands.app, name="operator")
app.add_typer(faces_here.app, name="faces")


@app.command()
def controller() -> None:
    """Run the controller; its settings are environment variables, which the chart sets."""
    from media_insights import settings  # noqa: PLC0415 - boto3 is not loaded by the other commands
    from media_insights.controller.process import run_controller  # noqa: PLC0415 - neither is kopf

    try:
        found = settings.read()
    except InvalidSettings as error:
        raise Failure(str(error), code=USAGE) from error
    raise typer.Exit(run_controller(found))


def main() -> None:
    """Run the command line."""
    ending(app)
