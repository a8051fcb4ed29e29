"""``kubectl media doctor``: the checks in the order in which one thing needs the other, and their report."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from media_insights import __version__
from media_insights.cli.cluster.clusters import Place, ask, connect
from media_insights.cli.cluster.doctor import controller_checks, platform_checks, tenant_checks, work_checks
from media_insights.cli.cluster.doctor.cluster_facts import ClusterFacts
from media_insights.cli.cluster.doctor.diagnoses import Diagnosis, Level, exit_code_of
from media_insights.cli.terminal.console import stdout
from media_insights.cli.terminal.formats import Format, emit
from media_insights.cli.terminal.options import Output
from media_insights.domain.wording import printable

CHECKS: tuple[Callable[[ClusterFacts], Iterator[Diagnosis]], ...] = (
    platform_checks.kinds,
    platform_checks.policies,
    platform_checks.argo,
    controller_checks.controller,
    controller_checks.leader,
    controller_checks.store,
    controller_checks.api,
    controller_checks.events,
    controller_checks.search,
    tenant_checks.namespaces,
    work_checks.catalogue,
    work_checks.workflows,
    work_checks.queue,
    work_checks.batches,
    work_checks.sources,
    work_checks.objects,
)
"""In the order in which one thing needs the other: the first that is wrong is often why the next is."""
_COLOURS = {Level.OK: "green", Level.WARNING: "yellow", Level.WRONG: "red", Level.UNKNOWN: "dim"}


def doctor(
    *,
    installation: Annotated[
        str, typer.Option("--installation", help="Namespace of the installation; default: where its controller is.")
    ] = "",
    output: Output = Format.TABLE,
    place: Place,
) -> None:
    """Check the installation with your own rights, and say what is wrong and what to do.

    The exit code is 1 when something is wrong, 4 when nothing is and not all could be seen, else 0.
    """
    from media_insights.cli.cluster.doctor.gathering import Gatherer  # noqa: PLC0415 - a second that --help need not pay

    cluster = connect(place)
    now = datetime.now(UTC)
    facts = ask(
        "read the installation",
        lambda: cluster.api.run(lambda api: Gatherer(api, cluster.namespace).facts(now, installation)),
    )
    diagnoses = [each for check in CHECKS for each in check(facts)]
    _report(facts, diagnoses, output)
    raise typer.Exit(exit_code_of(diagnoses))


def _report(facts: ClusterFacts, diagnoses: list[Diagnosis], output: Format) -> None:
    if output is Format.TABLE:
        stdout(160).print(_table(diagnoses))
        return
    found = [each.to_json() for each in diagnoses]
    emit({"version": __version__, "installation": facts.home, "diagnoses": found}, output)


def _table(diagnoses: list[Diagnosis]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for each in diagnoses:
        told = printable(each.message) + (f"\n→ {printable(each.advice)}" if each.advice else "")
        table.add_row(Text(str(each.level), _COLOURS[each.level]), each.check, told)
    return table
