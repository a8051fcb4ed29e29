"""The kinds: what the models accept, and that the committed CustomResourceDefinitions are the models'."""

import contextlib
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from media_insights.api.crds import all_crds
from media_insights.api.v1alpha1 import (
    KINDS,
    MediaAsset,
    MediaAssetSpec,
    MediaExecution,
    MediaOperatorSpec,
    MediaWorkflowSpec,
)
from tests.unit.hostile_names import HOSTILE

CRDS = Path(__file__).parents[3] / "crds"


@pytest.mark.parametrize("file", all_crds())
def test_the_committed_crds_are_those_of_the_models(file: str) -> None:
    committed = yaml.safe_load((CRDS / file).read_text("utf-8"))
    assert committed == all_crds()[file], "run make generate"


def every_schema(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for each in node for found in every_schema(each)]
    if not isinstance(node, dict):
        return []
    own = [node] if isinstance(node.get("type"), str) else []
    return own + [found for each in node.values() for found in every_schema(each)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_schema_is_structural(kind: type) -> None:
    crd = all_crds()[f"{kind.PLURAL}.yaml"]  # type: ignore[attr-defined]
    (version,) = crd["spec"]["versions"]
    schemas = every_schema(version["schema"]["openAPIV3Schema"])
    assert len(schemas) > 20
    for schema in schemas:
        assert not {"$ref", "anyOf", "allOf", "oneOf", "title"} & schema.keys()
        assert schema.get("additionalProperties") is not False
        assert schema["type"] != "array" or schema["items"]


def test_every_field_that_people_write_is_explained() -> None:
    for crd in all_crds().values():
        spec = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]
        undescribed = [name for name, field in spec["properties"].items() if not field.get("description")]
        assert undescribed == []


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ({}, "exactly one"),
        ({"s3": {"bucket": "media", "key": "x"}, "url": "https://x"}, "exactly one"),
        ({"url": "ftp://x"}, "url"),
        ({"s3": {"bucket": "media", "key": ""}}, "key"),
        ({"s3": {"bucket": "media", "key": "x", "endpoint": "evil"}}, "endpoint"),
    ],
)
def test_a_source_is_refused(source: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError, match=wrong):
        MediaAssetSpec.model_validate({"source": source})


def test_a_tenant_cannot_bring_an_image_or_a_command() -> None:
    stage = {"name": "a", "operators": [{"name": "proxy", "image": "evil"}]}
    with pytest.raises(ValidationError, match="image"):
        MediaWorkflowSpec.model_validate({"stages": [stage]})


def test_an_input_reads_media_or_a_result() -> None:
    base = {"resultName": "x", "version": "1", "image": "x"}
    for wrong in ({"name": "a"}, {"name": "a", "media": ["Video"], "result": "y"}):
        with pytest.raises(ValidationError, match="exactly one"):
            MediaOperatorSpec.model_validate({**base, "inputs": [wrong]})


def test_a_status_of_a_newer_version_is_still_read() -> None:
    manifest = {"spec": {"asset": "a", "workflow": "w"}, "status": {"state": "Started", "added": 1}}
    assert MediaExecution.model_validate(manifest).status.state == "Started"


@pytest.mark.parametrize("name", HOSTILE)
def test_the_api_server_accepts_no_control_characters_and_readers_show_old_ones(name: str) -> None:
    version = all_crds()["mediaassets.yaml"]["spec"]["versions"][0]
    spec = version["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]
    source = spec["source"]["properties"]["s3"]["properties"]["key"]["pattern"]
    assert source == spec["title"]["pattern"]
    has_controls = any(unicodedata.category(char) == "Cc" for char in name)
    assert bool(re.search(source, name)) is not has_controls
    old = {"source": {"s3": {"bucket": "media", "key": name}}, "title": name}
    assert MediaAsset.model_validate({"spec": old}).spec.title == name


@pytest.mark.parametrize(
    ("bucket", "well"),
    [("media", True), ("my-media.eu", True), ("a--b", True), ("a..b", False), ("a.-b", False), ("-a", False)],
)
def test_a_bucket_is_a_name_and_no_path(bucket: str, well: bool) -> None:  # noqa: FBT001 - a table
    spec = {"source": {"s3": {"bucket": bucket.ljust(3, "x"), "key": "x"}}}
    with contextlib.nullcontext() if well else pytest.raises(ValueError, match="bucket"):
        MediaAsset.model_validate({"spec": spec})
