"""``media-insights controller``: the process that the chart starts."""

import typer

from media_insights import settings
from media_insights.controller.process import run_controller


def controller() -> None:
    """Run the controller; its settings are environment variables, which the chart sets."""
    raise typer.Exit(run_controller(settings.read()))
