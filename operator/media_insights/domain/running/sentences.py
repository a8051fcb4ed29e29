"""Sentences about steps that did not end well: one function each, the same for both engines.

What an operator itself said comes first where it can know better than the engine.
"""

from collections.abc import Callable

from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.running.contract import SENTENCE_LENGTH, Cause, ExitCode, signal_of
from media_insights.domain.running.endings import Ending
from media_insights.domain.running.missing_parts import end_of, missing_in, plain
from media_insights.domain.wording import cut, printable

GPU_NOT_USED = "a GPU was reserved and not used; the warnings of its result say why"
CANCELLED = "cancelled"
CLOSED = "the run ended before this operator did"
"""Of a step that still ran when its run had ended for a reason that is not known."""
STOPPED = "was stopped from outside (signal 15) before it finished"
UNEXPLAINED = "failed without saying why"
"""Of a step of which nobody said anything."""
USUAL_MEMORY_LIMIT = "1Gi"
"""Memory limit of an operator whose manifest names neither a limit nor a request."""

_CRASHES = frozenset({4, 6, 7, 8, 11})
"""SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV: the process did it itself."""


def why(cause: Cause, ending: Ending, step: Step, plan: Plan) -> str:
    """Return the sentence of an attempt that did not end well."""
    return _SENTENCES.get(cause, _of_exit)(ending, step, plan)


def repeated(attempt: int, sentence: str) -> str:
    """Return what is said while a failed attempt waits to be repeated."""
    return f"attempt {attempt} failed and will be repeated: {sentence}"


def not_fetched(name: str, why_not: str) -> str:
    """Return what is said of an input that could not be made available; ``name`` may be unknown."""
    return f"its input {name} could not be fetched: {why_not}" if name else f"its input could not be fetched: {why_not}"


def run_timed_out(plan: Plan, *, waits: bool) -> str:
    """Return the sentence of an execution that took too long; ``waits`` adds the time for answers to its timeout."""
    return f"ran longer than {_timeout_of(plan, waits=waits)}"


def stopped_at_timeout(plan: Plan, *, waits: bool) -> str:
    """Return the sentence of a step that the timeout of its execution stopped."""
    return f"stopped, because {_timeout_of(plan, waits=waits)} was reached"


def last_words(text: str) -> str:
    """Return an operator's sentence out of what it wrote, for which the end of its log may stand; empty if none.

    The last line says most, or else the last exception: what waited in a buffer is printed after it.
    """
    lines = [printable(line) for line in plain(text).splitlines() if line.strip()]
    raised = end_of(lines)
    return cut(next(iter((*raised[:1], *lines[-1:])), ""), SENTENCE_LENGTH)


def _timeout_of(plan: Plan, *, waits: bool) -> str:
    seconds, patience = plan.timeout_seconds, plan.deadline_seconds - plan.timeout_seconds
    longer = f" (and {patience} s for answers)" if waits and patience else ""
    return f"the workflow's timeout of {seconds} s{longer}"


def _out_of_memory(ending: Ending, step: Step, _: Plan) -> str:
    if ending.out_of_memory == "machine":
        return "was killed because this machine ran out of memory"
    resources = step.spec.resources
    limit = resources.limits.get("memory") or resources.requests.get("memory") or USUAL_MEMORY_LIMIT
    return f"out of memory: it needed more than its limit of {limit}; raise resources.limits.memory of {step.operator}"


_SILENT = {
    ExitCode.BAD_PARAMETERS: "its parameters are wrong",
    ExitCode.UNUSABLE_INPUT: "its input cannot be used",
    ExitCode.TRY_AGAIN: "it asked to be run again later",
}
"""What stands for the sentence of an operator that said nothing."""


def _of_exit(ending: Ending, _: Step, __: Plan) -> str:
    code = ending.exit_code if ending.exit_code is not None else 1
    signal = signal_of(code)
    if signal and signal not in _CRASHES:
        return f"was killed from outside (signal {signal})"
    end = f"crashed with signal {signal}" if signal else f"ended with exit code {code}"
    silent = f"{end}: {ending.silent_because}" if ending.silent_because else f"{end} without saying why"
    missing = missing_in(ending.said) if code == 1 else ""
    return (
        missing or last_words(ending.said) or next((words for known, words in _SILENT.items() if known == code), silent)
    )


_SENTENCES: dict[Cause, Callable[[Ending, Step, Plan], str]] = {
    Cause.CANCELLED: lambda _, __, ___: CANCELLED,
    Cause.STEP_TIMEOUT: lambda _, step, __: f"ran longer than its timeout of {step.spec.timeout_seconds} s",
    Cause.RUN_TIMEOUT: lambda ending, _, plan: stopped_at_timeout(plan, waits=ending.waits),
    Cause.WAIT_TIMEOUT: lambda _, step, __: f"waited longer than {step.patience_seconds} s for an answer",
    Cause.NOT_RUN: lambda ending, _, __: ending.not_run,
    Cause.LOST: lambda ending, _, __: ending.lost or STOPPED,
    Cause.NOT_WRITTEN: lambda ending, step, _: (
        f"ended well but did not write {ending.not_written}: a defect of {step.operator}"
    ),
    Cause.OUT_OF_MEMORY: _out_of_memory,
}
"""Cause → its sentence; for all others the operator's own, or what its exit code says."""
