"""What an operator may reach beyond its files is its own container's alone."""

import re
from dataclasses import replace

import pytest
import yaml

from media_insights.api.v1alpha1.operator_needs import Access, SecretKeys
from media_insights.compile.workflow import compile_workflow
from tests.unit.builders import operator, plan
from tests.unit.compile.compiled import SETTINGS, reaching, templates


def test_what_an_operator_may_reach_is_its_own_container_s_alone() -> None:
    template = reaching(replace(SETTINGS, private_ca=True))
    variables = {each["name"]: each for each in template["container"]["env"]}
    assert template["metadata"]["labels"]["mediainsights.dev/egress"] == "true"
    assert "envFrom" not in template["container"]
    assert variables["API_KEY"]["valueFrom"]["secretKeyRef"] == {
        "name": "summary-key",
        "key": "API_KEY",
        "optional": True,
    }
    assert variables["AWS_ACCESS_KEY_ID"]["valueFrom"]["secretKeyRef"] == {
        "name": "media-insights-run-uid-of-run-1",
        "key": "accesskey",
    }
    assert variables["AWS_ENDPOINT_URL_S3"]["value"] == "http://s3.media-insights.svc:7070"
    assert variables["MEDIA_INSIGHTS_PREFIX"]["value"] == "private/newsroom/assets/asset-1/workflows/uid-of-run-1/"
    assert template["volumes"][0]["secret"]["secretName"] == "media-insights-run-uid-of-run-1"
    assert variables["AWS_CA_BUNDLE"]["value"] == f"{template['container']['volumeMounts'][-1]['mountPath']}/ca.crt"


def test_a_secret_of_version_0_1_passes_on_no_key() -> None:
    assert Access.model_validate({"secret": "any"}) == Access(secret=SecretKeys(name="any"))
    assert Access.model_validate({"secret": ""}) == Access()


def test_without_access_there_are_no_credentials_and_no_way_out() -> None:
    text = yaml.safe_dump(list(templates(compile_workflow(plan(), SETTINGS)).values()))
    for word in ("egress", "envFrom", "AWS_", "secretKeyRef"):
        assert word not in text


@pytest.mark.parametrize("role", ["$(AWS_SECRET_ACCESS_KEY)", "$$(AWS_SECRET_ACCESS_KEY)", "a$$b", "5 $", "$", "a"])
def test_variables_of_the_operator_are_plain_values_that_name_no_other_variable(role: str) -> None:
    own = [{"name": "LANGUAGES", "value": "en,es"}, {"name": "ROLE", "parameter": "role"}]
    declared = operator("tagger", "Video", environment=own, parameters={"role": {"type": "string"}})
    made = plan("one: tagger", operators={"tagger": declared}, configuration={"tagger": {"role": role}})
    template = templates(compile_workflow(made, SETTINGS))["tagger"]
    variables = {each["name"]: each["value"] for each in template["container"]["env"] if "value" in each}
    assert variables["LANGUAGES"] == "en,es"
    assert _expanded(variables["ROLE"], {"AWS_SECRET_ACCESS_KEY": "the secret"}) == role


def _expanded(value: str, known: dict[str, str]) -> str:
    """Return a value as containers get it: Kubernetes reads ``$$`` and ``$(NAME)``, and nothing else."""

    def replaced(found: re.Match[str]) -> str:
        name = found["name"]
        return "$" if name is None else known.get(name, found[0])

    return re.sub(r"\$(?:\$|\((?P<name>[^)]*)\))", replaced, value)
