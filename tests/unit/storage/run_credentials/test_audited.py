"""Whoever is given credentials of a run is recorded; the credentials are not."""

import pytest

from media_insights.domain.planning.grants import Grant
from media_insights.errors import NoCredentials
from media_insights.ports.audit import AuditRecord
from media_insights.storage.run_credentials.audited import AuditedCredentials
from media_insights.storage.run_credentials.credentials import S3Keys
from media_insights.storage.run_credentials.shared_keys import SharedKeys

GRANT = Grant(run="e1", bucket="media")
KEYS = S3Keys(access_key="AKIA", secret_key="very secret")


class Refusing(SharedKeys):
    def of_run(self, grant: Grant, parent: S3Keys) -> S3Keys:
        raise NoCredentials("none left")


def test_credentials_are_recorded_from_their_making_to_their_end() -> None:
    records = list[AuditRecord]()
    audited = AuditedCredentials(SharedKeys(), records.append)
    assert (audited.expires, audited.from_parent, audited.runs()) == (False, True, frozenset())
    assert audited.of_run(GRANT, KEYS) == KEYS
    audited.revoke("e1")
    assert [(each.event, each.verb, each.kind, each.uid) for each in records] == [
        ("credentials", "create", "runcredentials", "e1"),
        ("credentials", "delete", "runcredentials", "e1"),
    ]
    assert "secret" not in str(records)


def test_a_refusal_is_recorded() -> None:
    records = list[AuditRecord]()
    with pytest.raises(NoCredentials):
        AuditedCredentials(Refusing(), records.append).of_run(GRANT, KEYS)
    assert [(each.answer, each.error) for each in records] == [(0, "NoCredentials")]
