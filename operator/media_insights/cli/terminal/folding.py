"""Folding of skipped operators into one line: a photo skips all that read audio, speech and shots.

Why each was skipped stands in the status, which ``kubectl media get ASSET`` and ``mediaexecutions/`` show.
"""

from collections.abc import Mapping, Sequence

SKIPPED = "Skipped"
MOST_ALONE = 2
"""So few skipped operators keep their own lines, with their reasons."""


def share_a_line(statuses: Mapping[str, str]) -> list[str]:
    """Return the operators (of name → status) that share one line; the others have one each."""
    skipped = [name for name, status in statuses.items() if status == SKIPPED]
    return skipped if len(skipped) > MOST_ALONE else []


def line_of(skipped: Sequence[str]) -> str:
    """Return what the line says of them beside their status."""
    return f"{len(skipped)} operators: {', '.join(skipped)}"
