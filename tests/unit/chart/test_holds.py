"""The policy that keeps what is on legal hold."""

from media_insights.api.v1alpha1.labels import DELETED_RESULTS, LEGAL_HOLD
from tests.unit.chart.conftest import Render


def test_only_assets_are_held_and_only_by_the_annotation(render: Render) -> None:
    policy = render().one("ValidatingAdmissionPolicy", "-holds")["spec"]
    (rule,) = policy["matchConstraints"]["resourceRules"]
    assert (rule["operations"], rule["resources"]) == (["DELETE", "UPDATE"], ["mediaassets"])
    held, _ = policy["validations"]
    assert (
        held["expression"]
        == f"request.operation != 'DELETE' || !('{LEGAL_HOLD}' in oldObject.metadata.?annotations.orValue({{}}))"
    )
    assert LEGAL_HOLD in held["message"]


def test_it_is_in_force(render: Render) -> None:
    rendered = render()
    binding = rendered.one("ValidatingAdmissionPolicyBinding", "-holds")
    policy = rendered.one("ValidatingAdmissionPolicy", "-holds")
    assert binding["spec"] == {"policyName": policy["metadata"]["name"], "validationActions": ["Deny"]}


def test_results_are_deleted_by_whoever_may_delete_and_the_controller_notes_that_it_is_done(render: Render) -> None:
    _, asked = render().one("ValidatingAdmissionPolicy", "-holds")["spec"]["validations"]
    conditions = [each.strip() for each in asked["expression"].split("||")]
    written = f"metadata.?annotations[?'{DELETED_RESULTS}'].orValue('')"
    asked_of = "group('mediainsights.dev').resource('mediaassets').namespace(request.namespace)"
    assert conditions == [
        "request.operation != 'UPDATE'",
        f"object.{written} == oldObject.{written}",
        "request.userInfo.username == 'system:serviceaccount:media:media-insights'",
        f"authorizer.{asked_of}.check('delete').allowed()",
    ]
    assert DELETED_RESULTS in asked["message"]


def test_the_api_that_asks_for_callers_may_delete(render: Render) -> None:
    rules = render({"api": {"enabled": True}}).one("ClusterRole", "-api")["rules"]
    assert any("mediaassets" in each["resources"] and "delete" in each["verbs"] for each in rules)
