"""Supervised processes: each runs below a supervisor (:mod:`media_insights.local.supervisor`) and ends with ours."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from media_insights.local import supervisor

GRACE_SECONDS = 5.0
"""Time between asking a program to stop and killing it."""
SUPERVISOR = Path(supervisor.__file__)

KilledFor = Literal["", "memory", "machine"]
"""What a program was killed for: its own memory or the machine's; empty when it was not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command line with its environment, folder and limits."""

    words: Sequence[str]
    environment: Mapping[str, str]
    folder: Path | None = None
    memory: int = 0
    """Bytes that it may use together with all that it starts; 0: not watched. With ``stop``, the kernel watches."""
    stop: Sequence[str] = ()
    """Command that also ends it, where ending the process is not enough (a container)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastWords:
    """What is known of a program that has ended, besides its exit code."""

    killed_for: KilledFor = ""
    cpu_seconds: float | None = None
    """Of it and of all that it started, which does not include a container; None where that was not measured."""


@dataclass(frozen=True, slots=True)
class SupervisedProcess:
    """A supervised process, running or ended. Always call :meth:`end`."""

    process: asyncio.subprocess.Process
    lifeline: socket.socket

    async def code(self) -> int:
        """Wait for the end and return the exit code; 128 + N after signal N, as Kubernetes has it."""
        code = await self.process.wait()
        return code if code >= 0 else supervisor.SIGNALLED - code

    def last_words(self) -> LastWords:
        """Return what the supervisor of a program that has ended says, once. Raises OSError when it did not start."""
        try:
            lines = self.lifeline.recv(4096).decode("utf-8", "replace").splitlines()
        except OSError:
            return LastWords()
        said = dict(line.partition(": ")[::2] for line in lines)
        if "start" in said:
            raise OSError(said["start"])
        cpu = said.get("cpu")
        killed_for: KilledFor = next((each for each in _REASONS if each in said), "")
        return LastWords(killed_for=killed_for, cpu_seconds=None if cpu is None else float(cpu))

    async def end(self) -> None:
        """End the process: SIGTERM first, SIGKILL after :data:`GRACE_SECONDS` or when cancelled meanwhile."""
        if self.process.returncode is None:
            self._signal(signal.SIGTERM)
            with suppress(TimeoutError, asyncio.CancelledError):
                async with asyncio.timeout(GRACE_SECONDS):
                    await self.process.wait()
        self.lifeline.close()
        with suppress(TimeoutError, asyncio.CancelledError):
            async with asyncio.timeout(supervisor.STOP_SECONDS + GRACE_SECONDS):
                await self.process.wait()
        # Only when the supervisor itself was killed, or hangs, is anything left.
        self._signal(signal.SIGKILL)
        await self.process.wait()

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)


_REASONS: tuple[KilledFor, ...] = ("memory", "machine")


async def start(command: Command, output: int | IO[bytes]) -> SupervisedProcess:
    """Start a program in a session of its own, its stdout and stderr both going to ``output``."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    head = [
        sys.executable,
        "-I",
        "-S",
        str(SUPERVISOR),
        str(theirs.fileno()),
        str(command.memory),
        str(len(command.stop)),
    ]
    with theirs:
        try:
            process = await asyncio.create_subprocess_exec(
                *head,
                *command.stop,
                *command.words,
                cwd=command.folder,
                env=dict(command.environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
                pass_fds=(theirs.fileno(),),
            )
        except BaseException:
            ours.close()
            raise
    return SupervisedProcess(process, ours)
