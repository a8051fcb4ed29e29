"""What an odd file is, and what may come of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Make = Callable[[Path], Path | bytes]
"""Makes the file in a scratch folder: its path, or its bytes."""

Outcome = Literal["answer", "refusal", "either"]
"""Exit 0 with a result of the right shape; exit 66 with one sentence; or one of these two."""

READS_HEADERS: tuple[tuple[str, Outcome], ...] = (("mediainfo", "answer"),)
"""Who tells what a file claims and decodes nothing: no claim is too large for it."""


@dataclass(frozen=True)
class Oddity:
    """One odd file."""

    name: str
    make: Make
    outcome: Outcome = "either"
    but: tuple[tuple[str, Outcome], ...] = ()
    """Operators for which something else is right: operator → outcome."""

    def outcome_for(self, operator: str) -> Outcome:
        """Return what may come of it."""
        return dict(self.but).get(operator, self.outcome)
