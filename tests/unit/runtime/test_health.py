"""What the probes say of a process, and how fresh its view is."""

import asyncio
from datetime import UTC, datetime

import pytest
from prometheus_client import REGISTRY

from media_insights.kube.resources import ASSETS, LEASES
from media_insights.runtime import metrics
from media_insights.runtime.health import STALLED, Freshness, Health, measure_lag


def lag_told() -> float | None:
    return REGISTRY.get_sample_value("media_insights_watch_lag_seconds")


async def nothing() -> None:
    return None


async def forever() -> None:
    await asyncio.Event().wait()


async def test_a_process_lives_while_its_tasks_do() -> None:
    health = Health(tasks={name: asyncio.create_task(task) for name, task in (("a", forever()), ("b", nothing()))})
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert health.not_alive() == ["the task b has ended"]
    health.tasks["a"].cancel()


@pytest.mark.parametrize(("age", "said"), [(None, []), (STALLED, []), (61.0, ["lease: no sign of life for 61 s"])])
def test_a_watch_that_stalls_is_an_end(age: float | None, said: list[str]) -> None:
    health = Health(heartbeats={"lease": lambda: age})
    assert health.not_alive() == health.not_ready() == said


def test_an_obstacle_makes_it_unready_but_not_dead() -> None:
    health = Health(obstacles={"argo": lambda: "Argo is not installed", "watches": lambda: ""})
    assert (health.not_alive(), health.not_ready()) == ([], ["Argo is not installed"])


def test_freshness_is_told_per_kind() -> None:
    now = [100.0]
    freshness = Freshness(lambda: now[0])
    freshness.note(ASSETS)
    now[0] += 7
    assert (freshness.age(ASSETS), freshness.age(LEASES)) == (7.0, None)


@pytest.mark.parametrize(
    ("spec", "lag"),
    [
        ({"renewTime": "2026-05-01T12:00:00.250000Z"}, 1.75),
        ({"renewTime": "2026-05-01T12:00:09Z"}, 0.0),
    ],
)
def test_lag_is_from_renewal_to_event(spec: dict[str, str], lag: float) -> None:
    measure_lag({"spec": spec}, datetime(2026, 5, 1, 12, 0, 2, tzinfo=UTC))
    assert lag_told() == lag


@pytest.mark.parametrize("lease", [{}, {"spec": None}, {"spec": {"renewTime": None}}])
def test_a_lease_that_was_never_renewed_says_nothing(lease: dict[str, object]) -> None:
    metrics.WATCH_LAG.set(3)
    measure_lag(lease, datetime(2026, 5, 1, tzinfo=UTC))
    assert lag_told() == 3
