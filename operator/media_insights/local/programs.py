"""External programs of the engine itself (uv, model builder, container engines): run to their end, or ended with us."""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

GRACE_SECONDS = 5.0
"""Time between asking a process group to stop and killing it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How a program ended, and what it wrote (stdout and stderr together)."""

    code: int
    text: str

    @property
    def reason(self) -> str:
        """The line that most likely says why it failed."""
        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        telling = [line for line in lines if "error" in line.lower() or line.startswith(("×", "╰", "├"))]
        return " ".join((telling or lines or [f"it ended with code {self.code}"])[-2:])[:400]


async def run(command: Sequence[str | Path], environment: Mapping[str, str], cwd: Path | None = None) -> Said:
    """Run a program to its end; when this task is cancelled, the program and all that it started is ended too."""
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        env=dict(environment),
        cwd=cwd,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        output, _ = await process.communicate()
    except asyncio.CancelledError:
        await ended(process)
        raise
    return Said(code=process.returncode or 0, text=output.decode("utf-8", "replace"))


async def ended(process: asyncio.subprocess.Process) -> None:
    """End a process group: asked first, killed after :data:`GRACE_SECONDS`; stragglers of the group are killed too."""
    _signal(process.pid, signal.SIGTERM)
    with suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), GRACE_SECONDS)
    _signal(process.pid, signal.SIGKILL)
    await process.wait()


def kill_stragglers(process: asyncio.subprocess.Process) -> None:
    """Kill what a process that has ended left behind in its group."""
    _signal(process.pid, signal.SIGKILL)


def _signal(group: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
