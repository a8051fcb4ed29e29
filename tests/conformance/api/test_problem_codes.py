"""Every code that a refusal can have: those that other tests do not meet are met here, and the page has them all."""

import ast
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from media_insights import errors
from media_insights.cli.local.serve_command import local_app
from media_insights.local.serving.own_machine import OneAtATime
from media_insights.ports.sign_in import SignedIn
from media_insights.rest import app as application
from media_insights.rest import problems
from media_insights.rest.app import app_of
from media_insights.rest.sessions import SessionSettings
from tests.conformance.api.answers import code
from tests.conformance.api.test_every_route import finished
from tests.conformance.api.worlds import ApiWorld, asked_of, local_world, workplace

ROOT = Path(__file__).parents[3]


@pytest_asyncio.fixture
async def api(tmp_path: Path) -> AsyncIterator[ApiWorld]:
    async with local_world(tmp_path) as world:
        yield world


def codes() -> Iterator[str]:
    """Yield the codes that the source answers with."""
    yield from (answer.code for _, answer in problems._ANSWERS)
    yield from application._CODES.values()
    for path in (ROOT / "operator/media_insights").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="ApiRefusal"), args=[_, ast.Constant(value=value), *_]):
                    yield str(value)


def test_every_code_is_met_by_a_test_and_stands_on_the_page() -> None:
    places = ("tests/conformance/api", "tests/unit/rest", "tests/unit/local", "tests/unit/cluster")
    tests = "".join(path.read_text("utf-8") for each in places for path in (ROOT / each).rglob("*.py"))
    page = (ROOT / "docs/api.md").read_text("utf-8").partition("### Codes of refusals")[2].partition("\n## ")[0]
    found = set(codes())
    assert {each for each in found if not re.search(rf'\(\s*\d{{3}},\s*"{each}"', tests)} == set()
    assert set(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)) == {"code", *found}


class Broken:
    """A port of which every method raises an error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, name: str) -> Any:
        def fail(*_: Any, **__: Any) -> Any:
            raise self.error

        return fail


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (errors.NoSuchBucket("gone"), (503, "store-unavailable")),
        (errors.AccessDenied("no"), (503, "store-unavailable")),
        (errors.StoreError("no"), (422, "store-refused")),
        (errors.Unavailable("slow"), (503, "unavailable")),
        (errors.Damaged("half"), (409, "result-damaged")),
        (errors.NoSuchKind("mediaassets"), (503, "not-installed")),
        (errors.Changed("others"), (409, "changed-meanwhile")),
        (RuntimeError("a secret"), (500, "internal")),
    ],
)
async def test_what_is_behind_the_api_is_told(api: ApiWorld, error: Exception, refusal: tuple[int, str]) -> None:
    api.app.state.ports = replace(api.app.state.ports, multipart=Broken(error))
    transport = httpx.ASGITransport(app=api.app, raise_app_exceptions=False)
    body = {"namespace": "local", "name": "a.txt", "bytes": 1}
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as asking:
        answer = await asking.post("/v1/uploads", json=body)
    assert code(answer) == refusal
    assert "secret" not in answer.text
    assert ("Retry-After" in answer.headers) == (refusal[0] == 503)


async def test_too_much_is_refused(api: ApiWorld) -> None:
    large = {"namespace": "local", "name": "a.mp4", "bytes": 2**50}
    assert code(await api.client.post("/v1/uploads", json=large)) == (413, "too-large")
    body = await api.client.post("/v1/assets", content=b"x" * (9 * 2**20))
    assert code(body) == (413, "too-large")


class Full(OneAtATime):
    """An installation with no room left."""

    async def reserve(self, namespace: str, size: int) -> str:
        return f"there is no room for {size:,} bytes in {namespace}"


async def test_what_there_is_no_room_for_is_refused_before_anything_is_stored(api: ApiWorld) -> None:
    api.app.state.ports = replace(api.app.state.ports, capacities=Full())
    refused = await api.client.post("/v1/uploads", json={"namespace": "local", "name": "a.mp4", "bytes": 1000})
    assert code(refused) == (507, "storage-full")
    assert "no room for 1,000 bytes" in refused.json()["detail"]
    assert list(api.app.state.ports.store.list("public/")) == []


async def test_another_host_is_refused(tmp_path: Path) -> None:
    place = workplace(tmp_path)
    place.output.mkdir()
    async with asked_of(local_app(place, hosts=frozenset({"127.0.0.1"}))) as asking:
        answer = await asking.get("/v1/assets", headers={"Host": "evil.example"})
    assert code(answer) == (403, "wrong-host")


async def test_forgotten_events_are_told(api: ApiWorld) -> None:
    answer = await api.client.get("/v1/events", headers={"Last-Event-ID": "99999"})
    assert code(answer) == (409, "events-forgotten")


async def test_what_was_lost_or_damaged_in_the_store_is_told(api: ApiWorld) -> None:
    asset = await api.analysed()
    (run,) = (await api.client.get("/v1/executions")).json()["items"]
    store = api.app.state.ports.store
    keys = [each.key for each in store.list("private/")]
    store.put(next(each for each in keys if each.endswith("/words.json")), b"{")
    damaged = await api.client.get(f"/v1/assets/{asset['id']}/moments")
    assert code(damaged) == (409, "result-damaged")
    store.delete(next(each for each in keys if each.endswith("/plan.json")))
    assert code(await api.client.get(f"/v1/executions/{run['id']}/plan")) == (409, "plan-lost")


async def test_a_result_without_moments_cannot_be_edited(api: ApiWorld) -> None:
    asset = await finished(api, "face-index")
    edit = {"operation": "rename", "result": "faceIndex", "originals": ["a"], "value": "b"}
    answer = await api.client.post(f"/v1/assets/{asset}/edits", json=edit)
    assert code(answer) == (409, "cannot-be-edited")


async def test_a_source_elsewhere_is_not_stored(api: ApiWorld) -> None:
    made = await api.asset()
    assets = api.app.state.ports.assets.records
    found = assets.get("local", made["name"])
    elsewhere = found.spec.model_copy(update={"source": type(found.spec.source)(url="https://example.com/a.mp4")})
    assets.write(found.model_copy(update={"spec": elsewhere}))
    answer = await api.client.get(f"/v1/assets/{made['id']}/media/source")
    assert code(answer) == (409, "not-stored")


async def test_somebody_in_more_groups_than_a_cookie_holds_is_told(tmp_path: Path) -> None:
    place = workplace(tmp_path)
    place.output.mkdir()
    served = local_app(place)

    class Everywhere:
        """An issuer whose people are in very many groups."""

        async def address(self, attempt: Any) -> str:
            return f"https://id.example/?state={attempt.state}"

        async def person(self, *_: Any) -> SignedIn:
            return SignedIn(name="oidc:ana", groups=tuple(f"oidc:group-{number:05}" for number in range(2000)))

    ports = replace(served.state.ports, sign_in=Everywhere())
    sessions = SessionSettings(origin="https://media.example", keys=("k" * 32,))
    app = app_of(ports, replace(served.state.deployment, sessions=sessions))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="https://media.example") as page:
        start = await page.get("/v1/session/start")
        state = start.headers["Location"].partition("state=")[2]
        answer = await page.get("/v1/session/callback", params={"code": "c", "state": state})
    assert code(answer) == (403, "too-many-groups")
    assert "let the issuer" in answer.json()["hint"]
