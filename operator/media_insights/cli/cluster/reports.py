"""Report of a run on a cluster: one object, or the summary with its digest."""

from media_insights.cli.cluster import stored
from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.stores import StoreFlags
from media_insights.cli.terminal.formats import Format, emit
from media_insights.cli.terminal.outcome import Outcome
from media_insights.cli.terminal.shell_commands import shell_command
from media_insights.cli.terminal.summary import print_summary
from media_insights.results.digest.digests import Digest


def report(cluster: Cluster, flags: StoreFlags, outcome: Outcome, format_: Format) -> None:
    """Print the outcome of a run, and as a table what it found and how to read more."""
    if format_ is not Format.TABLE:
        emit(outcome.to_json(), format_)
        return
    execution = outcome.execution
    digest = stored.digest_of_execution(cluster, flags, execution) if execution else Digest()
    where = f"-n {outcome.namespace}"
    more = (
        f"kubectl media results {outcome.asset} [OPERATOR] {where} -o json    every result",
        f"kubectl media logs {outcome.asset} [OPERATOR] {where}    what the operators wrote",
        *(f"{_download(outcome, each.medium)}    {each.file}" for each in digest.copies),
    )
    print_summary(outcome, digest, more if execution else ())


def _download(outcome: Outcome, medium: str) -> str:
    return shell_command(["kubectl", "media", "download", outcome.asset, medium, "-n", outcome.namespace])
