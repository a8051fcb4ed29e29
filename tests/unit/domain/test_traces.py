"""Contexts of traces, as W3C Trace Context writes them, and ids that anybody can compute again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.domain.traces import TraceContext, context_of_execution, context_of_step, digits_of, is_sampled

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


@pytest.mark.parametrize(
    ("text", "sampled"),
    [
        (f"00-{TRACE}-{SPAN}-01", True),
        (f"00-{TRACE}-{SPAN}-00", False),
        (f"00-{TRACE}-{SPAN}-03", True),
        (f"cc-{TRACE}-{SPAN}-01-what-comes-later", True),
    ],
)
def test_a_context_is_read_as_the_standard_says(text: str, sampled: bool) -> None:  # noqa: FBT001 - of the table
    assert TraceContext.parse(text) == TraceContext(trace=TRACE, span=SPAN, sampled=sampled)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing",
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE.upper()}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}-01-more",
        f"00-{TRACE}-{SPAN}-01\n",
        f"cc-{TRACE}-{SPAN}-01-{'x' * 1000}",
    ],
)
def test_what_says_nothing_begins_anew(text: str) -> None:
    assert TraceContext.parse(text) is None


@given(st.text())
def test_whatever_is_sent_is_read(text: str) -> None:
    found = TraceContext.parse(text)
    assert found is None or TraceContext.parse(found.traceparent) == found


def test_an_execution_is_below_the_request_that_asked_for_it_and_its_steps_are_below_it() -> None:
    context, above = context_of_execution("uid", f"00-{TRACE}-{SPAN}-01", 0.0)
    assert (context.trace, above, context.sampled) == (TRACE, SPAN, True)
    step = context_of_step(context, "uid", "labels")
    assert step.trace == TRACE
    assert len({SPAN, context.span, step.span, context_of_step(context, "uid", "faces").span}) == 4
    assert context_of_execution("uid", "", 1.0)[0].span == context.span


def test_without_a_request_an_execution_is_a_trace_of_its_own() -> None:
    context, above = context_of_execution("uid", "no context", 1.0)
    assert above == ""
    assert context == context_of_execution("uid", "", 1.0)[0]
    assert context != context_of_execution("another", "", 1.0)[0]


def test_the_ratio_says_how_many_traces_are_kept() -> None:
    traces = [digits_of(32, str(number)) for number in range(2000)]
    assert not any(is_sampled(each, 0.0) for each in traces)
    assert all(is_sampled(each, 1.0) for each in traces)
    assert 0.2 < sum(is_sampled(each, 0.25) for each in traces) / 2000 < 0.3
