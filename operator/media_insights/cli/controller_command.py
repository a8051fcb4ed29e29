"""``media-insights controller``: the process that the chart starts."""

import typer

from media_insights.controller.process import run_controller
from media_insights.settings import controller as controller_settings


def controller() -> None:
    """Run the controller; its settings are environment variables, which the chart sets."""
    raise typer.Exit(run_controller(controller_settings.read()))
