"""A user for each run: its keys open what the policy says, a repeated attempt breaks nothing, nothing is left."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from media_insights.domain.planning.grants import Grant
from media_insights.domain.planning.references import Address
from media_insights.domain.store_address import StoreAddress
from media_insights.errors import AccessDenied, NoSuchObject, StoreError, Unavailable
from media_insights.storage.run_credentials.credentials import RunCredentials, S3Keys
from media_insights.storage.run_credentials.iam_users import iam_users_of
from media_insights.storage.s3 import S3Store, s3_store_of
from media_insights.storage.s3_access import S3Access
from tests import gateways
from tests.unit.fake_iam import FakeIam

PARENT = S3Keys(access_key="", secret_key="")
ASSET = "private/n/assets/a1/"
OWN = f"{ASSET}workflows/e2/"
SOURCE = "public/upload/n/日本 *.mp4"
GRANT = Grant(
    run="e2",
    bucket="media",
    reads=(Address("media", SOURCE), Address("footage", "2026/film.mp4")),
    reused=(f"{ASSET}workflows/e1/proxy.mp4",),
    optional=(f"{ASSET}workflows/e1/proxy.mp4",),
    writes=(OWN,),
    logs=f"{ASSET}logs/run-2/",
)


def users_at(endpoint: str, installation: Callable[[], str] = lambda: "uid-1") -> RunCredentials:
    address = StoreAddress.of("http://s3", bucket="media")
    access = S3Access(address=address, access_key=gateways.ACCESS_KEY, secret_key=gateways.SECRET_KEY)
    return iam_users_of(access, endpoint, installation)


@pytest.fixture
def iam() -> FakeIam:
    return FakeIam()


@pytest.fixture
def endpoint(iam: FakeIam) -> Iterator[str]:
    with iam.served() as found:
        yield found


def test_a_run_has_one_user_whose_name_holds_its_uid(iam: FakeIam, endpoint: str) -> None:
    keys = users_at(endpoint).of_run(GRANT, PARENT)
    [(name, user)] = iam.users.items()
    assert name.startswith("media-insights-")
    assert name.endswith("-e2")
    assert len(name.removesuffix("e2")) + 36 <= 64
    assert (user.keys, "e2" in user.policy) == ([keys.access_key], True)


def test_the_policy_is_there_before_the_keys_are(iam: FakeIam, endpoint: str) -> None:
    users_at(endpoint).of_run(GRANT, PARENT)
    assert iam.calls == ["CreateUser", "PutUserPolicy", "CreateAccessKey"]


def test_keys_of_the_attempt_before_stay_valid_and_older_ones_do_not(iam: FakeIam, endpoint: str) -> None:
    users = users_at(endpoint)
    made = [users.of_run(GRANT, PARENT).access_key for _ in range(4)]
    [user] = iam.users.values()
    assert user.keys == made[-2:]


@pytest.mark.parametrize("fails", ["PutUserPolicy", "CreateAccessKey"])
def test_an_attempt_that_broke_off_is_repeated(iam: FakeIam, endpoint: str, fails: str) -> None:
    users = users_at(endpoint)
    iam.fault = lambda form: (403, "AccessDenied") if form["Action"] == fails else None
    with pytest.raises(AccessDenied, match="credentials of the run e2"):
        users.of_run(GRANT, PARENT)
    iam.fault = lambda _: None
    assert users.of_run(GRANT, PARENT).access_key
    assert users.runs() == {"e2"}


@pytest.mark.parametrize("fails", ["ListAccessKeys", "DeleteAccessKey", "DeleteUserPolicy", "DeleteUser"])
def test_a_revocation_that_broke_off_is_repeated(iam: FakeIam, endpoint: str, fails: str) -> None:
    users = users_at(endpoint)
    users.of_run(GRANT, PARENT)
    iam.fault = lambda form: (503, "ServiceUnavailable") if form["Action"] == fails else None
    with pytest.raises(Unavailable):
        users.revoke("e2")
    iam.fault = lambda _: None
    for _ in range(2):
        users.revoke("e2")
    assert iam.users == {}


def test_only_this_installations_runs_are_found(iam: FakeIam, endpoint: str) -> None:
    ours, theirs = users_at(endpoint), users_at(endpoint, lambda: "uid-2")
    for run in ("e1", "e2", "e3"):
        ours.of_run(replace(GRANT, run=run), PARENT)
    theirs.of_run(replace(GRANT, run="e4"), PARENT)
    assert ours.runs() == {"e1", "e2", "e3"}
    assert theirs.runs() == {"e4"}
    ours.revoke("e4")
    assert len(iam.users) == 4


def test_nothing_is_made_before_the_installation_is_known(iam: FakeIam, endpoint: str) -> None:
    with pytest.raises(Unavailable, match="has not been seen yet"):
        users_at(endpoint, lambda: "").of_run(GRANT, PARENT)
    assert iam.calls == []


def test_a_service_that_is_not_there_may_come_back() -> None:
    with pytest.raises(Unavailable):
        users_at(f"http://127.0.0.1:{gateways.free_port()}").revoke("e2")


@dataclass(frozen=True)
class Real:
    """The gateway with its IAM program."""

    users: RunCredentials
    address: StoreAddress

    def store(self, keys: S3Keys | None = None, bucket: str = "media") -> S3Store:
        pair = (keys.access_key, keys.secret_key) if keys else (gateways.ACCESS_KEY, gateways.SECRET_KEY)
        return s3_store_of(S3Access(address=self.address, access_key=pair[0], secret_key=pair[1])).at(bucket)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    folder: Path = tmp_path_factory.mktemp("g")
    with gateways.serving_users(folder) as (s3, iam):
        made = Real(users_at(iam), StoreAddress.of(s3, bucket="media"))
        for bucket in ("media", "footage"):
            made.store(bucket=bucket).ensure_bucket()
        for key in (SOURCE, f"{ASSET}workflows/e1/proxy.mp4", f"{OWN}early.json", "private/m/assets/a9/secret.json"):
            made.store().put(key, b"content")
        made.store(bucket="footage").put("2026/film.mp4", b"film")
        made.store(bucket="footage").put("2026/other.mp4", b"film")
        yield made


def test_the_real_gateway_opens_what_the_run_needs(real: Real) -> None:
    keys = real.users.of_run(GRANT, PARENT)
    store = real.store(keys)
    for key in (SOURCE, f"{ASSET}workflows/e1/proxy.mp4", f"{OWN}early.json"):
        assert store.get(key) == b"content"
    assert real.store(keys, "footage").get("2026/film.mp4") == b"film"
    store.put(f"{OWN}result.json", b"{}")
    store.put(f"{ASSET}logs/run-2/pod/main.log", b"lines")
    assert {each.key for each in store.list(OWN)} == {f"{OWN}early.json", f"{OWN}result.json"}
    with pytest.raises(NoSuchObject):
        store.get(f"{OWN}not-written.json")
    assert list(store.list(f"{ASSET}workflows/e1/proxy.mp4/")) == []


def test_the_real_gateway_takes_large_files_in_parts(real: Real, tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(bytes(17 * 2**20))
    real.store(real.users.of_run(GRANT, PARENT)).put_file(f"{OWN}film.mp4", tmp_path / "film.mp4")
    assert real.store().head(f"{OWN}film.mp4").bytes == 17 * 2**20


def test_the_real_gateway_opens_nothing_else(real: Real) -> None:
    keys = real.users.of_run(GRANT, PARENT)
    store = real.store(keys)
    attempts: dict[str, Callable[[], object]] = {
        "read another tenant's": lambda: store.get("private/m/assets/a9/secret.json"),
        "read another upload": lambda: store.get("public/upload/n/other.mp4"),
        "read what lies beside the source": lambda: real.store(keys, "footage").get("2026/other.mp4"),
        "read its own plan's neighbour": lambda: store.get(f"{ASSET}workflows/e1/plan.json"),
        "write an earlier execution's": lambda: store.put(f"{ASSET}workflows/e1/proxy.mp4", b"x"),
        "write the source": lambda: store.put(SOURCE, b"x"),
        "write another tenant's": lambda: store.put("private/m/assets/a9/secret.json", b"x"),
        "delete its own": lambda: store.delete(f"{OWN}early.json"),
        "delete the source": lambda: store.delete(SOURCE),
        "list the bucket": lambda: list(store.list("")),
        "list all tenants": lambda: list(store.list("private/")),
        "climb": lambda: store.get(f"{OWN}../e1/plan.json"),
        "make a bucket": lambda: store.at("mine").ensure_bucket(),
    }
    allowed = [name for name, attempt in attempts.items() if not _is_denied(attempt)]
    assert allowed == []


def test_the_real_gateway_ends_the_rights_at_once(real: Real) -> None:
    keys = real.users.of_run(GRANT, PARENT)
    assert real.store(keys).get(SOURCE)
    assert "e2" in real.users.runs()
    real.users.revoke("e2")
    assert _is_denied(lambda: real.store(keys).get(SOURCE))
    assert "e2" not in real.users.runs()


def test_the_real_iam_keeps_the_keys_of_the_attempt_before(real: Real) -> None:
    made = []
    for _ in range(3):
        made.append(real.users.of_run(replace(GRANT, run="e5"), PARENT))
        time.sleep(1.1)  # an IAM tells when keys were made in whole seconds
    assert [_is_denied(lambda keys=keys: real.store(keys).get(SOURCE)) for keys in made] == [True, False, False]  # type: ignore[misc]
    real.users.revoke("e5")


def test_a_run_has_no_rights_at_the_real_iam(real: Real, request: pytest.FixtureRequest) -> None:
    assert request
    keys = real.users.of_run(GRANT, PARENT)
    endpoint = real.users.client.meta.endpoint_url  # type: ignore[attr-defined]
    access = S3Access(address=real.address, access_key=keys.access_key, secret_key=keys.secret_key)
    with pytest.raises(StoreError):
        iam_users_of(access, endpoint, lambda: "uid-1").of_run(replace(GRANT, run="e6"), PARENT)


def _is_denied(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except AccessDenied:
        return True
    except StoreError as error:
        return "Denied" in str(error)
    return False
