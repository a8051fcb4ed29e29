"""``media-insights events``: the relay that the chart starts, and sending again what was delivered before."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer

from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.failures import USAGE, Failure, as_failures
from media_insights.settings import events as event_settings

app = typer.Typer(help="Deliver events to other systems; settings are environment variables, which the chart sets.")


@app.command()
@as_failures()
def relay() -> None:
    """Deliver events as they happen, until a signal ends the process."""
    from media_insights.cli.cluster.events_process import run_relay  # noqa: PLC0415 - for this command only

    raise typer.Exit(run_relay(event_settings.read()))


@app.command()
@as_failures()
def status(
    namespace: Annotated[str, typer.Argument(help="Whose events; default: those of every namespace.")] = "",
) -> None:
    """Say what waits for which sink and since when, and what was put aside and why."""
    from media_insights.cli.events_status import status_lines  # noqa: PLC0415 - for this command only
    from media_insights.events.outbox import Outbox  # noqa: PLC0415
    from media_insights.storage.s3 import s3_store_of  # noqa: PLC0415

    lines = list(status_lines(Outbox(s3_store_of(event_settings.read().store)), namespace))
    for line in lines or ["nothing waits, and nothing was put aside"]:
        tell(line)


@app.command()
@as_failures()
def replay(
    namespace: Annotated[str, typer.Argument(help="Whose events.")],
    *,
    sink: Annotated[str, typer.Option("--sink", help="Name of the sink that is sent them.")],
    since: Annotated[datetime | None, typer.Option("--since", help="Events from this time (UTC) on.")] = None,
    until: Annotated[datetime | None, typer.Option("--until", help="Events from before this time (UTC).")] = None,
    dead: Annotated[
        bool, typer.Option("--dead", help="What the sink did not take, instead; what it takes now is removed.")
    ] = False,
) -> None:
    """Send a sink delivered events again, with the same ids and in the same order."""
    from media_insights.events.outbox import Outbox  # noqa: PLC0415 - for this command only
    from media_insights.events.replay import replay_dead, replay_log  # noqa: PLC0415
    from media_insights.storage.s3 import s3_store_of  # noqa: PLC0415

    if dead == (since is not None):
        raise Failure("say either from when (--since) or --dead", code=USAGE)
    settings = event_settings.read()
    chosen = next((each for each in settings.sinks if each.name == sink), None)
    if chosen is None:
        raise Failure(f"--sink {sink}: there are {', '.join(each.name for each in settings.sinks)}", code=USAGE)
    outbox, end = Outbox(s3_store_of(settings.store)), until or datetime.now(UTC)
    work = replay_log(outbox, namespace, chosen, (since, end)) if since else replay_dead(outbox, namespace, chosen)
    tell(f"sent {asyncio.run(work)} events of {namespace} to {sink}")
