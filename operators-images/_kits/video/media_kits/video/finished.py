"""What a run of ffmpeg left, and what it said: why a file is refused, and what a result has to warn of."""

import re
from dataclasses import dataclass
from typing import NoReturn

from media_operator.errors import TryAgain, UnusableInput
from media_operator.operators import Operator
from media_operator.result_warnings import Reason

LEVELS = re.compile(r"\[(panic|fatal|error|warning|info|verbose|debug)\] ")
SERIOUS = ("panic", "fatal", "error")
BOILERPLATE = re.compile(
    "Error opening|At least one output|Last message repeated|Conversion failed|Nothing was written|Terminating|"
    "Task finished with error|Error while (filtering|decoding)|Could not open encoder|Invalid return value"
)
"""Lines of ffmpeg that say that something failed, but not what."""


UNLISTED = re.compile(r"Codec \(([\w-]+)\) not on whitelist '[^']*'")


@dataclass(frozen=True)
class Finished:
    """What a run of ffmpeg left: its exit code, what it printed, and what it said."""

    code: int
    output: str
    messages: str

    @property
    def last_words(self) -> str:
        """The last line that ffmpeg said about what went wrong, without the address in front; "" when none."""
        lines = [_said_in(line) for line in _serious(self.messages)]
        if unlisted := UNLISTED.search(self.messages):
            return _said_in(unlisted[0])
        return next((line[:200] for line in reversed(lines) if line and not BOILERPLATE.search(line)), "")

    @property
    def remarks(self) -> list[str]:
        """The first five different lines that ffmpeg said."""
        lines = [_said_in(line)[:200] for line in _serious(self.messages)]
        return list(dict.fromkeys(line for line in lines if line))[:5]

    def tell(self, operator: Operator) -> None:
        """Put what ffmpeg said into the warnings of the result."""
        for line in self.remarks:
            operator.warn(Reason.DECODER, line)

    def refuse(self, what: str) -> NoReturn:
        """Raise UnusableInput with `what` and ffmpeg's last words; TryAgain when the disk was the reason."""
        self._check_space()
        raise UnusableInput(f"{what} ({self.last_words})" if self.last_words else what)

    def must(self) -> "Finished":
        """Return itself when ffmpeg succeeded.

        Raises TryAgain for a full disk and UnusableInput for a codec that is not listed; anything else is our defect.
        """
        if self.code != 0:
            self._check_space()
            if UNLISTED.search(self.messages):
                raise UnusableInput(self.last_words)
            raise RuntimeError(f"ffmpeg ended with {self.code}: {self.last_words}")
        return self

    def _check_space(self) -> None:
        if "No space left on device" in self.messages:
            raise TryAgain("no space left on the volume of the outputs")


def _said_in(line: str) -> str:
    said = re.sub(r"^(\[[^\]]*\]\s*)+", "", line).strip()
    return UNLISTED.sub(r"the codec \1 is not one that sources may have", said)


def _serious(messages: str) -> list[str]:
    """Return the lines that say what went wrong: where ffmpeg names the level of each, those of errors only."""
    lines = messages.splitlines()
    levels = [LEVELS.search(line) for line in lines]
    if not any(levels):
        return lines
    return [line for line, level in zip(lines, levels, strict=True) if level and level[1] in SERIOUS]
