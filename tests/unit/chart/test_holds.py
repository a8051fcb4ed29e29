"""The policy that keeps what is on legal hold."""

from media_insights.api.v1alpha1.labels import LEGAL_HOLD
from tests.unit.chart.conftest import Render


def test_only_assets_are_held_and_only_by_the_annotation(render: Render) -> None:
    policy = render().one("ValidatingAdmissionPolicy", "-holds")["spec"]
    (rule,) = policy["matchConstraints"]["resourceRules"]
    assert (rule["operations"], rule["resources"]) == (["DELETE"], ["mediaassets"])
    (held,) = policy["validations"]
    assert held["expression"] == f"!('{LEGAL_HOLD}' in oldObject.metadata.?annotations.orValue({{}}))"
    assert LEGAL_HOLD in held["message"]


def test_it_is_in_force(render: Render) -> None:
    rendered = render()
    binding = rendered.one("ValidatingAdmissionPolicyBinding", "-holds")
    policy = rendered.one("ValidatingAdmissionPolicy", "-holds")
    assert binding["spec"] == {"policyName": policy["metadata"]["name"], "validationActions": ["Deny"]}
