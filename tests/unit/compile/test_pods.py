"""What every pod is given: no rights, modest resources, accelerators where they are asked for."""

import json
from typing import Any

import pytest

from media_insights.compile.settings import CompileSettings
from tests.unit.builders import operator, plan
from tests.unit.compile.compiled import SETTINGS, WITH_GPU, compiled, templates


def test_every_container_satisfies_the_restricted_profile() -> None:
    manifest = compiled()
    pod = manifest["spec"]["securityContext"]
    assert (pod["runAsNonRoot"], pod["runAsUser"], pod["seccompProfile"]) == (True, 65532, {"type": "RuntimeDefault"})
    patch = json.loads(manifest["spec"]["podSpecPatch"])
    executors = {each["name"]: each for each in (*patch["initContainers"], *patch["containers"])}
    assert set(executors) == {"init", "wait"}
    for container in (*executors.values(), *(each["container"] for each in templates(manifest).values())):
        security = container["securityContext"]
        assert security["allowPrivilegeEscalation"] is False
        assert security["readOnlyRootFilesystem"] is True
        assert security["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["requests"]["memory"]
        assert container["resources"]["limits"]["memory"]


def resources(gpu: dict[str, Any] | None = None, settings: CompileSettings = SETTINGS, **more: Any) -> dict[str, Any]:
    spec = operator("x", "Video", resources={"gpu": gpu, **more} if gpu else more)
    template = templates(compiled(plan("a: x", operators={"x": spec}), settings))["x"]
    answer: dict[str, Any] = template["container"]["resources"]
    return answer | {"placed": "nodeSelector" in template}


def test_resources_are_the_operator_s_own_or_modest() -> None:
    assert resources() == {
        "requests": {"cpu": "100m", "memory": "256Mi"},
        "limits": {"memory": "1Gi"},
        "placed": False,
    }
    assert resources(requests={"memory": "4Gi"})["limits"] == {"memory": "4Gi"}, "a limit is never below the request"
    assert resources(limits={"memory": "64Mi"})["requests"]["memory"] == "64Mi", "nor a request above the limit"


@pytest.mark.parametrize(
    ("mode", "enabled", "asked"),
    [("Preferred", False, None), ("Preferred", True, "2"), ("Required", False, "2"), ("Required", True, "2")],
)
def test_who_asks_for_a_gpu(mode: str, enabled: bool, asked: str | None) -> None:  # noqa: FBT001
    found = resources({"mode": mode, "count": 2}, WITH_GPU if enabled else SETTINGS)
    assert found["limits"].get("nvidia.com/gpu") == asked
    assert found["placed"] is (enabled and asked is not None)


def test_only_pods_with_a_gpu_are_sent_to_its_nodes() -> None:
    found = templates(compiled(plan(type_="Image"), WITH_GPU))
    assert [name for name, each in found.items() if "tolerations" in each] == ["labels"]
