"""The Argo Workflow of a plan: the golden files show it whole, the tests below say what must never change in it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from media_insights.api.v1alpha1.asset import Source
from media_insights.compile import access
from media_insights.compile.settings import CompileSettings, GpuSettings
from media_insights.compile.workflow import compile_workflow
from media_insights.domain.planning.plan import Part, Plan
from media_insights.domain.planning.reuse import Earlier
from media_insights.domain.store_address import StoreAddress
from tests.unit import golden
from tests.unit.builders import CATALOGUE, operator, plan

GOLDEN = Path(__file__).parent / "golden"
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
    access={"network": "Egress", "secret": "summary-key", "objectStore": "ReadWrite"},
)

CASES = {
    "reaching-behind-a-wait": (
        plan(
            "review: wait; text: summary",
            "Text",
            operators={"summary": REACHING, "wait": operator("wait", image="", suspend=True)},
            configuration={"summary": {"words": "s3://glossaries/words.csv"}},
        ),
        SETTINGS,
    ),
    "video": (plan(), SETTINGS),
    "image-with-gpu": (plan(type_="Image"), WITH_GPU),
    "staged": (
        plan("one: proxy; two: transcribe labels!; three: translate@spanish", scheduling="Staged", priority=5),
        SETTINGS,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_as_it_was(name: str, update: bool) -> None:  # noqa: FBT001
    golden.compare(GOLDEN / f"{name}.yaml", compile_workflow(*CASES[name]), update=update)


def test_every_golden_file_has_its_case() -> None:
    assert {file.stem for file in GOLDEN.glob("*.yaml")} == set(CASES)


def templates(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in manifest["spec"]["templates"] if "container" in each}


def tasks(manifest: dict[str, Any]) -> dict[str, str]:
    (dag,) = (each["dag"] for each in manifest["spec"]["templates"] if "dag" in each)
    assert dag["failFast"] is False
    return {task["name"]: task.get("depends", "") for task in dag["tasks"]}


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


def test_there_is_one_task_per_step_that_runs_and_each_waits_for_what_it_reads() -> None:
    assert tasks(compiled(plan(configuration={"mediainfo": {"enabled": False}}))) == {
        "proxy": "",
        "shots": "proxy.Succeeded",
        "labels": "proxy.Succeeded && shots.Succeeded",
        "transcribe": "proxy.Succeeded",
        "captions": "transcribe.Succeeded",
        "entities": "transcribe.Succeeded",
    }


def test_what_was_taken_over_has_no_task_and_nobody_waits_for_it() -> None:
    earlier = Earlier(plan=plan(), complete=frozenset({"mediainfo", "proxy", "shots"}))
    assert tasks(compiled(plan(execution="run-2", earlier=earlier)))["labels"] == ""


def test_a_plan_of_which_nothing_runs_is_not_compiled() -> None:
    with pytest.raises(ValueError, match="nothing to submit"):
        compiled(plan("one: transcribe", "Image"))


def test_every_artifact_is_stored_as_it_is_under_its_own_key() -> None:
    for template in templates(compiled()).values():
        for artifact in (*template["inputs"]["artifacts"], *template["outputs"]["artifacts"]):
            assert artifact["archive"] == {"none": {}}
            assert "from" not in artifact
            assert artifact.get("s3", {}).get("key") or artifact["raw"]["data"]


def test_the_source_in_another_bucket_is_named_in_full() -> None:
    elsewhere = replace(plan().asset, source=Source.model_validate({"s3": {"bucket": "footage", "key": "a b.mp4"}}))
    artifact = templates(compiled(replace(plan(), asset=elsewhere)))["proxy"]["inputs"]["artifacts"][0]
    assert artifact["s3"]["bucket"] == "footage"
    assert artifact["s3"]["endpoint"] == "s3.media-insights.svc:7070"
    assert artifact["s3"]["secretKeySecret"] == {"name": "media-insights-store", "key": "secretkey"}


def test_main_containers_hold_no_credentials() -> None:
    manifest = compiled()
    assert manifest["spec"]["automountServiceAccountToken"] is False
    assert manifest["spec"]["executor"] == {"serviceAccountName": "media-insights-executor"}
    for template in templates(manifest).values():
        assert {each["name"] for each in template["container"].get("env", [])} <= {"MEDIA_INSIGHTS_ATTEMPT"}
        assert [mount["mountPath"] for mount in template["container"]["volumeMounts"]] == ["/out", "/tmp"]  # noqa: S108


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


def test_deadlines_clean_up_and_owner_always_exist() -> None:
    manifest = compiled()
    spec, (owner,) = manifest["spec"], manifest["metadata"]["ownerReferences"]
    assert spec["activeDeadlineSeconds"] == 14400
    assert spec["ttlStrategy"] == {"secondsAfterCompletion": 604800}
    assert spec["podGC"]["strategy"] == "OnWorkflowCompletion"
    assert all(each["activeDeadlineSeconds"] == 3600 for each in templates(manifest).values())
    assert (owner["kind"], owner["name"], owner["uid"]) == ("MediaExecution", "run-1", "uid-of-run-1")


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


hostile = st.text(alphabet="{}=`'\"\\ a日", max_size=12)


@given(hostile, hostile)
def test_nothing_that_a_tenant_writes_is_a_variable_for_argo(value: str, key: str) -> None:
    spec = CATALOGUE["transcribe"]
    resolved = plan(
        "a: transcribe", "Audio", operators={"transcribe": spec}, configuration={"transcribe": {"language": value}}
    )
    source = Source.model_validate({"s3": {"bucket": "footage", "key": key or "k"}})
    if "{{" in source.uri:
        return  # refused when it was resolved
    manifest = compiled(replace(resolved, asset=replace(resolved.asset, source=source)))
    template = templates(manifest)["transcribe"]
    assert {text for text in strings(manifest) if "{{" in text} <= {access.ATTEMPT}
    (parameters,) = (each["raw"]["data"] for each in template["inputs"]["artifacts"] if each["name"] == "parameters")
    assert json.loads(parameters) == {"language": value}


def test_short_image_names_get_registry_and_tag_and_full_ones_stay() -> None:
    images = {"full": "ghcr.io/someone/x@sha256:0", "short": "x", "own": "y"}
    catalogue = {name: operator(name, "Video", image=image) for name, image in images.items()}
    settings = replace(SETTINGS, images={"y": "mirror/y:2"})
    found = templates(compiled(plan("a: full short own", operators=catalogue), settings))
    assert {name: each["container"]["image"] for name, each in found.items()} == {
        "full": "ghcr.io/someone/x@sha256:0",
        "short": "registry.example/media-insights/x:1.2.3",
        "own": "mirror/y:2",
    }


def reaching(settings: CompileSettings = SETTINGS, **configuration: str) -> dict[str, Any]:
    resolved = plan("one: summary", "Text", operators={"summary": REACHING}, configuration={"summary": configuration})
    return templates(compile_workflow(resolved, settings))["summary"]


def test_what_an_operator_may_reach_is_its_own_container_s_alone() -> None:
    template = reaching(replace(SETTINGS, private_ca=True))
    variables = {each["name"]: each for each in template["container"]["env"]}
    assert template["metadata"]["labels"]["mediainsights.dev/egress"] == "true"
    assert template["container"]["envFrom"] == [{"secretRef": {"name": "summary-key", "optional": True}}]
    assert variables["AWS_ACCESS_KEY_ID"]["valueFrom"]["secretKeyRef"] == {
        "name": "media-insights-store",
        "key": "accesskey",
    }
    assert variables["AWS_ENDPOINT_URL_S3"]["value"] == "http://s3.media-insights.svc:7070"
    assert variables["MEDIA_INSIGHTS_PREFIX"]["value"] == "private/assets/asset-1/workflows/uid-of-run-1/"
    assert template["volumes"][0]["secret"]["secretName"] == "media-insights-store"
    assert variables["AWS_CA_BUNDLE"]["value"] == f"{template['container']['volumeMounts'][-1]['mountPath']}/ca.crt"


def test_without_access_there_are_no_credentials_and_no_way_out() -> None:
    text = yaml.safe_dump(list(templates(compile_workflow(plan(), SETTINGS)).values()))
    for word in ("egress", "envFrom", "AWS_", "secretKeyRef"):
        assert word not in text


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ("s3://media/public/upload/words.csv", {"key": "public/upload/words.csv"}),
        ("s3://glossaries/words.csv", {"key": "words.csv", "bucket": "glossaries"}),
    ],
)
def test_a_named_file_is_fetched_from_where_it_is(value: str, where: dict[str, str]) -> None:
    artifacts = {each["name"]: each for each in reaching(words=value)["inputs"]["artifacts"]}
    assert where.items() <= artifacts["in-words"]["s3"].items()
    assert "in-words" not in {each["name"] for each in reaching()["inputs"]["artifacts"]}


def test_a_plan_with_parts_is_refused_rather_than_run_whole() -> None:
    whole = plan("a: proxy")
    divided = replace(whole.step("proxy"), parts=(Part(name="0", start=0.0, end=30.0),))
    with pytest.raises(ValueError, match="have parts, which this version does not run"):
        compiled(replace(whole, steps=(divided,)))
