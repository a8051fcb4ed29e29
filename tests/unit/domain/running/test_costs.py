"""What operators used, as far as it was measured."""

import pytest

from media_insights.api.v1alpha1.execution import Cost, OperatorProgress, OperatorState, TotalCost
from media_insights.domain.running import costs
from media_insights.domain.running.steps import NOTHING
from tests.unit.builders import plan

PLAN = plan("prepare: proxy; analyze: labels")
PROXY, LABELS = PLAN.step("proxy"), PLAN.step("labels")
KEYS = [costs.cpu_time_key(PLAN, PROXY, str(number)) for number in range(3)]
GIVEN = {wired.key: 100 for wired in LABELS.inputs}
WRITTEN = {output.key: 7 for output in LABELS.outputs}


def test_every_attempt_has_an_object_of_its_own_in_the_folder_of_its_run() -> None:
    assert len(set(KEYS)) == 3
    assert all(key.startswith(PLAN.plan_key.removesuffix("plan.json")) and "proxy" in key for key in KEYS)


def test_only_short_objects_of_attempts_that_were_made_are_read() -> None:
    stored = {KEYS[0]: 5, KEYS[1]: 4096, KEYS[2]: 5}
    assert costs.cpu_time_keys(PLAN, PROXY, 2, stored) == (KEYS[0],)
    assert costs.cpu_time_keys(PLAN, PROXY, 3, {**stored, KEYS[1]: 0}) == (KEYS[0], KEYS[2])


@pytest.mark.parametrize(
    ("word", "seconds"),
    [
        (b"12.345", 12.345),
        (b"3\n", 3.0),
        (b"", None),
        (b"-1", None),
        (b"nan", None),
        (b"1e9", None),
        (b"infinity", None),
        (b"a secret", None),
    ],
)
def test_a_word_is_a_plain_number_or_nothing(word: bytes, seconds: float | None) -> None:
    assert costs.cpu_seconds_in(word) == seconds


def test_attempts_add_up_and_what_nobody_measured_stays_absent() -> None:
    once = costs.with_attempt(NOTHING, cpu_seconds=1.25, gpu_seconds=None)
    assert once == Cost(cpu_seconds=1.25)
    assert costs.with_attempt(once, cpu_seconds=2.0, gpu_seconds=4.0) == Cost(cpu_seconds=3.25, gpu_seconds=4.0)
    assert costs.with_attempt(once, cpu_seconds=None, gpu_seconds=None) == once


def test_bytes_are_those_of_the_files_that_it_was_given_and_that_are_stored() -> None:
    found = costs.with_files(NOTHING, PLAN, LABELS, {**GIVEN, **WRITTEN})
    assert found == Cost(bytes_read=100 * len(GIVEN), bytes_written=7 * len(WRITTEN))


def test_where_an_input_is_no_file_of_the_run_nobody_knows_what_was_read() -> None:
    required = next(wired.key for wired in LABELS.inputs if not wired.optional)
    unknown = {key: size for key, size in GIVEN.items() if key != required}
    assert costs.with_files(NOTHING, PLAN, LABELS, {**unknown, **WRITTEN}).bytes_read is None


def test_the_source_counts_with_its_size() -> None:
    assert any(wired.from_source for wired in PROXY.inputs)
    read = costs.with_files(NOTHING, PLAN, PROXY, {}).bytes_read
    assert read == (PLAN.asset.media.bytes or None)


def progress(cost: Cost | None, attempts: int = 0, status: OperatorState = "Complete") -> OperatorProgress:
    return OperatorProgress(name="x", status=status, cost=cost, attempts=attempts)


def test_a_run_costs_the_sum_and_says_how_many_were_not_measured() -> None:
    measured, unmeasured = Cost(cpu_seconds=1.5, bytes_read=3, bytes_written=4), Cost(bytes_written=6)
    found = costs.total_of([progress(measured), progress(unmeasured), progress(None)])
    assert found == TotalCost(cpu_seconds=1.5, bytes_read=3, bytes_written=10, unmeasured=1)
    assert costs.total_of([progress(measured)]) == TotalCost(cpu_seconds=1.5, bytes_read=3, bytes_written=4)
    assert costs.total_of([progress(None)]) is None
    of_an_older_image, running = progress(None, attempts=1), progress(None, attempts=1, status="Executing")
    found = costs.total_of([progress(measured), of_an_older_image, running])
    assert found == TotalCost(cpu_seconds=1.5, bytes_read=3, bytes_written=4, unmeasured=1)
