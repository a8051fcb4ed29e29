"""Assumed role: a session for each run, which a policy narrows to what the run needs, and which ends by itself.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html; also Ceph's, SeaweedFS's and MinIO's STS.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from media_insights.domain.planning.grants import Grant
from media_insights.storage.run_credentials.boto_errors import error_of
from media_insights.storage.run_credentials.credentials import S3Keys
from media_insights.storage.run_credentials.policies import policy_of
from media_insights.storage.s3_access import S3Access

if TYPE_CHECKING:
    from types_boto3_sts import STSClient

_LONGEST_NAME = 64


def session_name_of(run: str) -> str:
    """Return the name of a run's sessions, which logs of the service show: at most 64 letters, digits and dashes."""
    return f"media-insights-{run}"[:_LONGEST_NAME]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumeRole:
    """Sessions of one role; see :class:`~media_insights.storage.run_credentials.credentials.RunCredentials`."""

    access: S3Access
    endpoint: str
    """URL of the STS; empty: AWS's own of the region."""
    role: str
    """ARN of a role that may do, below all prefixes of tenants, what runs may do below theirs."""
    seconds: int
    """How long a session lasts: at least 900, at most what the role allows."""

    _clients: dict[S3Keys, "STSClient"] = field(default_factory=dict, repr=False)
    """Parent → its client, which is expensive to make: there are as many as namespaces with a Secret of their own."""

    expires = True
    from_parent = True

    def of_run(self, grant: Grant, parent: S3Keys) -> S3Keys:
        """Return the keys of a new session; earlier ones of the run last until their own end."""
        policy = policy_of(grant)
        try:
            made = self._client(parent).assume_role(
                RoleArn=self.role,
                RoleSessionName=session_name_of(grant.run),
                Policy=policy,
                DurationSeconds=self.seconds,
            )["Credentials"]
        except (ClientError, BotoCoreError, OSError) as error:
            raise error_of(error, f"credentials of the run {grant.run}") from error
        return S3Keys(
            access_key=made["AccessKeyId"],
            secret_key=made["SecretAccessKey"],
            session_token=made["SessionToken"],
            expires_at=made["Expiration"],
        )

    def revoke(self, run: str) -> None:
        """Do nothing: STS knows no end of one session but its own; the Secret that holds it is removed."""

    def runs(self) -> frozenset[str]:
        """Return none: sessions end by themselves."""
        return frozenset()

    def _client(self, parent: S3Keys) -> "STSClient":
        if parent not in self._clients:
            self._clients[parent] = self._new_client(parent)
        return self._clients[parent]

    def _new_client(self, parent: S3Keys) -> "STSClient":
        client: STSClient = boto3.session.Session().client(
            "sts",
            endpoint_url=self.endpoint or None,
            region_name=self.access.address.region,
            aws_access_key_id=parent.access_key or None,
            aws_secret_access_key=parent.secret_key or None,
            verify=self.access.ca_file or None,
            config=Config(
                connect_timeout=3,
                read_timeout=20,
                retries={"mode": "standard", "total_max_attempts": 3},
                max_pool_connections=32,
            ),
        )
        return client
