"""The page for people who come from Media Insights Engine has a row for every route of its API, and says the truth."""

import re
from pathlib import Path
from typing import Any

import pytest

from media_insights.cli.local.serve_command import local_app
from tests.conformance.api.worlds import workplace

PAGE = (Path(__file__).parents[3] / "docs/migrating-from-mie.md").read_text("utf-8")
ROUTES: dict[str, str] = {
    "/version": "GET",
    "/system/configuration": "GET POST",
    "/workflow/operation": "GET POST PUT",
    "/workflow/operation/{}": "GET DELETE",
    "/workflow/stage": "GET POST PUT",
    "/workflow/stage/{}": "GET DELETE",
    "/workflow": "GET POST PUT",
    "/workflow/{}": "GET DELETE",
    "/workflow/list/{}/{}": "GET",
    "/workflow/configuration/{}": "GET",
    "/workflow/execution": "GET POST",
    "/workflow/execution/{}": "GET PUT DELETE",
    "/workflow/execution/status/{}": "GET",
    "/workflow/execution/asset/{}": "GET",
    "/upload": "POST",
    "/download": "POST",
    "/mediapath/{}/{}": "GET",
    "/create": "POST",
    "/metadata": "GET",
    "/metadata/{}": "GET POST DELETE",
    "/metadata/{}/{}": "GET DELETE",
    "/checkout/{}": "POST",
    "/checkin/{}": "POST",
    "/checkouts": "GET",
    "/service/{}": "GET POST",
}
"""Path → methods of the engine, as its source has them."""


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Any]:
    place = workplace(tmp_path_factory.mktemp("engine"))
    place.output.mkdir()
    paths = local_app(place).openapi()["paths"]
    prefix = "/mie/{namespace}"
    return {
        (method.upper(), re.sub(r"\{[^}]*\}", "{}", path.removeprefix(prefix))): operation
        for path, methods in paths.items()
        if path.startswith(prefix)
        for method, operation in methods.items()
    }


@pytest.mark.parametrize(("path", "methods"), ROUTES.items())
def test_every_route_of_the_engine_is_answered(path: str, methods: str, described: dict[tuple[str, str], Any]) -> None:
    for method in methods.split():
        assert (method, path) in described, f"{method} {path} is not there"


def test_the_page_names_every_route_that_is_replaced(described: dict[tuple[str, str], Any]) -> None:
    replaced = {path for (_, path), operation in described.items() if "501" in operation["responses"]}
    rows = [line for line in PAGE.splitlines() if line.startswith("|") and "501" in line]
    for path in replaced:
        first = path.split("/")[1]
        assert any(f"/{first}" in row for row in rows), f"no row of the page says that {path} is not here"
