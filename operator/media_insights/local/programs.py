"""External programs of the engine itself (uv, model builder, container engines), supervised until they end."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from media_insights.domain.wording import cut
from media_insights.local.supervision import Command, start


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramResult:
    """Exit code and output (stdout and stderr together) of a program."""

    code: int
    text: str

    @property
    def reason(self) -> str:
        """The line that most likely says why it failed."""
        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        telling = [line for line in lines if "error" in line.lower() or line.startswith(("×", "╰", "├"))]
        return cut(" ".join((telling or lines or [f"it ended with code {self.code}"])[-2:]), 400)


async def run(command: Sequence[str | Path], environment: Mapping[str, str], cwd: Path | None = None) -> ProgramResult:
    """Run a program to its end; when this task is cancelled, the program and all that it started is ended too."""
    words = [str(word) for word in command]
    process = await start(Command(words=words, environment=environment, folder=cwd), asyncio.subprocess.PIPE)
    try:
        output, _ = await process.process.communicate()
        code = await process.code()
        process.last_words()
    finally:
        await process.end()
    return ProgramResult(code=code, text=output.decode("utf-8", "replace"))
