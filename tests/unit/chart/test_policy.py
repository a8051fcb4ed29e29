"""What the admission policy says; that the API server understands it so is for tests/e2e/test_rights.py to show."""

import re
from pathlib import Path

import pytest
import yaml

from media_insights.api.v1alpha1 import labels
from media_insights.compile.namespace import NamespaceFacts, compile_namespace
from media_insights.domain.store_address import StoreAddress
from media_insights.kube.resources import resource_of
from media_insights.runtime import lease
from tests.unit.chart.conftest import CHART, Manifest, Render

GOLDEN = Path(__file__).parents[1] / "compile/golden"


@pytest.fixture
def policy(render: Render) -> Manifest:
    found: Manifest = render().one("ValidatingAdmissionPolicy", "-controller")
    return found


def _variable(policy: Manifest, name: str) -> str:
    [found] = [each["expression"] for each in policy["spec"]["variables"] if each["name"] == name]
    return str(found)


def _validation(policy: Manifest, words: str) -> str:
    [found] = [each["expression"] for each in policy["spec"]["validations"] if words in each["message"]]
    return str(found)


def test_is_about_the_controllers_account_and_every_write_of_it(render: Render, policy: Manifest) -> None:
    [condition] = policy["spec"]["matchConditions"]
    assert condition["expression"] == "request.userInfo.username == 'system:serviceaccount:media:media-insights'"
    named = render({"serviceAccount": {"name": "runner"}}).one("ValidatingAdmissionPolicy", "-controller")
    assert "'system:serviceaccount:media:runner'" in named["spec"]["matchConditions"][0]["expression"]
    assert policy["spec"]["matchConstraints"]["resourceRules"] == [
        {"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["*"], "resources": ["*/*"]}
    ]


def test_refuses_when_in_doubt(render: Render, policy: Manifest) -> None:
    assert policy["spec"]["failurePolicy"] == "Fail"
    binding = render().one("ValidatingAdmissionPolicyBinding", "-controller")
    assert binding["spec"] == {"policyName": policy["metadata"]["name"], "validationActions": ["Deny"]}
    assert {each["reason"] for each in policy["spec"]["validations"]} == {"Forbidden"}


def test_names_exactly_what_the_controller_prepares_a_namespace_with(policy: Manifest) -> None:
    store = StoreAddress.of("http://s3.media.svc:7070", bucket="b")
    wanted: dict[str, list[str]] = {}
    for each in compile_namespace(NamespaceFacts(namespace="n", store=store)):
        resource = resource_of(each["kind"])
        wanted.setdefault(f"{resource.group}/{resource.plural}", []).append(each["metadata"]["name"])
    found = yaml.safe_load(_variable(policy, "prepared"))
    assert {kind: sorted(names) for kind, names in found.items()} == {k: sorted(names) for k, names in wanted.items()}


def test_knows_the_label_and_the_lease(policy: Manifest) -> None:
    assert f"'{labels.ENABLED}'" in _variable(policy, "enabled")
    assert f"'{lease.NAME}'" in _validation(policy, "keeps one Lease")


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("**/*.yaml")), ids=lambda path: str(path.stem))
def test_knows_every_field_of_what_is_compiled(policy: Manifest, path: Path) -> None:
    run = yaml.safe_load(path.read_text(encoding="utf-8"))
    spec, step = _validation(policy, "no other"), _validation(policy, "a step of")
    assert not [key for key in run["spec"] if f"'{key}'" not in spec]
    assert not [key for each in run["spec"]["templates"] for key in each if f"'{key}'" not in step]


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("**/*.yaml")), ids=lambda path: str(path.stem))
def test_lets_every_patch_pass_that_is_compiled(policy: Manifest, path: Path) -> None:
    expression = _validation(policy, "privileges or use of the node")
    patterns = re.findall(r"matches\('(.*?)'\)", expression)
    allowed, forbidden = (each.encode().decode("unicode_escape") for each in patterns)
    spec = yaml.safe_load(path.read_text(encoding="utf-8"))["spec"]
    patches = [each["podSpecPatch"] for each in (spec, *spec["templates"]) if "podSpecPatch" in each]
    assert patches
    for each in patches:
        assert re.search(allowed, each), each
        assert not re.search(forbidden, each.lower()), each


def test_asks_for_a_cluster_that_has_such_policies() -> None:
    assert yaml.safe_load((CHART / "Chart.yaml").read_text())["kubeVersion"] == ">=1.30.0-0"


def test_assets_are_made_for_batches_and_sources_only_and_their_files_stay(policy: Manifest) -> None:
    expression = _validation(policy, "makes executions for assets and assets for batches and sources")
    made = expression.partition("'CREATE' && variables.what == 'mediainsights.dev/mediaassets'")[2].partition(
        "'UPDATE'"
    )[0]
    assert "each.kind == 'MediaBatch'" in made
    assert "'mediainsights.dev/source-uid' in object.metadata.?labels" in made
    assert "deletionPolicy.orValue('Retain') == 'Retain'" in made
    assert "'mediainsights.dev/mediaassets'" in _validation(policy, "only into namespaces with the label")
