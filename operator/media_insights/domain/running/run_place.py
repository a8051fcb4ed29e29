"""Place of a run: where lies what it stores, and what is kept of its keys; known without its plan."""

from dataclasses import dataclass

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.domain import layout
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.stored_plans import reference_of
from media_insights.domain.sources.tenancy import EXECUTOR_ACCOUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPlace:
    """Where one run stores what it makes."""

    namespace: str
    uid: str
    """The execution's UID."""
    folder: str
    """Prefix of its results and media, with the final slash."""
    logs: str
    """Prefix of its logs, with the final slash."""
    keys: str
    """Key of what is kept of its keys: below its asset, and nowhere that the run itself may write."""

    @property
    def account(self) -> str:
        """The account whose token Argo's own containers hold, as Kubernetes names it."""
        return f"system:serviceaccount:{self.namespace}:{EXECUTOR_ACCOUNT}"


def place_of_plan(plan: Plan) -> RunPlace:
    """Return the place of the run of a plan."""
    asset, execution = plan.asset, plan.execution
    return _place(asset.namespace, asset.uid, execution.name, execution.uid, plan.plan_key)


def place_of(execution: MediaExecution, asset_uid: str = "") -> RunPlace | None:
    """Return the place of an execution's run, None while nothing says whose it is.

    ``asset_uid``: of the asset that it names now; one that has started belongs to the asset that it started with.
    """
    plan_key = execution.status.plan_key
    uid = layout.asset_uid_of(plan_key) if plan_key else asset_uid
    if not uid:
        return None
    meta = execution.metadata
    return _place(meta.namespace, uid, meta.name, meta.uid, reference_of(execution, uid).key)


def _place(namespace: str, asset_uid: str, name: str, uid: str, plan_key: str) -> RunPlace:
    kept = layout.folder_in(layout.asset_prefix(namespace, asset_uid), "keys")
    return RunPlace(
        namespace=namespace,
        uid=uid,
        folder=layout.folder_of(plan_key),
        logs=layout.logs_prefix(namespace, asset_uid, name),
        keys=f"{kept}{uid}.json",
    )
