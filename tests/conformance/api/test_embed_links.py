"""Links that show one asset to whoever has them: they read it, nothing else, and end."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import httpx
import pytest

from media_insights.ports.identity import Caller, Right
from media_insights.rest.embed_links import embed_link, link_in, link_of
from tests.conformance.api.answers import code
from tests.conformance.api.shelf import FILES
from tests.conformance.api.worlds import ApiWorld, asked_of

pytestmark = pytest.mark.asyncio(loop_scope="module")
PAGE = {"Accept": "text/html"}
READ = [
    "",
    "/moments?whole=true",
    "/boxes",
    "/timeline",
    "/transcript",
    "/captions",
    "/waveform",
    "/frames",
    "/frames/0.jpg",
    "/media/source",
    "/media/Waveform",
    "/hls/hls.m3u8",
    "/results/words",
]
FORBIDDEN = ["edits=off", "edits=on", "%65dits=off", "edits", "words=true&edits=off", "other=1"]
REFUSED = ["/edits", "/results", "/results/words/lineage", "/exports/csv", "/embed-links"]


async def linked(api: ApiWorld) -> tuple[Any, str]:
    """Return an analysed asset, and the path of a link to it."""
    asset = await api.analysed()
    answer = await api.client.post(f"/v1/assets/{asset['id']}/embed-links", json={"days": 1})
    assert answer.status_code == 201, answer.text
    return asset, answer.json()["path"]


def stranger(api: ApiWorld) -> httpx.AsyncClient:
    """Return a client who sends no token."""
    return asked_of(api.app)


async def test_a_link_reads_what_is_played_and_what_was_found(api: ApiWorld) -> None:
    asset, path = await linked(api)
    async with stranger(api) as client:
        answers = {each: await client.get(f"{path}/v1/assets/{asset['id']}{each}") for each in READ}
    refused = {each: (answer.status_code, answer.text) for each, answer in answers.items() if answer.status_code >= 300}
    assert refused == {} or list(refused) == ["/transcript"]  # nobody speaks in a text
    assert answers["/media/Waveform"].content == FILES["waveform.dat"]


async def test_it_shows_what_people_edited_as_they_edited_it(api: ApiWorld) -> None:
    asset, path = await linked(api)
    own = f"/v1/assets/{asset['id']}"
    hide = {"result": "words", "operation": "hide", "anchor": {"title": "water", "start": 2250}}
    made = await api.client.post(f"{own}/edits", json=hide)
    assert made.status_code == 201, made.text
    async with stranger(api) as client:
        assert "water" not in (await client.get(f"{path}{own}/moments?whole=true")).text
        asked = [f"{path}{own}{below}{'&' if '?' in below else '?'}{each}" for below in READ for each in FORBIDDEN]
        answers = {each: (await client.get(each)).status_code for each in asked}
    assert answers == dict.fromkeys(asked, 404)


async def test_it_tells_nothing_of_where_the_asset_is_kept_and_why(api: ApiWorld) -> None:
    asset, path = await linked(api)
    own = f"/v1/assets/{asset['id']}"
    held = await api.client.patch(own, json={"legalHold": "case 4711"})
    assert held.status_code == 200, held.text
    whole = held.json()
    async with stranger(api) as client:
        shown = await client.get(f"{path}{own}")
    await api.client.patch(own, json={"legalHold": ""})  # or it could not be deleted
    told = shown.json()
    assert {
        each: told[each] for each in ("namespace", "message", "legalHold", "source", "workflows", "executions")
    } == {
        "namespace": "",
        "message": "",
        "legalHold": "",
        "source": {"s3": None, "url": None},
        "workflows": [],
        "executions": [],
    }
    assert {each: told[each] for each in ("id", "name", "type", "state", "media", "previews")} == {
        each: whole[each] for each in ("id", "name", "type", "state", "media", "previews")
    }
    assert [each["name"] for each in told["results"]] == [each["name"] for each in whole["results"]]
    assert [each["medium"] for each in told["files"]] == [each["medium"] for each in whole["files"]]
    for secret in ("4711", whole["source"]["s3"]["key"], whole["executions"][0]["name"]):
        assert secret not in shown.text


@pytest.mark.parametrize("below", REFUSED)
async def test_it_reads_nothing_else_of_the_asset(api: ApiWorld, below: str) -> None:
    asset, path = await linked(api)
    async with stranger(api) as client:
        assert (await client.get(f"{path}/v1/assets/{asset['id']}{below}")).status_code == 404


async def test_it_writes_nothing_and_reads_nothing_of_others(api: ApiWorld) -> None:
    asset, path = await linked(api)
    other = await api.asset()
    async with stranger(api) as client:
        own = f"{path}/v1/assets/{asset['id']}"
        assert (await client.patch(own, json={"title": "mine"})).status_code == 404
        assert (await client.delete(own)).status_code == 404
        assert (await client.post(f"{own}/embed-links", json={})).status_code == 404
        assert code(await client.get(f"{path}/v1/assets/{other['id']}")) == (401, "link-ended")
        for each in ("/v1/assets", "/v1/search?q=deep", "/v1/session", "/v1/namespaces"):
            assert (await client.get(f"{path}{each}")).status_code == 404


async def test_another_key_ends_it_and_so_does_its_day(api: ApiWorld) -> None:
    asset, path = await linked(api)
    deployment = api.app.state.deployment
    late = link_of(asset["id"], Caller(name="admin"), deployment.key, datetime.now(UTC) - timedelta(seconds=1))
    async with stranger(api) as client:
        assert code(await client.get(f"/embed/{late}/v1/assets/{asset['id']}")) == (401, "link-ended")
        api.app.state.deployment = replace(deployment, key=b"r" * 32)
        try:
            assert code(await client.get(f"{path}/v1/assets/{asset['id']}")) == (401, "link-ended")
            assert asset["id"] not in (await client.get(path, headers=PAGE)).text
        finally:
            api.app.state.deployment = deployment


async def test_only_the_sites_that_are_named_may_frame_it(api: ApiWorld) -> None:
    asset, path = await linked(api)
    deployment = api.app.state.deployment
    async with stranger(api) as client:
        nobody = await client.get(path, headers=PAGE)
        api.app.state.deployment = replace(deployment, embed_origins=("https://www.example.com",))
        try:
            named = await client.get(path, headers=PAGE)
            console = await client.get("/", headers=PAGE)
        finally:
            api.app.state.deployment = deployment
    assert "frame-ancestors 'none'" in nobody.headers["Content-Security-Policy"]
    assert "frame-ancestors https://www.example.com;" in named.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in console.headers["Content-Security-Policy"]
    assert named.headers["Referrer-Policy"] == "no-referrer"
    assert asset["id"] in named.text
    assert "admin" not in path


async def test_a_right_by_a_group_makes_links_for_a_week_only(api: ApiWorld) -> None:
    asset = await api.analysed()
    shop = "system:serviceaccount:shop:site"
    callers = {
        "member": Caller(name="member", uid="1", groups=("system:authenticated", "people")),
        "known": Caller(name="known", groups=("system:authenticated", "people")),
        "shop": Caller(name=shop, groups=("system:serviceaccounts", "system:serviceaccounts:shop", "people")),
        "feigned": Caller(name="feigned", groups=("system:serviceaccounts:shop",)),
    }
    allowing = {"people", "system:serviceaccounts:shop"}

    class Grouped:
        async def caller_of(self, token: str) -> Caller:
            return callers[token]

        async def allows(self, caller: Caller, right: Right) -> bool:
            return caller.name == "known" or bool(allowing & {*caller.groups})

    refused, sealed, longest = dict[str, Any](), dict[str, tuple[str, ...]](), dict[str, int]()
    ports, key = api.app.state.ports, api.app.state.deployment.key
    api.app.state.ports = replace(ports, identity=Grouped())
    try:
        for name in callers:
            async with asked_of(api.app, name) as client:
                terms = (await client.get(f"/v1/assets/{asset['id']}/embed-links")).json()
            longest[name] = terms["longestDays"]
            assert bool(terms["reason"]) == (longest[name] < 366)
        for name, days in product(callers, (366, 8, 7)):
            async with asked_of(api.app, name) as client:
                made = await client.post(f"/v1/assets/{asset['id']}/embed-links", json={"days": days})
            link = embed_link(link_in(made.json()["path"]), key) if made.status_code == 201 else None
            if link is None:
                refused[f"{name} {days}"] = code(made), made.json()["hint"]
            else:
                sealed[f"{name} {days}"] = link.groups
    finally:
        api.app.state.ports = ports
    assert longest == {"member": 7, "known": 366, "shop": 366, "feigned": 7}
    hint = (422, "invalid"), "ask for fewer days, or let a service account make the link"
    assert refused == dict.fromkeys(("member 366", "member 8", "feigned 366", "feigned 8"), hint)
    assert sealed == {
        "member 7": callers["member"].groups,
        **{f"known {days}": ("system:authenticated",) for days in (366, 8, 7)},
        **{f"shop {days}": callers["shop"].groups[:2] for days in (366, 8, 7)},
        "feigned 7": callers["feigned"].groups,
    }


async def test_who_may_only_read_makes_none_and_who_lost_the_right_shows_nothing(api: ApiWorld) -> None:
    if api.namespace == "local":
        return  # its one user may do everything
    asset = await api.analysed()
    async with asked_of(api.app, "reader") as reader:
        for asked in (
            reader.post(f"/v1/assets/{asset['id']}/embed-links", json={}),
            reader.get(f"/v1/assets/{asset['id']}/embed-links"),
        ):
            assert code(await asked) == (403, "forbidden")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    gone = link_of(asset["id"], Caller(name="stranger"), api.app.state.deployment.key, tomorrow)
    async with stranger(api) as client:
        assert code(await client.get(f"/embed/{gone}/v1/assets/{asset['id']}")) == (404, "not-found")


async def test_a_link_that_is_asked_for_again_ends_when_the_first_one_does(api: ApiWorld) -> None:
    asset = await api.asset()
    path, headers = f"/v1/assets/{asset['id']}/embed-links", {"Idempotency-Key": "page 7"}
    first = await api.client.post(path, json={"days": 1}, headers=headers)
    await asyncio.sleep(1.1)  # an end of its own would be another second's
    again = await api.client.post(path, json={"days": 1}, headers=headers)
    assert (again.status_code, again.json()["expires"]) == (201, first.json()["expires"])
    other = await api.client.post(path, json={"days": 2}, headers=headers)
    assert code(other) == (409, "idempotency-key-reused")
