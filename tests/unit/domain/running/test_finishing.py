"""What may start, what can no longer start, and how a run ends."""

import pytest

from media_insights.domain.running import finishing
from tests.unit.builders import LATER, facts, plan

PLAN = plan(configuration={"mediainfo": {"enabled": False}})
"""prepare: mediainfo (disabled) proxy; analyze: shots labels transcribe; text: captions entities"""


@pytest.mark.parametrize(
    ("known", "ready"),
    [
        ("", ["proxy"]),
        ("proxy Executing", []),
        ("proxy Complete", ["shots", "transcribe"]),
        ("proxy Complete, shots Error, transcribe Complete", ["captions", "entities"]),
        ("proxy Error", []),
    ],
)
def test_what_may_start(known: str, ready: list[str]) -> None:
    assert [step.name for step in finishing.ready_steps(PLAN, facts(known))] == ready


@pytest.mark.parametrize(
    ("known", "outcome"),
    [
        ("", None),
        ("proxy Complete", None),
        ("proxy Error", "Error"),
        ("proxy Complete, shots Error, transcribe Executing", None),
        ("proxy Complete, shots Error, transcribe Complete, captions Complete, entities Complete", "Error"),
        ("proxy Cancelled", "Cancelled"),
    ],
)
def test_how_a_run_ends(known: str, outcome: str | None) -> None:
    ended = finishing.outcome_of(PLAN, facts(known), LATER)
    assert (ended.state if ended else None) == outcome


def test_with_staged_a_failure_keeps_all_later_stages_from_starting() -> None:
    staged = plan(scheduling="Staged")
    known = facts("mediainfo Error, proxy Complete")
    assert finishing.ready_steps(staged, known) == ()
    ended = finishing.outcome_of(staged, known, LATER)
    assert ended is not None
    assert ended.state == "Error"


@pytest.mark.parametrize(
    ("step", "known", "blocker"),
    [
        ("captions", "transcribe Error", "transcribe"),
        ("captions", "proxy TimedOut", "proxy"),
        ("captions", "transcribe Executing", None),
        ("labels", "transcribe Error", None),
    ],
)
def test_who_keeps_a_step_from_ever_starting(step: str, known: str, blocker: str | None) -> None:
    assert finishing.blocker_of(PLAN.step(step), PLAN, facts(known)) == blocker


def test_why_a_run_failed_in_the_operators_words() -> None:
    known = facts("shots Error: no frames, transcribe TimedOut")
    assert [step.name for step in finishing.failed_steps(PLAN, known)] == ["shots", "transcribe"]
    assert finishing.reason_of(PLAN, known) == "shots: no frames; transcribe: failed without saying why"
