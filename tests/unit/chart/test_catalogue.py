from pathlib import Path

import pytest
import yaml

from media_insights.api.v1alpha1 import MediaOperator, MediaWorkflow
from tests.unit.chart.conftest import Manifest, Render, Rendered

SOURCES = sorted((Path(__file__).parents[3] / "operators-images").glob("[!_]*/operator.yaml"))


def _image(render: Render, values: dict[str, object]) -> str:
    entry = render(values).catalogue()["mediaoperators.captions.yaml"]
    return MediaOperator.model_validate(entry).spec.image


def test_holds_every_operator_of_the_repository_unchanged_but_for_its_image(render: Render) -> None:
    catalogue = render().catalogue()
    assert SOURCES
    for source in SOURCES:
        wanted = yaml.safe_load(source.read_text(encoding="utf-8"))
        entry = catalogue[f"mediaoperators.{wanted['metadata']['name']}.yaml"]
        MediaOperator.model_validate(entry)
        assert entry["spec"] | {"image": ""} == wanted["spec"] | {"image": ""}


def test_an_image_is_the_one_named_or_else_made_of_registry_and_tag(render: Render) -> None:
    assert _image(render, {"image": {"registry": "r.example/x", "tag": "v7"}}) == "r.example/x/captions:v7"
    exact = "r.example/y/captions@sha256:" + "0" * 64
    assert _image(render, {"operators": {"images": {"captions": exact}}}) == exact


def test_a_disabled_operator_is_in_neither_the_catalogue_nor_the_workflow(render: Render) -> None:
    catalogue = render({"operators": {"disabled": ["captions", "transcribe"]}}).catalogue()
    workflow = MediaWorkflow.model_validate(catalogue["mediaworkflows.full-analysis.yaml"])
    named = {operator.name for stage in workflow.spec.stages for operator in stage.operators}
    assert "mediaoperators.captions.yaml" not in catalogue
    assert not {"captions", "transcribe"} & named
    assert {"mediainfo", "entities"} <= named


def test_a_stage_without_operators_is_left_out(render: Render) -> None:
    whole = render().catalogue()["mediaworkflows.full-analysis.yaml"]
    text = next(stage for stage in whole["spec"]["stages"] if stage["name"] == "text")
    values = {"operators": {"disabled": [operator["name"] for operator in text["operators"]]}}
    workflow = render(values).catalogue()["mediaworkflows.full-analysis.yaml"]
    assert [stage["name"] for stage in workflow["spec"]["stages"]] == ["prepare", "analyze"]


def test_the_workflow_lives_in_the_installations_namespace_and_can_be_left_out(render: Render) -> None:
    assert render().catalogue()["mediaworkflows.full-analysis.yaml"]["metadata"]["namespace"] == "media"
    assert "mediaworkflows.full-analysis.yaml" not in render({"workflows": {"fullAnalysis": False}}).catalogue()


def _job(rendered: Rendered) -> Manifest:
    [job] = rendered.of("Job")
    return job


def _deleted(hook: Manifest) -> set[str]:
    return set(hook["metadata"]["annotations"]["helm.sh/hook-delete-policy"].split(","))


def test_a_changed_catalogue_is_applied_by_another_job_and_leaves_the_controller_alone(render: Render) -> None:
    def name(values: dict[str, object]) -> str:
        return str(_job(render(values))["metadata"]["name"])

    changed: dict[str, object] = {"operators": {"disabled": ["captions"]}}
    assert name({}) == name({"limits": {"maxConcurrentExecutions": 3}})
    assert name({}) != name(changed)
    assert name({}) != name({"image": {"controller": "r.example/controller:next"}})
    deployments = [render(values).one("Deployment", "-controller") for values in ({}, changed)]
    assert deployments[0]["spec"] == deployments[1]["spec"]


def test_the_catalogue_is_applied_whenever_the_release_changes(render: Render) -> None:
    """Also by a rollback, which must bring back the operators of its revision."""
    hooks = set(_job(render())["metadata"]["annotations"]["helm.sh/hook"].split(","))
    assert hooks == {"post-install", "post-upgrade", "post-rollback"}


def test_only_the_job_may_write_the_catalogue_and_only_while_it_runs(render: Render) -> None:
    account = _job(render())["spec"]["template"]["spec"]["serviceAccountName"]
    objects = [each for each in render().objects if each["metadata"]["name"].endswith("-catalogue")]
    holders = [each for each in objects if each["kind"] != "ConfigMap"]
    assert {each["kind"] for each in holders} == {
        "ServiceAccount",
        "ClusterRole",
        "ClusterRoleBinding",
        "Role",
        "RoleBinding",
    }
    for each in holders:
        assert _deleted(each) == {"before-hook-creation", "hook-succeeded", "hook-failed"}, each["kind"]
    assert _deleted(_job(render())) == {"before-hook-creation", "hook-succeeded"}, "a failed one is to be read"
    assert _job(render())["spec"]["ttlSecondsAfterFinished"]
    for binding in (each for each in holders if each["kind"].endswith("Binding")):
        assert [each["name"] for each in binding["subjects"]] == [account]


def test_rights_are_there_before_the_job_that_needs_them(render: Render) -> None:
    def weight(each: Manifest) -> int:
        return int(each["metadata"]["annotations"]["helm.sh/hook-weight"])

    [binding] = [each for each in render().of("RoleBinding") if each["metadata"]["name"].endswith("-catalogue")]
    [account] = [each for each in render().of("ServiceAccount") if each["metadata"]["name"].endswith("-catalogue")]
    assert weight(account) < weight(binding) < weight(_job(render()))


MODELS = {
    "label-detection": {"image": f"r.example/m@sha256:{7:064x}"},
    "transcribe": {"claim": "models", "digest": f"sha256:{7:064x}", "folder": "whisper", "mode": "Add"},
}


def test_models_are_mounted_into_the_operators_that_they_are_for(render: Render) -> None:
    catalogue = render({"operators": {"models": MODELS}}).catalogue()
    found = {
        path.split(".")[1]: entry["spec"]["modelSource"]
        for path, entry in catalogue.items()
        if "modelSource" in entry["spec"]
    }
    assert found == MODELS
    for name in MODELS:
        MediaOperator.model_validate(catalogue[f"mediaoperators.{name}.yaml"])


@pytest.mark.parametrize(
    ("models", "sentence"),
    [
        ({"label-detektion": MODELS["label-detection"]}, "operators.models.label-detektion: there is no such operator"),
        ({"label-detection": {"image": "m:latest"}}, "image"),
        ({"label-detection": {"claim": "m"}}, "label-detection"),
        ({"label-detection": {**MODELS["label-detection"], **MODELS["transcribe"]}}, "label-detection"),
        ({"label-detection": {"hostPath": "/"}}, "hostPath"),
    ],
    ids=["no operator", "no digest of the image", "no digest of the claim", "two places", "a path of the node"],
)
def test_models_that_could_not_be_mounted_are_refused(render: Render, models: dict[str, object], sentence: str) -> None:
    with pytest.raises(Exception, match=sentence):
        render({"operators": {"models": models}})
