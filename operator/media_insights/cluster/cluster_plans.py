"""Plans on a cluster, of executions that nobody has created: resolved from the mirror as the controller would."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from media_insights.api.v1alpha1 import (
    MediaAsset,
    MediaExecution,
    MediaOperator,
    MediaOperatorSpec,
    MediaWorkflow,
    MediaWorkflowSpec,
    reasons,
)
from media_insights.domain.planning.plan import AssetIdentity, ExecutionIdentity, Plan
from media_insights.domain.planning.problems import Problem, Refused
from media_insights.domain.planning.references import Reach
from media_insights.domain.planning.resolve import Request, resolve
from media_insights.domain.sources.tenancy import Tenant, tenant_of
from media_insights.ports.objects import KindObjects


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterPlans:
    """Plans executions."""

    workflows: KindObjects[MediaWorkflow]
    operators: KindObjects[MediaOperator]
    installation: str
    bucket: str
    tenants: Sequence[Tenant] = ()

    async def plan(self, asset: MediaAsset, execution: MediaExecution) -> Plan | Refused:
        """Return what an execution would do, reuse of earlier results aside."""
        meta, spec = execution.metadata, execution.spec
        workflow = await self._workflow(meta.namespace, spec.workflow)
        if workflow is None:
            sentence = f"there is no MediaWorkflow {spec.workflow} in {meta.namespace} or {self.installation}"
            return _refused(reasons.UNKNOWN_WORKFLOW, "spec.workflow", sentence)
        if asset.status.media is None:
            return _refused(reasons.SOURCE_UNKNOWN, "spec.asset", "nothing is known of the asset's source yet")
        identity = AssetIdentity(
            name=asset.metadata.name,
            namespace=asset.metadata.namespace,
            uid=asset.metadata.uid,
            source=asset.spec.source,
            media=asset.status.media,
        )
        sources = tenant_of(self.tenants, meta.namespace, self.bucket).sources
        request = Request(
            asset=identity,
            execution=ExecutionIdentity(name=meta.name, uid=meta.uid or "plan"),
            workflow=spec.workflow,
            workflow_spec=workflow,
            operators=await self._operators(),
            configuration=spec.configuration,
            priority=spec.priority,
            reach=Reach(namespace=meta.namespace, bucket=self.bucket, sources=sources),
        )
        return await asyncio.to_thread(resolve, request)

    async def _workflow(self, namespace: str, name: str) -> MediaWorkflowSpec | None:
        known = {(each.namespace, each.name) for each in await self.workflows.summaries()}
        where = next((each for each in (namespace, self.installation) if (each, name) in known), None)
        return (await self.workflows.get(where, name)).spec if where is not None else None

    async def _operators(self) -> dict[str, MediaOperatorSpec]:
        names = [each.name for each in await self.operators.summaries()]
        return {name: (await self.operators.get("", name)).spec for name in names}


def _refused(reason: str, path: str, message: str) -> Refused:
    return Refused(reason=reason, problems=(Problem(path=path, message=message, reason=reason),))
