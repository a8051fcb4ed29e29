"""The net below the decisions: sessions are made anew, what is over is revoked, old copies go once nobody uses them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from media_insights.controller.credential_upkeep import CredentialUpkeep
from media_insights.controller.run_secrets import RunSecrets
from media_insights.controller.snapshots import Snapshots
from media_insights.domain import layout
from media_insights.domain.planning.grants import Grant
from media_insights.domain.planning.plans_json import hash_of, plan_bytes
from media_insights.domain.sources.tenancy import RETIRED_REPOSITORY, RETIRED_SECRET
from media_insights.errors import LostLease, NotPrepared, Unavailable
from media_insights.storage.run_credentials.credentials import RunCredentials, S3Keys
from media_insights.storage.run_credentials.iam_users import iam_users_of
from tests.unit.builders import plan
from tests.unit.controller.fake_api import refusal
from tests.unit.controller.passes import Passes, settings
from tests.unit.controller.test_run_secrets import NOW, Numbered, tenants_of
from tests.unit.fake_iam import FakeIam

RESOLVED = plan("prepare: proxy; analyze: labels")
PLAN = replace(
    RESOLVED,
    asset=replace(RESOLVED.asset, namespace="n"),
    plan_key=layout.plan_key("n", RESOLVED.asset.uid, RESOLVED.execution.uid),
)
FORMER_COLLECTION = "private/collections/n/faces/staff/collection.json"
_PARENT = S3Keys(access_key="", secret_key="")


@pytest.fixture
def iam() -> FakeIam:
    return FakeIam()


@pytest.fixture
def users(iam: FakeIam) -> Iterator[RunCredentials]:
    with iam.served() as endpoint:
        yield iam_users_of(settings().store, endpoint, lambda: "uid-1")


def upkeep_of(passes: Passes, credentials: RunCredentials) -> CredentialUpkeep:
    api, found = passes.api, settings()
    secrets = RunSecrets(api, tenants_of(passes, found), credentials, found, passes.store)
    return CredentialUpkeep(
        caches=passes.caches,
        api=api,
        store=passes.store,
        secrets=secrets,
        snapshots=Snapshots(passes.store),
        seconds=3600,
    )


def execution(passes: Passes, uid: str, state: str) -> None:
    meta = {"name": f"run-{uid}", "namespace": "n", "uid": uid}
    spec = {"asset": "clip", "workflow": "flow"}
    passes.cluster.put("mediaexecutions", {"metadata": meta, "spec": spec, "status": {"state": state}})
    passes.watch()


async def test_credentials_of_what_is_over_or_unknown_are_revoked(
    passes: Passes, iam: FakeIam, users: RunCredentials
) -> None:
    upkeep = upkeep_of(passes, users)
    for uid, state in (("e1", "Started"), ("e2", "Complete"), ("e3", "Waiting"), ("e4", "Queued")):
        execution(passes, uid, state)
        users.of_run(_granted(uid), _PARENT)
    users.of_run(_granted("gone"), _PARENT)
    await upkeep.sweep()
    assert users.runs() == {"e1", "e3", "e4"}
    assert len(iam.users) == 3


async def test_a_store_that_does_not_answer_is_asked_again_later(
    passes: Passes, iam: FakeIam, users: RunCredentials
) -> None:
    users.of_run(_granted("gone"), _PARENT)
    upkeep = upkeep_of(passes, users)
    for fails in ("ListUsers", "DeleteAccessKey"):
        iam.fault = lambda form, fails=fails: (503, "ServiceUnavailable") if form["Action"] == fails else None  # type: ignore[misc]
        await upkeep.sweep()
        assert len(iam.users) == 1
    iam.fault = lambda _: None
    await upkeep.sweep()
    assert iam.users == {}


async def test_a_defect_of_one_kind_of_credentials_ends_no_round(passes: Passes) -> None:
    class Broken(Numbered):
        def runs(self) -> frozenset[str]:
            return frozenset({"gone"})

    sessions = Broken(ValueError("a defect"))
    upkeep = upkeep_of(passes, sessions)
    sessions.given["gone"] = _PARENT
    await upkeep.sweep()
    sessions.error = None
    await upkeep.sweep()
    assert sessions.given == {}


async def test_whoever_no_longer_leads_revokes_nothing(passes: Passes, users: RunCredentials) -> None:
    users.of_run(_granted("of-the-new-leader"), _PARENT)
    upkeep = upkeep_of(passes, users)
    upkeep.api = passes.api.fenced(lambda: False)
    with pytest.raises(LostLease):
        await upkeep.sweep()
    assert users.runs() == {"of-the-new-leader"}


@pytest.mark.parametrize(("minutes", "made"), [(0, 1), (29, 1), (31, 2)])
async def test_sessions_are_made_anew_when_half_of_them_is_over(passes: Passes, minutes: int, made: int) -> None:
    sessions = Numbered()
    upkeep = upkeep_of(passes, sessions)
    await _started(passes, "Waiting")
    await upkeep.renew(NOW)  # those that another process made are not known here
    await upkeep.renew(NOW + timedelta(minutes=minutes))
    assert len(sessions.parents) == made


@pytest.mark.parametrize("state", ["Complete", "Cancelled"])
async def test_sessions_of_what_is_over_are_left_to_end(passes: Passes, state: str) -> None:
    sessions = Numbered()
    await _started(passes, state)
    await upkeep_of(passes, sessions).renew(NOW)
    assert sessions.parents == []


@pytest.mark.parametrize("error", [Unavailable("later"), NotPrepared("no policy"), ValueError("a defect")])
async def test_a_session_that_cannot_be_made_now_is_made_in_the_next_round(passes: Passes, error: Exception) -> None:
    sessions = Numbered(error)
    upkeep = upkeep_of(passes, sessions)
    await _started(passes, "Started")
    await upkeep.renew(NOW)
    sessions.error = None
    await upkeep.renew(NOW)
    assert len(sessions.parents) == 1


async def test_a_session_of_what_ended_while_it_was_made_is_left_to_nobody(passes: Passes) -> None:
    class Slow(Numbered):
        def of_run(self, grant: Grant, parent: S3Keys) -> S3Keys:
            manifest = passes.cluster.get("mediaexecutions", PLAN.execution.name)
            passes.cluster.put("mediaexecutions", {**manifest, "status": {**manifest["status"], "state": "Complete"}})
            passes.watch()
            return super().of_run(grant, parent)

    sessions = Slow()
    upkeep = upkeep_of(passes, sessions)
    await _started(passes, "Started")
    await upkeep.renew(NOW)
    assert (len(sessions.parents), sessions.given) == (1, {})
    assert passes.cluster.all("secrets") == []


def _leave(passes: Passes) -> None:
    meta: dict[str, Any] = {"namespace": "n", "labels": {"app.kubernetes.io/managed-by": "media-insights"}}
    passes.cluster.put("secrets", {"metadata": {"name": RETIRED_SECRET, **meta}})
    passes.cluster.put("configmaps", {"metadata": {"name": RETIRED_REPOSITORY, **meta}})
    passes.store.put(FORMER_COLLECTION, b"{}")
    passes.watch()


def _left(passes: Passes) -> set[str]:
    objects = {each["metadata"]["name"] for kind in ("secrets", "configmaps") for each in passes.cluster.all(kind)}
    return objects | {info.key for info in passes.store.list("private/collections/")}


async def test_what_version_0_1_left_is_removed_once(passes: Passes, users: RunCredentials) -> None:
    _leave(passes)
    upkeep = upkeep_of(passes, users)
    for _ in range(2):
        await upkeep.tidy()
        assert _left(passes) == set()
    assert passes.store.get("private/n/collections/faces/staff/collection.json") == b"{}"
    assert passes.cluster.writes["delete", "secrets"] == 1


@pytest.mark.parametrize(
    ("status", "kept"), [({"phase": "Running"}, True), ({"finishedAt": "2026-05-01T12:00:00Z"}, False)]
)
async def test_runs_that_version_0_1_started_keep_keys_and_collections_until_they_end(
    passes: Passes, users: RunCredentials, status: dict[str, str], *, kept: bool
) -> None:
    meta = {"name": "old", "namespace": "n", "labels": {"mediainsights.dev/execution": "old"}}
    repository = {"artifactRepositoryRef": {"configMap": RETIRED_REPOSITORY, "key": "media-insights"}}
    passes.cluster.put("workflows", {"metadata": meta, "spec": repository, "status": status})
    _leave(passes)
    await upkeep_of(passes, users).tidy()
    assert _left(passes) == ({RETIRED_SECRET, RETIRED_REPOSITORY, FORMER_COLLECTION} if kept else set())


async def test_what_may_not_be_removed_is_tried_once_and_what_fails_again(
    passes: Passes, users: RunCredentials
) -> None:
    _leave(passes)
    upkeep = upkeep_of(passes, users)
    answers = [(503, ""), (403, "Forbidden")]
    tries: list[str] = []

    def fault(request: web.Request) -> web.Response | None:
        if request.method != "DELETE":
            return None
        tries.append(request.path)
        return refusal(*answers[min(len(tries), 2) - 1], "no")

    passes.cluster.fault = fault
    for _ in range(4):
        await upkeep.tidy()
    assert len(tries) == 2


async def _started(passes: Passes, state: str) -> None:
    uid = PLAN.execution.uid
    meta = {"name": PLAN.execution.name, "namespace": "n", "uid": uid}
    spec = {"asset": "clip", "workflow": "flow"}
    status = {"state": state, "planHash": hash_of(plan_bytes(PLAN)), "planKey": PLAN.plan_key}
    passes.cluster.put("mediaexecutions", {"metadata": meta, "spec": spec, "status": status})
    passes.asset()
    asset = passes.cluster.get("mediaassets", "clip")
    passes.cluster.put("mediaassets", {**asset, "metadata": {**asset["metadata"], "uid": PLAN.asset.uid}})
    marks = {"mediainsights.dev/asset-uid": PLAN.asset.uid, "mediainsights.dev/execution": "x"}
    passes.cluster.put("workflows", {"metadata": {**meta, "uid": "w", "labels": marks}, "spec": {}})
    passes.watch()
    await Snapshots(passes.store).write(PLAN)


def _granted(run: str) -> Grant:
    return Grant(run=run, bucket="media", writes=(f"private/n/assets/a/workflows/{run}/",), logs="private/n/logs/")
