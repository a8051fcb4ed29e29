"""Mounted models in an Argo Workflow: a volume of the step alone, read-only, by digest."""

from typing import Any

import pytest

from tests.unit.builders import operator, plan
from tests.unit.compile.compiled import WITH_GPU, compiled, templates

DIGEST = f"sha256:{7:064x}"


def template(source: dict[str, str] | None, **more: Any) -> dict[str, Any]:
    operators = {"x": operator("x", "Video", modelSource=source, **more), "other": operator("other", "Video")}
    return templates(compiled(plan("a: x other", operators=operators), WITH_GPU))["x"]


def environment(found: dict[str, Any]) -> dict[str, str]:
    return {each["name"]: each["value"] for each in found["container"]["env"] if "value" in each}


@pytest.mark.parametrize(
    ("source", "volume", "sub_path"),
    [
        ({"image": f"r.example/m@{DIGEST}"}, {"image": {"reference": f"r.example/m@{DIGEST}"}}, None),
        (
            {"claim": "models", "digest": DIGEST, "folder": "detectors/v2"},
            {"persistentVolumeClaim": {"claimName": "models", "readOnly": True}},
            "detectors/v2",
        ),
    ],
)
def test_the_volume_is_of_an_image_or_of_a_claim(
    source: dict[str, str], volume: dict[str, Any], sub_path: str | None
) -> None:
    found = template(source)

    assert found["volumes"] == [{"name": "models", **volume}]
    [mount] = [each for each in found["container"]["volumeMounts"] if each["name"] == "models"]
    assert (mount["mountPath"], mount["readOnly"], mount.get("subPath")) == ("/mounted-models", True, sub_path)


def test_the_operator_is_told_where_they_are_and_what_they_must_be() -> None:
    told = environment(template({"claim": "models", "digest": DIGEST}))
    assert told["MEDIA_INSIGHTS_MOUNTED_MODELS"] == "/mounted-models"
    assert told["MEDIA_INSIGHTS_MOUNTED_DIGEST"] == DIGEST


def test_an_operator_without_mounted_models_has_no_such_volume() -> None:
    assert "volumes" not in template(None)


def test_an_operator_is_told_of_the_gpu_that_its_pod_reserves() -> None:
    found = template({"claim": "models", "digest": DIGEST}, resources={"gpu": {"mode": "Preferred"}})
    assert environment(found)["MEDIA_INSIGHTS_GPU"] == "Preferred"
    (word,) = [each for each in found["outputs"]["artifacts"] if each["path"] == "/out/.gpu"]
    assert (word["s3"]["key"].rsplit("/", 2)[1:], word["optional"]) == (["x", ".gpu"], True)
    assert "/out/.gpu" not in str(template(None)["outputs"]), "what was given no GPU says nothing of it"


def test_nothing_that_an_operator_writes_becomes_a_parameter_which_stands_in_the_argo_workflow() -> None:
    found = template({"claim": "models", "digest": DIGEST}, resources={"gpu": {"mode": "Preferred"}})
    assert "parameters" not in found["outputs"]
