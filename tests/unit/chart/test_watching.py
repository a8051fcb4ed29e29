"""What follows the cluster becomes ready with the rights that the chart gives to it, and asks for nothing else."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from aiohttp import web

from media_insights.cli.cluster.api_process import mirror_of
from media_insights.cli.cluster.events_process import relay_of
from media_insights.cli.cluster.indexer_process import upkeep_of
from media_insights.cluster.mirror import Mirror
from media_insights.kube.client import Api, connect
from media_insights.kube.resources import NAMESPACES
from media_insights.settings.api import ApiSettings
from media_insights.settings.events import EventsSettings
from media_insights.storage.folder import FolderStore
from tests.unit.chart.conftest import Manifest, Render
from tests.unit.cluster.indexers import settings_of
from tests.unit.controller.fake_api import FakeApi, address_of, refusal
from tests.unit.kube.conftest import kubeconfig

LIMITS = "media-insights-limits"
VALUES = {
    "api": {"enabled": True},
    "search": {"enabled": True},
    "events": {"enabled": True, "secretName": "sinks"},
}
Wired = Callable[[Path, Api], Mirror]


def _of_api(folder: Path, api: Api) -> Mirror:
    store = settings_of(folder, "").store
    return mirror_of(ApiSettings(namespace="media", store=store, key=b"k" * 32, limits_config_map=LIMITS), api)


def _of_indexer(folder: Path, api: Api) -> Mirror:
    settings = replace(settings_of(folder, ""), limits_config_map=LIMITS)
    return upkeep_of(settings, api, FolderStore(folder, "media")).mirror


def _of_relay(folder: Path, api: Api) -> Mirror:
    store = settings_of(folder, "").store
    settings = EventsSettings(namespace="media", limits_config_map=LIMITS, store=store, sinks=())
    return relay_of(settings, api, FolderStore(folder, "media")).mirror


def _allows(rule: Manifest, verb: str, group: str, plural: str, name: str) -> bool:
    allowed = group in rule["apiGroups"] and plural in rule["resources"] and verb in rule["verbs"]
    return allowed and (not rule.get("resourceNames") or name in rule["resourceNames"])


def enforce(cluster: FakeApi, rules: list[Manifest]) -> list[str]:
    """Refuse to read what no rule allows, as RBAC does; return where the refusals are noted."""
    refused: list[str] = []

    def refuse(request: web.Request) -> web.Response | None:
        parts = request.path.strip("/").split("/")
        if len(parts) < (3 if parts[0] == "api" else 4):  # discovery is for everybody
            return None
        plural, _, name, _ = address_of(request.path.strip("/"))
        verb = "get" if name else "watch" if request.query.get("watch") == "true" else "list"
        name = name or request.query.get("fieldSelector", "").removeprefix("metadata.name=")
        group = "" if parts[0] == "api" else parts[1]
        if any(_allows(rule, verb, group, plural, name) for rule in rules):
            return None
        refused.append(f"{verb} {plural}")
        return refusal(403, "Forbidden", f"{plural} is forbidden: User cannot {verb} resource {plural}")

    cluster.fault = refuse
    return refused


@pytest.mark.parametrize(
    ("role", "wired"),
    [("-media-api", _of_api), ("-media-search", _of_indexer), ("-media-events", _of_relay)],
    ids=["api", "indexer", "relay"],
)
async def test_becomes_ready_with_its_own_rights(
    render: Render, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: str, wired: Wired
) -> None:
    rules = render(VALUES).one("ClusterRole", role)["rules"]
    cluster = FakeApi()
    refused = enforce(cluster, rules)
    cluster.put("namespaces", {"metadata": {"name": "n"}})
    cluster.put("mediaassets", {"metadata": {"name": "clip", "namespace": "n"}, "spec": {}})
    with cluster.served() as address:
        path = tmp_path / "kubeconfig"
        path.write_text(yaml.safe_dump(kubeconfig(address, token="t")))
        monkeypatch.setenv("KUBECONFIG", str(path))
        api = await connect(str(path))
        mirror = wired(tmp_path, api)
        following = asyncio.create_task(mirror.run())
        ready = asyncio.create_task(mirror.ready.wait())
        await asyncio.wait([following, ready], timeout=60, return_when=asyncio.FIRST_COMPLETED)
        assert mirror.ready.is_set(), f"refused: {refused}"
        assert any(True for _ in mirror.caches[NAMESPACES].views()) is (role == "-media-api")
        following.cancel()
        ready.cancel()
        await asyncio.gather(following, ready, return_exceptions=True)
        await api.close()
    assert refused == []
