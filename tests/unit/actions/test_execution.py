"""An execution that somebody asks for."""

from media_insights.actions.execution import new_execution
from media_insights.api.v1alpha1 import MediaExecution, labels
from media_insights.api.v1alpha1.asset import AssetWorkflow
from media_insights.domain.manifests import execution_of_entry
from tests.unit.controller.objects import asset

ASSET = asset("analysis").metadata


def test_it_is_marked_as_those_that_the_controller_makes() -> None:
    ours = execution_of_entry(ASSET, AssetWorkflow(name="analysis"))["metadata"]
    asked_for = new_execution(ASSET, "analysis", "abcd1234")["metadata"]
    for part in ("namespace", "labels", "ownerReferences", "finalizers"):
        assert asked_for[part] == ours[part]
    assert asked_for["name"] == "clip-analysis-abcd1234"


def test_a_changed_entry_does_not_supersede_it() -> None:
    made = MediaExecution.model_validate(new_execution(ASSET, "analysis", "abcd1234"))
    assert labels.CONFIGURATION_HASH not in made.metadata.annotations


def test_its_spec_says_what_was_asked() -> None:
    configuration = {"labels": {"minConfidence": 70}}
    made = new_execution(ASSET, "analysis", "abcd1234", configuration=configuration, priority=5)
    assert made["spec"] == {"asset": "clip", "workflow": "analysis", "configuration": configuration, "priority": 5}
