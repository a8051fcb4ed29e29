"""Names that clients of the engine give: theirs are free, ours are DNS labels; an annotation keeps theirs.

A stage of theirs is a thing of its own, which workflows name. Here it is a workflow of that one stage.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from media_insights.api.v1alpha1 import MediaWorkflow, labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.names import label_of
from media_insights.rest.problems import ApiRefusal


@dataclass(frozen=True, slots=True)
class EngineNames:
    """What a client of the engine calls a workflow and its stages."""

    name: str
    stages: Mapping[str, str] = field(default_factory=dict)
    """Our name of a stage → theirs, where it is another one."""
    is_stage: bool = False
    """Whether the workflow is what the engine calls a stage."""

    def of_stage(self, name: str) -> str:
        """Return what they call a stage of ours."""
        return self.stages.get(name, name)

    def noted(self, manifest: Manifest) -> Manifest:
        """Return a workflow's manifest with these names in it."""
        meta = manifest["metadata"]
        content = {"name": self.name, "stages": dict(self.stages), **({"stage": True} if self.is_stage else {})}
        annotations = {**meta.get("annotations", {}), labels.MIE_NAMES: json.dumps(content, ensure_ascii=False)}
        return {**manifest, "metadata": {**meta, "annotations": annotations}}


def names_of(workflow: MediaWorkflow) -> EngineNames:
    """Return the engine's names of a workflow: our own where nobody gave others, or what is noted is no such thing."""
    own = workflow.metadata.name
    try:
        found: dict[str, Any] = json.loads(workflow.metadata.annotations.get(labels.MIE_NAMES, "{}"))
        stages = {str(ours): str(theirs) for ours, theirs in found.get("stages", {}).items()}
        return EngineNames(str(found.get("name", own)), stages, bool(found.get("stage")))
    except (ValueError, AttributeError, TypeError):
        return EngineNames(own)


def our_name(theirs: str, place: str) -> str:
    """Return a name of ours for one of theirs: ``MieCompleteWorkflow`` is ``mie-complete-workflow``.

    Raises ApiRefusal (400) for one without letters and digits.
    """
    found = label_of(theirs)
    if not found:
        raise ApiRefusal(400, "bad-request", f"{place} {theirs!r} has no letter and no digit", at=[(f"/{place}", "")])
    return found
