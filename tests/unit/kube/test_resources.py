"""One table of kinds; ours come from the models of the API."""

import pytest

from media_insights.api.v1alpha1 import KINDS
from media_insights.kube.resources import (
    ASSETS,
    CONFIG_MAPS,
    EXECUTIONS,
    NAMESPACES,
    OPERATORS,
    OURS,
    ROLES,
    RUNS,
    Resource,
    resource_of,
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (ASSETS.path(), "/apis/mediainsights.dev/v1alpha1/mediaassets"),
        (ASSETS.path("news"), "/apis/mediainsights.dev/v1alpha1/namespaces/news/mediaassets"),
        (ASSETS.path("news", "clip", "status"), ASSETS.path("news") + "/clip/status"),
        (CONFIG_MAPS.path("news", "limits"), "/api/v1/namespaces/news/configmaps/limits"),
        (NAMESPACES.path("", "news"), "/api/v1/namespaces/news"),
        (OPERATORS.path("news", "proxy"), "/apis/mediainsights.dev/v1alpha1/mediaoperators/proxy"),
        (ASSETS.path("news", "a/b"), ASSETS.path("news") + "/a/b"),
    ],
)
def test_where_the_api_server_has_it(path: str, expected: str) -> None:
    assert path == expected


def test_every_kind_of_ours_is_in_the_table() -> None:
    assert {each.kind for each in OURS} == {kind.__name__ for kind in KINDS}
    assert {each.plural for each in OURS} == {kind.PLURAL for kind in KINDS}
    assert [each.kind for each in OURS if not each.namespaced] == ["MediaOperator"]


def test_what_manifests_say_of_a_kind() -> None:
    assert (CONFIG_MAPS.api_version, ROLES.api_version) == ("v1", "rbac.authorization.k8s.io/v1")


@pytest.mark.parametrize(("kind", "resource"), [("MediaExecution", EXECUTIONS), ("Workflow", RUNS), ("Role", ROLES)])
def test_what_the_controller_writes_is_found_by_its_kind(kind: str, resource: Resource) -> None:
    assert resource_of(kind) is resource


def test_what_it_never_writes_is_not() -> None:
    with pytest.raises(KeyError):
        resource_of("Node")
