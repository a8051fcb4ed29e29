"""What a run leaves belongs to its execution, and never keeps it from going."""

from media_insights.compile.owners import owner_of
from tests.unit.builders import plan


def test_the_owner_is_the_execution_of_the_plan() -> None:
    assert owner_of(plan()) == {
        "apiVersion": "mediainsights.dev/v1alpha1",
        "kind": "MediaExecution",
        "name": "run-1",
        "uid": "uid-of-run-1",
        "controller": True,
        "blockOwnerDeletion": False,
    }
