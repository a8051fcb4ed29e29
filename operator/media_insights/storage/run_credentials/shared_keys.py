"""Shared keys: runs get the keys of their installation or namespace, as they are. One trust domain, by declaration."""

from dataclasses import dataclass

from media_insights.domain.planning.grants import Grant
from media_insights.storage.run_credentials.credentials import S3Keys


@dataclass(frozen=True, slots=True)
class SharedKeys:
    """Parents' keys; see :class:`~media_insights.storage.run_credentials.credentials.RunCredentials`."""

    expires = False
    from_parent = True

    def of_run(self, grant: Grant, parent: S3Keys) -> S3Keys:  # noqa: ARG002 - it opens more than that
        """Return the parent's keys."""
        return parent

    def revoke(self, run: str) -> None:
        """Do nothing: the keys are not the run's."""

    def runs(self) -> frozenset[str]:
        """Return none: nothing was made."""
        return frozenset()
