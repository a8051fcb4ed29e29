"""The caches of the controller, by kind and by name."""

import pytest

from media_insights.controller.watch_caches import WatchCaches
from media_insights.controller.wiring import watched_by
from media_insights.kube.resources import ASSETS, CONFIG_MAPS, NAMESPACES
from media_insights.settings.controller import read
from tests.unit.builders import CATALOGUE, workflow


def put_workflow(caches: WatchCaches, name: str, namespace: str, priority: int) -> None:
    spec = workflow("prepare: proxy").model_copy(update={"priority": priority})
    body = spec.model_dump(mode="json", by_alias=True, exclude_none=True)
    caches.workflows.put({"metadata": {"name": name, "namespace": namespace, "uid": name}, "spec": body})


def test_every_kind_that_is_watched_has_a_cache() -> None:
    assert set(WatchCaches()) == set(watched_by(read({"MEDIA_INSIGHTS_RUN_CREDENTIALS": "shared"})))
    assert len(WatchCaches()) == len(list(WatchCaches()))


def test_a_cache_is_the_same_by_kind_and_by_name() -> None:
    caches = WatchCaches()
    caches[CONFIG_MAPS].put({"metadata": {"name": "limits", "namespace": "s"}, "data": {"a": "1"}})
    caches[NAMESPACES].put({"metadata": {"name": "n", "labels": {"mediainsights.dev/enabled": "true"}}})
    assert caches.config_maps.view(("s", "limits")) == {"a": "1"}
    assert caches.namespaces.view(("", "n")) is True
    assert caches[ASSETS] is caches.assets


def test_the_catalogue_is_what_can_be_read_of_the_operators() -> None:
    caches = WatchCaches()
    body = CATALOGUE["proxy"].model_dump(mode="json", by_alias=True, exclude_none=True)
    caches.operators.put({"metadata": {"name": "proxy"}, "spec": body})
    caches.operators.put({"metadata": {"name": "odd"}, "spec": {"outputs": "all"}})
    assert caches.catalogue() == {"proxy": CATALOGUE["proxy"]}


@pytest.mark.parametrize("own_first", [True, False])
def test_a_namespaces_own_workflow_goes_before_the_installations(*, own_first: bool) -> None:
    caches = WatchCaches()
    places = [("n", 1), ("system", 2), ("m", 3)]
    for namespace, priority in places if own_first else reversed(places):
        put_workflow(caches, "flow", namespace, priority)
    put_workflow(caches, "shared", "system", 4)
    found = caches.workflows_for("n", "system")
    assert {name: spec.priority for name, spec in found.items()} == {"flow": 1, "shared": 4}
