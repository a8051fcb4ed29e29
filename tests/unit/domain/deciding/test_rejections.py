"""Sentences that objects of several kinds share."""

from media_insights.api.v1alpha1.prefix import Prefix
from media_insights.domain.deciding.rejections import namespace_not_enabled, place_not_allowed, unknown_workflow
from media_insights.domain.sources.tenancy import tenant_of


def test_an_administrator_is_told_how_a_namespace_is_enabled() -> None:
    assert "kubectl label namespace n mediainsights.dev/enabled=true" in namespace_not_enabled("n").message


def test_a_workflow_that_is_probably_meant_is_named() -> None:
    found = unknown_workflow("spec.workflow", "flwo", "n", ["flow", "other"])
    assert found.message.startswith("spec.workflow: there is no MediaWorkflow flwo in the namespace n")
    assert found.message.endswith("did you mean flow?")


def test_a_namespace_may_name_places_below_its_uploads_and_is_told_so_of_others() -> None:
    tenant = tenant_of((), "n", "media")
    assert place_not_allowed("spec.prefix", Prefix(bucket="media", key="public/upload/n/in/"), tenant) is None
    refused = place_not_allowed("spec.prefix", Prefix(bucket="media", key="public/upload/other/"), tenant)
    assert refused
    assert refused.message.startswith(
        "spec.prefix: s3://media/public/upload/other/ is not a place that the namespace n"
    )
