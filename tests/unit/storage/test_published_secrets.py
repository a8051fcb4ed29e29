"""Objects that are Secrets of their run are found, whatever else it stored; nothing else is taken for one."""

import base64
import json
from pathlib import Path

import pytest

from media_insights.domain import layout
from media_insights.domain.running.run_place import place_of_plan
from media_insights.errors import NoSuchObject
from media_insights.storage import published_secrets
from media_insights.storage.folder import FolderStore
from media_insights.storage.published_secrets import LONGEST_TOKEN, PublishedSecrets
from media_insights.storage.run_credentials.credentials import S3Keys
from media_insights.storage.run_keys import MOST_DIGESTS, forget_keys, keep_digests, kept_keys
from tests.unit.builders import plan

PLAN = plan("prepare: proxy; analyze: labels")
PLACE = place_of_plan(PLAN)
OWN = layout.folder_of(PLAN.plan_key)
LOGS = layout.logs_prefix(PLAN.asset.namespace, PLAN.asset.uid, PLAN.execution.name)
KEYS = S3Keys(access_key="AKIA1", secret_key="c2VjcmV0", session_token="session")


def token(account: str) -> bytes:
    claims = json.dumps({"sub": f"system:serviceaccount:{account}"}).encode()
    return b".".join(base64.urlsafe_b64encode(each).rstrip(b"=") for each in (b'{"alg":"RS256"}', claims, b"signature"))


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    store = FolderStore(tmp_path, "media")
    keep_digests(store, PLACE, KEYS)
    return store


@pytest.mark.parametrize(
    ("key", "content"),
    [
        (f"{OWN}labels.json", KEYS.secret_key.encode()),
        (f"{OWN}labels.json", KEYS.access_key.encode()),
        (f"{OWN}labels.json", KEYS.session_token.encode()),
        (f"{OWN}labels.json/..2026/secretkey", KEYS.secret_key.encode()),
        (f"{LOGS}pod/main.log", KEYS.secret_key.encode()),
        (f"{OWN}frames.bin", token("newsroom:media-insights-executor")),
    ],
)
def test_a_secret_is_found(store: FolderStore, key: str, content: bytes) -> None:
    store.put(f"{OWN}proxy.json", b"{}")
    store.put(key, content)
    assert PublishedSecrets(store).of(PLACE) == (key,)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"c2VjcmV0 and more",
        token("newsroom:default"),
        token("another:media-insights-executor"),
        b"a.b.c",
        b"..",
        b"a." + b"[" * 5000 + b".c",
        b"." + base64.urlsafe_b64encode(b"[1]") + b".",
        KEYS.secret_key.encode() * LONGEST_TOKEN,
    ],
)
def test_what_is_none_stays(store: FolderStore, content: bytes) -> None:
    store.put(f"{OWN}labels.json", content)
    assert PublishedSecrets(store).of(PLACE) == ()


def test_earlier_keys_of_a_run_are_known_too(store: FolderStore) -> None:
    keep_digests(store, PLACE, S3Keys(access_key="AKIA2", secret_key="new"))
    store.put(f"{OWN}labels.json", KEYS.secret_key.encode())
    store.put(f"{OWN}proxy.json", b"new")
    assert PublishedSecrets(store).of(PLACE) == (f"{OWN}labels.json", f"{OWN}proxy.json")


def test_the_digests_lie_where_the_run_does_not_write_and_hold_no_key(store: FolderStore) -> None:
    (kept,) = [info.key for info in store.list(layout.asset_prefix(PLAN.asset.namespace, PLAN.asset.uid))]
    assert not kept.startswith((OWN, LOGS))
    assert KEYS.secret_key.encode() not in store.get(kept)


def test_without_digests_and_without_a_bucket_nothing_is_found(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, "media")
    assert PublishedSecrets(store).of(PLACE) == ()
    store.put(PLACE.keys, b"{not json")
    store.put(f"{OWN}labels.json", KEYS.secret_key.encode())
    assert PublishedSecrets(store).of(PLACE) == ()


def test_only_what_is_as_long_as_a_secret_is_read_and_once(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    get = FolderStore.get

    def counted(self: FolderStore, key: str) -> bytes:
        read.extend([key] if key != PLACE.keys else [])
        return get(self, key)

    monkeypatch.setattr(FolderStore, "get", counted)
    sizes = {"short": 3, "as-a-key": len(KEYS.secret_key), "as-a-token": 1000, "long": LONGEST_TOKEN + 1}
    for name, size in sizes.items():
        store.put(f"{OWN}{name}.json", b"x" * size)
    found = PublishedSecrets(store)
    assert (found.of(PLACE), found.of(PLACE)) == ((), ())
    assert read == [f"{OWN}as-a-key.json", f"{OWN}as-a-token.json"]
    store.put(f"{OWN}as-a-key.json", KEYS.secret_key.encode())
    assert found.of(PLACE) == (f"{OWN}as-a-key.json",), "what was written since is read again"


def test_of_a_flood_of_short_objects_some_are_read_and_those_in_outputs_own_places_first(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(published_secrets, "MOST_READ", 3)
    for number in range(9):
        store.put(f"{OWN}frames.bin/{number}", KEYS.secret_key.encode())
    store.put(f"{OWN}labels.json", KEYS.secret_key.encode())
    assert PublishedSecrets(store).of(PLACE) == (f"{OWN}frames.bin/0", f"{OWN}frames.bin/1", f"{OWN}labels.json")
    assert "stored 10 objects as short as a Secret, of which 3 are read" in caplog.text


def test_of_endless_objects_as_many_are_listed_as_a_plan_may_have(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published_secrets, "MOST_OF_A_RUN", 2)
    for name in ("a", "b", "c"):
        store.put(f"{OWN}{name}.json", KEYS.secret_key.encode())
    assert PublishedSecrets(store).of(PLACE) == (f"{OWN}a.json", f"{OWN}b.json")


def test_what_goes_while_it_is_looked_at_is_none(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put(f"{OWN}labels.json", KEYS.secret_key.encode())
    get = FolderStore.get

    def went(self: FolderStore, key: str) -> bytes:
        if key == f"{OWN}labels.json":
            raise NoSuchObject(key)
        return get(self, key)

    monkeypatch.setattr(FolderStore, "get", went)
    assert PublishedSecrets(store).of(PLACE) == ()


def test_what_was_removed_is_told_by_any_later_process(store: FolderStore) -> None:
    store.put(f"{OWN}labels.json", KEYS.secret_key.encode())
    assert PublishedSecrets(store).remove(PLACE) == (f"{OWN}labels.json",)
    assert PublishedSecrets(store).remove(PLACE) == ()
    keep_digests(store, PLACE, S3Keys(access_key="AKIA2", secret_key="new"))
    assert PublishedSecrets(store).of(PLACE) == (f"{OWN}labels.json",)
    forget_keys(store, PLACE)
    assert PublishedSecrets(store).of(PLACE) == ()


def test_it_is_noted_before_it_goes(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put(f"{OWN}labels.json", KEYS.secret_key.encode())

    def dies(self: FolderStore, key: str) -> None:
        raise ConnectionError(key)

    monkeypatch.setattr(FolderStore, "delete", dies)
    with pytest.raises(ConnectionError):
        PublishedSecrets(store).remove(PLACE)
    assert kept_keys(store, PLACE).published == (f"{OWN}labels.json",)


def test_sessions_that_are_made_anew_for_ever_keep_the_newest_digests(store: FolderStore) -> None:
    for number in range(MOST_DIGESTS):
        keep_digests(store, PLACE, S3Keys(access_key=f"AKIA{number}", secret_key="one"))
    kept = kept_keys(store, PLACE)
    assert len(kept.digests) == MOST_DIGESTS
    assert kept.holds(PLACE, f"AKIA{MOST_DIGESTS - 1}".encode())
    assert not kept.holds(PLACE, b"c2VjcmV0")
