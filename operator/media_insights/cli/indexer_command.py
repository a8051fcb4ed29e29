"""``media-insights indexer``: the process that the chart starts to keep and answer for the index of a cluster."""

import typer

from media_insights.cli.terminal.failures import as_failures
from media_insights.settings import indexer as indexer_settings


@as_failures()
def indexer() -> None:
    """Keep the index of moments of a cluster; its settings are environment variables, which the chart sets."""
    from media_insights.cli.cluster.indexer_process import run_indexer  # noqa: PLC0415 - for this command only

    raise typer.Exit(run_indexer(indexer_settings.read()))
