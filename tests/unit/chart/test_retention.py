"""The controller may delete assets only where an administrator says how long they are kept."""

from typing import Any

import pytest

from tests.unit.chart.conftest import Render


def rights(render: Render, tenants: list[Any]) -> tuple[bool, str]:
    """Return whether its role has the right, and what the policy says of deletions."""
    rendered = render({"tenants": tenants})
    role = rendered.one("ClusterRole", "-tenant")
    deletes = any("mediaassets" in each["resources"] and "delete" in each["verbs"] for each in role["rules"])
    policy = rendered.one("ValidatingAdmissionPolicy", "-controller")
    [rule] = [each for each in policy["spec"]["validations"] if "makes executions for assets" in each["message"]]
    expression = rule["expression"].partition("'DELETE' && variables.what == 'mediainsights.dev/mediaassets'")[2]
    return deletes, expression.partition("||")[0].strip() if deletes else expression


@pytest.mark.parametrize("tenants", [[], [{"namespace": "newsroom"}]])
def test_without_a_retention_it_deletes_no_asset(render: Render, tenants: list[Any]) -> None:
    assert rights(render, tenants) == (False, "")


def test_it_deletes_where_there_is_one(render: Render) -> None:
    kept = {"retention": {"days": 365}}
    some = [{"namespace": "newsroom", **kept}, {"namespace": "archive", **kept}, {"namespace": "other"}]
    assert rights(render, some) == (True, "&& request.namespace in ['newsroom','archive']")
    assert rights(render, [{"namespace": "*", **kept}]) == (True, "")


@pytest.mark.parametrize("retention", [{}, {"days": 0}, {"days": "1"}, {"days": 1, "dryrun": True}])
def test_what_is_no_retention_is_refused(render: Render, retention: Any) -> None:
    with pytest.raises(Exception, match="retention"):
        render({"tenants": [{"namespace": "newsroom", "retention": retention}]})
