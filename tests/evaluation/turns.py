"""Who speaks when, as people marked it: RTTM, a line a turn."""

from pathlib import Path

from tests.operators.diarization import Turn


def turns_of(path: Path) -> list[Turn]:
    """Read turns: start and length in seconds stand in the fourth and fifth field, the speaker in the eighth."""
    rows = [line.split() for line in path.read_text("utf-8").splitlines() if line.startswith("SPEAKER")]
    return [(float(row[3]), float(row[3]) + float(row[4]), row[7]) for row in rows]
