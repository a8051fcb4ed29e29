"""`make bench-operators`: what each operator of full-analysis costs, for a minute of 720p and of 1080p film.

The clip is the demo clip with film grain, at the bit rate that such films have (4 and 8 Mbit/s): decoding a clean clip
costs a third of that. The operators are started one by one as the engine starts them (:mod:`tests.bench.by_hand`), in
the graph's order, each with all CPUs; then on a film of a second and 64 by 36 pixels, which is the price of starting:
interpreter, libraries, weights. Environments and models are built before. At last, what decoding once saves.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.bench.by_hand import laid_out
from tests.bench.trees import Cost, cost_of
from tests.operators import media
from tests.operators.demo import demo_clip
from tests.operators.runs import OPERATORS

WORKFLOW = "full-analysis"
ENGINE = Path(sys.executable).with_name("media-insights")
MIB = 2**20
MINUTE = ("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "50", "-c:a", "copy")
FRAMES = ("Frames", "Image")


@dataclass(frozen=True)
class Clip:
    """A film of one minute."""

    name: str
    height: int
    bits: str
    """Bits a second of the picture, as ffmpeg reads it."""


CLIPS = {clip.name: clip for clip in (Clip("720p", 720, "4M"), Clip("1080p", 1080, "8M"))}


def main() -> int:
    """Print a row for each operator, and the sum; exit code 1 when one did not end well."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("operators", nargs="*", help="only rows of these; all run, because they feed each other")
    parser.add_argument(
        "--clips", nargs="+", choices=list(CLIPS), default=list(CLIPS), help="the films (default: both)"
    )
    options = parser.parse_args()
    chosen, clips = options.operators, [CLIPS[name] for name in options.clips]
    with tempfile.TemporaryDirectory(prefix="bench-operators-") as scratch:
        tiny = _tiny(Path(scratch))
        cost_of(
            [ENGINE, "run", tiny, "--workflow", WORKFLOW, "--output", Path(scratch) / "ready"]
        )  # builds what it needs
        start = _costs(tiny, Path(scratch) / "tiny")
        costs = {clip: _costs(film(clip), Path(scratch) / clip.name) for clip in clips}
    _say(f"{WORKFLOW}, a minute of film, operators one by one on {os.cpu_count()} CPUs ({machine_name()})")
    _say(f"  {'':<26}{'start':>17}" + "".join(f"{clip.name + ' at ' + clip.bits:>24}" for clip in clips))
    _say(f"  {'':<26}{'wall':>8}{'CPU':>9}" + f"{'wall':>8}{'CPU':>8}{'RSS MiB':>8}" * len(clips))
    for name in start:
        if not chosen or name in chosen:
            _say(f"  {name:<26}{start[name].wall:>6.1f} s{start[name].cpu:>7.1f} s{_row(name, costs)}")
    for clip in clips:
        _print_sharing(clip, costs[clip])
    return 0 if all(cost.code == 0 for each in (start, *costs.values()) for cost in each.values()) else 1


def film(clip: Clip) -> Path:
    """Return the clip's file, making it when the cache has none."""
    source = demo_clip().path
    path = media.cache() / f"{source.stem}-{clip.name}-{clip.bits}.mp4"
    if not path.is_file():
        made = path.with_suffix(".part.mp4")
        grain = f"scale=-2:{clip.height},noise=alls=14:allf=t"
        rate = ("-b:v", clip.bits, "-minrate", clip.bits, "-maxrate", clip.bits, "-bufsize", clip.bits)
        media.ffmpeg("-i", source, "-vf", grain, *MINUTE, *rate, "-bitexact", made)
        made.replace(path)
    return path


def readers_of_frames(names: Mapping[str, object]) -> list[str]:
    """Return the operators, among these, that look at still frames."""
    return [name for name in names if any(tuple(each) == FRAMES for each in _media_read_by(name))]


def machine_name() -> str:
    """Return the processor's own name."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _costs(clip: Path, folder: Path) -> dict[str, Cost]:
    """Run every operator of the workflow once, each after those that it reads from."""
    steps = json.loads(Path(laid_out(clip, WORKFLOW, folder)[2]).read_text("utf-8"))
    return {name: _cost(steps[name]) for name in _in_order(steps)}


def _cost(step: Mapping[str, object]) -> Cost:
    command, environment, folder = step["command"], step["environment"], step["folder"]
    assert isinstance(command, list)
    assert isinstance(environment, dict)
    return cost_of(command, environment, Path(str(folder)))


def _in_order(steps: Mapping[str, Mapping[str, list[str]]]) -> Iterator[str]:
    done: set[str] = set()
    while len(done) < len(steps):
        ready = [name for name, step in steps.items() if name not in done and done.issuperset(step["after"])]
        yield from ready
        done.update(ready)


def _tiny(folder: Path) -> Path:
    path = folder / "tiny.mp4"
    picture = ("-f", "lavfi", "-i", "testsrc2=d=1:s=64x36:r=25", "-f", "lavfi", "-i", "sine=d=1")
    media.ffmpeg(*picture, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", path)
    return path


def _row(name: str, costs: Mapping[Clip, Mapping[str, Cost]]) -> str:
    each = [by_name[name] for by_name in costs.values()]
    return "".join(f"{cost.wall:>6.1f} s{cost.cpu:>6.1f} s{cost.tree_rss / MIB:>8.0f}" for cost in each)


def _print_sharing(clip: Clip, costs: Mapping[str, Cost]) -> None:
    """Say what the frames would cost if each operator that looks at them decoded the film for itself."""
    frames = cost_of(
        [media.fetch("ffmpeg"), "-nostdin", "-i", film(clip), "-vf", "fps=1,scale=1280:-2", "-f", "null", "-"]
    ).cpu
    readers = readers_of_frames(costs)
    whole = sum(cost.cpu for cost in costs.values())
    apart = whole + frames * (len(readers) - 1)
    shared = (
        f"all together {whole:.0f} CPU s; a decode to frames costs {frames:.1f}, and {len(readers)} operators read them"
    )
    _say(f"  {clip.name}: {shared}: each decoding for itself would make {apart:.0f} ({apart / whole - 1:+.0%})")


def _media_read_by(name: str) -> list[list[str]]:
    spec = yaml.safe_load((OPERATORS / name / "operator.yaml").read_text("utf-8"))["spec"]
    return [each.get("media", []) for each in spec["inputs"]]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
