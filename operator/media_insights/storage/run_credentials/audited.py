"""Audited credentials: a way of giving runs credentials that records whom it gave some, and whose it ended."""

from dataclasses import dataclass

from media_insights.domain.planning.grants import Grant
from media_insights.ports.audit import Audit, AuditRecord
from media_insights.storage.audited_call import recorded
from media_insights.storage.run_credentials.credentials import RunCredentials, S3Keys


@dataclass(frozen=True, slots=True)
class AuditedCredentials:
    """The same credentials; see :class:`~media_insights.storage.run_credentials.credentials.RunCredentials`."""

    credentials: RunCredentials
    audit: Audit

    @property
    def expires(self) -> bool:
        """Whether keys end by themselves."""
        return self.credentials.expires

    @property
    def from_parent(self) -> bool:
        """Whether the keys are made from the namespace's."""
        return self.credentials.from_parent

    def of_run(self, grant: Grant, parent: S3Keys) -> S3Keys:
        """Return keys that open what the grant says, and record for which run they are; the keys are not recorded."""
        return recorded(self.audit, _record("create", grant.run), lambda: self.credentials.of_run(grant, parent))

    def revoke(self, run: str) -> None:
        """End the credentials of a run, and record it."""
        recorded(self.audit, _record("delete", run), lambda: self.credentials.revoke(run))

    def runs(self) -> frozenset[str]:
        """Return the UIDs of all executions that have credentials which must be revoked."""
        return self.credentials.runs()


def _record(verb: str, run: str) -> AuditRecord:
    """Return what is recorded: the uid is the execution's."""
    return AuditRecord(event="credentials", via="account", verb=verb, kind="runcredentials", uid=run, answer=200)
