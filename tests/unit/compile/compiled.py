"""Plans, compiled: settings of an installation, and the parts of an Argo Workflow that tests look at."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from media_insights.compile.settings import CompileSettings, GpuSettings
from media_insights.compile.workflow import compile_workflow
from media_insights.domain.planning.plan import Plan
from media_insights.domain.store_address import StoreAddress
from tests.unit.builders import operator, plan

SETTINGS = CompileSettings(
    store=StoreAddress.of("http://s3.media-insights.svc:7070", bucket="media"),
    registry="registry.example/media-insights",
    tag="1.2.3",
)
WITH_GPU = replace(
    SETTINGS,
    gpu=GpuSettings(
        enabled=True,
        tolerations=({"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"},),
        node_selector={"accelerator": "nvidia"},
        runtime_class="nvidia",
    ),
)

REACHING = operator(
    "summary",
    parameters={"words": {"type": "string", "default": ""}},
    inputs=[{"name": "text", "media": ["Text"]}, {"name": "words", "file": {"parameter": "words"}, "optional": True}],
    access={"network": "Egress", "secret": {"name": "summary-key", "keys": ["API_KEY"]}, "objectStore": "ReadWrite"},
)


def templates(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in manifest["spec"]["templates"] if "container" in each}


def strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from (key, *strings(each))
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, str):
        yield value


def compiled(resolved: Plan | None = None, settings: CompileSettings = SETTINGS) -> dict[str, Any]:
    return compile_workflow(resolved or plan(), settings)


def reaching(settings: CompileSettings = SETTINGS, **configuration: str) -> dict[str, Any]:
    resolved = plan("one: summary", "Text", operators={"summary": REACHING}, configuration={"summary": configuration})
    return templates(compile_workflow(resolved, settings))["summary"]
