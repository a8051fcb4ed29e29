"""Quarantine: objects whose reconciling fails by a defect, again and again, are left alone until they change."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

FAILURES = 5
"""Passes over one version of an object that end in a defect before it is left alone."""
SECONDS = 3600.0
"""How long it is left alone, unless its spec changes."""


@dataclass(slots=True)
class Quarantine:
    """Counts defects per object and version of its spec."""

    clock: Callable[[], float] = time.monotonic
    _failures: dict[Hashable, tuple[str, int]] = field(default_factory=dict)
    _until: dict[Hashable, tuple[str, float]] = field(default_factory=dict)

    def seconds_left(self, key: Hashable, generation: str) -> float:
        """Return how long an object is still left alone; 0 when it is not, or when its spec has changed."""
        held, until = self._until.get(key, ("", 0.0))
        left = until - self.clock()
        if held == generation and left > 0:
            return left
        self._until.pop(key, None)
        return 0.0

    def count(self, key: Hashable, generation: str, most: int = FAILURES) -> bool:
        """Count a defect; return whether the object is left alone from now on, which it is after ``most``."""
        before, failures = self._failures.get(key, (generation, 0))
        failures = failures + 1 if before == generation else 1
        if failures < most:
            self._failures[key] = generation, failures
            return False
        self._failures.pop(key, None)
        self._until[key] = generation, self.clock() + SECONDS
        return True

    def forgive(self, key: Hashable) -> None:
        """Forget the defects of an object: a pass over it ended well."""
        self._failures.pop(key, None)
