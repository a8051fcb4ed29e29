"""What every pod is given: no rights, modest resources, accelerators where they are asked for."""

import json
import re
from dataclasses import replace
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


@pytest.mark.parametrize("guarded", [True, False])
def test_argos_containers_try_again_where_a_network_is_not_ready(*, guarded: bool) -> None:
    patch = json.loads(compiled(settings=replace(SETTINGS, output_guard=guarded))["spec"]["podSpecPatch"])
    for container in (*patch["initContainers"], *patch["containers"]):
        (pattern,) = (each["value"] for each in container["env"] if each["name"] == "TRANSIENT_ERROR_PATTERN")
        assert re.search(pattern, "dial tcp 10.0.0.1:7070: connect: no route to host")
        assert re.search(pattern, "dial tcp 10.0.0.1:7070: connect: connection refused")
        assert not re.search(pattern, "The specified key does not exist.")


def test_who_pods_run_as_is_the_installations_or_the_clusters_to_say() -> None:
    chosen = compiled(settings=replace(SETTINGS, identity={"runAsUser": 1001, "fsGroup": 2}))["spec"]["securityContext"]
    assert (chosen["runAsUser"], chosen["fsGroup"], "runAsGroup" in chosen) == (1001, 2, False)
    openshift = compiled(settings=replace(SETTINGS, identity={}))["spec"]["securityContext"]
    assert openshift == {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}


def test_pods_know_no_services_and_may_have_users_of_their_own() -> None:
    def patch(settings: CompileSettings) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(compiled(settings=settings)["spec"]["podSpecPatch"])
        return found

    assert patch(SETTINGS)["enableServiceLinks"] is False
    assert "hostUsers" not in patch(SETTINGS)
    assert patch(replace(SETTINGS, host_users=False))["hostUsers"] is False


def test_a_quota_that_asks_for_a_cpu_limit_finds_one_in_every_container() -> None:
    settings = replace(SETTINGS, default_cpu_limit="2")
    assert resources(settings=settings)["limits"]["cpu"] == "2"
    assert resources(settings=settings, limits={"cpu": "500m"})["limits"]["cpu"] == "500m"
    assert resources(settings=settings, requests={"cpu": "4"})["limits"]["cpu"] == "4", "never below the request"
    assert resources(settings=settings, requests={"cpu": "100m"})["limits"]["cpu"] == "2"
    patch = json.loads(compiled(settings=settings)["spec"]["podSpecPatch"])
    own = (*patch["initContainers"], *patch["containers"])
    assert {each["resources"]["limits"]["cpu"] for each in own} == {"2"}


def resources(gpu: dict[str, Any] | None = None, settings: CompileSettings = SETTINGS, **more: Any) -> dict[str, Any]:
    spec = operator("x", "Video", resources={"gpu": gpu, **more} if gpu else more)
    template = templates(compiled(plan("a: x", operators={"x": spec}), settings))["x"]
    answer: dict[str, Any] = json.loads(json.dumps(template["container"]["resources"]))
    disk = [answer[part].pop("ephemeral-storage") for part in ("requests", "limits")]
    assert all(int(each) > 0 for each in disk), "every pod has a share of its node's disk, and a limit"
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
