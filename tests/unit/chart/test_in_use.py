"""The policy that keeps what is in use; tests/faults/test_in_use.py has an API server that understands it."""

from media_insights.api.v1alpha1.conditions import IN_USE
from media_insights.api.v1alpha1.labels import FORCE_DELETE
from tests.unit.chart.conftest import Render


def test_only_deletions_of_what_others_name_are_judged(render: Render) -> None:
    policy = render().one("ValidatingAdmissionPolicy", "-in-use")["spec"]
    (rule,) = policy["matchConstraints"]["resourceRules"]
    assert (rule["operations"], rule["resources"]) == (["DELETE"], ["mediaoperators", "mediaworkflows"])


def test_it_reads_the_condition_and_the_annotation_of_the_api(render: Render) -> None:
    policy = render().one("ValidatingAdmissionPolicy", "-in-use")["spec"]
    (forced,) = policy["matchConditions"]
    assert f"'{FORCE_DELETE}'" in forced["expression"]
    assert f"each.type == '{IN_USE}'" in policy["variables"][1]["expression"]
    (judged,) = policy["validations"]
    assert FORCE_DELETE in judged["message"]
    assert FORCE_DELETE in judged["messageExpression"]


def test_it_is_in_force(render: Render) -> None:
    rendered = render()
    binding = rendered.one("ValidatingAdmissionPolicyBinding", "-in-use")
    policy = rendered.one("ValidatingAdmissionPolicy", "-in-use")
    assert binding["spec"] == {"policyName": policy["metadata"]["name"], "validationActions": ["Deny"]}
