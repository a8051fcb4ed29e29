from pathlib import Path

import yaml

from media_insights.api.v1alpha1 import MediaOperator, MediaWorkflow
from tests.unit.chart.conftest import Render

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


def test_a_changed_catalogue_starts_the_controller_anew(render: Render) -> None:
    def checksum(values: dict[str, object]) -> str:
        template = render(values).one("Deployment", "-controller")["spec"]["template"]
        return str(template["metadata"]["annotations"]["checksum/catalogue"])

    assert checksum({}) == checksum({"limits": {"maxConcurrentExecutions": 3}})
    assert checksum({}) != checksum({"operators": {"disabled": ["captions"]}})
