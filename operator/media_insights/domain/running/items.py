"""Items that one process works on: what it left of each, and how it ended, say what becomes of each.

Only what an item did alone counts against it. A process that dies takes no verdict away, blames no item that it had not
begun, and blames the one in hand only where it did nothing before: what died may have been the neighbours' doing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from media_insights.domain.running.contract import VERDICTS, ExitCode
from media_insights.domain.running.endings import Ending


@dataclass(frozen=True, slots=True)
class ItemTrace:
    """What a process left of one item."""

    begun: bool = False
    ending: Ending | None = None
    """How the item ended, by the process's word; None when it gave none."""
    seconds: float = 0.0
    """How long it took, where the process says so."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The item's attempt has ended."""

    ending: Ending


@dataclass(frozen=True, slots=True)
class Alone:
    """The process died over it, after others: it gets one of its own."""


@dataclass(frozen=True, slots=True)
class Next:
    """Its turn never came: it is the next process's."""


Fate = Decided | Alone | Next


def fates_of(traces: Mapping[str, ItemTrace], process: Ending) -> dict[str, Fate]:
    """Return what becomes of each item of a process that has ended.

    Each call decides at least one item or sets it apart, so that repeating it with the rest comes to an end.
    """
    useless = not any(trace.begun or trace.ending for trace in traces.values())
    return {name: _fate_of(trace, process, useless=useless) for name, trace in traces.items()}


def _fate_of(trace: ItemTrace, process: Ending, *, useless: bool) -> Fate:
    if trace.ending:
        return Decided(trace.ending)
    if useless:
        return Decided(_without_verdict(process))
    if not trace.begun:
        return Next()
    # the time is each item's own: it was not its neighbours that took it
    return Decided(process) if process.deadline == "step" else Alone()


def _without_verdict(process: Ending) -> Ending:
    """Return how every item ended whose process did nothing: as the process itself, which must not call that done."""
    return Ending(exit_code=process.exit_code, not_written=VERDICTS) if process.exit_code == ExitCode.DONE else process


def trace_of(verdict: bytes) -> ItemTrace:
    """Return what an item's verdict says; one that cannot be read is a defect of the operator."""
    try:
        said = json.loads(verdict)
        code, message, seconds = said["exitCode"], said.get("message", ""), said.get("seconds", 0)
        cpu = said.get("cpuSeconds", 0)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _UNREADABLE
    if type(code) is not int or not isinstance(message, str) or {type(seconds), type(cpu)} - {int, float}:
        return _UNREADABLE
    spent = min(max(0.0, cpu), 1e9) if "cpuSeconds" in said else None
    ending = Ending(exit_code=code, said=message, cpu_seconds=spent)
    return ItemTrace(begun=True, ending=ending, seconds=min(max(0.0, seconds), 1e9))


_UNREADABLE = ItemTrace(
    begun=True,
    ending=Ending(
        exit_code=1,
        said="its verdict is no JSON object with exitCode, a whole number, message, a text, and seconds, a number",
    ),
)
