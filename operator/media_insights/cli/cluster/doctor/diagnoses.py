"""Diagnosis: one thing that was checked, what it is like, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from media_insights.cli.terminal.failures import FAILED

INCOMPLETE = 4
"""Exit code: nothing is wrong in what could be seen, and something could not be seen."""


class Level(StrEnum):
    """How a thing is."""

    OK = "ok"
    WARNING = "warning"
    """It works, and may not go on to."""
    WRONG = "wrong"
    """Something does not work."""
    UNKNOWN = "unknown"
    """It could not be seen."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What one check says."""

    check: str
    """What was checked, in one or two words."""
    level: Level
    message: str
    advice: str = ""
    """What to do; empty where nothing is to be done."""

    def to_json(self) -> dict[str, str]:
        """Return the object that ``-o json`` prints."""
        return {"check": self.check, "level": str(self.level), "message": self.message, "advice": self.advice}


def exit_code_of(diagnoses: Iterable[Diagnosis]) -> int:
    """Return 1 when something is wrong, 4 when not all could be seen, else 0; warnings do not count."""
    levels = {each.level for each in diagnoses}
    if Level.WRONG in levels:
        return FAILED
    return INCOMPLETE if Level.UNKNOWN in levels else 0
