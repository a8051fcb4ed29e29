"""A child is as it was made, whatever the API server adds to it, and not when anything that we write is another."""

import copy
from typing import Any

import pytest

from media_insights.compile.network_policies import operator_policy
from media_insights.controller.children import WATCHED, fingerprint, namespace_of
from media_insights.domain.destinations import Destination, Destinations
from media_insights.kube.resources import CONFIG_MAPS, SECRETS

KNOWN = Destination(networks=("10.0.0.7/32",), ports=(443,))
POLICY = operator_policy(Destinations(store=KNOWN))


def changed(path: str, value: Any) -> dict[str, Any]:
    policy = copy.deepcopy(POLICY)
    *parts, last = path.split(".")
    place = policy
    for part in parts:
        place = place[part]
    place[last] = value
    return policy


def test_what_the_api_server_adds_or_leaves_out_is_no_change() -> None:
    stored = copy.deepcopy(POLICY)
    stored["metadata"] |= {"uid": "1", "resourceVersion": "7", "managedFields": [{}], "annotations": {"a": "b"}}
    del stored["spec"]["ingress"]
    assert fingerprint(stored) == fingerprint(POLICY)
    assert fingerprint({"secrets": [{"name": "x"}]}) == fingerprint({})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("spec.ingress", [{}]),
        ("spec.egress", [*POLICY["spec"]["egress"], {}]),
        ("spec.egress", [{"ports": POLICY["spec"]["egress"][0]["ports"]}]),
        ("spec.egress", []),
        ("spec.policyTypes", ["Egress"]),
        ("spec.podSelector", {}),
        ("spec.podSelector", {**POLICY["spec"]["podSelector"], "matchLabels": {"a": "b"}}),
        ("spec", {}),
    ],
)
def test_anything_else_is_one(path: str, value: Any) -> None:
    assert fingerprint(changed(path, value)) != fingerprint(POLICY)


def test_a_child_belongs_to_its_namespace() -> None:
    assert namespace_of({"metadata": {"name": "x", "namespace": "n"}}) == ("", "n")


def test_only_kinds_that_hold_nothing_secret_are_watched() -> None:
    assert not {SECRETS, CONFIG_MAPS} & set(WATCHED)
    assert all(each.selector == "app.kubernetes.io/managed-by=media-insights" for each in WATCHED)
