"""``media-insights api``: the process of the HTTP API that the chart starts."""

import typer

from media_insights.settings import api as api_settings


def api() -> None:
    """Run the HTTP API of a cluster; its settings are environment variables, which the chart sets."""
    from media_insights.cli.cluster.api_process import run_api  # noqa: PLC0415 - for this command only

    raise typer.Exit(run_api(api_settings.read()))
