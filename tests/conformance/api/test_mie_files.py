"""Files by the engine's addresses: posted by a form, read from an address, as its clients do."""

from typing import Any

import pytest

from media_insights.rest.mie import object_api
from tests.conformance.api.answers import code
from tests.conformance.api.test_every_route import is_running
from tests.conformance.api.test_mie import MieClient
from tests.conformance.api.worlds import TEXT, ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEY = "public/upload/words.txt"
"""As the engine's web application names what somebody uploads."""


@pytest.fixture
def engine(api: ApiWorld) -> MieClient:
    return MieClient(api, f"/mie/{api.namespace}")


async def post(engine: MieClient, content: bytes, key: str = KEY, **changed: str) -> Any:
    """Do what ``requests.post(url, data=fields, files={"file": …})`` does; no token goes with it."""
    prepared = await engine.post("/upload", {"S3Bucket": engine.api.bucket, "S3Key": key})
    form = {**prepared["fields"], **changed}
    headers = {"Authorization": ""}
    return await engine.api.client.post(prepared["url"], data=form, files={"file": content}, headers=headers)


async def read(engine: MieClient, key: str, **headers: str) -> Any:
    where = await engine.api.client.post(f"{engine.base}/download", json={"S3Bucket": engine.api.bucket, "S3Key": key})
    assert where.status_code == 200, where.text
    return await engine.api.client.get(where.text, headers={"Authorization": "", **headers})


async def test_a_posted_file_is_analysed_and_everything_is_read_back(api: ApiWorld, engine: MieClient) -> None:
    for _ in range(2):  # sent again, it is the same file
        assert (await post(engine, TEXT)).status_code == 204
    assert code(await post(engine, b"another")) == (409, "already-exists")
    assert (await read(engine, KEY)).content == TEXT
    part = await read(engine, KEY, Range="bytes=0-3")
    assert (part.status_code, part.content) == (206, b"deep")

    source = {"Text": {"S3Bucket": api.bucket, "S3Key": KEY}}
    started = await engine.post("/workflow/execution", {"Name": "reading", "Input": {"Media": source}})
    asset = (await api.client.get(f"/v1/assets/{started['AssetId']}")).json()
    run = f"/v1/executions?asset={asset['name']}&namespace={api.namespace}"
    await api.until(run, is_running)
    api.finish(asset["name"])
    await api.until(f"/v1/assets/{asset['id']}", lambda found: bool(found["results"]))
    folder = (await engine.get(f"/mediapath/{asset['id']}/{started['Id']}"))["S3Key"]
    assert (await read(engine, f"{folder}words.json")).json()["Words"][1]["Name"] == "water"
    record = {"S3Bucket": api.bucket, "S3Key": f"{folder.partition('workflows/')[0]}asset.json"}
    assert code(await api.client.post(f"{engine.base}/download", json=record)) == (403, "forbidden")


async def test_a_long_file_comes_in_parts(engine: MieClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(object_api, "SMALLEST_PART", 1000)
    content = bytes(number % 251 for number in range(3500))
    for _ in range(2):
        assert (await post(engine, content, "public/upload/long.bin")).status_code == 204
    assert (await read(engine, "public/upload/long.bin")).content == content
    monkeypatch.setattr(object_api, "POSTED_BYTES", 3000)
    assert code(await post(engine, content, "public/upload/longer.bin")) == (413, "too-large")
    gone = {"S3Bucket": engine.api.bucket, "S3Key": "public/upload/longer.bin"}
    assert code(await engine.api.client.post(f"{engine.base}/download", json=gone)) == (404, "not-found")


async def test_an_address_is_good_for_one_thing(api: ApiWorld, engine: MieClient) -> None:
    assert code(await post(engine, TEXT, policy="forged")) == (401, "link-ended")
    other = await engine.post("/upload", {"S3Bucket": api.bucket, "S3Key": "public/upload/a.txt"})
    form = {**other["fields"], "key": f"public/upload/{api.namespace}/b.txt"}
    assert code(await api.client.post(other["url"], data=form, files={"file": TEXT})) == (403, "forbidden")
    reading = f"{engine.base}/download/{other['fields']['policy']}"
    assert code(await api.client.get(reading)) == (401, "link-ended")
    elsewhere = f"/mie/elsewhere/download/{other['fields']['policy']}"
    assert code(await api.client.get(elsewhere)) == (401, "link-ended")
    assert code(await api.client.post(f"{engine.base}/upload/form", json={})) == (401, "unauthorized")
    nothing = await api.client.post(other["url"], data=other["fields"], files={"other": b""})
    assert code(nothing) == (401, "unauthorized")


@pytest.mark.parametrize(
    "key",
    ["public/upload/elsewhere/a.txt", "private/elsewhere/assets/x/workflows/y/z.json", "a.txt", "public/upload/../a"],
)
async def test_other_places_are_not_opened(api: ApiWorld, engine: MieClient, key: str) -> None:
    named = {"S3Bucket": api.bucket, "S3Key": key}
    for route in ("/upload", "/download"):
        refused = await api.client.post(f"{engine.base}{route}", json=named)
        assert code(refused) == (403, "forbidden"), route
        assert (refused.json()["Code"], api.bucket in refused.json()["Message"]) == ("ForbiddenError", True)
    foreign = {"S3Bucket": "elsewhere", "S3Key": KEY}
    assert code(await api.client.post(f"{engine.base}/download", json=foreign)) == (403, "forbidden")


@pytest.mark.parametrize("file", ["x" * 300, "a\n.txt", ".partial-lock", "a/.partial-uploads/b"])
async def test_names_that_not_every_store_keeps_are_refused(api: ApiWorld, engine: MieClient, file: str) -> None:
    named = {"S3Bucket": api.bucket, "S3Key": f"public/upload/{api.namespace}/{file}"}
    for route in ("/upload", "/download"):
        refused = await api.client.post(f"{engine.base}{route}", json=named)
        assert code(refused) == (422, "invalid"), route
        assert refused.json()["Message"].startswith(("a key", "a part of a key", "no part of a key")), route


async def test_who_may_not_read_or_create_gets_no_address(api: ApiWorld, engine: MieClient) -> None:
    if api.namespace == "local":  # a laptop knows one user
        return
    named = {"S3Bucket": api.bucket, "S3Key": KEY}
    for who, route in (("reader", "/upload"), ("stranger", "/download")):
        headers = {"Authorization": f"Bearer {who}"}
        assert code(await api.client.post(f"{engine.base}{route}", json=named, headers=headers)) == (403, "forbidden")
