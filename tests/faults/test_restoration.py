"""The cluster is lost, the store is kept: assets come back as they were, and nothing of them runs again."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.search.indexing import bring_up_to_date
from media_insights.search.sqlite.sqlite_index import SqliteIndex
from media_insights.storage.folder import FolderStore
from media_insights.storage.folder_multipart import FolderMultipart
from media_insights.storage.library import Library
from media_insights.storage.word_lists import WordLists
from tests import gateways
from tests.faults import api_proxy, api_servers, installation, served_api
from tests.faults.api_servers import ApiServer
from tests.faults.installation import BUCKET, Controllers, World

LABELS = {"Labels": [{"Timestamp": 40, "Label": {"Name": "Harbour – 港", "Confidence": 90}}]}
INDEX = {
    "list": "$.Labels[*]",
    "kind": "Label",
    "time": {"at": "Timestamp"},
    "confidence": {"field": "Label.Confidence"},
    "fields": {"Name": "Label.Name"},
}
HOLD = "mediainsights.dev/legal-hold"
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Lost:
    """What the lost cluster answered, and what was in the store."""

    answers: Answers
    ids: Mapping[str, str]
    """Name of an asset or execution → its id."""
    events: list[str]
    found: int
    """Moments in a search index of everything."""


@pytest.fixture
def second(tmp_path: Path) -> Iterator[ApiServer]:
    """Another cluster, with a new etcd, in which nothing but the chart was ever installed."""
    folder = tmp_path / "second"
    folder.mkdir()
    with api_servers.serving(folder) as made:
        installation.install(made)
        served_api.install(made)
        yield made


def from_git(world: World) -> None:
    """Make a workflow and an operator of the tenant's own, as is done from Git in every cluster."""
    world.own_workflow()
    operator = {"spec": {"index": INDEX, "outputs": [{"name": "result", "file": "result.json", "result": True}]}}
    world.server.patch(f"{installation.OURS}/mediaoperators/{world.own_operator}", operator)


def used(world: World) -> list[str]:
    """Use the cluster; return the names of the assets: one that ran twice, one on hold, one that still runs."""
    world.controllers.environment["MEDIA_INSIGHTS_COPY_SECONDS"] = "1"
    world.controllers.start()
    own = [{"name": "own"}]
    names = [
        world.asset(title="Harbour at dawn – 港", workflows=own),
        world.asset(title="held"),
        world.asset(workflows=[]),
    ]
    for name in names[:2]:
        world.reaches(name, "Complete")
    world.server.patch(world._path("mediaassets") + f"/{names[1]}", {"metadata": {"annotations": {HOLD: "court"}}})
    again = {"metadata": {"name": f"{names[0]}-again"}, "spec": {"asset": names[0], "workflow": "own"}}
    kind = {"apiVersion": "mediainsights.dev/v1alpha1", "kind": "MediaExecution"}
    world.server.create(world._path("mediaexecutions"), {**kind, **again})
    world.reaches(names[0], "Complete")
    world.argo.holds.set()
    names.append(world.asset(title="running"))
    world.reaches(names[3], "Started")
    found = results(world, names[0])
    assert len(found) == 2
    for key in found:
        world.store.put(key, json.dumps(LABELS).encode())
    WordLists(world.store, world.namespace).put("vocabularies", "names", b"Harbour\n")
    return names


def results(world: World, asset: str) -> list[str]:
    """Return the keys of what the tenant's own operator found of an asset, of all its executions."""
    uid = world.server.get(f"{world._path('mediaassets')}/{asset}")["metadata"]["uid"]  # type: ignore[index]
    listed = world.store.list(f"private/{world.namespace}/assets/{uid}/workflows/")
    return [each.key for each in listed if each.key.endswith(f"/{world.own_operator}.json")]


def copied(world: World) -> bool:
    """Whether the store has the objects of every asset that was decided on, as they are now."""
    for asset in world._items("mediaassets"):
        key = f"private/{world.namespace}/assets/{asset['metadata']['uid']}/objects.json"
        try:
            held = json.loads(world.store.get(key))
        except Exception:  # noqa: BLE001 - it is not there yet
            return False
        ran = {each["metadata"]["uid"]: each["metadata"]["resourceVersion"] for each in held["executions"]}
        now = {
            each["metadata"]["uid"]: each["metadata"]["resourceVersion"]
            for each in world.executions(asset["metadata"]["name"])
        }
        if held["asset"]["metadata"]["resourceVersion"] != asset["metadata"]["resourceVersion"] or ran != now:
            return False
    return True


async def answers(world: World, folder: Path) -> Answers:
    """Return what the API says of everything, by routes without ids."""
    found: dict[str, Any] = {}
    multipart = FolderMultipart(FolderStore(folder / "uploads"))
    async with served_api.serving(world.server, folder, world.store, multipart) as api:
        api.headers["Authorization"] = f"Bearer {world.server.token}"
        for asset in (await ask(api, f"/v1/assets?namespace={world.namespace}"))["items"]:
            route = f"/v1/assets/{asset['id']}"
            found[asset["name"]] = {
                "asset": await ask(api, route),
                "edits": await ask(api, f"{route}/edits"),
                "results": await ask(api, f"{route}/results"),
                "moments": await ask(api, f"{route}/moments"),
            }
        for run in (await ask(api, f"/v1/executions?namespace={world.namespace}"))["items"]:
            found[run["name"]] = await ask(api, f"/v1/executions/{run['id']}")
        found["lists"] = await ask(api, f"/v1/word-lists?namespace={world.namespace}")
    return found


async def ask(api: httpx.AsyncClient, route: str) -> Any:
    answer = await api.get(route)
    return answer.json() if answer.is_success else {"status": answer.status_code, **answer.json()}


async def edited(world: World, folder: Path, asset: str) -> None:
    """Rename a label of an asset, as a person does."""
    multipart = FolderMultipart(FolderStore(folder / "uploads"))
    async with served_api.serving(world.server, folder, world.store, multipart) as api:
        api.headers["Authorization"] = f"Bearer {world.server.token}"
        uid = world.server.get(f"{world._path('mediaassets')}/{asset}")["metadata"]["uid"]  # type: ignore[index]
        body = {"operation": "rename", "result": world.own_operator, "originals": ["Harbour – 港"], "value": "Port"}
        answer = await api.post(f"/v1/assets/{uid}/edits", json=body)
        assert answer.status_code == 201, answer.text


def ids_of(world: World) -> dict[str, str]:
    objects = [*world._items("mediaassets"), *world._items("mediaexecutions")]
    return {each["metadata"]["name"]: each["metadata"]["uid"] for each in objects}


def indexed(world: World, folder: Path) -> int:
    """Build a search index of everything from nothing, and return how many moments it has."""
    index = SqliteIndex(folder / "index.sqlite")
    ran = [MediaExecution.model_validate(each) for each in world._items("mediaexecutions")]
    assets = [MediaAsset.model_validate(each) for each in world._items("mediaassets")]
    pairs = [(each, [run for run in ran if run.spec.asset == each.metadata.name]) for each in assets]
    bring_up_to_date(index, Library(world.store), pairs)
    return len(index.content())


def events(world: World) -> list[str]:
    return [each.key for each in world.store.list(f"private/{world.namespace}/events/")]


def media(world: World, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `kubectl media` as an administrator who has the keys of the store."""
    environment = {
        **os.environ,
        "KUBECONFIG": str(
            api_servers.kubeconfig(
                folder / "a.kubeconfig", world.server.url, world.server.token, world.server.authority
            )
        ),
        "MEDIA_INSIGHTS_S3_ENDPOINT": world.controllers.environment["MEDIA_INSIGHTS_S3_ENDPOINT"],
        "MEDIA_INSIGHTS_S3_BUCKET": BUCKET,
        "MEDIA_INSIGHTS_S3_ACCESS_KEY": gateways.ACCESS_KEY,
        "MEDIA_INSIGHTS_S3_SECRET_KEY": gateways.SECRET_KEY,
    }
    program = "from media_insights.cli.cluster.kubectl import main; main()"
    command = [sys.executable, "-c", program, *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)


def outcomes(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    assert done.returncode == 0, done.stdout + done.stderr
    return {each["asset"]: each["outcome"] for each in json.loads(done.stdout)["assets"]}


def renamed(found: Any, before: Mapping[str, str], now: Mapping[str, str]) -> Any:
    """Return answers with the new ids where the former ones were."""
    text = json.dumps(found)
    for name, uid in before.items():
        text = text.replace(uid, now[name])
    return json.loads(text)


def timeless(found: Any) -> Any:
    """Return answers without what says when an object was made, and which Argo Workflow ran it."""
    if isinstance(found, dict):
        return {
            key: timeless(value) for key, value in found.items() if key not in ("created", "argo", "resourceVersion")
        }
    return [timeless(each) for each in found] if isinstance(found, list) else found


def lose(world: World, folder: Path, names: list[str]) -> Lost:
    asyncio.run(edited(world, folder, names[0]))
    world.controllers.restart()  # a new leader writes the objects of all assets
    world.until(lambda: copied(world), "the store has the objects of every asset")
    lost = Lost(asyncio.run(answers(world, folder)), ids_of(world), events(world), indexed(world, folder))
    world.controllers.kill()
    return lost


def test_everything_comes_back_and_nothing_runs(world: World, second: ApiServer, tmp_path: Path) -> None:
    served_api.install(world.server)
    from_git(world)
    names = used(world)
    lost = lose(world, tmp_path, names)
    with api_proxy.before(second) as proxy:
        folder = tmp_path / "again"
        folder.mkdir()
        second.create("/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {
            "name": world.namespace, "labels": {"mediainsights.dev/enabled": "true"}}})  # fmt: skip
        endpoint = world.controllers.environment["MEDIA_INSIGHTS_S3_ENDPOINT"]
        iam = world.controllers.environment["MEDIA_INSIGHTS_RUN_CREDENTIALS_ENDPOINT"]
        environment = installation.environment_of(second, proxy.address, endpoint, iam, folder)
        new = replace(world, server=second, controllers=Controllers(environment, folder))
        from_git(new)
        new.controllers.start()
        try:
            restored_while_a_controller_runs(new, lost, names, folder)
        finally:
            new.controllers.kill()


def restored_while_a_controller_runs(new: World, lost: Lost, names: list[str], folder: Path) -> None:
    here = ("restore", "-n", new.namespace, "-o", "json")
    assert outcomes(media(new, folder, *here, "--dry-run")) == dict.fromkeys(names, "Restore")
    assert new._items("mediaassets") == []
    assert outcomes(media(new, folder, *here)) == dict.fromkeys(names, "Restored")
    new.until(lambda: all(ready(new, each) for each in names), "the controller has seen all of them")

    now = ids_of(new)
    assert now.keys() == lost.ids.keys()
    assert not set(now.values()) & set(lost.ids.values())
    found, before = asyncio.run(answers(new, folder)), renamed(lost.answers, lost.ids, now)
    running = names[3]
    for name in before.keys() - {running, *(each for each in before if each.startswith(f"{running}-"))}:
        assert timeless(found[name]) == timeless(before[name]), name
    assert [each["status"]["state"] for each in new.executions(running)] == ["Error"]
    assert "the cluster was lost" in new.message(running)
    assert found[names[0]]["asset"]["title"] == "Harbour at dawn – 港"
    assert found[names[0]]["edits"]["items"][0]["state"] == "Applied"
    assert new.server.get(f"{new._path('mediaassets')}/{names[1]}")["metadata"]["annotations"][HOLD] == "court"  # type: ignore[index]

    assert new.server.items(installation.RUNS + "/workflows") == []
    assert indexed(new, folder) == lost.found > 0
    told = [key for key in events(new) if key not in lost.events]
    ended = [uid for name, uid in now.items() if name.startswith(running)]  # that it ended otherwise is new
    assert {key: new.store.get(key) for key in told if not any(uid in key for uid in ended)} == {}
    assert set(lost.events) <= set(events(new))
    assert asyncio.run(by_former_id(new, folder, lost.ids[names[0]])) == now[names[0]]
    assert set(outcomes(media(new, folder, *here)).values()) == {"Present"}  # their files have moved
    assert new._lost() == set()


async def by_former_id(world: World, folder: Path, uid: str) -> str:
    multipart = FolderMultipart(FolderStore(folder / "uploads"))
    async with served_api.serving(world.server, folder, world.store, multipart) as api:
        api.headers["Authorization"] = f"Bearer {world.server.token}"
        return str((await ask(api, f"/v1/assets/{uid}"))["id"])


def ready(world: World, asset: str) -> bool:
    found = world.server.get(f"{world._path('mediaassets')}/{asset}") or {}
    return bool(found.get("status", {}).get("conditions"))
