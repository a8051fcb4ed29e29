"""IAM users: a user for each run, with a policy and keys, deleted when the run ends.

For stores that speak AWS's IAM: the embedded gateway's own IAM program, SeaweedFS. Names of users begin with a digest
of the installation, so that two of them may share a store.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from media_insights.domain.names import short_hash
from media_insights.domain.planning.grants import Grant
from media_insights.errors import MediaInsightsError, Unavailable
from media_insights.storage.run_credentials.boto_errors import code_of, error_of
from media_insights.storage.run_credentials.credentials import S3Keys
from media_insights.storage.run_credentials.policies import policy_of
from media_insights.storage.s3_access import S3Access

if TYPE_CHECKING:
    from types_boto3_iam import IAMClient

T = TypeVar("T")

POLICY = "run"
"""Name of a user's one policy."""
_MOST_KEYS = 2
"""Keys that a user may have at once, on AWS and on versitygw."""
_ABSENT = "NoSuchEntity"
_PRESENT = "EntityAlreadyExists"


@dataclass(frozen=True, slots=True)
class IamUsers:
    """Users of an IAM; see :class:`~media_insights.storage.run_credentials.credentials.RunCredentials`."""

    client: "IAMClient"
    installation: Callable[[], str]
    """What no other installation has, for instance its namespace's UID; empty: not known yet."""

    expires = False
    from_parent = False

    def of_run(self, grant: Grant, parent: S3Keys) -> S3Keys:  # noqa: ARG002 - users are made with the installation's keys
        """Return new keys of the run's user, who is made when there is none."""
        policy, name = policy_of(grant), self._name(grant.run)
        with _refusals(f"credentials of the run {grant.run}"):
            made = _unless(_PRESENT, lambda: self.client.create_user(UserName=name))
            self.client.put_user_policy(UserName=name, PolicyName=POLICY, PolicyDocument=policy)
            if not made:
                self._make_room(name)
            key = self.client.create_access_key(UserName=name)["AccessKey"]
        return S3Keys(access_key=key["AccessKeyId"], secret_key=key["SecretAccessKey"])

    def revoke(self, run: str) -> None:
        """Delete the run's user: its keys first, which ends its rights, then what else an IAM wants to be gone."""
        name = self._name(run)
        with _refusals(f"credentials of the run {run}"):
            for key in self._keys(name):
                _unless(_ABSENT, lambda key=key: self.client.delete_access_key(UserName=name, AccessKeyId=key))  # type: ignore[misc]
            _unless(_ABSENT, lambda: self.client.delete_user_policy(UserName=name, PolicyName=POLICY))
            _unless(_ABSENT, lambda: self.client.delete_user(UserName=name))

    def runs(self) -> frozenset[str]:
        """Return the runs whose users exist, page by page."""
        with _refusals("users of runs"):
            pages = self.client.get_paginator("list_users").paginate()
            names = [user["UserName"] for page in pages for user in page["Users"]]
        begin = self._name("")
        return frozenset(name.removeprefix(begin) for name in names if name.startswith(begin))

    def _make_room(self, name: str) -> None:
        """Delete the oldest keys of an earlier attempt; the newest may be in use by pods that it started."""
        for key in self._keys(name)[: 1 - _MOST_KEYS]:
            self.client.delete_access_key(UserName=name, AccessKeyId=key)

    def _keys(self, name: str) -> list[str]:
        """Return the IDs of a user's keys, oldest first."""
        found = _unless(_ABSENT, lambda: self.client.list_access_keys(UserName=name)["AccessKeyMetadata"]) or []
        return [each["AccessKeyId"] for each in sorted(found, key=lambda each: each["CreateDate"])]

    def _name(self, run: str) -> str:
        """Return a user's name: at most 60 characters, of the 64 that IAM allows."""
        installation = self.installation()
        if not installation:
            raise Unavailable("users of runs: which installation this is has not been seen yet")
        return f"media-insights-{short_hash(installation)}-{run}"


def iam_users_of(access: S3Access, endpoint: str, installation: Callable[[], str]) -> IamUsers:
    """Return the users of the IAM at an URL (empty: AWS's own); makes no request."""
    client: IAMClient = boto3.session.Session().client(
        "iam",
        endpoint_url=endpoint or None,
        region_name=access.address.region,
        aws_access_key_id=access.access_key or None,
        aws_secret_access_key=access.secret_key or None,
        verify=access.ca_file or None,
        config=Config(
            connect_timeout=3,
            read_timeout=20,
            retries={"mode": "standard", "total_max_attempts": 3},
            max_pool_connections=32,
        ),
    )
    return IamUsers(client, installation)


def _unless(code: str, call: Callable[[], T]) -> T | None:
    """Do something; None when the service says that it is done already."""
    try:
        return call()
    except ClientError as error:
        if code_of(error) == code:
            return None
        raise


@contextmanager
def _refusals(what: str) -> Iterator[None]:
    try:
        yield
    except MediaInsightsError:
        raise
    except (ClientError, BotoCoreError, OSError) as error:
        raise error_of(error, what) from error
