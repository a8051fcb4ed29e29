"""A run's Secret holds what the store gave, is replaced as a whole, and goes with its rights."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from media_insights.controller.followed_names import FollowedName
from media_insights.controller.run_secrets import RunSecrets
from media_insights.controller.surroundings import Surroundings
from media_insights.controller.tenants import Tenants
from media_insights.domain.planning.grants import Grant
from media_insights.domain.sources.tenancy import Tenant
from media_insights.errors import AccessDenied, NoCredentials, Unavailable
from media_insights.settings.controller import ControllerSettings
from media_insights.storage.run_credentials.credentials import S3Keys
from tests.unit.builders import plan
from tests.unit.controller.passes import Passes, settings

PLAN = plan("prepare: proxy; analyze: labels")
NAMESPACE, NAME = "newsroom", "media-insights-run-uid-of-run-1"
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


class Numbered:
    """Gives another key each time, and forgets those that are revoked."""

    expires = True
    from_parent = True

    def __init__(self, error: Exception | None = None) -> None:
        self.given: dict[str, S3Keys] = {}
        self.parents: list[S3Keys] = []
        self.error = error

    def of_run(self, grant: Grant, parent: S3Keys) -> S3Keys:
        if self.error:
            raise self.error
        self.parents.append(parent)
        number = len(self.parents)
        end = NOW + timedelta(hours=1)
        self.given[grant.run] = S3Keys(access_key=f"key-{number}", secret_key="s", session_token="t", expires_at=end)
        return self.given[grant.run]

    def revoke(self, run: str) -> None:
        if self.error:
            raise self.error
        self.given.pop(run, None)

    def runs(self) -> frozenset[str]:
        return frozenset()


def secrets_of(passes: Passes, credentials: Numbered, **changed: object) -> RunSecrets:
    found = replace(settings(), **changed)  # type: ignore[arg-type]  # fields of settings
    return RunSecrets(passes.api, tenants_of(passes, found), credentials, found, passes.store)


def tenants_of(passes: Passes, found: ControllerSettings) -> Tenants:
    around = Surroundings(passes.api, found.destinations, FollowedName("10.0.0.1"))
    return Tenants(passes.api, found, passes.caches, around)


def stored(passes: Passes) -> dict[str, str]:
    data = passes.cluster.get("secrets", NAME, NAMESPACE)["data"]
    return {name: base64.b64decode(value).decode() for name, value in data.items()}


async def test_a_run_finds_its_keys_in_its_secret(passes: Passes, tmp_path: Path) -> None:
    authority = tmp_path / "ca.crt"
    authority.write_text("PEM")
    store = replace(settings().store, ca_file=str(authority))
    await secrets_of(passes, Numbered(), store=store).make(PLAN)
    assert stored(passes) == {"accesskey": "key-1", "secretkey": "s", "sessiontoken": "t", "ca.crt": "PEM"}
    assert passes.cluster.get("secrets", NAME, NAMESPACE)["metadata"]["ownerReferences"][0]["uid"] == "uid-of-run-1"


async def test_a_repeated_attempt_replaces_the_secret_as_a_whole(passes: Passes) -> None:
    secrets = secrets_of(passes, Numbered())
    for number in (1, 2):
        await secrets.make(PLAN)
        assert stored(passes)["accesskey"] == f"key-{number}"
    assert passes.cluster.writes["patch", "secrets"] == 0


async def test_the_end_takes_rights_and_secret_and_may_be_repeated(passes: Passes) -> None:
    credentials = Numbered()
    secrets = secrets_of(passes, credentials)
    await secrets.make(PLAN)
    assert secrets.seconds_left("uid-of-run-1", NOW) == 3600
    for _ in range(2):
        await secrets.revoke(NAMESPACE, "uid-of-run-1")
        assert (credentials.given, passes.cluster.all("secrets")) == ({}, [])
    assert secrets.seconds_left("uid-of-run-1", NOW) == 0


async def test_rights_that_cannot_be_ended_now_keep_their_secret_until_they_are(passes: Passes) -> None:
    credentials = Numbered()
    secrets = secrets_of(passes, credentials)
    await secrets.make(PLAN)
    credentials.error = Unavailable("later")
    with pytest.raises(Unavailable):
        await secrets.revoke(NAMESPACE, "uid-of-run-1")
    assert stored(passes)["accesskey"] == "key-1"


async def test_a_refusal_of_the_store_is_told_as_one(passes: Passes) -> None:
    with pytest.raises(NoCredentials, match="may not make users"):
        await secrets_of(passes, Numbered(AccessDenied("may not make users"))).make(PLAN)
    assert passes.cluster.all("secrets") == []


@pytest.mark.parametrize(
    ("tenants", "installation", "expected"),
    [((), "", "a"), ((), "of-all", "theirs"), ((Tenant(namespace=NAMESPACE, secret="of-all"),), "", "theirs")],
)
async def test_keys_are_made_from_the_namespaces_own_or_the_installations(
    passes: Passes, tenants: tuple[Tenant, ...], installation: str, expected: str
) -> None:
    data = {name: base64.b64encode(b"theirs").decode() for name in ("accesskey", "secretkey")}
    passes.cluster.put("secrets", {"metadata": {"name": "of-all", "namespace": "system"}, "data": data})
    credentials = Numbered()
    await secrets_of(passes, credentials, tenants=tenants, store_secret=installation).make(PLAN)
    assert [each.access_key for each in credentials.parents] == [expected]


async def test_a_secret_of_the_namespace_that_is_not_there_is_named(passes: Passes) -> None:
    tenants = (Tenant(namespace=NAMESPACE, secret="of-news"),)
    with pytest.raises(NoCredentials, match="the Secret of-news is not there in system"):
        await secrets_of(passes, Numbered(), tenants=tenants).make(PLAN)


@pytest.mark.parametrize("damaged", ["no base64", base64.b64encode(b"\xff").decode()])
async def test_a_secret_of_the_namespace_that_is_damaged_is_named(passes: Passes, damaged: str) -> None:
    data = {"accesskey": damaged, "secretkey": ""}
    passes.cluster.put("secrets", {"metadata": {"name": "of-all", "namespace": "system"}, "data": data})
    with pytest.raises(NoCredentials, match="the keys in the Secret of-all in system are no text"):
        await secrets_of(passes, Numbered(), store_secret="of-all").make(PLAN)


async def test_a_certificate_authority_that_is_not_there_is_named(passes: Passes, tmp_path: Path) -> None:
    store = replace(settings().store, ca_file=str(tmp_path / "none.crt"))
    with pytest.raises(NoCredentials, match=r"certificate authority of the store cannot be read: .*none\.crt"):
        await secrets_of(passes, Numbered(), store=store).make(PLAN)


async def test_no_keys_are_made_where_the_authority_cannot_be_read(passes: Passes, tmp_path: Path) -> None:
    credentials = Numbered()
    store = replace(settings().store, ca_file=str(tmp_path / "none.crt"))
    with pytest.raises(NoCredentials, match="certificate authority"):
        await secrets_of(passes, credentials, store=store).make(PLAN)
    assert credentials.given == {}
