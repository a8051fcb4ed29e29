"""Operators have no token, and Argo's executor one right."""

from typing import Any

from media_insights.compile.accounts import accounts_of


def objects() -> dict[tuple[str, str], Any]:
    return {(each["kind"], each["metadata"]["name"]): each for each in accounts_of("newsroom")}


def test_no_account_s_token_is_mounted_by_itself() -> None:
    accounts = [each for (kind, _), each in objects().items() if kind == "ServiceAccount"]
    assert [each["automountServiceAccountToken"] for each in accounts] == [False, False]


def test_the_executor_may_report_outputs_and_nothing_else() -> None:
    (rule,) = objects()["Role", "media-insights-executor"]["rules"]
    assert rule == {"apiGroups": ["argoproj.io"], "resources": ["workflowtaskresults"], "verbs": ["create", "patch"]}


def test_the_right_is_the_executor_s_in_this_namespace() -> None:
    binding = objects()["RoleBinding", "media-insights-executor"]
    assert binding["roleRef"]["name"] == "media-insights-executor"
    assert binding["subjects"] == [
        {"kind": "ServiceAccount", "name": "media-insights-executor", "namespace": "newsroom"}
    ]


def test_argo_finds_the_executor_s_token_under_the_name_that_it_looks_for() -> None:
    token = objects()["Secret", "media-insights-executor.service-account-token"]
    assert token["type"] == "kubernetes.io/service-account-token"
    assert token["metadata"]["annotations"] == {"kubernetes.io/service-account.name": "media-insights-executor"}
