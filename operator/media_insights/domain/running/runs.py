"""An Argo Workflow, or any other engine's run, as far as an execution has to know it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from media_insights.domain.running.steps import Ended, StepFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What is known of the run of one execution."""

    name: str
    steps: Mapping[str, StepFacts] = field(default_factory=dict)
    ended: Ended | None = None
    stopping: bool = False
    """Its pods have been told to end."""
