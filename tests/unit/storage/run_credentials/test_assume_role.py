"""A session for each run: the role, narrowed by the run's policy, for as long as the administrator says."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import botocore.session
import pytest

from media_insights.domain.planning.grants import Grant
from media_insights.domain.store_address import StoreAddress
from media_insights.errors import AccessDenied, StoreError, Unavailable
from media_insights.storage.run_credentials.assume_role import AssumeRole, session_name_of
from media_insights.storage.run_credentials.credentials import RunCredentials, S3Keys
from media_insights.storage.run_credentials.policies import policy_of
from media_insights.storage.s3_access import S3Access
from tests.unit.fake_iam import FakeIam

GRANT = Grant(run="6f1c", bucket="media", writes=("private/n/assets/a/workflows/6f1c/",), logs="private/n/logs/")
PARENT = S3Keys(access_key="a", secret_key="b")
KEY = "AKIA0000000000000001"
ROLE = "arn:aws:iam::1:role/runs"


@pytest.fixture
def sts() -> FakeIam:
    return FakeIam()


@pytest.fixture
def sessions(sts: FakeIam) -> Iterator[RunCredentials]:
    access = S3Access(address=StoreAddress.of("http://s3", bucket="media"))
    with sts.served() as endpoint:
        yield AssumeRole(access=access, endpoint=endpoint, role=ROLE, seconds=900)


def test_a_run_gets_a_session_with_its_policy(sts: FakeIam, sessions: RunCredentials) -> None:
    keys = sessions.of_run(GRANT, PARENT)
    [asked] = sts.sessions
    assert (asked["RoleArn"], asked["DurationSeconds"]) == (ROLE, "900")
    assert asked["RoleSessionName"] == "media-insights-6f1c"
    assert json.loads(asked["Policy"]) == json.loads(policy_of(GRANT))
    assert (keys.access_key, keys.secret_key, keys.session_token) == (KEY, f"secret-of-{KEY}", f"token-of-{KEY}")
    assert keys.expires_at == datetime(2026, 5, 1, 13, tzinfo=UTC)


def test_nothing_is_left_to_revoke(sts: FakeIam, sessions: RunCredentials) -> None:
    sessions.revoke("6f1c")
    assert (sessions.runs(), sessions.expires, sts.calls) == (frozenset(), True, [])


@pytest.mark.parametrize(
    ("answer", "kind"), [((403, "AccessDenied"), AccessDenied), ((503, "ServiceUnavailable"), Unavailable)]
)
def test_a_refusal_says_whose_fault_it_is(
    sts: FakeIam, sessions: RunCredentials, answer: tuple[int, str], kind: type[Exception]
) -> None:
    sts.fault = lambda _: answer
    with pytest.raises(kind, match="credentials of the run 6f1c"):
        sessions.of_run(GRANT, PARENT)


def test_what_is_asked_is_within_the_limits_of_the_service() -> None:
    """As the service's own description has them, which botocore ships."""
    model = botocore.session.get_session().get_service_model("sts")
    asked = model.operation_model("AssumeRole").input_shape
    assert asked is not None
    limits = {name: asked.members[name].metadata for name in ("RoleSessionName", "DurationSeconds", "Policy")}
    longest = session_name_of("0d4bd5a1-6f0c-4d1e-8a3c-1f2e3d4c5b6a" * 2)
    assert limits["RoleSessionName"]["min"] <= len(session_name_of("")) <= len(longest)
    assert len(longest) <= limits["RoleSessionName"]["max"]
    assert (limits["DurationSeconds"]["min"], limits["DurationSeconds"]["max"]) == (900, 43_200)
    assert policy_of(replace(GRANT, writes=("private/n/ж/",))).isascii()
    assert set(asked.required_members) == {"RoleArn", "RoleSessionName"}


def test_without_a_key_the_accounts_own_token_is_what_sessions_are_made_from(
    sts: FakeIam, sessions: RunCredentials, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the chart sets it with workloadIdentity: boto3's own chain, which exchanges the pod's token by itself."""
    assert isinstance(sessions, AssumeRole)
    token = tmp_path / "token"
    token.write_text("first", "utf-8")
    for name, value in (
        ("AWS_ROLE_ARN", "arn:aws:iam::1:role/installation"),
        ("AWS_WEB_IDENTITY_TOKEN_FILE", str(token)),
        ("AWS_ENDPOINT_URL_STS", sessions.endpoint),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none")),
        ("AWS_CONFIG_FILE", str(tmp_path / "none")),
    ):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    soon = datetime.now(UTC) + timedelta(minutes=1)  # boto3 asks anew for what ends within minutes
    sts.expiration = soon.strftime("%Y-%m-%dT%H:%M:%SZ")
    nobodys = S3Keys(access_key="", secret_key="")
    sessions.of_run(GRANT, nobodys)
    token.write_text("second", "utf-8")
    sessions.of_run(replace(GRANT, run="7f"), nobodys)
    assert [each["WebIdentityToken"] for each in sts.identities] == ["first", "second"]
    assert {each["RoleArn"] for each in sts.identities} == {"arn:aws:iam::1:role/installation"}
    assert sts.calls == ["AssumeRoleWithWebIdentity", "AssumeRole"] * 2
    assert sts.signers == ["", KEY, "", "AKIA0000000000000003"]
    assert [each["RoleArn"] for each in sts.sessions] == [ROLE, ROLE]


def test_a_role_that_is_none_is_named(sts: FakeIam) -> None:
    access = S3Access(address=StoreAddress.of("http://s3", bucket="media"))
    with sts.served() as endpoint, pytest.raises(StoreError, match="RoleArn"):
        AssumeRole(access=access, endpoint=endpoint, role="runs", seconds=900).of_run(GRANT, PARENT)
    assert sts.calls == []
