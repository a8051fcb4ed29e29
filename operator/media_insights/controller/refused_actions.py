"""Actions of one pass, performed in order, and the refusals of the API server among them."""

import logging
from dataclasses import dataclass, field

from media_insights.api.v1alpha1 import reasons
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller.apply import Applier
from media_insights.domain.deciding.actions import Action, Apply, Create, StartRun
from media_insights.errors import ApiError, Forbidden, NoCredentials, NotPrepared, Rejected
from media_insights.kube.resources import EXECUTIONS, Resource

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class RefusedActions:
    """What the API server refused of the actions of one pass."""

    final: list[Rejected] = field(default_factory=list)
    """An object that this one needs is invalid: sending it again would change nothing."""
    passing: list[ApiError | NoCredentials | NotPrepared] = field(default_factory=list)
    """A quota, an admission rule, a permission, here or at the object store, or what is not known: all may change."""

    def __bool__(self) -> bool:
        """Return whether anything was refused."""
        return bool(self.final or self.passing)

    @property
    def reason(self) -> str:
        """Return the reason of the condition. Which 403 is a quota's is only said in prose, which is not parsed."""
        if any(isinstance(each, NotPrepared) for each in self.passing):
            return reasons.NAMESPACE_NOT_PREPARED
        if any(isinstance(each, NoCredentials) for each in self.passing):
            return reasons.NO_CREDENTIALS
        return reasons.FORBIDDEN if any(isinstance(each, Forbidden) for each in self.passing) else reasons.REJECTED

    @property
    def message(self) -> str:
        """Return the sentences of the API server and the object store, and those about what is not known."""
        return "; ".join(map(_sentence, (*self.final, *self.passing)))


async def act_in_order(
    applier: Applier, actions: tuple[Action, ...], resource: Resource, manifest: Manifest
) -> RefusedActions:
    """Do actions for an object; return what the API server refused of them.

    An action that makes an object needs no other. What follows any other action relies on it, and is not done without.
    Every other error is raised, and so is a refusal about an execution that has ended: how it ended stays what its
    status says. No other kind has states that are final.
    """
    refused = RefusedActions()
    for action in actions:
        makes = isinstance(action, Create | Apply | StartRun)
        try:
            await applier.act(action, resource, manifest)
        except (Rejected, Forbidden, NoCredentials, NotPrepared) as error:
            if resource is EXECUTIONS and (manifest.get("status") or {}).get("state") in FINISHED:
                raise
            _log.warning("%s %s: %s", resource.kind, manifest["metadata"]["name"], error)
            if isinstance(error, Rejected) and makes:
                refused.final.append(error)
            else:
                refused.passing.append(error)
            if not makes:
                break
    return refused


def _sentence(refused: ApiError | NoCredentials | NotPrepared) -> str:
    if isinstance(refused, NotPrepared):
        return str(refused)
    if isinstance(refused, NoCredentials):
        return f"the object store gives no credentials: {refused}"
    return f"the API server refused it: {refused.refusal.message or refused}"
