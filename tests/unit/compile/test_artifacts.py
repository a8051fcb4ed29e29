"""Files come and go by explicit keys, as they are, and no text of a tenant is a variable for Argo."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.api.v1alpha1.asset import Source
from media_insights.compile import access, run_secret
from tests.unit.builders import CATALOGUE, plan
from tests.unit.compile.compiled import compiled, reaching, strings, templates

hostile = st.text(alphabet="{}=`'\"\\ a日", max_size=12)


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
    assert artifact["s3"]["secretKeySecret"] == {"name": "media-insights-run-uid-of-run-1", "key": "secretkey"}


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
    logs = manifest["spec"]["templateDefaults"]["archiveLocation"]["s3"]["key"]
    assert logs.removesuffix(run_secret.POD).count("{{") == 0
    assert {text for text in strings(manifest) if "{{" in text} <= {access.ATTEMPT, logs}
    (parameters,) = (each["raw"]["data"] for each in template["inputs"]["artifacts"] if each["name"] == "parameters")
    assert json.loads(parameters) == {"language": value}


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
