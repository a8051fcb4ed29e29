"""Slots are counted from the executions; what was just let in counts before its status says so."""

from typing import Any

from media_insights.controller.queueing import Queueing
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.queueing.limits import DEFAULT_CONCURRENT
from media_insights.domain.queueing.next import Hold, Start

LIMITS = ("system", "limits")
NOTHING: dict[str, int] = {}
GPU = "nvidia.com/gpu"


def caches(limit: str = "1") -> WatchCaches:
    made = WatchCaches()
    made.config_maps.put(_limits({"maxConcurrentExecutions": limit}, version=0))
    made.assets.put(_object("clip", {}, {"conditions": [{"type": "Accepted", "status": "True"}]}))
    made.assets.put(_object("new", {}, {}))
    return made


def _limits(data: dict[str, str], version: int = 1) -> dict[str, Any]:
    meta = {"namespace": LIMITS[0], "name": LIMITS[1], "resourceVersion": str(version)}
    return {"metadata": meta, "data": data}


def _object(name: str, spec: Any, status: Any, version: int = 1) -> dict[str, Any]:
    meta = {"namespace": "n", "name": name, "uid": name, "resourceVersion": str(version)}
    return {"metadata": meta | {"creationTimestamp": "2026-05-01T12:00:00Z"}, "spec": spec, "status": status}


def run(
    made: WatchCaches,
    name: str,
    state: str = "Queued",
    *,
    asset: str = "clip",
    priority: int | None = None,
    demand: dict[str, int] | None = NOTHING,
    version: int = 1,
) -> tuple[str, str]:
    spec = {"asset": asset, "workflow": "w"} | ({} if priority is None else {"priority": priority})
    status = {"state": state} | ({} if demand is None else {"demand": demand})
    made.executions.put(_object(name, spec, status, version))
    return ("n", name)


def queueing(made: WatchCaches) -> Queueing:
    return Queueing(made, LIMITS, "system")


def test_what_waits_in_a_closed_namespace_holds_nobody_up() -> None:
    made = caches()
    first, second = run(made, "a"), run(made, "b")
    queue = queueing(made)
    for enabled in ("false", "true"):
        labels = {"mediainsights.dev/enabled": enabled}
        made.namespaces.put({"metadata": {"name": "n", "uid": "n", "resourceVersion": "1", "labels": labels}})
        assert [isinstance(queue.admission(each), Start) for each in (first, second)] == [enabled == "true", False]


def test_the_first_starts_and_the_second_waits() -> None:
    made = caches()
    first, second = run(made, "a"), run(made, "b")
    queue = queueing(made)
    assert isinstance(queue.admission(first), Start)
    held = queue.admission(second)
    assert isinstance(held, Hold)
    assert (held.position, held.reason) == (1, "maxConcurrentExecutions (1) reached")


def test_priority_goes_first() -> None:
    made = caches()
    run(made, "a")
    urgent = run(made, "b", priority=5)
    assert isinstance(queueing(made).admission(urgent), Start)


def test_what_was_just_let_in_holds_its_slot() -> None:
    made = caches()
    first, second = run(made, "a"), run(made, "b")
    queue = queueing(made)
    queue.reserve(first)
    assert isinstance(queue.admission(second), Hold)
    queue.release(first)
    assert isinstance(queue.admission(first), Start)


def test_a_finished_execution_gives_its_slot_back_by_itself() -> None:
    made = caches()
    second = run(made, "b")
    run(made, "a", "Started")
    queue = queueing(made)
    assert isinstance(queue.admission(second), Hold)
    run(made, "a", "Complete", version=2)
    assert isinstance(queue.admission(second), Start)


def test_an_execution_of_an_asset_that_is_not_accepted_blocks_nobody() -> None:
    made = caches()
    run(made, "a", asset="new")
    assert isinstance(queueing(made).admission(run(made, "b")), Start)


def test_a_new_limit_counts_at_once_and_nonsense_is_the_default() -> None:
    made = caches()
    first, second = run(made, "a"), run(made, "b")
    queue = queueing(made)
    assert isinstance(queue.admission(second), Hold)
    made.config_maps.put(_limits({"maxConcurrentExecutions": "2"}))
    assert isinstance(queue.admission(first), Start)
    assert isinstance(queue.admission(second), Start)
    nonsense = caches("many")
    waiting = [run(nonsense, f"run-{number:02}") for number in range(DEFAULT_CONCURRENT + 1)]
    assert isinstance(queueing(nonsense).admission(waiting[-2]), Start)
    assert isinstance(queueing(nonsense).admission(waiting[-1]), Hold)


def test_a_changed_admission_is_said_once() -> None:
    made = caches()
    first, second = run(made, "a"), run(made, "b")
    queue = queueing(made)
    assert set(queue.changed_admissions(8)) == {first, second}
    run(made, "b", version=2)
    assert queue.changed_admissions(8) == ()
    run(made, "a", "Complete", version=2)
    assert queue.changed_admissions(8) == (second,)


def test_far_behind_nobody_is_woken_by_every_step_of_the_queue() -> None:
    made = caches("0")
    keys = [run(made, f"run-{number:02}") for number in range(20)]
    assert queueing(made).changed_admissions(3) == tuple(keys[:3])


def test_a_resumed_execution_queues_again_although_its_run_is_there() -> None:
    made = caches()
    other, resumed = run(made, "a", "Started"), run(made, "b", "Resumed")
    made.runs.put(_object("b", {}, {}))
    queue = queueing(made)
    assert isinstance(queue.admission(resumed), Hold)
    run(made, "a", "Waiting", version=2)
    assert queue.admission(other) is None
    assert isinstance(queue.admission(resumed), Start)
    queue.reserve(resumed)
    assert queue.admission(resumed) is None


def test_what_is_not_recorded_is_in_nobodys_way_and_may_be_asked_about() -> None:
    made = caches()
    new, other = run(made, "a", "", demand=None), run(made, "b")
    queue = queueing(made)
    assert queue.admission(new) is None
    assert not queue.reserve(new)
    assert isinstance(queue.admission(other), Start)
    assert isinstance(queue.admission_with(new, {}), Start)
    queue.reserve(other)
    assert isinstance(queue.admission_with(new, {}), Hold)


def test_demand_is_read_from_the_objects_right_after_a_restart() -> None:
    made = caches("9")
    made.config_maps.put(_limits({"resources.nvidia.com__gpu": "1"}))
    run(made, "a", "Started", demand={GPU: 1})
    gpu, cpu = run(made, "b", demand={GPU: 1}), run(made, "c")
    queue = queueing(made)
    held = queue.admission(gpu)
    assert isinstance(held, Hold)
    assert held.reason == "limit of nvidia.com/gpu (1) reached"
    assert isinstance(queue.admission(cpu), Start)


def test_a_run_of_an_older_version_keeps_devices_until_its_demand_is_recorded() -> None:
    made = caches("9")
    made.config_maps.put(_limits({"resources.nvidia.com__gpu": "2"}))
    run(made, "a", "Started", demand=None)
    gpu = run(made, "b", demand={GPU: 1})
    queue = queueing(made)
    assert isinstance(queue.admission(gpu), Hold)
    run(made, "a", "Started", demand={GPU: 1}, version=2)
    assert isinstance(queue.admission(gpu), Start)


def test_a_changed_priority_of_the_workflow_changes_the_order() -> None:
    made = caches()
    first = run(made, "a")
    made.executions.put(_object("b", {"asset": "clip", "workflow": "urgent"}, {"state": "Queued", "demand": {}}))
    queue = queueing(made)
    assert isinstance(queue.admission(first), Start)
    stages = [{"name": "s", "operators": [{"name": "x"}]}]
    urgent = _object("urgent", {"priority": 5, "stages": stages}, {})
    made.workflows.put(urgent | {"metadata": urgent["metadata"] | {"namespace": "system"}})
    assert isinstance(queue.admission(("n", "b")), Start)
    assert isinstance(queue.admission(first), Hold)


def test_an_asset_that_is_accepted_lets_its_executions_in() -> None:
    made = caches()
    waiting = run(made, "a", asset="new")
    queue = queueing(made)
    assert queue.admission(waiting) is None
    made.assets.put(_object("new", {}, {"conditions": [{"type": "Accepted", "status": "True"}]}, 2))
    assert isinstance(queue.admission(waiting), Start)
    made.executions.drop(waiting)
    assert queue.admission(waiting) is None


def test_others_pass_one_whose_start_is_not_allowed_now() -> None:
    made = caches()
    first, second = run(made, "a"), run(made, "b")
    queue = queueing(made)
    queue.bar(first, "exceeded quota")
    told = queue.admission(first)
    assert isinstance(told, Hold)
    assert (told.position, told.reason) == (0, "exceeded quota")
    assert isinstance(queue.admission(second), Start)
    queue.unbar(first)
    assert isinstance(queue.admission(first), Start)
    assert isinstance(queue.admission(second), Hold)


def test_what_has_not_begun_waits_while_its_namespace_has_no_room_and_others_pass() -> None:
    made, said = caches(limit="2"), {"n": "the namespace n stores too much"}
    waiting, running = run(made, "a"), run(made, "b", "Started")
    queue = Queueing(made, LIMITS, "system", full=lambda namespace: said.get(namespace, ""))
    told = queue.admission(waiting)
    assert isinstance(told, Hold)
    assert (told.limit, told.reason, told.position) == ("storage", said["n"], 0)
    assert queue.admission(running) is None
    assert queue.changed_admissions(9) == ()
    said.clear()
    assert queue.judge_anew("n") == (waiting,)
    assert isinstance(queue.admission(waiting), Start)


def test_what_is_being_restored_holds_nobody_up_whoever_wrote_the_label() -> None:
    made = caches()
    first, second = run(made, "a", ""), run(made, "b")
    restoring = _object("a", {"asset": "clip", "workflow": "w"}, {}, 2)
    restoring["metadata"]["labels"] = {"mediainsights.dev/restored-from": "u"}
    made.executions.put(restoring)
    queue = queueing(made)
    assert queue.admission(first) is None
    assert isinstance(queue.admission(second), Start)


def test_a_barred_one_that_is_deleted_is_forgotten() -> None:
    made = caches()
    first = run(made, "a")
    queue = queueing(made)
    queue.bar(first, "exceeded quota")
    made.executions.drop(first)
    assert queue.changed_admissions(9) == ()
    run(made, "a")
    assert isinstance(queue.admission(first), Start)


def test_priorities_count_against_others_as_far_as_their_namespace_is_allowed() -> None:
    made = caches()
    run(made, "a", priority=1000)
    other = _object("b", {"asset": "clip", "workflow": "w"}, {"state": "Queued", "demand": {}})
    other["metadata"]["namespace"] = "m"
    asset = _object("clip", {}, {"conditions": [{"type": "Accepted", "status": "True"}]})
    asset["metadata"]["namespace"] = "m"
    made.assets.put(asset)
    made.executions.put(other)
    assert isinstance(queueing(made).admission(("m", "b")), Hold)
    fair = Queueing(made, LIMITS, "system", lambda namespace: 0 if namespace == "n" else 1000)
    assert isinstance(fair.admission(("m", "b")), Start), "both count as 0, and m comes before n"
