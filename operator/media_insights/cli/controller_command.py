"""``media-insights controller``: the process that the chart starts."""

import typer

from media_insights import settings
from media_insights.cli.terminal.failures import USAGE, Failure
from media_insights.controller.process import run_controller
from media_insights.errors import InvalidSettings


def controller() -> None:
    """Run the controller; its settings are environment variables, which the chart sets."""
    try:
        found = settings.read()
    except InvalidSettings as error:
        raise Failure(str(error), code=USAGE) from error
    raise typer.Exit(run_controller(found))
