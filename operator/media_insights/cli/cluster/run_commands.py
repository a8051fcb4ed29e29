"""``kubectl media``'s commands that start, end and follow executions."""

# ruff: noqa: PLR0913 - typer reads the options of a command from its signature

from pathlib import Path
from typing import Annotated

import typer

from media_insights.cli.cluster import analyses, archived_logs, executions, pod_logs, reports
from media_insights.cli.cluster.clusters import Place, connect
from media_insights.cli.cluster.following import deadline_of, follow_execution, queued_outcome
from media_insights.cli.cluster.stores import StoreFlags
from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.assignments import configuration_of, data_of
from media_insights.cli.terminal.files import readable_file
from media_insights.cli.terminal.formats import Format, emit
from media_insights.cli.terminal.options import Either, Output, Waiting
from media_insights.cli.terminal.outcome import Outcome


def analyze(
    file: Annotated[
        Path, typer.Argument(help="A video, a recording, an image or a text.", show_default=False, readable=False)
    ],
    *,
    workflow: Annotated[str, typer.Option("--workflow", "-w", help="The MediaWorkflow to run.")] = "full-analysis",
    name: Annotated[str, typer.Option("--name", help="Name of the MediaAsset; default: from the file's name.")] = "",
    assignments: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="OPERATOR.KEY=VALUE", help="A parameter of an operator; may be repeated."),
    ] = None,
    waiting: Waiting,
    output: Output = Format.TABLE,
    place: Place,
    store: StoreFlags,
) -> None:
    """Upload FILE, run a workflow over it, show progress, and print a summary.

    The exit code is 0 only when the execution ended in Complete.
    """
    wanted = analyses.Analysis(
        file=file,
        workflow=workflow,
        name=name,
        configuration=configuration_of(assignments or ()),
        wait=waiting.wait,
        timeout=waiting.timeout,
        format=output,
    )
    readable_file(file)
    raise typer.Exit(analyses.analyze(connect(place), store, wanted))


def rerun(
    name: Either,
    *,
    from_failed: Annotated[
        bool, typer.Option("--from-failed", help="Only what failed, and what depends on it; keep the rest.")
    ] = False,
    operators: Annotated[
        list[str] | None, typer.Option("--operator", help="Only this operator, and what depends on it.")
    ] = None,
    waiting: Waiting,
    output: Output = Format.TABLE,
    place: Place,
    store: StoreFlags,
) -> None:
    """Run an execution again: everything, what failed, or single operators."""
    cluster = connect(place)
    made = executions.rerun(cluster, name, "Failed" if from_failed else "All", tuple(operators or ()))
    if not waiting.wait:
        _say_started(queued_outcome(cluster, made.spec.asset, made.metadata.name), output)
        return
    title = f"{made.spec.asset}: {made.spec.workflow} again"
    outcome = follow_execution(cluster, made, title, deadline_of(waiting.timeout))
    reports.report(cluster, store, outcome, output)
    raise typer.Exit(outcome.exit_code)


def cancel(name: Either, *, place: Place) -> None:
    """Stop an execution, or all of an asset; results so far stay."""
    for each in executions.cancel(connect(place), name):
        tell(f"{each} is being cancelled")


def resume(
    name: Either,
    *,
    stage: Annotated[str, typer.Option("--stage", help="The waiting stage; needed when several wait.")] = "",
    data: Annotated[str, typer.Option("--data", metavar="JSON", help="The answer, for the operators after it.")] = "{}",
    place: Place,
) -> None:
    """Resume an execution that waits for a person."""
    execution, resumed = executions.resume(connect(place), name, stage, data_of(data))
    tell(f"{execution} is resumed in stage {resumed}")


def logs(
    name: Either,
    operator: Annotated[str, typer.Argument(help="Operator or alias; default: all.", show_default=False)] = "",
    *,
    follow: Annotated[bool, typer.Option("-f", "--follow", help="Go on until the pods end.")] = False,
    server: archived_logs.ArgoServer,
    place: Place,
    store: StoreFlags,
) -> None:
    """Print what the operators of the newest run wrote: from their pods, or from where it was kept."""
    archive = archived_logs.LogArchive(server=server, store=store)
    pod_logs.show(connect(place), name, operator, archive, follow=follow)


def _say_started(outcome: Outcome, output: Format) -> None:
    if output is Format.TABLE:
        tell(outcome.execution)
    else:
        emit(outcome.to_json(), output)
