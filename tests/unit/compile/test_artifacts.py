"""Files come and go by explicit keys, as they are, and no text of a tenant is a variable for Argo."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.api.v1alpha1.asset import Source
from media_insights.api.v1alpha1.operator_needs import RetryPolicy
from media_insights.compile import access, run_secret
from media_insights.domain.running import costs
from tests.unit.builders import CATALOGUE, operator, plan
from tests.unit.compile.compiled import WITH_GPU, compiled, reaching, strings, templates

GPU = {"mode": "Preferred", "count": 1}
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
    cpu_time = costs.cpu_time_key(resolved, resolved.step("transcribe"), access.ATTEMPT)
    assert {text for text in strings(manifest) if "{{" in text} <= {access.ATTEMPT, logs, cpu_time}
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


def test_every_attempt_tells_its_cpu_time_in_an_object_of_its_own() -> None:
    wanted = plan("a: proxy")
    step = wanted.step("proxy")
    once = replace(step, spec=step.spec.model_copy(update={"retry": RetryPolicy(limit=0)}))
    for plan_, attempt in ((wanted, access.ATTEMPT), (replace(wanted, steps=(once,)), "0")):
        (artifact,) = (
            each for each in templates(compiled(plan_))["proxy"]["outputs"]["artifacts"] if each["name"] == "word_cpu"
        )
        assert artifact["s3"]["key"] == costs.cpu_time_key(wanted, step, attempt)
        assert (artifact["path"], artifact["optional"]) == ("/out/.cpu", True)


@pytest.mark.parametrize("name", ["cpu", "gpu", "word-cpu"])
def test_an_output_of_any_name_stands_beside_the_words_of_a_pod(name: str) -> None:
    """Argo refuses two artifacts of one name."""
    spec = operator("labels", outputs=[{"name": name, "file": "result.json", "result": True}], resources={"gpu": GPU})
    made = templates(compiled(plan("a: labels", operators={"labels": spec}), WITH_GPU))["labels"]["outputs"][
        "artifacts"
    ]
    assert [each["name"] for each in made] == [name, "word_cpu", "word_gpu"]
