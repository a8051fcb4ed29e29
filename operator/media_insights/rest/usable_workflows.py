"""Workflows that a namespace may run: its own, and those of the installation."""

from media_insights.api.v1alpha1 import MediaWorkflow
from media_insights.domain.wording import suggestion
from media_insights.rest.access import RequestAccess
from media_insights.rest.problems import ApiRefusal


async def workflows_of(namespace: str, access: RequestAccess) -> dict[str, MediaWorkflow]:
    """Return the workflows that a namespace may run, by name: its own, and the installation's where it has none."""
    found: dict[str, MediaWorkflow] = {}
    for where in (access.deployment.installation, namespace):
        for each in await access.ports.workflows.summaries():
            if where and each.namespace == where:
                found[each.name] = await access.ports.workflows.get(where, each.name)
    return found


async def require_workflow(name: str, namespace: str, place: str, access: RequestAccess) -> None:
    """Raise ApiRefusal (422) for a workflow that a namespace cannot run; ``place`` is where the request names it."""
    places = {"", access.deployment.installation, namespace} - {""}
    known = {each.name for each in await access.ports.workflows.summaries() if each.namespace in places}
    if name not in known:
        said = f"there is no workflow {name} in the namespace {namespace}{suggestion(name, known)}"
        raise ApiRefusal(422, "unknown-workflow", said, at=[(place, said)])
