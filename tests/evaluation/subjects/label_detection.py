"""label-detection: what stills show that none of it was tuned on, named by eye, at bars of confidence.

Half of the page's truth would be easy: `truth/labels.yaml` is what thresholds and curves were chosen on, so its figures
only guard against regressions and say so.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from tests.evaluation.figures import Figure
from tests.evaluation.measures.calibration import calibration_error
from tests.evaluation.measures.retrieval import NOTHING, Counts
from tests.evaluation.running import Bench
from tests.evaluation.stills import panned_over, zip_of, zip_of_pictures
from tests.evaluation.truths import truth
from tests.operators.photographs import photograph

OPERATOR = "label-detection"
BARS_UNSEEN = (30, 50, 70, 90)
BARS = (30, 50, 70)
DEFAULT = 50
"""Percent; 30 is the least that the operator reports, 50 its default."""
PANNED = 10
"""Of so many unseen stills one is panned over."""
FRAMES = 4
"""Of a shot."""


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield precision of all labels and recall of what is named, for each bar, and how honest the confidence is."""
    unseen = truth("unseen-labels")
    pictures = zip_of_pictures([photograph(case["still"]) for case in unseen])
    yield from _figures(bench, unseen, pictures, "unseen stills", BARS_UNSEEN)
    yield from _figures_of_shots(bench, unseen[::PANNED])
    known = truth("labels")
    yield from _figures(bench, known, zip_of(known), "pictures of its tuning", BARS)


def _figures(
    bench: Bench, cases: list[dict[str, Any]], frames: bytes, what: str, bars: Sequence[int]
) -> Iterator[Figure]:
    answer = bench.run(OPERATOR, {"frames": frames}, {"minConfidence": min(bars)}, seconds=len(cases))
    labels = [each["Label"] | {"At": each["Timestamp"] // 1000} for each in answer.result["Labels"]]
    size = f"{len(cases)} {what}"
    for bar in bars:
        shown = [[it for it in labels if it["At"] == index and it["Confidence"] >= bar] for index in range(len(cases))]
        names = [{it["Name"] for it in some} for some in shown]
        counts = sum((counted(case, some) for case, some in zip(cases, names, strict=True)), NOTHING)
        yield Figure(OPERATOR, f"precision of labels at {bar} %, {what}", counts.precision, size)
        wanted = [(entry, _implied(some)) for case, some in zip(cases, shown, strict=True) for entry in case["shows"]]
        found = sum(_names(entry, some) for entry, some in wanted) / len(wanted)
        yield Figure(OPERATOR, f"recall of main things at {bar} %, {what}", found, f"{len(wanted)} things in {size}")
    said = [(it["Confidence"] / 100, it["Name"] in _true(cases[it["At"]])) for it in labels]
    yield Figure(OPERATOR, f"expected calibration error, {what}", calibration_error(said), f"{len(said)} labels")


def _figures_of_shots(bench: Bench, cases: list[dict[str, Any]]) -> Iterator[Figure]:
    """Yield what shots of several frames are wrongly said to show, and how much of that in one frame alone."""
    frames = [frame for case in cases for frame in panned_over(photograph(case["still"]), FRAMES)]
    answer = bench.run(OPERATOR, {"frames": zip_of_pictures(frames, FRAMES)}, seconds=len(frames))
    seen = Counter((it["Timestamp"] // 1000 // FRAMES, it["Label"]["Name"]) for it in answer.result["Labels"])
    wrong = {(at, name): frames for (at, name), frames in seen.items() if name not in _true(cases[at])}
    size = f"{len(seen)} labels of {len(cases)} shots of {FRAMES} frames"
    yield Figure(OPERATOR, f"precision of labels at {DEFAULT} %, shots", 1 - len(wrong) / len(seen), size)
    ghosts = sum(frames == 1 for frames in wrong.values())
    yield Figure(OPERATOR, f"wrong labels of one frame alone at {DEFAULT} %, shots", ghosts, size, digits=0)


def _implied(labels: list[dict[str, Any]]) -> set[str]:
    """Return the names of labels and of what they are kinds of."""
    return {it["Name"] for it in labels} | {parent["Name"] for it in labels for parent in it["Parents"]}


def counted(case: dict[str, Any], names: set[str]) -> Counts:
    """Judge the labels of one picture: what is neither shown nor also true is wrong."""
    true = _true(case)
    missed = sum(not _names(entry, names) for entry in case["shows"])
    return Counts(len(names & true), len(names - true), missed)


def _true(case: dict[str, Any]) -> set[str]:
    return {word.strip() for entry in [*case["shows"], *case["also"]] for word in entry.split("|")}


def _names(entry: str, names: set[str]) -> bool:
    return any(word.strip() in names for word in entry.split("|"))
