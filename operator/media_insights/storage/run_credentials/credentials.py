"""Run credentials: keys that open what one run needs, made before it starts and revoked when it ends."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from media_insights.domain.planning.grants import Grant


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Keys:
    """What an S3 client signs its requests with."""

    access_key: str
    secret_key: str = field(repr=False)
    """Never part of what is printed or logged."""
    session_token: str = field(default="", repr=False)
    expires_at: datetime | None = None
    """When they stop to work by themselves; None: only when they are revoked."""


class RunCredentials(Protocol):
    """One way of giving a run credentials of its own. Calls block: not for the event loop.

    Every method may raise :class:`~media_insights.errors.Unavailable`, after which the same call may succeed, or
    :class:`~media_insights.errors.StoreError` where the store refuses, and may be repeated after a crash at any point.
    """

    @property
    def expires(self) -> bool:
        """Whether keys end by themselves, so that those of a long run must be made anew in time."""

    @property
    def from_parent(self) -> bool:
        """Whether the keys are made from the namespace's, so that ``parent`` is asked for."""

    def of_run(self, grant: Grant, parent: S3Keys) -> S3Keys:
        """Return keys that open what the grant says; ``parent``: the namespace's own, or else the installation's.

        Keys that the run has already stay valid: its pods may be using them.
        """

    def revoke(self, run: str) -> None:
        """End the credentials of a run (the execution's UID); one that has none is fine."""

    def runs(self) -> frozenset[str]:
        """Return the UIDs of all executions that have credentials which must be revoked."""
