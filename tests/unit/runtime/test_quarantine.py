"""Quarantine: after some defects an object is left alone until its spec changes, or for an hour."""

from dataclasses import dataclass

from media_insights.runtime.quarantine import FAILURES, SECONDS, Quarantine


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def fail(quarantine: Quarantine, times: int, generation: str = "u/1") -> list[bool]:
    return [quarantine.count("a", generation) for _ in range(times)]


def test_the_last_of_some_defects_ends_it() -> None:
    quarantine = Quarantine(Clock())
    assert fail(quarantine, FAILURES) == [False] * (FAILURES - 1) + [True]
    assert quarantine.seconds_left("a", "u/1") == SECONDS
    assert quarantine.seconds_left("b", "u/1") == 0


def test_what_must_not_be_tried_again_is_left_alone_at_once() -> None:
    quarantine = Quarantine(Clock())
    assert quarantine.count("a", "u/1", most=1)
    assert quarantine.seconds_left("a", "u/1") == SECONDS


def test_a_changed_spec_is_tried_at_once_and_counted_anew() -> None:
    quarantine = Quarantine(Clock())
    fail(quarantine, FAILURES)
    assert quarantine.seconds_left("a", "u/2") == 0
    assert fail(quarantine, FAILURES, "u/2")[-1]


def test_after_a_long_time_it_is_tried_again() -> None:
    clock = Clock()
    quarantine = Quarantine(clock)
    fail(quarantine, FAILURES)
    clock.now = SECONDS + 1
    assert quarantine.seconds_left("a", "u/1") == 0


def test_a_pass_that_ends_well_forgives() -> None:
    quarantine = Quarantine(Clock())
    fail(quarantine, FAILURES - 1)
    quarantine.forgive("a")
    assert not any(fail(quarantine, FAILURES - 1))
