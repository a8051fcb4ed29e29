"""The policy that bounds what tenants write."""

from tests.unit.chart.conftest import Render


def test_the_policy_is_about_what_tenants_write_and_lets_anything_be_deleted(render: Render) -> None:
    policy = render().one("ValidatingAdmissionPolicy", "-bounds")["spec"]
    (rule,) = policy["matchConstraints"]["resourceRules"]
    assert rule["resources"] == ["mediaassets", "mediaexecutions", "mediabatches", "mediasources", "mediaworkflows"]
    assert policy["failurePolicy"] == "Fail"
    assert [each["expression"] for each in policy["matchConditions"]] == ["!has(object.metadata.deletionTimestamp)"]


def test_it_is_in_force(render: Render) -> None:
    rendered = render()
    binding = rendered.one("ValidatingAdmissionPolicyBinding", "-bounds")
    policy = rendered.one("ValidatingAdmissionPolicy", "-bounds")
    assert binding["spec"] == {"policyName": policy["metadata"]["name"], "validationActions": ["Deny"]}
