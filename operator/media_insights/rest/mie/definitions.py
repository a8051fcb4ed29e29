"""Stages and workflows that clients of the engine define, as workflows of ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from media_insights.api.v1alpha1 import MediaOperator, MediaWorkflow, MediaWorkflowSpec
from media_insights.api.v1alpha1.workflow import Stage, StageOperator
from media_insights.domain.wording import suggestion
from media_insights.rest.mie.catalogue_words import entry_of
from media_insights.rest.mie.engine_names import EngineNames, names_of, our_name
from media_insights.rest.problems import ApiRefusal

_LOOSE = ConfigDict(extra="ignore", populate_by_name=True)
_MOST = 16


class StageRequest(BaseModel):
    """Body of ``POST /workflow/stage``."""

    model_config = ConfigDict(
        **_LOOSE, json_schema_extra={"examples": [{"Name": "TextStage", "Operations": ["translate", "key-phrases"]}]}
    )

    name: str = Field(alias="Name", min_length=1, max_length=63)
    operations: list[str] = Field(alias="Operations", min_length=1, max_length=32)


class NextStage(BaseModel):
    """What comes after a stage: another one, or the end."""

    model_config = _LOOSE

    next: str = Field(default="", alias="Next", max_length=63)
    end: bool = Field(default=False, alias="End")


class WorkflowRequest(BaseModel):
    """Body of ``POST /workflow``."""

    model_config = ConfigDict(
        **_LOOSE,
        json_schema_extra={
            "examples": [
                {
                    "Name": "TranscribeWorkflow",
                    "StartAt": "AudioStage",
                    "Stages": {"AudioStage": {"Next": "TextStage"}, "TextStage": {"End": True}},
                }
            ]
        },
    )

    name: str = Field(alias="Name", min_length=1, max_length=63)
    start_at: str = Field(default="", alias="StartAt", max_length=63)
    stages: dict[str, NextStage] = Field(default_factory=dict, alias="Stages", max_length=_MOST)

    def chain(self) -> list[str]:
        """Return the stages in their order. Raises ApiRefusal (400) unless they are one chain with one end."""
        if self.start_at not in self.stages:
            raise _wrong("StartAt", f"StartAt {self.start_at!r} is none of Stages: {', '.join(self.stages) or 'none'}")
        ends = [name for name, each in self.stages.items() if each.end]
        if len(ends) != 1:
            raise _wrong("Stages", f"exactly one stage has End: true, not {len(ends)}")
        found, name = list[str](), self.start_at
        while name not in found:
            found.append(name)
            if self.stages[name].end:
                break
            name = self.stages[name].next
            if name not in self.stages:
                raise _wrong("Stages", f"after {found[-1]} comes {name!r}, which is none of Stages; write Next or End")
        left = [each for each in self.stages if each not in found]
        if left or not self.stages[found[-1]].end:
            raise _wrong("Stages", f"the stages are no chain from {self.start_at} to {ends[0]}: {', '.join(left)}")
        return found


@dataclass(frozen=True, slots=True)
class KnownStages:
    """What a name of a stage can mean: stages that were defined, parts of workflows, and each operator by itself."""

    workflows: Iterable[MediaWorkflow]
    operators: Mapping[str, MediaOperator]

    def find(self, name: str) -> tuple[StageOperator, ...]:
        """Return the operators of a stage. Raises ApiRefusal (400) for one that nobody defined."""
        if name.startswith("_"):
            return (operator_entry(name[1:], self.operators),)
        known: dict[str, tuple[StageOperator, ...]] = {}
        for workflow in sorted(self.workflows, key=lambda each: not names_of(each).is_stage):
            names = names_of(workflow)
            for stage in workflow.spec.stages:
                known.setdefault(names.of_stage(stage.name), stage.operators)
        if name not in known:
            raise _wrong("Stages", f"there is no stage {name}{suggestion(name, known)}")
        return known[name]


def operator_entry(name: str, operators: Mapping[str, MediaOperator]) -> StageOperator:
    """Return the entry of an operator, by our name or by the engine's. Raises ApiRefusal (400)."""
    found = entry_of(name, [StageOperator(name=each) for each in operators], operators)
    if found is None:
        raise _wrong("Operations", f"there is no operation {name}{suggestion(name, operators)}")
    return found.model_copy(update={"enabled": names_of(operators[found.name]).is_enabled})


def stage_spec(body: StageRequest, operators: Mapping[str, MediaOperator]) -> tuple[MediaWorkflowSpec, EngineNames]:
    """Return a stage as a workflow of that one stage, and the names that it has there. Raises ApiRefusal (400)."""
    found = [operator_entry(each, operators) for each in body.operations]
    entries = {each.name: each for each in found}
    ours = our_name(body.name, "Name")
    stage = Stage(name=ours, operators=tuple(entries.values()))
    return MediaWorkflowSpec(stages=(stage,)), EngineNames(body.name, {ours: body.name}, is_stage=True)


def workflow_spec(body: WorkflowRequest, known: KnownStages) -> tuple[MediaWorkflowSpec, EngineNames]:
    """Return a workflow with the stages that it names, as they are now. Raises ApiRefusal (400)."""
    theirs = {our_name(each, "Stages"): each for each in body.chain()}
    stages = tuple(Stage(name=ours, operators=known.find(name)) for ours, name in theirs.items())
    return MediaWorkflowSpec(scheduling="Staged", stages=stages), EngineNames(body.name, theirs)


def rebuilt_spec(found: MediaWorkflow, known: KnownStages) -> MediaWorkflowSpec:
    """Return a workflow with its stages as they are defined now; those that are defined nowhere stay."""
    names = names_of(found)
    others = KnownStages([each for each in known.workflows if each.metadata.uid != found.metadata.uid], known.operators)
    stages: list[Stage] = []
    for stage in found.spec.stages:
        try:
            stages.append(Stage(name=stage.name, operators=others.find(names.of_stage(stage.name))))
        except ApiRefusal:
            stages.append(stage)
    return found.spec.model_copy(update={"stages": tuple(stages)})


def _wrong(field: str, said: str) -> ApiRefusal:
    return ApiRefusal(400, "bad-request", said, at=[(f"/{field}", said)])
