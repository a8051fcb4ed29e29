"""Actions of a decision: values that say what to do and carry everything needed to do it.

Every action is harmless when repeated, so that a controller that dies between any two of them simply does them again.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.deciding.batch_actions import CancelExecution, DropParts, StoreList
from media_insights.domain.deciding.changes import Change
from media_insights.domain.deciding.secret_actions import ForgetKeys, RemovePublished
from media_insights.domain.deciding.source_actions import RemoveObjects
from media_insights.domain.planning.plan import Plan

S_co = TypeVar("S_co", covariant=True)


@dataclass(frozen=True, slots=True)
class AddFinalizer:
    """Keep the object until :class:`RemoveFinalizer`."""


@dataclass(frozen=True, slots=True)
class Adopt:
    """Give an execution made by hand the labels, owner reference and finalizer of those that the controller makes."""

    ownership: Manifest
    """Metadata as :func:`~media_insights.domain.manifests.ownership` returns it."""


@dataclass(frozen=True, slots=True)
class RemoveFinalizer:
    """Remove the finalizer: everything that belonged to the object has been deleted."""


@dataclass(frozen=True, slots=True)
class Create:
    """Make an object; one of that name is already there: fine."""

    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Apply:
    """Make an object be as the manifest says (server-side apply)."""

    manifest: Manifest


@dataclass(frozen=True, slots=True)
class DeleteExecution:
    """Delete a MediaExecution of the same namespace."""

    name: str


@dataclass(frozen=True, slots=True)
class SupersedeExecution:
    """Cancel a MediaExecution of the same namespace because another took its place, and say which."""

    name: str
    by: str


@dataclass(frozen=True, slots=True)
class StartRun:
    """Store the snapshot, prepare the namespace, and create the run's credentials and Argo Workflow, in this order."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class DiscardSnapshot:
    """Remove what an interrupted start may have stored: the execution is planned anew, and starts with that plan."""

    key: str


@dataclass(frozen=True, slots=True)
class StopRun:
    """Make Argo terminate the pods of an execution; the Argo Workflow stays for its logs."""

    name: str


@dataclass(frozen=True, slots=True)
class RevokeCredentials:
    """End the credentials of an execution's run and remove their Secret; there are none: fine."""

    run: str
    """The execution's UID."""


@dataclass(frozen=True, slots=True)
class ResumeRun:
    """Store a person's answer as the result of the step that waited for it, then let the run go on."""

    plan: Plan
    step: str
    answer: Manifest


@dataclass(frozen=True, slots=True)
class ExpireWait:
    """Fail a step that waited too long; the rest of the run ends as with any other failure."""

    name: str
    step: str


@dataclass(frozen=True, slots=True)
class DeleteRun:
    """Delete an Argo Workflow and wait for its pods: it disappears after them."""

    name: str


@dataclass(frozen=True, slots=True)
class WriteRecord:
    """Store an asset's full record, before the status that points to the same results."""

    key: str
    record: Manifest


@dataclass(frozen=True, slots=True)
class MoveObjects:
    """Copy everything below a prefix of the installation's bucket to below another, but for what is there already."""

    former: str
    prefix: str


@dataclass(frozen=True, slots=True)
class MoveExecution:
    """Make the status of a finished MediaExecution of the same namespace name keys below the new prefix."""

    name: str
    former: str
    prefix: str


@dataclass(frozen=True, slots=True)
class DeleteResults:
    """Remove everything below a prefix of the installation's bucket."""

    prefix: str


@dataclass(frozen=True, slots=True)
class DeleteAsset:
    """Delete the MediaAsset itself, while it is that very one; it then goes as any that is deleted."""

    uid: str


@dataclass(frozen=True, slots=True)
class DeleteWithReceipt:
    """Remove everything that is stored of an asset, and store a receipt that says what it was."""

    namespace: str
    name: str
    uid: str
    at: str
    """RFC 3339, UTC: when it was decided."""
    because: str = ""
    """Why it was deleted, where it was not by somebody's wish."""


@dataclass(frozen=True, slots=True)
class DeleteResultWithReceipt:
    """Remove one result of an asset from the folders of its executions, and store a receipt that says what it was."""

    namespace: str
    name: str
    uid: str
    result: str
    until: str
    """RFC 3339, UTC: until when what goes was made."""
    spared: tuple[str, ...] = ()
    """Prefixes of the executions that made it later, or still may."""


@dataclass(frozen=True, slots=True)
class Annotate:
    """Give the object an annotation, or take it away."""

    name: str
    value: str | None


@dataclass(frozen=True, slots=True)
class DeleteSource:
    """Remove an asset's source object."""

    bucket: str
    key: str


Action = (
    AddFinalizer
    | Adopt
    | RemoveFinalizer
    | Create
    | Apply
    | DeleteExecution
    | SupersedeExecution
    | CancelExecution
    | StartRun
    | DiscardSnapshot
    | StopRun
    | RevokeCredentials
    | ResumeRun
    | ExpireWait
    | DeleteRun
    | WriteRecord
    | DropParts
    | StoreList
    | RemoveObjects
    | MoveObjects
    | MoveExecution
    | DeleteResults
    | RemovePublished
    | ForgetKeys
    | DeleteAsset
    | DeleteWithReceipt
    | DeleteResultWithReceipt
    | Annotate
    | DeleteSource
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Generic[S_co]):
    """Decision about one object: actions in order, then the status, then its changes."""

    actions: tuple[Action, ...] = ()
    status: S_co | None = None
    """The whole new status; None leaves it as it is."""
    write_every: float = 1.0
    """Seconds between two writes of this object's status, at least; a new state is written at once."""
    changes: tuple[Change, ...] = ()
    """Changes of the status, for Events and metrics."""
    requeue_after: float | None = None
    """Reconcile the object again after so many seconds even if no event comes."""
