from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.chart.conftest import CHART, Render, helm

CRDS = Path(__file__).parents[3] / "crds"


def test_kinds_come_with_the_release_and_stay_when_it_goes(render: Render) -> None:
    definitions = {each["metadata"]["name"]: each for each in render().of("CustomResourceDefinition")}
    assert len(definitions) == len(list(CRDS.glob("*.yaml"))) == 6
    for path in CRDS.glob("*.yaml"):
        wanted = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = definitions[wanted["metadata"]["name"]]
        assert found["spec"] == wanted["spec"], "Helm changed a number or a text"
        assert found["metadata"]["annotations"]["helm.sh/resource-policy"] == "keep"


def test_kinds_can_be_dropped_with_the_release_or_left_to_others(render: Render) -> None:
    for each in render({"crds": {"keep": False}}).of("CustomResourceDefinition"):
        assert "helm.sh/resource-policy" not in each["metadata"].get("annotations", {})
    assert not render({"crds": {"install": False}}).of("CustomResourceDefinition")


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"limit": {}}, "limit"),
        ({"image": {"pullPolicy": "Sometimes"}}, "/image/pullPolicy"),
        ({"objectStore": {"bucket": "Big_Bucket"}}, "/objectStore/bucket"),
        ({"objectStore": {"external": {"endpoint": "s3.example"}}}, "/objectStore/external/endpoint"),
        ({"tenants": [{"sources": []}]}, "namespace"),
        ({"limits": {"maxConcurrentExecutions": -1}}, "/limits/maxConcurrentExecutions"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(render: Render, values: dict[str, Any], named: str) -> None:
    with pytest.raises(helm.HelmError, match=named):
        render(values)


def test_an_existing_store_without_credentials_is_refused_with_what_to_set(render: Render) -> None:
    with pytest.raises(helm.HelmError, match=r"objectStore\.external\.secretName"):
        render({"multiTenant": False, "objectStore": {"external": {"endpoint": "https://s3.example"}}})


def test_every_value_is_described_and_every_default_is_in_the_schema(chart: Any) -> None:
    missing = list(_undescribed(chart.schema, chart.values, ""))
    assert not missing


def test_the_embedded_store_has_one_writer_and_a_volume_that_stays(render: Render) -> None:
    deployment = render().one("Deployment", "-objectstore")
    assert (deployment["spec"]["replicas"], deployment["spec"]["strategy"]) == (1, {"type": "Recreate"})
    claim = render().one("PersistentVolumeClaim")
    assert claim["metadata"]["annotations"] == {"helm.sh/resource-policy": "keep"}
    [volume] = [each for each in deployment["spec"]["template"]["spec"]["volumes"] if each["name"] == "data"]
    assert volume["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]


def test_given_credentials_take_the_place_of_generated_ones(render: Render) -> None:
    values = {"objectStore": {"embedded": {"secretName": "given"}}}
    assert render().of("Secret")
    assert not render(values).of("Secret")
    variables = render(values).pods()["media-insights-objectstore"]["containers"][0]["env"]
    assert {each["valueFrom"]["secretKeyRef"]["name"] for each in variables} == {"given"}


def test_only_enabled_namespaces_and_its_own_reach_the_embedded_store(render: Render) -> None:
    policy = render().one("NetworkPolicy", "-objectstore")["spec"]
    assert policy["ingress"][0]["from"] == [
        {"podSelector": {}},
        {"namespaceSelector": {"matchLabels": {"mediainsights.dev/enabled": "true"}}},
    ]
    assert not render({"networkPolicy": {"enabled": False}}).of("NetworkPolicy")


def test_two_releases_share_no_name_across_the_cluster(render: Render) -> None:
    def names(release: str) -> set[tuple[str, str]]:
        kinds = (
            "ClusterRole",
            "ClusterRoleBinding",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding",
        )
        return {(kind, each["metadata"]["name"]) for kind in kinds for each in render(name=release).of(kind)}

    assert names("a")
    assert not names("a") & names("b")


def test_notes_say_the_next_command(render: Render) -> None:
    assert "kubectl label namespace default mediainsights.dev/enabled=true" in render().notes
    assert "make images REGISTRY=" in render().notes
    assert "make images REGISTRY=" not in render({"image": {"registry": "r.example/x"}}).notes


def test_lints_clean() -> None:
    found = helm.lint(str(CHART), strict=True)
    assert found["errors"] == []
    assert [each["error"] for each in found["messages"]] == ["icon is recommended"]


def _undescribed(schema: dict[str, Any], value: Any, path: str) -> Any:
    if not schema.get("description"):
        yield path
    if isinstance(value, dict) and "properties" in schema:
        for name, inner in value.items():
            if name not in schema["properties"]:
                yield f"{path}.{name} is not in the schema"
            else:
                yield from _undescribed(schema["properties"][name], inner, f"{path}.{name}")
