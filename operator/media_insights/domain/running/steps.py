"""Facts of a run and of its steps, as an engine reports them: the same for pods and processes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from media_insights.api.v1alpha1.execution import Cost, OperatorState
from media_insights.domain.running.contract import Cause

BEGUN: frozenset[OperatorState] = frozenset({"Started", "Executing", "Waiting"})
"""Started: a place to run is being found. Executing: it runs. Waiting: for a person."""
ENDED_WELL: frozenset[OperatorState] = frozenset({"Complete", "Skipped"})
"""What dependants wait for."""
ENDED: frozenset[OperatorState] = frozenset({"Complete", "Skipped", "Error", "Cancelled", "TimedOut"})
"""The states that a step never leaves."""
FAILED: frozenset[OperatorState] = frozenset({"Error", "TimedOut"})
"""The states of a step that fail its execution."""
NOTHING = Cost()
"""Nothing is known of what was used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """One step of a plan, as its engine sees it."""

    name: str
    """The step's name in the plan."""
    status: OperatorState
    message: str = ""
    """Why it failed, or what it waits for: one sentence."""
    started_at: datetime | None = None
    finished_at: datetime | None = None
    attempts: int = 0
    """How often it was started."""
    progress: str = ""
    """N/M as the operator last wrote it."""
    bytes: int = 0
    """Size of the main result, when known."""
    exit_code: int | None = None
    cause: Cause | None = None
    """Why the newest attempt did not end well; None while it runs and when it did."""
    gpu_idle: bool = False
    """Whether nothing computed on the GPU that was reserved for it, as it says itself."""
    cost: Cost = NOTHING
    """What its attempts used, as far as it was measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Ending of a whole run, as its engine reports it."""

    state: OperatorState
    """Complete, Error, Cancelled or TimedOut."""
    at: datetime
    message: str = ""
    """Only what no step can say: cancelled by whom, the deadline, a run that was lost."""
    waits: bool = False
    """TimedOut: the time that the run may wait for people was added to the workflow's timeout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What is known of the run of one execution: an Argo Workflow, or any other engine's."""

    name: str
    steps: Mapping[str, StepFacts] = field(default_factory=dict)
    ended: Ended | None = None
    stopping: bool = False
    """Its pods have been told to end."""
