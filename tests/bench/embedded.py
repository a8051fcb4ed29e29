"""`make bench-embedded`: what the embedded engine adds to the computing itself, on the 60-second demo clip.

Four things take turns, so that a busy machine is busy for all of them: `media-insights run` into an empty folder, and
again where everything is done; the same processes started by a bare script (:mod:`tests.bench.by_hand`), one after the
other and all at once. Environments and models are built before. Then the engine's own share: its CPU seconds among
all, and its wall time over that of the better script.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.by_hand import laid_out
from tests.bench.trees import Cost, cost_of
from tests.operators.demo import demo_clip

WORKFLOW = "full-analysis"
ENGINE = Path(sys.executable).with_name("media-insights")
MIB = 2**20
NAMES = ("embedded engine", "embedded engine, all done", "script, one by one", "script, all at once")


def main() -> int:
    """Print a row for each of the four, and the shares; exit code 1 when anything did not end well."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each is run (default 3)")
    rounds = parser.parse_args().rounds
    clip = demo_clip().path
    with tempfile.TemporaryDirectory(prefix="bench-embedded-") as scratch:
        folder = Path(scratch)
        _engine(clip, folder / "ready")
        runs = [_round(clip, folder / f"round-{each}") for each in range(rounds)]
    columns = list(zip(*runs, strict=True))
    _say(f"{WORKFLOW} of the 60 s clip, {rounds} rounds, medians (wall: smallest–largest)")
    _say(f"  {'':<26}{'wall':>8}{'':>16}{'CPU':>10}{'engine CPU':>12}{'engine RSS':>12}{'all RSS':>10}")
    for name, costs in zip(NAMES, columns, strict=True):
        _say(f"  {name:<26}{_row(costs)}")
    _print_shares(columns[0], [min(each[2:], key=lambda cost: cost.wall) for each in runs])
    return 0 if all(cost.code == 0 for each in runs for cost in each) else 1


def _round(clip: Path, folder: Path) -> tuple[Cost, Cost, Cost, Cost]:
    first, again = _engine(clip, folder / "engine"), _engine(clip, folder / "engine")
    single = cost_of([*laid_out(clip, WORKFLOW, folder / "single"), "1"])
    crowd = cost_of([*laid_out(clip, WORKFLOW, folder / "crowd"), "99"])
    shutil.rmtree(folder)
    return first, again, single, crowd


def _engine(clip: Path, folder: Path) -> Cost:
    return cost_of([ENGINE, "run", clip, "--workflow", WORKFLOW, "--output", folder])


def _row(costs: Sequence[Cost]) -> str:
    walls = [cost.wall for cost in costs]
    spread = f"({min(walls):.1f}–{max(walls):.1f})"
    return (
        f"{statistics.median(walls):>6.1f} s{spread:>16}"
        f"{statistics.median(cost.cpu for cost in costs):>8.1f} s"
        f"{statistics.median(cost.own_cpu for cost in costs):>10.2f} s"
        f"{max(cost.own_rss for cost in costs) / MIB:>8.0f} MiB"
        f"{max(cost.tree_rss for cost in costs) / MIB:>6.0f} MiB"
    )


def _print_shares(engine: Sequence[Cost], script: Sequence[Cost]) -> None:
    own = statistics.median(cost.own_cpu / cost.cpu for cost in engine)
    over = statistics.median(mine.wall / its.wall - 1 for mine, its in zip(engine, script, strict=True))
    _say(f"  the engine's own share of all CPU seconds   {own:6.1%}")
    _say(f"  wall time over the better script            {over:+6.1%}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
