"""Names that clients of the engine give: theirs are free, ours are DNS labels; an annotation keeps theirs.

A stage of theirs is a thing of its own, which workflows name. Here it is a workflow of that one stage.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from media_insights.api.v1alpha1 import MediaOperator, MediaWorkflow, labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.names import label_of
from media_insights.rest.problems import ApiRefusal


@dataclass(frozen=True, slots=True)
class EngineNames:
    """What a client of the engine calls a workflow and its stages, or an operator."""

    name: str
    stages: Mapping[str, str] = field(default_factory=dict)
    """Our name of a stage → theirs, where it is another one."""
    is_stage: bool = False
    """Whether the workflow is what the engine calls a stage."""
    is_enabled: bool = True
    """Whether stages have an operator enabled unless they say something else."""

    def of_stage(self, name: str) -> str:
        """Return what they call a stage of ours."""
        return self.stages.get(name, name)

    def noted(self, manifest: Manifest) -> Manifest:
        """Return a manifest with these names in it."""
        meta = manifest["metadata"]
        content = {
            "name": self.name,
            "stages": dict(self.stages),
            **({"stage": True} if self.is_stage else {}),
            **({} if self.is_enabled else {"enabled": False}),
        }
        annotations = {**meta.get("annotations", {}), labels.MIE_NAMES: json.dumps(content, ensure_ascii=False)}
        return {**manifest, "metadata": {**meta, "annotations": annotations}}


def names_of(thing: MediaWorkflow | MediaOperator) -> EngineNames:
    """Return the engine's names of an object: our own where nobody gave others, or what is noted is no such thing."""
    own = thing.metadata.name
    try:
        found: dict[str, Any] = json.loads(thing.metadata.annotations.get(labels.MIE_NAMES, "{}"))
        stages = {str(ours): str(theirs) for ours, theirs in found.get("stages", {}).items()}
        names = EngineNames(str(found.get("name", own)), stages, bool(found.get("stage")))
        return replace(names, is_enabled=found.get("enabled") is not False)
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
