"""What happens to requests before their routes."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request

from media_insights.rest.deployment import Deployment
from media_insights.rest.requests_in import Bodies, Hosts, RoutePaths


def served(layer: Any, **settings: Any) -> httpx.AsyncClient:
    app = FastAPI()

    @app.api_route("/{path:path}", methods=["GET", "POST", "PUT"])
    async def echo(path: str, request: Request) -> dict[str, Any]:
        return {"path": f"/{path}", "bytes": len(await request.body())}

    app.add_middleware(layer, deployment=Deployment(key=b"k" * 32, bucket="b", **settings))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost:8421")


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/v1/assets", "/v1/assets"),
        ("/media/v1/assets", "/v1/assets"),
        ("/media//v1//assets", "/v1/assets"),
        ("/mediator/v1", "/mediator/v1"),
        ("/media", "/"),
        ("/mie/n/api/workflow", "/mie/n/workflow"),
        ("/mie/n//metadata/a/", "/mie/n/metadata/a"),
        ("/workflow/execution", "/mie/old/workflow/execution"),
        ("/api/workflow", "/mie/old/workflow"),
        ("/metadata/a", "/mie/old/metadata/a"),
        ("/metadatas", "/metadatas"),
    ],
)
async def test_paths_become_those_of_routes(path: str, route: str) -> None:
    async with served(RoutePaths, prefix="/media", mie_namespace="old") as client:
        assert (await client.get(f"http://localhost{path}")).json()["path"] == route


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {}, 200),
        ("GET", {"Host": "LOCALHOST:9"}, 200),
        ("GET", {"Host": "evil.example"}, 403),
        ("GET", {"Host": ""}, 403),
        ("POST", {"Origin": "http://localhost:8421"}, 200),
        ("POST", {"Origin": "http://evil.example"}, 403),
        ("POST", {"Origin": "null"}, 403),
        ("GET", {"Origin": "http://evil.example"}, 200),
    ],
)
async def test_pages_of_others_are_kept_out(method: str, headers: dict[str, str], status: int) -> None:
    async with served(Hosts, hosts=frozenset({"localhost"})) as client:
        assert (await client.request(method, "/", headers=headers)).status_code == status


async def test_large_bodies_are_refused_said_or_not() -> None:
    async def pieces() -> Any:
        for _ in range(3):
            yield b"1234"

    async with served(Bodies, body_bytes=10, part_bytes=12) as client:
        assert (await client.post("/v1/assets", content=b"1234567890")).json()["bytes"] == 10
        assert (await client.post("/v1/assets", content=b"12345678901")).status_code == 413
        assert (await client.post("/v1/assets", content=pieces())).status_code == 413
        assert (await client.put("/v1/uploads/x/parts/1", content=pieces())).json()["bytes"] == 12
