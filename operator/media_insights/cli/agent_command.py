"""``media-insights mcp``: tools for agents over the HTTP API, by the Model Context Protocol on stdin and stdout."""

from pathlib import Path
from typing import Annotated

import typer

from media_insights.cli.terminal.failures import USAGE, Failure


def mcp(
    url: Annotated[
        str, typer.Option("--url", envvar="MEDIA_INSIGHTS_URL", help="Address of the HTTP API, with its path prefix.")
    ] = "http://127.0.0.1:8421",
    token: Annotated[str, typer.Option("--token", envvar="MEDIA_INSIGHTS_TOKEN", help="Bearer token.")] = "",
    token_file: Annotated[
        Path | None, typer.Option("--token-file", help="File with the token, read again for every request.")
    ] = None,
    *,
    starts: Annotated[
        bool, typer.Option("--allow-runs", help="Also serve run_batch, which starts a workflow over many files.")
    ] = False,
) -> None:
    """Serve tools for agents: find moments, read transcripts, look at assets, frames and batches. They only read.

    An agent's host starts this command and speaks to it on stdin and stdout.
    """
    if token and token_file:
        raise Failure("--token and --token-file: give one of them", code=USAGE)
    from media_insights.client import Client  # noqa: PLC0415 - for this command only

    try:
        from media_insights.cli.agent_tools import agent_server  # noqa: PLC0415 - an extra: nothing else needs it
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] != "mcp":
            raise
        said = "mcp needs the library of the protocol: install media-insights with its extra, "
        raise Failure(f"{said}for instance `uv tool install '.[mcp]'`") from error
    try:
        client = Client.at(url, token=(lambda: token_file.read_text("utf-8").strip()) if token_file else token)
    except ValueError as error:
        raise Failure(f"--url: {error}", code=USAGE) from error
    agent_server(client, starts=starts).run("stdio")
