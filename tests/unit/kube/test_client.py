"""The client at the wire: verbs, fence, counting, streams."""

import asyncio
import threading
from dataclasses import replace

import pytest
from aiohttp import web

from media_insights.errors import AlreadyExists, ApiError, Conflict, LostLease, NotFound, Unavailable
from media_insights.kube.client import Api
from media_insights.kube.resources import ASSETS, RUNS, TOKEN_REVIEWS, Resource
from media_insights.ports.audit import AuditRecord
from tests.unit.controller.fake_api import FakeApi, Manifest, refusal


async def test_objects_are_read_whole_or_as_metadata_only(api: Api) -> None:
    assert (await api.get(ASSETS, "n", "clip"))["spec"] == {"title": "clip"}
    assert [each["metadata"]["name"] for each in await api.items(ASSETS, "n")] == ["clip", "song"]
    assert await api.items(RUNS, only_metadata=True) == []


async def test_a_list_is_read_page_by_page(api: Api, cluster: FakeApi) -> None:
    asked: list[str] = []

    def paged(request: web.Request) -> web.Response:
        asked.append(request.query.get("continue", ""))
        more = {"": "b", "b": "c"}.get(asked[-1], "")
        return web.json_response({"metadata": {"continue": more}, "items": [{"page": asked[-1]}]})

    cluster.fault = paged
    assert await api.items(ASSETS) == [{"page": ""}, {"page": "b"}, {"page": "c"}]


async def test_a_merge_changes_what_it_names(api: Api, cluster: FakeApi) -> None:
    answer = await api.patch(ASSETS, "n", "clip", {"spec": {"title": "new"}})
    assert answer["spec"] == cluster.get("mediaassets", "clip")["spec"] == {"title": "new"}
    await api.patch(ASSETS, "n", "clip", {"status": {"phase": "x"}}, subresource="status")
    assert cluster.get("mediaassets", "clip")["status"] == {"phase": "x"}


async def test_who_wrote_is_noted(api: Api, cluster: FakeApi) -> None:
    managers: list[str] = []

    def note(request: web.Request) -> None:
        managers.append(request.query.get("fieldManager", ""))

    cluster.fault = note
    await api.patch(ASSETS, "n", "clip", {"spec": {"title": "new"}})
    await replace(api, manager="me").patch(ASSETS, "n", "clip", {"spec": {"title": "newer"}})
    assert managers == ["media-insights", "me"]


async def test_a_second_object_of_a_name_and_an_old_version_are_told_apart(api: Api) -> None:
    clip = await api.get(ASSETS, "n", "clip")
    with pytest.raises(AlreadyExists):
        await api.create(ASSETS, {"metadata": {"name": "clip", "namespace": "n"}})
    await api.patch(ASSETS, "n", "clip", {"spec": {"title": "new"}})
    with pytest.raises(Conflict):
        await api.replace(ASSETS, "n", "clip", clip)


async def test_deleting_says_whether_there_was_one(api: Api) -> None:
    assert await api.delete(ASSETS, "n", "clip")
    assert not await api.delete(ASSETS, "n", "clip")
    with pytest.raises(NotFound) as caught:
        await api.get(ASSETS, "n", "clip")
    assert (caught.value.refusal.kind, caught.value.refusal.name) == ("mediaassets", "clip")


async def test_who_may_not_write_only_reads(api: Api, cluster: FakeApi) -> None:
    fenced = api.fenced(lambda: False)
    await fenced.get(ASSETS, "n", "clip")
    for write in (fenced.delete(ASSETS, "n", "clip"), fenced.patch(ASSETS, "n", "clip", {})):
        with pytest.raises(LostLease):
            await write
    assert not cluster.writes


async def test_requests_are_counted_by_kind_verb_and_status(api: Api, cluster: FakeApi) -> None:
    counted: list[tuple[str, str, str, int]] = []

    def count(resource: Resource, verb: str, subresource: str, status: int) -> None:
        counted.append((resource.kind, verb, subresource, status))

    cluster.fault = lambda request: refusal(403, "Forbidden", "no") if request.method == "DELETE" else None
    counting = replace(api, count=count)
    await counting.create(ASSETS, {"metadata": {"name": "new", "namespace": "n"}})
    await counting.items(ASSETS)
    await counting.apply(ASSETS, {"metadata": {"name": "new", "namespace": "n"}})
    await counting.patch(ASSETS, "n", "new", {"status": {}}, subresource="status")
    with pytest.raises(ApiError):
        await counting.delete(ASSETS, "n", "clip")
    assert counted == [
        ("MediaAsset", "create", "", 200),
        ("MediaAsset", "list", "", 200),
        ("MediaAsset", "patch", "", 200),
        ("MediaAsset", "patch", "status", 200),
        ("MediaAsset", "delete", "", 403),
    ]


async def test_a_server_that_is_not_there_is_unavailable(api: Api, cluster: FakeApi) -> None:
    cluster.fault = lambda _: web.Response(text="<html>Log in</html>", content_type="text/html")
    with pytest.raises(Unavailable, match="no API server"):
        await api.get(ASSETS, "n", "clip")
    api.connection._client.configuration.host = "http://127.0.0.1:1"
    with pytest.raises(Unavailable, match=r"does not answer GET /apis/.*/clip") as caught:
        await api.get(ASSETS, "n", "clip")
    assert caught.value.refusal is None


async def test_changes_are_followed_until_the_object_is_deleted(api: Api, cluster: FakeApi) -> None:
    found = await api.get(ASSETS, "n", "clip")
    seen: list[Manifest] = []

    async def follow() -> None:
        seen.extend([each async for each in api.watch(ASSETS, found, 30)])

    task = asyncio.create_task(follow())
    await cluster.watched("mediaassets")
    cluster.put("mediaassets", {**cluster.get("mediaassets", "song")})
    cluster.put("mediaassets", {**found, "spec": {"title": "new"}})
    cluster.remove("mediaassets", "clip")
    await asyncio.wait_for(task, 60)
    assert [each["spec"]["title"] for each in seen] == ["new"]


async def test_a_watch_that_is_too_old_is_a_conflict(api: Api, cluster: FakeApi) -> None:
    found = await api.get(ASSETS, "n", "clip")
    watching = asyncio.create_task(anext(api.watch(ASSETS, found, 30)))
    await cluster.watched("mediaassets")
    cluster.drop_watches()
    with pytest.raises(Conflict, match="410 too old"):
        await asyncio.wait_for(watching, 60)


async def test_logs_come_line_by_line_and_endless_lines_in_parts(api: Api, cluster: FakeApi) -> None:
    def written(request: web.Request) -> web.Response | None:
        assert request.path == "/api/v1/namespaces/n/pods/p/log"
        assert dict(request.query) == {"container": "main", "follow": "false"}
        return web.Response(body=b"one\n" + b"2" * 5_000_000 + b"\n\nlast")

    cluster.fault = written
    lines = [each async for each in api.logs("n", "p", "main")]
    assert (lines[0], lines[-2:]) == (b"one", [b"", b"last"])
    assert b"".join(lines[1:-2]) == b"2" * 5_000_000
    assert max(map(len, lines)) < 1_000_000


async def test_every_write_with_ones_own_account_is_recorded(api: Api, cluster: FakeApi) -> None:
    records = list[AuditRecord]()
    audited = replace(api, audit=records.append)
    await audited.create(ASSETS, {"metadata": {"name": "new", "namespace": "n"}})
    await audited.patch(ASSETS, "n", "new", {"status": {"phase": "x"}}, subresource="status")
    await audited.replace(ASSETS, "n", "new", await audited.get(ASSETS, "n", "new"))
    await audited.delete(ASSETS, "n", "new")
    await audited.items(ASSETS, "n")
    assert [(each.verb, each.subresource, each.answer) for each in records] == [
        ("create", "", 200),
        ("patch", "status", 200),
        ("update", "", 200),
        ("delete", "", 200),
    ]
    about = {(each.event, each.via, each.kind, each.namespace, each.name) for each in records}
    assert about == {("object", "account", "mediaassets", "n", "new")}
    assert records[0].uid == records[2].uid != ""


async def test_a_refused_write_is_recorded_with_its_error(api: Api) -> None:
    records: list[AuditRecord] = []
    audited = replace(api, audit=records.append)
    assert not await audited.delete(ASSETS, "n", "none")
    with pytest.raises(AlreadyExists):
        await audited.create(ASSETS, {"metadata": {"name": "clip", "namespace": "n"}})
    assert [(each.answer, each.error) for each in records] == [(404, "NotFound"), (409, "AlreadyExists")]


async def test_a_write_whose_answer_nobody_waits_for_is_recorded_without_an_answer(api: Api, cluster: FakeApi) -> None:
    records: list[AuditRecord] = []
    audited = replace(api, audit=records.append)
    loop, arrived, answers = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def hold(_: web.Request) -> None:
        loop.call_soon_threadsafe(arrived.set)
        answers.wait(90)

    cluster.fault = hold
    writing = asyncio.create_task(audited.create(ASSETS, {"metadata": {"name": "new", "namespace": "n"}}))
    await asyncio.wait_for(arrived.wait(), 90)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    answers.set()
    assert [(each.name, each.answer, each.error) for each in records] == [("new", 0, "CancelledError")]


async def test_a_question_that_is_stored_nowhere_is_no_write(api: Api, cluster: FakeApi) -> None:
    records: list[AuditRecord] = []
    cluster.review = lambda _, spec: {"authenticated": spec["token"] == "t"}
    audited = replace(api, audit=records.append).fenced(lambda: False)
    found = await audited.review(TOKEN_REVIEWS, {"metadata": {}, "spec": {"token": "t"}})
    assert (found["status"], records) == ({"authenticated": True}, [])


async def test_what_is_written_with_anothers_token_is_no_write_of_ones_own(api: Api) -> None:
    records: list[AuditRecord] = []
    as_caller = replace(api, audit=records.append).as_caller("token")
    await as_caller.patch(ASSETS, "n", "clip", {"spec": {"title": "new"}})
    await as_caller.close()
    assert records == []
