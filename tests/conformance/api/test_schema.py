"""The API's own description holds: whatever it allows is answered as it says, and never with a defect."""

import asyncio
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
from tests.conformance.api.worlds import workplace

STREAMS = frozenset({"/v1/events", "/v1/executions/{id}/logs"})
"""Endless, or empty: their own tests read them."""
HERE = frozenset({"/v1/search", "/v1/search/facets", "/v1/search/suggestions"})
"""Routes that only another installation answers with 501."""
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
BOUNDED = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


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
                _check(operation)


def _check(operation: Any) -> None:
    @BOUNDED
    @given(case=operation.as_strategy())
    def answered(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    answered()


async def test_the_page_for_people_asks_nobody_else(app: Any) -> None:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as asking:
        page, described = await asyncio.gather(asking.get("/docs"), asking.get("/openapi.json"))
    assert "http" not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "GET /v1/assets/{id}" in page.text
    assert described.json()["openapi"].startswith("3.1")
