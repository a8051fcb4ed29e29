"""The API's own description holds: whatever it allows is answered as it says, and never with a defect."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from media_insights.cli.local.serve_command import local_app
from tests.conformance.api.listening import listening
from tests.conformance.api.worlds import cluster_world, workplace
from tests.unit.controller.whole import cluster_with_catalogue

STREAMS = frozenset({"/v1/events", "/v1/executions/{id}/logs"})
"""Endless, or empty: their own tests read them."""
HERE = frozenset({"/v1/search", "/v1/search/facets", "/v1/search/suggestions"})
"""Routes that only another installation answers with 501."""
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
NOT_IMPLEMENTED = 501
FEW, SOME = (
    settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for examples in (2, 10)
)
ADMINISTRATOR = {"Authorization": "Bearer admin"}


@pytest.fixture
def app(tmp_path: Path) -> Any:
    place = workplace(tmp_path)
    place.output.mkdir()
    return local_app(place)


def test_every_answer_is_one_that_the_description_has(app: Any, subtests: Any) -> None:
    schema: Any = schemathesis.openapi.from_asgi("/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 25
    for operation in operations:
        if operation.path not in STREAMS and (
            operation.path in HERE or "501" not in operation.definition.raw["responses"]
        ):
            with subtests.test(msg=f"{operation.method.upper()} {operation.path}"):
                _check(operation, SOME, CHECKS)


@pytest.mark.thorough
async def test_every_answer_of_a_cluster_is_one_that_the_description_has(tmp_path: Path) -> None:
    """Over a socket, since the API that asks a cluster lives in the loop of its watches.

    It waits two seconds for each id that it does not know yet.
    """
    with pytest.MonkeyPatch.context() as patch, cluster_with_catalogue(tmp_path, patch) as cluster:
        async with cluster_world(cluster) as world, listening(world.app) as url:
            described = (await world.client.get("/openapi.json")).json()
            found = await asyncio.to_thread(_wrong_answers, url, described)
    assert not found, "\n\n".join(found)


def _wrong_answers(url: str, described: Any) -> list[str]:
    """Return a sentence for each operation with an answer that the description does not have."""
    schema: Any = schemathesis.openapi.from_dict(described)
    operations = [found.ok() for found in schema.get_all_operations()]
    found = []
    for operation in operations:
        if operation.path not in STREAMS:
            try:
                _check(operation, FEW, [no_defect, *CHECKS[1:]], base_url=url, headers=ADMINISTRATOR, timeout=60)
            except Exception as error:  # noqa: BLE001 - all of them are told
                found.append(f"{operation.method.upper()} {operation.path}: {error}")
    return found


def no_defect(_: Any, response: Any, case: Any) -> None:
    """What this cluster lacks, an index for instance, is answered with 501 where the description says so."""
    described = case.operation.definition.raw["responses"]
    allowed = response.status_code == NOT_IMPLEMENTED and str(NOT_IMPLEMENTED) in described
    assert response.status_code < 500 or allowed, response.text


def _check(operation: Any, bounds: settings, checks: Sequence[Any], **sent: Any) -> None:
    @bounds
    @given(case=operation.as_strategy())
    def answered(case: Any) -> None:
        case.call_and_validate(checks=checks, **sent)

    answered()


async def test_the_page_for_people_asks_nobody_else(app: Any) -> None:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as asking:
        page, described = await asyncio.gather(asking.get("/docs"), asking.get("/openapi.json"))
    assert "http" not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "GET /v1/assets/{id}" in page.text
    assert described.json()["openapi"].startswith("3.1")
