"""Following of an analysis on a cluster, from the asset to the end of its execution."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from media_insights.api.v1alpha1 import ExecutionStatus, MediaAsset, MediaExecution, reasons
from media_insights.api.v1alpha1.conditions import ACCEPTED, READY, condition_of
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.terminal.failures import INTERRUPTED, Failure
from media_insights.cli.terminal.outcome import Outcome, outcome_of, rejected
from media_insights.cli.terminal.progress import ProgressView, open_progress
from media_insights.kube.resources import ASSETS, EXECUTIONS

FOREVER = 10 * 365 * 86400.0
PATIENCE = 20.0
"""Seconds without an answer of the controller after which the user is informed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """One workflow over one asset, while it is followed."""

    cluster: Cluster
    asset: str
    workflow: str
    watcher: ProgressView
    deadline: float
    """Monotonic time when patience ends."""

    def asset_outcome(self) -> Outcome:
        """Return how it ended, or how far it was at the deadline."""
        accepted = self._wait_for_execution()
        return accepted if isinstance(accepted, Outcome) else self.execution_outcome(accepted)

    def execution_outcome(self, name: str) -> Outcome:
        """Return how an execution ended, or how far it was at the deadline."""
        status = ExecutionStatus()
        for manifest in Objects(self.cluster, EXECUTIONS).follow(name, self.deadline):
            status = MediaExecution.model_validate(manifest).status
            self.watcher.show(status)
            if status.state == "Waiting":
                asked = f"a stage waits for a person: kubectl media resume {name} --stage {status.current_stage}"
                return self._outcome(name, status.model_copy(update={"message": asked}))
            if status.state in FINISHED:
                return self._outcome(name, status)
        if time.monotonic() < self.deadline:
            gone = status.model_copy(update={"state": "Cancelled", "message": f"the execution {name} was deleted"})
            return self._outcome(name, gone)
        message = f"not finished yet; the run continues: kubectl media get {self.asset}"
        return self._outcome(name, status.model_copy(update={"message": message}))

    def _wait_for_execution(self) -> Outcome | str:
        """Return the execution's name, or the outcome when there will be none."""
        namespace, noted = self.cluster.namespace, set[str]()
        for asset in self._assets():
            accepted = condition_of(asset.status.conditions, ACCEPTED)
            if accepted and accepted.status == "False":
                return rejected(self.asset, namespace, accepted.message)
            for each in asset.status.executions:
                if each.workflow == self.workflow and each.name:
                    return each.name
            ready = condition_of(asset.status.conditions, READY)
            if ready and ready.reason == reasons.REJECTED:
                return rejected(self.asset, namespace, ready.message)
            if ready and ready.reason == reasons.FORBIDDEN and ready.message not in noted:
                noted.add(ready.message)
                self.watcher.note(f"waiting: {ready.message}")
        message = "the asset was deleted" if time.monotonic() < self.deadline else _not_started_message(self.asset)
        status = "Cancelled" if time.monotonic() < self.deadline else "Queued"
        return Outcome(asset=self.asset, namespace=namespace, execution="", status=status, message=message)

    def _assets(self) -> Iterator[MediaAsset]:
        """Yield the asset as it changes, and inform the user when no controller answers."""
        assets, patience = Objects(self.cluster, ASSETS), min(self.deadline, time.monotonic() + PATIENCE)
        seen = False
        for manifest in assets.follow(self.asset, patience):
            seen = seen or bool(manifest.get("status"))
            yield MediaAsset.model_validate(manifest)
        if time.monotonic() < patience:
            return
        if not seen:
            self.watcher.note("the controller has not reconciled the asset yet: is it running?")
        for manifest in assets.follow(self.asset, self.deadline):
            yield MediaAsset.model_validate(manifest)

    def _outcome(self, execution: str, status: ExecutionStatus) -> Outcome:
        return outcome_of(self.asset, self.cluster.namespace, execution, status)


def follow(following: Following, execution: str = "") -> Outcome:
    """Return the outcome of an asset, or of one execution; Ctrl-C ends the watching, not the run, and says so."""
    try:
        return following.execution_outcome(execution) if execution else following.asset_outcome()
    except KeyboardInterrupt:
        asset, namespace = following.asset, following.cluster.namespace
        raise Failure(
            f"no longer watching, but the run goes on: `kubectl media get {asset} -n {namespace}` shows it, "
            f"`kubectl media cancel {asset} -n {namespace}` ends it",
            code=INTERRUPTED,
        ) from None


def follow_execution(cluster: Cluster, execution: MediaExecution, title: str, deadline: float) -> Outcome:
    """Show the progress of an execution; return how it ended, or how far it was at the deadline."""
    asset, workflow = execution.spec.asset, execution.spec.workflow
    with open_progress(title) as watcher:
        following = Following(cluster=cluster, asset=asset, workflow=workflow, watcher=watcher, deadline=deadline)
        return follow(following, execution.metadata.name)


def queued_outcome(cluster: Cluster, asset: str, execution: str = "") -> Outcome:
    """Return the outcome of an execution that was started without waiting for its end."""
    return Outcome(asset=asset, namespace=cluster.namespace, execution=execution, status="Queued")


def deadline_of(timeout: float) -> float:
    """Return the monotonic time that ``timeout`` seconds (0: no limit) allow."""
    return time.monotonic() + (timeout or FOREVER)


def _not_started_message(asset: str) -> str:
    return f"nothing has started yet: kubectl media get {asset}, kubectl describe mediaasset {asset}"
