"""Every sentence of a step that did not end well, word for word."""

from dataclasses import replace

import pytest

from media_insights.domain.running import sentences
from media_insights.domain.running.contract import SENTENCE_LENGTH
from media_insights.domain.running.endings import Ending, cause_of
from tests.unit.builders import CATALOGUE, operator, plan

PLAN = plan(
    "one: proxy; two: wait",
    operators=CATALOGUE
    | {
        "proxy": operator("proxy", "Video", timeoutSeconds=8, resources={"limits": {"memory": "20Mi"}}),
        "wait": operator("wait", image="", suspend=True, timeoutSeconds=60),
    },
    timeoutSeconds=90,
)


@pytest.mark.parametrize(
    ("ending", "sentence"),
    [
        (Ending(exit_code=66, said="the moov atom is missing"), "the moov atom is missing"),
        (Ending(exit_code=2), "its parameters are wrong"),
        (Ending(exit_code=66), "its input cannot be used"),
        (Ending(exit_code=66, said=" \n"), "its input cannot be used"),
        (Ending(exit_code=75), "it asked to be run again later"),
        (Ending(exit_code=3), "ended with exit code 3 without saying why"),
        (Ending(exit_code=3, silent_because="the volume is full"), "ended with exit code 3: the volume is full"),
        (Ending(exit_code=137, said="half a lo"), "was killed from outside (signal 9)"),
        (
            Ending(exit_code=143, said="stopped before it finished"),
            "was stopped from outside (signal 15) before it finished",
        ),
        (Ending(exit_code=139), "crashed with signal 11 without saying why"),
        (Ending(exit_code=134, said="free(): invalid pointer"), "free(): invalid pointer"),
        (
            Ending(exit_code=137, out_of_memory="limit"),
            "out of memory: it needed more than its limit of 20Mi; raise resources.limits.memory of proxy",
        ),
        (Ending(exit_code=137, out_of_memory="machine"), "was killed because this machine ran out of memory"),
        (Ending(exit_code=0, not_written="a.vtt"), "ended well but did not write a.vtt: a defect of proxy"),
        (Ending(lost="its node was shut down"), "its node was shut down"),
        (Ending(not_run="there is no uv"), "there is no uv"),
        (Ending(deadline="step"), "ran longer than its timeout of 8 s"),
        (Ending(deadline="run"), "stopped, because the workflow's timeout of 90 s was reached"),
        (
            Ending(deadline="run", waits=True),
            "stopped, because the workflow's timeout of 90 s (and 60 s for answers) was reached",
        ),
        (Ending(cancelled=True), "cancelled"),
    ],
)
def test_why_an_attempt_failed(ending: Ending, sentence: str) -> None:
    cause = cause_of(ending)
    assert cause is not None
    assert sentences.why(cause, ending, PLAN.step("proxy"), PLAN) == sentence


def test_nobody_answered() -> None:
    ending = Ending(deadline="wait")
    cause = cause_of(ending)
    assert cause is not None
    assert sentences.why(cause, ending, PLAN.step("wait"), PLAN) == "waited longer than 60 s for an answer"


@pytest.mark.parametrize(
    ("requests", "limits", "told"),
    [({}, {}, "1Gi"), ({"memory": "2Gi"}, {}, "2Gi"), ({"memory": "2Gi"}, {"memory": "3Gi"}, "3Gi")],
)
def test_the_memory_limit_is_the_one_that_its_pod_has(
    requests: dict[str, str], limits: dict[str, str], told: str
) -> None:
    spec = operator("proxy", "Video", resources={"requests": requests, "limits": limits})
    step = replace(PLAN.step("proxy"), spec=spec)
    ending = Ending(exit_code=137, out_of_memory="limit")
    cause = cause_of(ending)
    assert cause is not None
    assert f"its limit of {told};" in sentences.why(cause, ending, step, PLAN)


def test_a_run_that_took_too_long_says_what_time_it_had() -> None:
    assert sentences.run_timed_out(PLAN, waits=False) == "ran longer than the workflow's timeout of 90 s"
    assert sentences.run_timed_out(PLAN, waits=True) == (
        "ran longer than the workflow's timeout of 90 s (and 60 s for answers)"
    )
    without = plan("one: proxy", timeoutSeconds=90)
    assert sentences.run_timed_out(without, waits=True) == "ran longer than the workflow's timeout of 90 s"


def test_an_input_that_is_not_there() -> None:
    assert sentences.not_fetched("source", "access denied") == "its input source could not be fetched: access denied"
    assert sentences.not_fetched("", "access denied") == "its input could not be fetched: access denied"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("one line", "one line"),
        ("first\nlast\n\n", "last"),
        ("  much   space\t here ", "much space here"),
        ("Traceback (most recent call last):\n  File x\nKeyError: 'a'\nflushed later", "KeyError: 'a'"),
        ("ValueError: one\nRuntimeError: two\n", "RuntimeError: two"),
        ("my.module.MyException: told", "my.module.MyException: told"),
        ("Errors are not exceptions\nbut words", "but words"),
    ],
)
def test_the_last_words_of_an_operator(text: str, words: str) -> None:
    assert sentences.last_words(text) == words


def test_a_long_sentence_is_cut() -> None:
    assert len(sentences.last_words("word " * 1000)) == SENTENCE_LENGTH
    assert sentences.last_words("word " * 1000).endswith("…")
