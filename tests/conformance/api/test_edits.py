"""Edits by the API: applied wherever results are read, taken back, and never lost."""

import asyncio
import threading
from typing import Any

import pytest

from media_insights.api.v1alpha1 import labels
from media_insights.domain.edits.edit_log import Edit
from media_insights.rest import announced_edits
from media_insights.storage.edit_logs import EditLogs
from tests.conformance.api.answers import code
from tests.conformance.api.shelf import RESULT
from tests.conformance.api.worlds import ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")
WATER = {"title": "water", "start": 2250}
TEXT_EDIT = {"operation": "text", "result": "words", "anchor": WATER, "value": "ice"}


async def titles(api: ApiWorld, path: str, query: str = "") -> list[str]:
    return [each["title"] for each in (await api.client.get(f"{path}/moments{query}")).json()["items"]]


async def edit(api: ApiWorld, path: str, **body: Any) -> Any:
    answer = await api.client.post(f"{path}/edits", json={"result": "words", **body})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_an_edited_text_is_read_everywhere_and_taken_back(api: ApiWorld) -> None:
    path = f"/v1/assets/{(await api.analysed())['id']}"
    made = await edit(api, path, **TEXT_EDIT)
    assert (made["state"], made["value"], bool(made["by"]), bool(made["at"])) == ("Applied", "ice", True, True)
    assert await titles(api, path) == ["deep", "deep", "ice"]
    assert "ice" in (await api.client.get(f"{path}/exports/csv")).text
    result = await api.client.get(f"{path}/results/words")
    assert [each["Name"] for each in result.json()["Words"]] == ["deep", "ice", "deep"]
    assert await titles(api, path, "?edits=off") == ["deep", "deep", "water"]
    assert "ice" not in (await api.client.get(f"{path}/exports/csv?edits=off")).text
    assert (await api.client.get(f"{path}/results/words?edits=off")).json() == RESULT
    known = await api.client.get(f"{path}/results/words", headers={"If-None-Match": result.headers["ETag"]})
    assert known.status_code == 304

    undone = await api.client.delete(f"{path}/edits/{made['id']}")
    assert (undone.status_code, undone.json()["operation"], undone.json()["undoes"]) == (200, "undo", made["id"])
    assert await titles(api, path) == ["deep", "deep", "water"]
    history = (await api.client.get(f"{path}/edits")).json()["items"]
    assert [(each["operation"], each["state"]) for each in history] == [("text", "Undone"), ("undo", "Applied")]
    await api.client.delete(f"{path}/edits/{undone.json()['id']}")
    assert await titles(api, path) == ["deep", "deep", "ice"]


async def test_names_are_merged_and_moments_reviewed(api: ApiWorld) -> None:
    path = f"/v1/assets/{(await api.analysed())['id']}"
    await edit(api, path, operation="confirm", anchor=WATER)
    found = (await api.client.get(f"{path}/moments")).json()["items"]
    assert [each["fields"].get("Review") for each in found] == [None, None, "Confirmed"]
    merged = await edit(api, path, operation="merge", originals=["deep", "water"], value="sea")
    assert await titles(api, path) == ["sea", "sea", "sea"]
    await edit(api, path, operation="reject", anchor={"title": "sea", "start": 1500})
    assert await titles(api, path) == ["sea"]
    await api.client.delete(f"{path}/edits/{merged['id']}")
    assert await titles(api, path) == ["water"]


async def test_two_editors_never_overwrite_each_other(api: ApiWorld) -> None:
    path = f"/v1/assets/{(await api.analysed())['id']}"
    etag = (await api.client.get(f"{path}/edits")).headers["ETag"]
    first = await api.client.post(f"{path}/edits", json=TEXT_EDIT, headers={"If-Match": etag})
    assert first.status_code == 201
    late = await api.client.post(f"{path}/edits", json={**TEXT_EDIT, "value": "snow"}, headers={"If-Match": etag})
    assert code(late) == (412, "changed-meanwhile")
    assert code(await api.client.delete(f"{path}/edits/{first.json()['id']}", headers={"If-Match": etag})) == (
        412,
        "changed-meanwhile",
    )
    resent = await api.client.post(f"{path}/edits", json=TEXT_EDIT, headers={"If-Match": etag})
    assert (resent.status_code, resent.json()["id"]) == (201, first.json()["id"])
    again = await api.client.post(
        f"{path}/edits", json={**TEXT_EDIT, "value": "snow"}, headers={"If-Match": first.headers["ETag"]}
    )
    assert again.status_code == 201
    assert await titles(api, path) == ["deep", "deep", "snow"]


@pytest.mark.parametrize("headers", [{"Idempotency-Key": "monday"}, {}])
async def test_a_repeated_edit_is_made_once(api: ApiWorld, headers: dict[str, str]) -> None:
    """Also one after which its own anchor, or its own original, is no longer there."""
    path = f"/v1/assets/{(await api.analysed())['id']}"
    rename = {"operation": "rename", "result": "words", "originals": ["deep"], "value": "low"}
    for version, body in enumerate((TEXT_EDIT, rename), 1):
        own = {name: f"{value} {version}" for name, value in headers.items()}
        answers = [await api.client.post(f"{path}/edits", json=body, headers=own) for _ in range(2)]
        assert [each.status_code for each in answers] == [201, 201], answers[-1].text
        assert answers[0].json() == answers[1].json()
        assert (await api.client.get(f"{path}/edits")).json()["version"] == version
    for _ in range(2):
        undone = await api.client.delete(f"{path}/edits/{answers[0].json()['id']}")
        assert (undone.status_code, undone.json()["operation"]) == (200, "undo")
    assert (await api.client.get(f"{path}/edits")).json()["version"] == 3
    if not headers:  # it was taken back: to say it once more is another edit
        again = await api.client.post(f"{path}/edits", json=rename)
        assert again.json()["id"] != answers[0].json()["id"]
        return
    other = await api.client.post(f"{path}/edits", json=TEXT_EDIT, headers={"Idempotency-Key": "monday 2"})
    assert code(other) == (409, "idempotency-key-reused")


async def test_an_edit_that_is_about_nothing_is_refused_by_field(api: ApiWorld) -> None:
    path = f"/v1/assets/{(await api.analysed())['id']}"

    async def places(**body: Any) -> list[str]:
        answer = await api.client.post(f"{path}/edits", json={**TEXT_EDIT, **body})
        assert code(answer) == (422, "invalid")
        return [each["at"] for each in answer.json()["errors"]]

    assert await places(result="wrods") == ["/result"]
    assert await places(anchor={"title": "water", "start": 90000}) == ["/anchor"]
    assert await places(value="") == ["/value"]
    assert await places(operation="merge", anchor=None, originals=["sea", "lake"]) == ["/originals"]
    assert await places(operation="speaker") == ["/operation"]
    assert code(await api.client.delete(f"{path}/edits/none")) == (404, "not-found")
    assert code(await api.client.post("/v1/assets/none/edits", json=TEXT_EDIT)) == (404, "not-found")


async def test_edits_go_with_their_asset(api: ApiWorld) -> None:
    made = await api.analysed()
    await edit(api, f"/v1/assets/{made['id']}", **TEXT_EDIT)
    await api.client.delete(f"/v1/assets/{made['id']}")
    await api.until("/v1/assets", lambda found: not found["items"])
    assert not [each.key for each in api.app.state.ports.store.list("") if f"/assets/{made['id']}/" in each.key]


async def test_whoever_follows_an_asset_is_told_of_edits(api: ApiWorld) -> None:
    """An edit is a change of the asset: of its version, which feeds, caches and events go by."""
    path = f"/v1/assets/{(await api.analysed())['id']}"
    seen = (await api.client.get(path)).headers["ETag"]
    await edit(api, path, **TEXT_EDIT)
    assert (await api.client.get(path)).headers["ETag"] != seen


async def announced(api: ApiWorld, made: Any) -> str:
    found = await api.app.state.ports.assets.get(api.namespace, made["name"])
    version: str = found.metadata.annotations.get(labels.EDITS, "")
    return version


async def test_an_edit_that_nobody_announced_is_announced_by_who_reads_it(api: ApiWorld) -> None:
    """A process died between the log and the asset, or an older replica was the last to announce."""
    made = await api.analysed()
    path = f"/v1/assets/{made['id']}"
    await edit(api, path, **TEXT_EDIT)
    assert await announced(api, made) == "1"
    body = {"operation": "merge", "result": "words", "originals": ["deep", "ice"], "value": "sea"}
    missed = Edit.model_validate({"id": "missed", "at": "2026-05-01T12:00:00Z", "by": "jane", **body})
    EditLogs(api.app.state.ports.store).add(api.namespace, made["id"], lambda _: missed)
    assert (await api.client.get(f"{path}/edits")).json()["version"] == 2
    assert await announced(api, made) == "2"


async def test_replicas_that_announce_in_any_order_leave_the_newest(
    api: ApiWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first one has read the log when the second one adds to it and announces that."""
    made = await api.analysed()
    path, first = f"/v1/assets/{made['id']}", threading.Event()
    loop = asyncio.get_running_loop()
    second: list[Any] = []

    class LateLogs(EditLogs):
        def read(self, namespace: str, asset_uid: str) -> Any:
            found = super().read(namespace, asset_uid)
            if not first.is_set():
                first.set()
                other = edit(api, path, operation="merge", originals=["deep", "ice"], value="sea")
                second.append(asyncio.run_coroutine_threadsafe(other, loop).result(60))
            return found

    monkeypatch.setattr(announced_edits, "EditLogs", LateLogs)
    await edit(api, path, **TEXT_EDIT)
    assert second
    assert await announced(api, made) == "2"
