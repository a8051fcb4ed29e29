"""The console's files: below any prefix, kept by browsers, with a policy that lets nothing else in."""

import contextlib
import gzip
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from media_insights.cli.local.serve_command import local_app
from media_insights.rest.console_pages import console_files, shipped_console
from tests.conformance.api.answers import code
from tests.conformance.api.worlds import workplace

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(params=["", "/media/insights"], ids=["at the root", "below a prefix"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> FastAPI:
    place = workplace(tmp_path)
    place.output.mkdir()
    return local_app(place, prefix=request.param)


@contextlib.asynccontextmanager
async def browser(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    prefix = app.state.deployment.prefix
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=f"http://127.0.0.1{prefix}") as found:
        yield found


@pytest.mark.parametrize("path", ["/", "/search?q=x", "/assets/0d4b", "/catalogue/operators/proxy", "/no/such/page"])
async def test_every_address_of_the_console_is_its_page(app: FastAPI, path: str) -> None:
    async with browser(app) as client:
        answer = await client.get(path, headers=PAGE)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert f'<base href="{app.state.deployment.prefix}/" />' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1/assets/none", "/mie/local/nothing", "/static/gone.js"])
async def test_an_address_of_the_api_or_of_no_file_is_never_a_page(app: FastAPI, path: str) -> None:
    async with browser(app) as client:
        assert code(await client.get(path, headers=PAGE)) == (404, "not-found")


async def test_programs_are_told_that_there_is_nothing(app: FastAPI) -> None:
    async with browser(app) as client:
        assert code(await client.get("/typo", headers={"Accept": "*/*"})) == (404, "not-found")
        assert (await client.post("/search", json={})).status_code == 404


async def test_the_policy_names_the_nonce_of_this_very_answer(app: FastAPI) -> None:
    async with browser(app) as client:
        pages = [await client.get("/", headers=PAGE) for _ in range(2)]
    nonces = [re.findall(r'<meta property="csp-nonce" nonce="([^"]+)"', page.text) for page in pages]
    for page, (nonce,) in zip(pages, nonces, strict=True):
        policy = page.headers["Content-Security-Policy"]
        assert f"'nonce-{nonce}'" in policy
        assert {"default-src 'none'", "frame-ancestors 'none'", "trusted-types 'none'"} <= set(policy.split("; "))
        assert "unsafe" not in policy
    assert nonces[0] != nonces[1]


async def test_the_page_has_no_script_in_its_text_and_names_only_files_that_are_there(app: FastAPI) -> None:
    async with browser(app) as client:
        page = (await client.get("/", headers=PAGE)).text
        named = re.findall(r'(?:src|href)="\./([^"]+)"', page)
        answers = [await client.get(f"/{each}") for each in named]
    assert not re.search(r"<script(?![^>]*\ssrc=)|\son\w+=|https?://", page)
    assert named
    assert {each.status_code for each in answers} == {200}


async def test_files_are_kept_by_browsers_and_small_on_the_wire(app: FastAPI) -> None:
    shipped = console_files(shipped_console())
    script = max((path for path in shipped if path.endswith(".js")), key=lambda path: len(shipped[path].content))
    async with browser(app) as client:
        answer = await client.get(script, headers={"Accept-Encoding": "gzip"})
        whole = await client.get(script, headers={"Accept-Encoding": "identity"})
        head = await client.head(script)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(shipped[script].compressed) == whole.content == answer.content
    assert int(answer.headers["Content-Length"]) < len(whole.content)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (head.status_code, head.content) == (200, b"")
