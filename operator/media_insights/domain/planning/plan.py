"""Plan of one execution, decided before anything runs: the snapshot that both engines execute.

A plan names every file by its key in the object store, so that an engine only has to fetch inputs, start the
operator and store outputs. It is stored as ``plan.json`` beside the results and never changes afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from media_insights.api.v1alpha1 import MediaOperatorSpec
from media_insights.api.v1alpha1.asset import MediaFacts, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetIdentity:
    """The asset that an execution works on."""

    name: str
    namespace: str
    uid: str
    source: Source
    media: MediaFacts
    """Facts known before the run; ``media.type`` is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionIdentity:
    """The execution itself; its name is also the Argo Workflow's."""

    name: str
    uid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WiredInput:
    """One input of a step, tied to one object."""

    name: str
    """File under /in."""
    key: str
    """Key in the installation's bucket; empty when :attr:`from_source`."""
    from_source: bool = False
    """The asset's own source object (its bucket and key stand in the plan's asset)."""
    medium: str | None = None
    """The medium that was chosen, or None for a result."""
    result: str | None = None
    """The result name that is read, or None for a medium."""
    producer: str | None = None
    """The step of this plan that writes it; None: the source, or an earlier execution."""
    optional: bool = False
    """May be missing when the step starts: the engine then passes nothing."""
    parameter: str | None = None
    """The parameter that names the object, for a file or a collection; None when the plan itself made the tie."""
    collection: str = ""
    """The kind of the collection that is read; empty for everything else."""
    bucket: str = ""
    """Bucket of a named object, the installation's included; empty for everything else."""
    version: str = ""
    """ETag of a named object when the run was decided: what a rerun compares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenOutput:
    """One file that a step writes, and where it is kept."""

    name: str
    file: str
    """File under /out."""
    key: str
    """Key in the installation's bucket."""
    media: str | None = None
    result: bool = False
    optional: bool = False
    content_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of the source that a step works on in a process of its own, at the same time as the step's others."""

    name: str
    """Unique in the step: distinguishes its task, its log and its files."""
    start: float
    """Seconds from the source's beginning."""
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One operator of the workflow, with everything that is needed to run it."""

    name: str
    """The operator's name or its alias: unique in the plan, the Argo task's name, the name in the status."""
    operator: str
    """The MediaOperator's name."""
    stage: str
    result_name: str
    """OperatorName in MIE's sense: the result's file and the pointer's name (an alias replaces it)."""
    spec: MediaOperatorSpec
    parameters: Mapping[str, Any]
    """Defaults, workflow and asset configuration merged and validated; without ``enabled``."""
    inputs: tuple[WiredInput, ...] = ()
    outputs: tuple[WrittenOutput, ...] = ()
    depends: tuple[str, ...] = ()
    """Steps that must have ended well (Complete or Skipped) before this one starts."""
    parts: tuple[Part, ...] = ()
    """What it is divided into; none: one process does the whole step, as every step's does until operators say else."""
    skip: str | None = None
    """Why the step is Skipped (a sentence), or None when it runs."""
    reused: str | None = None
    """The earlier execution whose results stand for this step's, or None when it runs."""

    @property
    def runs(self) -> bool:
        """Whether a process is started for this step, or a person waited for."""
        return self.skip is None and self.reused is None

    @property
    def last_of_all(self) -> bool:
        """Whether it starts when everything of earlier stages has ended, whatever it reads."""
        return self.spec.suspend or self.spec.starts_after == "EarlierStages"

    @property
    def waits(self) -> bool:
        """Whether this step waits for a person."""
        return self.runs and self.spec.suspend

    @property
    def patience_seconds(self) -> int:
        """How long it waits at most: its own parameter, else the operator's timeout."""
        return int(self.parameters.get("timeoutSeconds", self.spec.timeout_seconds))

    @property
    def question(self) -> str:
        """The question for the person who is waited for."""
        return str(self.parameters.get("message", "")) or f"waits to be resumed in stage {self.stage}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One execution, fully decided."""

    asset: AssetIdentity
    execution: ExecutionIdentity
    workflow: str
    stages: tuple[str, ...]
    steps: tuple[Step, ...]
    """In stage order; within a stage in the workflow's order."""
    scheduling: Literal["DataFlow", "Staged"] = "DataFlow"
    priority: int = 0
    timeout_seconds: int = 14400
    ttl_seconds_after_finished: int = 604800
    plan_key: str = ""
    """Key of plan.json."""

    def before(self, step: Step) -> tuple[Step, ...]:
        """Return the steps of earlier stages, those that are skipped included."""
        stages = self.stages[: self.stages.index(step.stage)]
        return tuple(each for each in self.steps if each.stage in stages)

    def step(self, name: str) -> Step:
        """Return the step of a name; KeyError when there is none."""
        return {step.name: step for step in self.steps}[name]

    @property
    def deadline_seconds(self) -> int:
        """Longest duration of the whole run: time spent waiting for people comes on top of the workflow's timeout."""
        return self.timeout_seconds + sum(step.patience_seconds for step in self.steps if step.waits)

    @property
    def runs(self) -> tuple[Step, ...]:
        """The steps that start a process, in order."""
        return tuple(step for step in self.steps if step.runs)


def require_whole_steps(plan: Plan) -> None:
    """Raise ValueError for a plan whose steps have parts: only a later version can have written it."""
    if any(step.parts for step in plan.runs):
        raise ValueError(f"steps of {plan.execution.name} have parts, which this version does not run")
