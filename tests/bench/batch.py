"""`make bench-batch`: CPU seconds of a photo through full-analysis, in a batch, alone, and by a bare script.

The photos are excerpts of those of the tests. Each costs what `media-insights run FOLDER` takes, by their number; alone
is `media-insights run FILE` for the first. The script starts each operator once on all photos, laid out beforehand, one
operator after the other: nothing is planned, checked, recorded, limited or stored. Environments and models are built
before.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench.by_hand import laid_out_together
from tests.bench.trees import Cost, cost_of
from tests.operators import media

WORKFLOW = "full-analysis"
ENGINE = Path(sys.executable).with_name("media-insights")
SOURCES = ("astronaut", "chelsea", "coffee", "rocket", "motorcycle", "lion", "tower", "china", "flower")
MIB = 2**20


def main() -> int:
    """Print a row for each way, and the ratios; exit code 1 when anything did not end well."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--photos", type=int, default=50, help="how many (default 50)")
    count = parser.parse_args().photos
    with tempfile.TemporaryDirectory(prefix="bench-batch-") as scratch:
        folder = Path(scratch)
        photos = [_photo(folder / "photos", number) for number in range(count)]
        _engine(photos[0], folder / "ready")
        costs = {
            "in a batch": (_engine(folder / "photos", folder / "batch"), count),
            "a batch, all done": (_engine(folder / "photos", folder / "batch"), count),
            "alone": (_engine(photos[0], folder / "alone"), 1),
            "by a bare script": (cost_of([*laid_out_together(photos, WORKFLOW, folder / "script"), "1"]), count),
        }
    _say(f"{WORKFLOW} of {count} photos, one run")
    for name, (cost, photos_of_it) in costs.items():
        each = cost.cpu / photos_of_it
        own = cost.own_cpu / photos_of_it
        memory = cost.tree_rss / MIB
        _say(f"  {name:<20}{each:8.2f} CPU s a photo{own:8.3f} of the engine itself{memory:8.0f} MiB")
    per_photo = {name: cost.cpu / number for name, (cost, number) in costs.items()}
    _say(f"  a batch costs {per_photo['in a batch'] / per_photo['by a bare script']:.2f} of the script, ", end="")
    _say(f"and {per_photo['in a batch'] / per_photo['alone']:.2f} of a photo alone")
    return 0 if all(cost.code == 0 for cost, _ in costs.values()) else 1


def _photo(folder: Path, number: int) -> Path:
    """Make a photo of its own: an excerpt of one of the sources, at another place each time."""
    folder.mkdir(exist_ok=True)
    source, target = media.fetch(SOURCES[number % len(SOURCES)]), folder / f"IMG {number:04d}.jpg"
    shift = number // len(SOURCES)
    crop = f"crop=iw*0.8:ih*0.8:iw*0.02*{shift % 10}:ih*0.02*{shift // 10 % 10},scale=1024:-2"
    media.ffmpeg("-i", source, "-vf", crop, "-frames:v", "1", "-q:v", "3", target)
    return target


def _engine(source: Path, folder: Path) -> Cost:
    return cost_of([ENGINE, "run", source, "--workflow", WORKFLOW, "--output", folder])


def _say(line: str, end: str = "\n") -> None:
    sys.stdout.write(f"{line}{end}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
