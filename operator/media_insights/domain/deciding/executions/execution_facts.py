"""Facts about one execution: everything that its decision may depend on."""

from collections.abc import Mapping
from dataclasses import dataclass

from media_insights.api.v1alpha1 import ExecutionStatus, MediaExecution
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.plans_json import plan_hash
from media_insights.domain.planning.problems import Refused
from media_insights.domain.queueing.next import Admission, Start
from media_insights.domain.running.run_place import RunPlace
from media_insights.domain.running.steps import RunFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetView:
    """What an execution has to know of its asset."""

    accepted: bool | None
    """None: not decided yet."""
    message: str = ""
    uid: str = ""
    leaving: bool = False
    """Whether it is being deleted: its executions go first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionFacts:
    """Everything that is known about one execution when it is decided on."""

    execution: MediaExecution
    asset: AssetView | None = None
    admission: Admission | None = None
    """What the queue says, or would say if the demand were recorded; None when the execution is not in it."""
    plan: Plan | Refused | None = None
    """The snapshot, or what it would be if the execution started now; None when it cannot be known yet."""
    demand: Mapping[str, int] | None = None
    """Device → count that the plan asks for; None without a plan."""
    run: RunFacts | None = None
    run_lost: bool = False
    """The Argo Workflow was made, and the API server says that it is no longer there."""
    place: RunPlace | None = None
    """Where its run stores what it makes; None while nothing says whose it is."""
    published: tuple[str, ...] | None = None
    """Keys of what its run stored that are Secrets, removed ones too; None: nobody looked, since it goes on."""
    argo_url: str = ""
    shared_keys: bool = False
    """Whether runs get keys of the store that open more than the run: the installation says so."""
    enabled: bool = True
    """Whether its namespace is open to runs; one that is not known yet counts as open."""

    @property
    def plan_is_unrecorded(self) -> bool:
        """Whether the status has yet to hold the plan's demand and hash, which comes before anything is made of it."""
        if not isinstance(self.plan, Plan):
            return False
        if self.status.demand is None or self.status.demand != self.demand or not self.status.plan_hash:
            return True
        return isinstance(self.admission, Start) and self.status.plan_hash != plan_hash(self.plan)

    @property
    def status(self) -> ExecutionStatus:
        """The status as it was last written."""
        return self.execution.status
