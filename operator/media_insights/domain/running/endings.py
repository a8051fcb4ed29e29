"""Ending of one attempt of a step, as its engine reports it in the contract's terms."""

from dataclasses import dataclass
from typing import Literal

from media_insights.domain.running.contract import Cause, ExitCode, signal_of

_BY_SIGNAL = {9: Cause.KILLED, 15: Cause.LOST}
"""SIGKILL may be the operator's own doing; SIGTERM is what every node that is drained sends to its pods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What an engine saw of the end of an attempt; what it did not see keeps its default."""

    exit_code: int | None = None
    """128 + N after signal N."""
    said: str = ""
    """What the operator wrote to the termination log; without a word there, the end of its log."""
    out_of_memory: Literal["", "limit", "machine"] = ""
    """Whose memory was short."""
    deadline: Literal["", "step", "run", "wait"] = ""
    """Whose time was over."""
    waits: bool = False
    """With deadline ``run``: the time that the run may wait for people was added to it."""
    cancelled: bool = False
    lost: str = ""
    """A sentence: what took the attempt away, or failed around it, and may pass."""
    not_run: str = ""
    """A sentence: why it could not be run, which will not pass."""
    not_written: str = ""
    """File of an output that must be there and is not."""
    gpu_idle: bool = False
    """Whether the operator says that nothing computed on the GPU which was reserved for it."""
    cpu_seconds: float | None = None
    """What the attempt computed, with all that it started; None where nobody measured it."""
    gpu_seconds: float | None = None
    """For how long it had its GPUs, times their number; None where it had none, or that was not measured."""
    silent_because: str = ""
    """Why the operator may have said nothing, where the engine knows: it had no room to write a word."""


_DEADLINES = {"step": Cause.STEP_TIMEOUT, "run": Cause.RUN_TIMEOUT, "wait": Cause.WAIT_TIMEOUT}
_BY_CODE = {
    ExitCode.BAD_PARAMETERS: Cause.BAD_PARAMETERS,
    ExitCode.UNUSABLE_INPUT: Cause.UNUSABLE_INPUT,
    ExitCode.TRY_AGAIN: Cause.TRY_AGAIN,
}


def cause_of(ending: Ending) -> Cause | None:
    """Return why an attempt did not end well, None when it did: what is said first wins."""
    reported = (
        (ending.cancelled, Cause.CANCELLED),
        (bool(ending.deadline), _DEADLINES.get(ending.deadline)),
        (bool(ending.not_run), Cause.NOT_RUN),
        (bool(ending.not_written), Cause.NOT_WRITTEN),
        (bool(ending.out_of_memory), Cause.OUT_OF_MEMORY),
        (bool(ending.lost), Cause.LOST),
    )
    return next((cause for holds, cause in reported if holds), _of_code(ending.exit_code))


def _of_code(code: int | None) -> Cause | None:
    if not code:
        return None
    if cause := _BY_SIGNAL.get(signal_of(code)):
        return cause
    return next((cause for known, cause in _BY_CODE.items() if known == code), Cause.DEFECT)
