"""Namespaces are prepared with the tenant's own credentials, kept as they were made, and cleaned when closed."""

import asyncio
import base64
import copy
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import yaml
from aiohttp import web

from media_insights.compile.namespace import PREPARED
from media_insights.controller.followed_names import FollowedName
from media_insights.controller.surroundings import Surroundings
from media_insights.controller.tenants import REAPPLIED, Tenants
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.sources.tenancy import SourceRule, Tenant
from media_insights.errors import NotPrepared, Rejected, Unavailable
from media_insights.kube.client import connect
from media_insights.kube.resources import NAMESPACES, resource_of
from media_insights.settings.controller import ControllerSettings, read
from tests.unit.controller.fake_api import FakeApi, Manifest, refusal
from tests.unit.kube.conftest import kubeconfig

OWN = Tenant(namespace="news", sources=(SourceRule(bucket="footage", prefix="2026/"),), secret="of-news")


GIVEN = len(PREPARED) - 2
"""Objects that a namespace is given now; two more are what version 0.1 gave it."""


@dataclass
class Cluster(FakeApi):
    """An API server, and tenants that are looked after there, at a time of day."""

    folder: Path = Path()
    now: float = 1000.0
    caches: WatchCaches = field(default_factory=WatchCaches)

    def __post_init__(self) -> None:
        super().__init__()
        keys = {"accesskey": _encoded("theirs"), "secretkey": _encoded("hidden")}
        for name in ("of-news", "common"):
            data = {**keys, "accesskey": _encoded(name)}
            self.put("secrets", {"metadata": {"name": name, "namespace": "system"}, "data": data})

    def watch(self) -> None:
        """Bring what the API server has into the caches, and what it no longer has out of them."""
        for kind in ("NetworkPolicy", "Role", "RoleBinding", "ServiceAccount"):
            cache = self.caches[resource_of(kind)]
            for key, _ in tuple(cache.views()):
                cache.drop(key)
            for manifest in self.all(resource_of(kind).plural):
                cache.put(manifest)

    def patches(self) -> int:
        return sum(count for (verb, _), count in self.writes.items() if verb == "patch")


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.fixture
def settings() -> ControllerSettings:
    store = {"S3_ENDPOINT": "http://10.0.0.1:7070", "STORE_SECRET": "common", "NAMESPACE": "system"}
    store |= {"DESTINATIONS": '{"outside": {"ports": [443]}}', "RUN_CREDENTIALS": "shared"}
    return replace(read({f"MEDIA_INSIGHTS_{name}": value for name, value in store.items()}), tenants=(OWN,))


@pytest.fixture
def cluster(tmp_path: Path) -> Cluster:
    return Cluster(folder=tmp_path)


@pytest.fixture
async def tenants(cluster: Cluster, settings: ControllerSettings) -> AsyncIterator[Tenants]:
    with cluster.served():
        path = cluster.folder / "kubeconfig"
        path.write_text(yaml.safe_dump(kubeconfig(cluster.address)))
        api = await connect(str(path))
        around = Surroundings(api, settings.destinations, FollowedName("10.0.0.1"), lambda: cluster.now)
        yield Tenants(api, settings, cluster.caches, around, lambda: cluster.now)
        await api.close()


def keys_in(cluster: Cluster, namespace: str) -> set[str]:
    """The access keys that pods of a namespace find."""
    secrets = [each for each in cluster.all("secrets") if each["metadata"]["namespace"] == namespace]
    found = {base64.b64decode((each.get("data") or {}).get("accesskey", "")).decode() for each in secrets}
    return found - {""}


def content(manifest: Manifest) -> Manifest:
    return {field: value for field, value in manifest.items() if field != "metadata"}


def left_in(cluster: Cluster, namespace: str) -> list[str]:
    """What a namespace still holds of what it was given."""
    names = {(resource_of(kind).plural, namespace, name) for kind, name in PREPARED}
    return sorted(plural for plural, _, _ in names & set(cluster.objects))


async def test_a_namespace_is_prepared_once_however_many_ask(tenants: Tenants, cluster: Cluster) -> None:
    await asyncio.gather(*(tenants.ensure("n") for _ in range(5)))
    assert cluster.patches() == GIVEN
    cluster.watch()
    await tenants.ensure("n")
    await tenants.keep("n")
    assert cluster.patches() == GIVEN


async def test_a_run_asks_for_nothing_where_all_is_well(tenants: Tenants, cluster: Cluster) -> None:
    await tenants.ensure("n")
    cluster.watch()
    asked: list[str] = []
    cluster.fault = lambda request: asked.append(request.path)
    await tenants.ensure("n")
    assert asked == []


async def test_no_credentials_of_the_store_come_into_a_namespace(tenants: Tenants, cluster: Cluster) -> None:
    for namespace in ("news", "n"):
        await tenants.ensure(namespace)
        assert keys_in(cluster, namespace) == set()


async def test_an_attempt_goes_on_where_the_last_one_stopped(tenants: Tenants, cluster: Cluster) -> None:
    failing = ["rolebindings"]

    def fail(request: web.Request) -> web.Response | None:
        return refusal(503, "", "later") if failing and failing[0] in request.path else None

    cluster.fault = fail
    for _ in range(3):
        with pytest.raises(Unavailable):
            await tenants.ensure("n")
    failing.clear()
    await tenants.ensure("n")
    assert cluster.patches() == GIVEN


async def test_runs_reach_the_api_server_by_its_addresses(tenants: Tenants, cluster: Cluster) -> None:
    await tenants.ensure("n")
    (_, rule) = cluster.get("networkpolicies", "media-insights-operator")["spec"]["egress"]
    assert rule == {"ports": [{"port": 6444, "protocol": "TCP"}], "to": [{"ipBlock": {"cidr": "192.0.2.7/32"}}]}


async def test_without_these_addresses_nothing_is_prepared(tenants: Tenants, cluster: Cluster) -> None:
    cluster.remove("endpointslices", "kubernetes", "default")
    with pytest.raises(NotPrepared):
        await tenants.ensure("n")
    assert not cluster.patches()


Harm = Callable[[Manifest], object]
HARM: dict[str, tuple[str, str, Harm]] = {
    "another way out": (
        "networkpolicies",
        "media-insights-operator",
        lambda it: it["spec"]["egress"].append({}),
    ),
    "a way in": ("networkpolicies", "media-insights-operator", lambda it: it["spec"].update(ingress=[{}])),
    "other pods": (
        "networkpolicies",
        "media-insights-operator",
        lambda it: it["spec"]["podSelector"].update(matchLabels={"x": "y"}),
    ),
    "a wider outside": (
        "networkpolicies",
        "media-insights-operator-egress",
        lambda it: it["spec"]["egress"][0].pop("to"),
    ),
    "another right": ("roles", "media-insights-executor", lambda it: it["rules"][0]["verbs"].append("delete")),
    "another subject": ("rolebindings", "media-insights-executor", lambda it: it["subjects"].append({"kind": "User"})),
    "a token": (
        "serviceaccounts",
        "media-insights-operator",
        lambda it: it.update(automountServiceAccountToken=True),
    ),
}


@pytest.mark.parametrize("what", HARM)
async def test_what_was_changed_is_as_it_was_before_the_next_run(what: str, tenants: Tenants, cluster: Cluster) -> None:
    await tenants.ensure("n")
    plural, name, harm = HARM[what]
    before = content(cluster.get(plural, name))
    changed = {**copy.deepcopy(before), "metadata": cluster.get(plural, name)["metadata"]}
    harm(changed)
    assert content(changed) != before
    cluster.put(plural, changed)
    cluster.watch()
    await tenants.ensure("n")
    assert content(cluster.get(plural, name)) == before
    assert cluster.patches() == 2 * GIVEN, "with an account its token went, so all is applied again"


@pytest.mark.parametrize(("kind", "name"), [each for each in PREPARED if each[0] not in ("Secret", "ConfigMap")])
async def test_what_was_deleted_is_there_before_the_next_run(
    kind: str, name: str, tenants: Tenants, cluster: Cluster
) -> None:
    await tenants.ensure("n")
    cluster.remove(resource_of(kind).plural, name)
    cluster.watch()
    await tenants.ensure("n")
    assert cluster.get(resource_of(kind).plural, name)


async def test_what_others_add_beside_it_is_theirs(tenants: Tenants, cluster: Cluster) -> None:
    await tenants.ensure("n")
    account = cluster.get("serviceaccounts", "media-insights-operator")
    cluster.put("serviceaccounts", {**account, "secrets": [{"name": "x"}], "imagePullSecrets": [{"name": "y"}]})
    cluster.watch()
    await tenants.ensure("n")
    assert cluster.patches() == GIVEN


@pytest.mark.parametrize("plural", ["secrets", "configmaps"])
async def test_what_is_not_watched_comes_back_at_the_next_resync(
    plural: str, tenants: Tenants, cluster: Cluster
) -> None:
    await tenants.ensure("n")
    cluster.watch()
    gone = [each["metadata"]["name"] for each in cluster.all(plural) if each["metadata"]["namespace"] == "n"]
    for name in gone:
        cluster.remove(plural, name)
    cluster.now += REAPPLIED
    await tenants.keep("n")
    assert all(cluster.get(plural, name) for name in gone)


async def test_moved_api_servers_arrive(tenants: Tenants, cluster: Cluster) -> None:
    await tenants.ensure("n")
    cluster.watch()
    moved = {"ports": [{"port": 443}], "endpoints": [{"addresses": ["192.0.2.8"]}]}
    cluster.put("endpointslices", {**cluster.get("endpointslices", "kubernetes", "default"), **moved})
    cluster.now += 30
    await tenants.keep("n")
    assert "192.0.2.8/32" in yaml.safe_dump(cluster.all("networkpolicies"))
    assert cluster.patches() == GIVEN + 1


async def test_what_cannot_be_changed_is_made_anew(tenants: Tenants, cluster: Cluster) -> None:
    refused = [True]

    def fail(request: web.Request) -> web.Response | None:
        if request.method == "DELETE":
            refused.clear()
        bound = request.method == "PATCH" and "rolebindings" in request.path
        return refusal(422, "Invalid", "roleRef: cannot change roleRef") if bound and refused else None

    cluster.put("rolebindings", {"metadata": {"name": "media-insights-executor", "namespace": "n"}, "roleRef": {}})
    cluster.fault = fail
    await tenants.ensure("n")
    assert cluster.get("rolebindings", "media-insights-executor")["roleRef"]["name"] == "media-insights-executor"


async def test_what_is_refused_twice_is_an_error(tenants: Tenants, cluster: Cluster) -> None:
    cluster.fault = lambda request: refusal(422, "Invalid", "no") if "rolebindings" in request.path else None
    with pytest.raises(Rejected):
        await tenants.ensure("n")


async def test_a_closed_namespace_is_cleaned_secrets_first(tenants: Tenants, cluster: Cluster) -> None:
    await tenants.ensure("n")
    cluster.watch()
    deleted: list[str] = []

    def note(request: web.Request) -> web.Response | None:
        if request.method == "DELETE":
            deleted.append(request.path.split("/")[-2])
        return None

    cluster.fault = note
    assert await tenants.close("n", running=False) is False
    assert left_in(cluster, "n") == []
    assert deleted[:2] == ["secrets", "secrets"]
    assert deleted[-2:] == ["networkpolicies", "networkpolicies"]


async def test_pods_that_are_still_ending_stay_confined(tenants: Tenants, cluster: Cluster) -> None:
    await tenants.ensure("n")
    cluster.watch()
    assert await tenants.close("n", running=True) is True
    assert left_in(cluster, "n") == ["networkpolicies", "networkpolicies"]
    cluster.watch()
    assert await tenants.close("n", running=False) is False
    assert left_in(cluster, "n") == []


async def test_a_cleaning_that_was_interrupted_is_finished_by_another_process(
    tenants: Tenants, cluster: Cluster, settings: ControllerSettings
) -> None:
    await tenants.ensure("n")
    cluster.fault = lambda request: refusal(503, "", "later") if "serviceaccounts" in request.path else None
    with pytest.raises(Unavailable):
        await tenants.close("n", running=False)
    cluster.fault = lambda _: None
    cluster.watch()
    successor = Tenants(tenants._api, settings, cluster.caches, tenants._surroundings)
    await successor.close("n", running=False)
    assert left_in(cluster, "n") == []


async def test_a_namespace_that_holds_nothing_of_ours_is_left_alone(tenants: Tenants, cluster: Cluster) -> None:
    await tenants.ensure("n")
    cluster.watch()
    asked: list[str] = []
    cluster.fault = lambda request: asked.append(request.path)
    await tenants.close("other", running=False)
    assert asked == []


async def test_what_may_not_be_removed_stays_and_the_rest_goes(tenants: Tenants, cluster: Cluster) -> None:
    await tenants.ensure("n")
    cluster.watch()
    cluster.fault = lambda request: refusal(403, "Forbidden", "no") if "rolebindings" in request.path else None
    await tenants.close("n", running=False)
    assert left_in(cluster, "n") == ["rolebindings"]


async def test_prepared_namespaces_are_looked_at_again(
    tenants: Tenants, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media_insights.controller.tenants.FOLLOWED", 0.001)
    await tenants.ensure("n")
    enqueued: asyncio.Queue[object] = asyncio.Queue()
    task = asyncio.create_task(tenants.follow(enqueued.put_nowait))
    assert await asyncio.wait_for(enqueued.get(), 60) == (NAMESPACES, ("", "n"))
    assert await asyncio.wait_for(enqueued.get(), 60) == (NAMESPACES, ("", "n"))
    task.cancel()


def test_what_the_administrator_gave_a_namespace(settings: ControllerSettings) -> None:
    tenants = Tenants(None, settings, WatchCaches(), None)  # type: ignore[arg-type]  # nothing is asked
    found = tenants.of("news")
    assert (found.sources[1:], found.secret) == (OWN.sources, OWN.secret)
    assert tenants.of("n").secret == ""
