"""Problems of manifests: a field's path, a sentence that says what would be right, and a reason."""

from dataclasses import dataclass, field

from media_insights.api.v1alpha1 import reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Problem with one field that a user wrote."""

    path: str
    """Path of the field, for instance ``spec.stages[1].operators[0].configuration.minConfidence``."""
    message: str
    """What was wrong and what would be right, one sentence."""
    reason: str = reasons.INVALID
    """One of :mod:`~media_insights.api.v1alpha1.reasons`."""

    def __str__(self) -> str:
        """Read as one line: the path, then the sentence."""
        return f"{self.path}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Refusal of a plan: nothing runs; lists every problem that was found."""

    reason: str
    """That of the condition, one of :mod:`~media_insights.api.v1alpha1.reasons`."""
    problems: tuple[Problem, ...] = field(default_factory=tuple)

    def __str__(self) -> str:
        """Read as one message: all problems, separated by semicolons."""
        return "; ".join(str(problem) for problem in self.problems)
