"""Documentation of the API, made from its routes: OpenAPI 3.1, and a page for people that asks nobody else."""

import base64
import hashlib
import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.responses import HTMLResponse, JSONResponse, Response

from media_insights.rest.access import Accessed
from media_insights.rest.problems import ProblemDocument, Responses, declared

INTRODUCTION = """Assets, executions and results of media-insights.

Send `Authorization: Bearer TOKEN` with a token that the cluster's API server accepts; rights are those of Kubernetes.
Lists have pages: pass `next` as `cursor`. Refusals are `application/problem+json` (RFC 9457) with a `code` for
programs. `POST` takes an `Idempotency-Key`, which makes a repeated request harmless."""

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
code{background:#f0f0f0;padding:0 .25em;border-radius:3px}
h2{margin-top:2.5rem}dt{font-weight:600}dd{margin:0 0 .75rem 1.5rem}
article{border-top:1px solid #ddd;padding:.5rem 0}
@media(prefers-color-scheme:dark){
body{color:#e8e8e8;background:#161616}code{background:#2a2a2a}article{border-color:#444}}
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_CSP = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
EXAMPLES = Path(__file__).with_name("answer_examples.json")
"""Route → what it answered in a test that asks each; ``pytest tests/conformance/api/test_every_route.py --update``."""
_METHODS = ("get", "post", "put", "patch", "delete")


def add_to(app: FastAPI) -> None:
    """Add the routes of the documentation, which needs all others to be there when it is asked for."""
    content: Responses = {200: {"description": "The document.", "content": {"application/json": {"schema": {}}}}}
    page: Responses = {200: {"description": "The page.", "content": {"text/html": {"schema": {"type": "string"}}}}}

    @app.get("/openapi.json", tags=["documentation"], response_class=Response, responses={**declared(), **content})
    async def openapi(_: Accessed) -> Response:
        """Return the API's description for programs (OpenAPI 3.1)."""
        return JSONResponse(app.openapi())

    @app.get("/docs", tags=["documentation"], response_class=Response, responses={**declared(), **page})
    async def reference(_: Accessed) -> Response:
        """Return the API's description for people."""
        headers = {"Content-Security-Policy": _CSP, "X-Content-Type-Options": "nosniff"}
        return HTMLResponse("".join(_page(app.openapi())), headers=headers)

    app.openapi = lambda: _schema_of(app)  # type: ignore[method-assign]


def _schema_of(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title, version=app.version, summary=app.summary, description=app.description, routes=app.routes
        )
        schemas = schema.setdefault("components", {}).setdefault("schemas", {})
        schemas.update(_problem_schemas())
        for unused in ("HTTPValidationError", "ValidationError"):  # FastAPI's own refusals, which never leave here
            schemas.pop(unused, None)
        _add_examples(schema["paths"])
        app.openapi_schema = schema
    return app.openapi_schema


def _add_examples(paths: dict[str, Any]) -> None:
    for route, example in json.loads(EXAMPLES.read_text("utf-8")).items():
        method, path = route.split()
        for status, answer in paths.get(path, {}).get(method.lower(), {}).get("responses", {}).items():
            content = answer.get("content", {}).get("application/json")
            if status.startswith("2") and content is not None:
                content["example"] = example


def _problem_schemas() -> dict[str, Any]:
    document = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**document.pop("$defs", {}), "ProblemDocument": document}


def _page(schema: dict[str, Any]) -> Iterator[str]:
    title = html.escape(f"{schema['info']['title']} {schema['info']['version']}")
    yield f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    yield '<meta name="viewport" content="width=device-width"><main>'
    yield f"<h1>{title}</h1>"
    yield from (f"<p>{html.escape(each)}</p>" for each in schema["info"]["description"].split("\n\n"))
    for path, methods in schema["paths"].items():
        yield from (_operation(path, method, methods[method]) for method in _METHODS if method in methods)
    yield "</main></html>"


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    parameters = "".join(_parameter(each) for each in operation.get("parameters", ()))
    answers = ", ".join(f"<code>{status}</code>" for status in operation["responses"])
    said = html.escape(operation.get("description", ""))
    listed = f"<dl>{parameters}</dl>" if parameters else ""
    head = f"<h2><code>{method.upper()} {html.escape(path)}</code></h2>"
    return f"<article>{head}<p>{said}</p>{listed}<p>Answers: {answers}</p></article>"


def _parameter(parameter: dict[str, Any]) -> str:
    name, where = html.escape(parameter["name"]), html.escape(parameter["in"])
    return f"<dt><code>{name}</code> ({where})</dt><dd>{html.escape(parameter.get('description', ''))}</dd>"
