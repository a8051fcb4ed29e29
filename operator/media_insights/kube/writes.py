"""Writes: what one request changes at the API server, and what is recorded of it."""

from dataclasses import dataclass

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.errors import ApiError, Unavailable
from media_insights.kube.resources import Resource
from media_insights.ports.audit import AuditRecord


@dataclass(frozen=True, slots=True)
class ApiWrite:
    """One request that changes something."""

    verb: str
    resource: Resource
    namespace: str
    name: str
    """Empty when the API server gives the name."""
    subresource: str = ""

    @property
    def path(self) -> str:
        """The path of what is changed, where it is there already."""
        return self.resource.path(self.namespace, self.name, self.subresource)

    def record(self, answer: Manifest, error: BaseException | None = None) -> AuditRecord:
        """Return what is recorded of it. Without an answer, ``error`` is what ended the request.

        An object whose name the API server gives has it in the answer.
        """
        meta = answer.get("metadata") or {}
        return AuditRecord(
            event="object",
            via="account",
            verb=self.verb,
            kind=self.resource.plural,
            namespace=self.namespace,
            name=self.name or str(meta.get("name") or ""),
            uid=str(meta.get("uid") or ""),
            subresource=self.subresource,
            answer=200 if error is None else _status_of(error),
            error="" if error is None else type(error).__name__,
        )


def _status_of(error: BaseException) -> int:
    refusal = error.refusal if isinstance(error, ApiError | Unavailable) else None
    return refusal.status if refusal else 0
