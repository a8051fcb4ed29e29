"""Logs of this machine: a file for each step, which may still grow, read piece by piece."""

import asyncio
import os
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.domain.running import log_lines
from media_insights.domain.running.log_lines import MOST_OF_A_LINE, LineSplitter, left_out, text_of
from media_insights.local.runs import LOGS
from media_insights.ports.objects import KindObjects
from media_insights.ports.runs import LogLine

_PAUSE = 0.5
"""Seconds between two readings of a log that still grows."""
_PIECE = 64 * 1024
"""Bytes that are read at once."""


@dataclass(slots=True)
class GrowingLog:
    """One log and how far it was read: of an endless one only the end is, and nothing twice."""

    path: Path
    splitter: LineSplitter = field(default_factory=lambda: LineSplitter(MOST_OF_A_LINE))
    read: int | None = None
    """Bytes that were read or left out; None before the first reading."""

    def lines(self, *, is_last: bool) -> Iterator[list[str]]:
        """Yield, a few at a time, the lines that were written since the last reading.

        ``is_last``: and the one that nobody ended.
        """
        with self.path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            if self.read is None:
                self.read = max(size - log_lines.MOST_OF_A_LOG, 0)
                if self.read:
                    yield [left_out(self.read, str(self.path))]
            file.seek(self.read)
            while self.read < size and (piece := file.read(min(_PIECE, size - self.read))):
                self.read += len(piece)
                yield [*map(text_of, self.splitter.add(piece))]
        if is_last:
            yield [*map(text_of, self.splitter.end())]


@dataclass(frozen=True, slots=True)
class LogFiles:
    """Logs as the embedded engine keeps them: a file per step."""

    output: Path
    executions: KindObjects[MediaExecution]

    async def lines(self, execution: MediaExecution, operator: str, *, follow: bool) -> AsyncGenerator[LogLine, None]:
        """Yield the lines of an execution; once nothing more will come, also those without an end."""
        meta, logs = execution.metadata, dict[Path, GrowingLog]()
        while True:
            ended = not follow or (await self.executions.get(meta.namespace, meta.name)).status.state in FINISHED
            for path in sorted((self.output / LOGS / meta.name).glob("*.log")):
                if operator in ("", path.stem):
                    written = logs.setdefault(path, GrowingLog(path)).lines(is_last=ended)
                    while (lines := await asyncio.to_thread(next, written, None)) is not None:
                        for line in lines:
                            yield LogLine(path.stem, line)
            if ended:
                return
            await asyncio.sleep(_PAUSE)
