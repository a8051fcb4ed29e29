"""Namespaces are prepared once, with the tenant's own credentials, and go on where an attempt stopped."""

import asyncio
import base64
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from aiohttp import web

from media_insights.controller.tenants import Tenants
from media_insights.domain.sources.tenancy import SourceRule, Tenant
from media_insights.errors import NotFound, Unavailable
from media_insights.kube.client import Api, connect
from media_insights.settings.controller import ControllerSettings, read
from tests.unit.controller.fake_api import FakeApi, Manifest, refusal
from tests.unit.kube.conftest import kubeconfig

SLICES = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes"
OWN = Tenant(namespace="news", sources=(SourceRule(bucket="footage", prefix="2026/"),), secret="of-news")


@pytest.fixture
def settings() -> ControllerSettings:
    store = {"S3_ENDPOINT": "http://s3.media.svc:7070", "S3_ACCESS_KEY": "common", "S3_SECRET_KEY": "secret"}
    found = read({f"MEDIA_INSIGHTS_{name}": value for name, value in {**store, "NAMESPACE": "system"}.items()})
    return replace(found, tenants=(OWN,))


@pytest.fixture
def cluster() -> FakeApi:
    found = FakeApi()
    keys = {"accesskey": base64.b64encode(b"theirs").decode(), "secretkey": base64.b64encode(b"hidden").decode()}
    found.put("secrets", {"metadata": {"name": "of-news", "namespace": "system"}, "data": keys})
    return found


@pytest.fixture
async def tenants(cluster: FakeApi, settings: ControllerSettings, tmp_path: Path) -> AsyncIterator[Tenants]:
    with cluster.served():
        (tmp_path / "kubeconfig").write_text(yaml.safe_dump(kubeconfig(cluster.address)))
        api: Api = await connect(str(tmp_path / "kubeconfig"))
        yield Tenants(api, settings)
        await api.close()


def keys_in(cluster: FakeApi, namespace: str) -> set[str]:
    """The access keys that pods of a namespace find."""
    secrets = [each for each in cluster.all("secrets") if each["metadata"]["namespace"] == namespace]
    return {str((each.get("stringData") or each.get("data") or {}).get("accesskey", "")) for each in secrets} - {""}


def applied(cluster: FakeApi) -> int:
    return sum(count for (verb, _), count in cluster.writes.items() if verb == "patch")


async def test_a_namespace_is_prepared_once_however_many_ask(tenants: Tenants, cluster: FakeApi) -> None:
    await asyncio.gather(*(tenants.ensure("n") for _ in range(5)))
    once = applied(cluster)
    await tenants.ensure("n")
    assert (applied(cluster), {each["metadata"]["namespace"] for each in cluster.all("networkpolicies")}) == (
        once,
        {"n"},
    )
    tenants.forget("n")
    await tenants.ensure("n")
    assert applied(cluster) == 2 * once


async def test_a_tenant_gets_its_own_credentials_and_the_others_the_installations(
    tenants: Tenants, cluster: FakeApi
) -> None:
    await tenants.ensure("news")
    await tenants.ensure("n")
    own, common = keys_in(cluster, "news"), keys_in(cluster, "n")
    assert own != common
    assert own <= {"theirs", base64.b64encode(b"theirs").decode()}
    assert common <= {"common", base64.b64encode(b"common").decode()}


async def test_an_attempt_goes_on_where_the_last_one_stopped(tenants: Tenants, cluster: FakeApi) -> None:
    failing = ["rolebindings"]

    def fail(request: web.Request) -> web.Response | None:
        return refusal(503, "", "later") if failing and failing[0] in request.path else None

    cluster.fault = fail
    for _ in range(3):
        with pytest.raises(Unavailable):
            await tenants.ensure("n")
    failing.clear()
    await tenants.ensure("n")
    assert all(count == 1 for (verb, _), count in _per_object(cluster).items() if verb == "patch")


def _per_object(cluster: FakeApi) -> dict[tuple[str, str], int]:
    """Writes of kinds that a namespace gets one object of."""
    objects = {plural: len([1 for each in cluster.all(plural) if each["metadata"].get("namespace") == "n"])
               for _, plural in cluster.writes}  # fmt: skip
    return {key: count // max(1, objects[key[1]]) for key, count in cluster.writes.items()}


async def test_a_secret_that_is_not_there_is_an_error(tenants: Tenants, cluster: FakeApi) -> None:
    cluster.remove("secrets", "of-news", "system")
    with pytest.raises(NotFound, match="of-news"):
        await tenants.ensure("news")
    assert not applied(cluster)


@pytest.mark.parametrize("known", [True, False])
async def test_runs_reach_the_api_server_by_its_addresses(tenants: Tenants, cluster: FakeApi, *, known: bool) -> None:
    found: Manifest = {"ports": [{"port": 6444}], "endpoints": [{"addresses": ["192.0.2.7"]}]}
    cluster.fault = lambda request: web.json_response(found) if known and request.path == SLICES else None
    await tenants.ensure("n")
    policies = yaml.safe_dump(cluster.all("networkpolicies"))
    assert ("192.0.2.7/32" in policies, "6444" in policies) == (known, known)
    assert ("6443" in policies) is not known


def test_what_the_administrator_gave_a_namespace(settings: ControllerSettings) -> None:
    tenants = Tenants(None, settings)  # type: ignore[arg-type]  # nothing is asked
    assert tenants.of("news") == OWN
    assert tenants.of("n").secret == ""
