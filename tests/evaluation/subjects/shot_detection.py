"""shot-detection: films made from seeds, whose changes are known by construction, and clips whose cuts were seen."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from tests.evaluation import montages
from tests.evaluation.figures import Figure
from tests.evaluation.measures.boundaries import Boundary, counts_of
from tests.evaluation.measures.retrieval import NOTHING, Counts
from tests.evaluation.running import Bench
from tests.evaluation.truths import truth
from tests.operators import media
from tests.operators.demo import demo_clip

OPERATOR = "shot-detection"


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield precision and recall of cuts and dissolves in made films, and of cuts in clips."""
    films = truth("films")
    cuts, dissolves = NOTHING, NOTHING
    for recipe in films["made"]:
        made = montages.montage(recipe["seed"], recipe["rate"], recipe["shots"], recipe["change"], films["stills"])
        counts = _counts(bench, made.written(bench.made("film.mp4")), made.boundaries)
        cuts, dissolves = (cuts + counts, dissolves) if recipe["change"] == "cut" else (cuts, dissolves + counts)
    yield from _shares("cuts, made films", cuts)
    yield from _shares("dissolves of 0.4 to 1 s, made films", dissolves)
    clips = sum((_clip(bench, clip) for clip in films["clips"]), NOTHING) + _demo(bench)
    yield from _shares("cuts, clips and the demo clip", clips)


def _clip(bench: Bench, clip: dict[str, str]) -> Counts:
    frame = 1000 / Fraction(clip["rate"])
    true = [Boundary(1000 * float(at), 1000 * float(at), float(frame)) for at in clip["cuts"]]
    return _counts(bench, media.fetch(clip["media"]), true)


def _demo(bench: Bench) -> Counts:
    clip = demo_clip()
    return _counts(bench, clip.path, [Boundary(cut, cut, 40) for cut in clip.cuts])


def _counts(bench: Bench, film: Path, true: list[Boundary]) -> Counts:
    result = bench.run(OPERATOR, {"video": film}).result
    starts = [segment["StartTimestampMillis"] for segment in result["Segments"] if segment["Type"] == "SHOT"]
    return counts_of(true, starts[1:])


def _shares(of: str, counts: Counts) -> Iterator[Figure]:
    size = f"{counts.right + counts.missed} true, {counts.wrong} false"
    yield Figure(OPERATOR, f"F1 of {of}", counts.f1, f"{counts.right + counts.missed} changes")
    yield Figure(OPERATOR, f"recall of {of}", counts.recall, f"{counts.right + counts.missed} changes")
    yield Figure(
        OPERATOR, f"precision of {of}", counts.precision, size.split(",", maxsplit=1)[0].replace("true", "changes")
    )
