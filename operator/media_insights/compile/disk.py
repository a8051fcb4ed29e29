"""Disk of a pod: how much of its node's it asks for and may use, by what is known of the source.

Argo puts inputs into a volume without a limit of its own. The kubelet counts it, ``/out``, ``/tmp`` and the container's
own layer against the limit of ``ephemeral-storage``, and evicts the pod that is above it: this one, not its neighbours.
"""

from media_insights.compile.settings import CompileSettings
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.quantities import quantity_of

EPHEMERAL_STORAGE = "ephemeral-storage"
"""The resource, as containers name it."""
_ALWAYS = 64 * 1024**2
"""Asked for whatever is read: logs and small results."""


def requests_of(plan: Plan, step: Step) -> dict[str, str]:
    """Return what a pod asks for: the source's bytes when it reads the source, and a little."""
    source = plan.asset.media.bytes if any(each.from_source for each in step.inputs) else 0
    return {EPHEMERAL_STORAGE: str(_ALWAYS + source)}


def limits_of(plan: Plan, step: Step, settings: CompileSettings) -> dict[str, str]:
    """Return what a pod may use: the installation's scratch size, and its operator's factor of the source's bytes.

    A limit below its request is refused, so an operator's own request counts where it is the larger one.
    """
    asked = step.spec.resources.requests.get(EPHEMERAL_STORAGE, "0")
    return {EPHEMERAL_STORAGE: str(max(str(_limit(plan, step, settings)), asked, key=quantity_of))}


def scratch_limit(plan: Plan, settings: CompileSettings) -> str:
    """Return the limit of each scratch volume, which all steps of a run share: that of the step which may use most."""
    return str(max(_limit(plan, step, settings) for step in plan.runs))


def _limit(plan: Plan, step: Step, settings: CompileSettings) -> int:
    factor = step.spec.resources.storage_factor
    return int(quantity_of(settings.scratch_size)) + factor * plan.asset.media.bytes
