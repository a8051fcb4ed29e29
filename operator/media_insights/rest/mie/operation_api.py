"""Routes of the engine that change the installation: its operators and limits, with the caller's own rights."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from media_insights.api.v1alpha1 import MediaOperator, MediaWorkflow
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.errors import AlreadyExists
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.deployment import Ports
from media_insights.rest.mie import catalogue_words
from media_insights.rest.mie.catalogue_words import Force, Json, operation_named, operators_known_to
from media_insights.rest.mie.engine_names import names_of
from media_insights.rest.mie.operations import OperationRequest, operation_manifest, operation_replacement, wrong
from media_insights.rest.mie.path_parts import MieName, MieNamespace
from media_insights.rest.newest import patch_newest
from media_insights.rest.problems import ApiRefusal, declared

router = APIRouter(prefix="/mie/{namespace}", tags=["Media Insights Engine: workflow API"])
CONCURRENT = "MaxConcurrentWorkflows"
"""The engine's one setting."""


class Setting(BaseModel):
    """Body of ``POST /system/configuration``."""

    model_config = ConfigDict(
        extra="ignore",
        populate_by_name=True,
        json_schema_extra={"examples": [{"Name": CONCURRENT, "Value": 10}]},
    )

    name: str = Field(alias="Name", min_length=1, max_length=255)
    value: Any = Field(alias="Value")


@router.post("/system/configuration", summary="Set the limit of executions", responses=declared(404))
async def set_configuration(namespace: MieNamespace, body: Setting, access: Accessed) -> Json:  # noqa: ARG001 - every namespace has it
    """Set how many executions may run at the same time, in all namespaces; it needs the right to patch the limits."""
    if body.name != CONCURRENT:
        raise wrong("Name", f"there is no setting {body.name!r}: the only one is {CONCURRENT}")
    if not isinstance(body.value, int) or isinstance(body.value, bool) or body.value < 1:
        raise wrong("Value", f"{CONCURRENT} has to be a whole number, at least 1")
    access.trail.verb = "patch"
    access.trail.about("configmaps", access.deployment.installation, "limits")
    await access.ports.installation.set_max_concurrent(access.token, body.value)
    return {}


@router.post("/workflow/operation", summary="Define an operator", responses=declared(409))
async def create_operation(namespace: MieNamespace, body: OperationRequest, access: Accessed) -> Json:  # noqa: ARG001 - as above
    """Define an operator of all namespaces that runs an image; it needs the right to create operators."""
    manifest = operation_manifest(body)
    await access.require("create", MediaOperator, "")
    own = manifest["metadata"]["name"]
    _require_free(body.name, (each for name, each in (await operators_known_to(access)).items() if name != own))
    try:
        made = await access.ports.installation.create_operator(access.token, manifest)
    except AlreadyExists:
        raise _exists(body.name) from None
    return catalogue_words.operation_of(made)


@router.put("/workflow/operation", summary="Change an operator", responses=declared(404, 409))
async def change_operation(namespace: MieNamespace, body: OperationRequest, access: Accessed) -> Json:  # noqa: ARG001 - as above
    """Give an operator that was defined here another content, of another version."""
    await access.require("update", MediaOperator, "")
    operators = await operators_known_to(access)
    found = operation_named(body.name, operators)
    if found is None:
        raise ApiRefusal(404, "not-found", f"Exception: operation {body.name} not found")
    _require_free(body.name, (each for each in operators.values() if each is not found))
    own = CallersOperators(access.ports, access.token)
    changed = await patch_newest(own, "", found.metadata.name, lambda newest: operation_replacement(newest, body))
    return catalogue_words.operation_of(changed)


@router.delete("/workflow/operation/{name}", summary="Delete an operator", responses=declared(409))
async def delete_operation(namespace: MieNamespace, name: MieName, access: Accessed, *, force: Force = False) -> Json:
    """Delete an operator that no workflow has, or with `force` any; an unknown one is no error, as in the engine."""
    await access.require("delete", MediaOperator, "")
    found = operation_named(name, await operators_known_to(access))
    if found is None:
        return {"Message": f"Warning: operation '{name}' not found."}
    users = await _users(found, namespace, access)
    if users and not force:
        said = f"workflows have the operation {name}: {', '.join(users)}; or send force=true"
        raise ApiRefusal(400, "bad-request", said)
    await access.ports.installation.delete_operator(access.token, found.metadata.name, found.metadata.uid)
    return catalogue_words.operation_of(found)


@dataclass(frozen=True, slots=True)
class CallersOperators:
    """The operators, changed with the caller's own token."""

    ports: Ports
    token: str

    async def get(self, namespace: str, name: str) -> MediaOperator:
        """Return the operator of a name."""
        return await self.ports.operators.get(namespace, name)

    async def patch(self, namespace: str, name: str, patch: Manifest) -> MediaOperator:  # noqa: ARG002 - they have none
        """Give an operator another spec."""
        return await self.ports.installation.replace_operator(self.token, name, patch)


async def _users(operator: MediaOperator, namespace: str, access: RequestAccess) -> list[str]:
    """Return the workflows and stages that have an operator: by name where the caller sees them, else their number."""
    seen, others = list[str](), 0
    for each in await access.ports.workflows.summaries():
        found = await access.ports.workflows.get(each.namespace, each.name)
        if not any(entry.name == operator.metadata.name for stage in found.spec.stages for entry in stage.operators):
            continue
        where = each.namespace
        if where == access.deployment.installation or await access.allows("get", MediaWorkflow, where):
            seen.append(
                names_of(found).name if where in (namespace, access.deployment.installation) else f"{where}/{each.name}"
            )
        else:
            others += 1
    return [*seen, *([f"{others} of other namespaces"] if others else [])]


def _require_free(name: str, others: Iterable[MediaOperator]) -> None:
    """Raise ApiRefusal (409) when the results of another operator have a name: the controller accepts no second one."""
    for each in others:
        if name in (each.spec.result_name, names_of(each).name):
            said = f"the results of the operator {each.metadata.name} are called {name}: choose another Name"
            raise ApiRefusal(409, "already-exists", said)


def _exists(name: str) -> ApiRefusal:
    return ApiRefusal(409, "already-exists", f"An operation with the name '{name}' already exists")
