"""A rerun: a new execution that takes over from an earlier one what need not run again."""

from collections.abc import Sequence
from typing import Literal

from media_insights.actions.execution import new_execution
from media_insights.api.v1alpha1 import MediaExecution
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest, ObjectMeta
from media_insights.errors import WrongState

Scope = Literal["All", "Failed"]


def rerun_of(
    earlier: MediaExecution, asset: ObjectMeta, token: str, *, scope: Scope = "All", operators: Sequence[str] = ()
) -> Manifest:
    """Return an execution that repeats ``earlier``, over the same asset with the same configuration.

    ``scope`` says whether everything runs again or only what failed; ``operators`` (names or aliases), if any, that
    only these run again; what depends on them follows. Raises WrongState while ``earlier`` has not ended.
    """
    if earlier.status.state not in FINISHED:
        raise WrongState(f"{earlier.metadata.name} has not ended: wait for it, or cancel it first")
    chosen = {"scope": "Operator", "operators": list(operators)} if operators else {"scope": scope}
    return new_execution(
        asset,
        earlier.spec.workflow,
        token,
        configuration=earlier.spec.configuration,
        **{"from": {"execution": earlier.metadata.name, **chosen}},
    )
