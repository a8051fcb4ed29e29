"""label-detection: what pictures show, named by eye, at four bars of confidence."""

from collections.abc import Iterator
from typing import Any

from tests.evaluation.figures import Figure
from tests.evaluation.measures.retrieval import NOTHING, Counts
from tests.evaluation.running import Bench
from tests.evaluation.stills import zip_of
from tests.evaluation.truths import truth

OPERATOR = "label-detection"
BARS = (30, 50, 70)
"""Percent; 30 is the least that the operator reports, 50 its default."""


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield precision of all labels and recall of the main things, for each bar."""
    cases = truth("labels")
    answer = bench.run(OPERATOR, {"frames": zip_of(cases)}, {"minConfidence": min(BARS)}, seconds=len(cases))
    labels = [each["Label"] | {"At": each["Timestamp"] // 1000} for each in answer.result["Labels"]]
    for bar in BARS:
        shown = [
            {it["Name"] for it in labels if it["At"] == index and it["Confidence"] >= bar}
            for index in range(len(cases))
        ]
        counts = sum((counted(case, names) for case, names in zip(cases, shown, strict=True)), NOTHING)
        yield Figure(OPERATOR, f"precision of labels at {bar} %", counts.precision, f"{len(cases)} pictures")
        wanted = [(entry, names) for case, names in zip(cases, shown, strict=True) for entry in case["shows"]]
        found = sum(_names(entry, names) for entry, names in wanted) / len(wanted)
        yield Figure(
            OPERATOR, f"recall of main things at {bar} %", found, f"{len(wanted)} things in {len(cases)} pictures"
        )


def counted(case: dict[str, Any], names: set[str]) -> Counts:
    """Judge the labels of one picture: what is neither shown nor also true is wrong."""
    true = {word.strip() for entry in [*case["shows"], *case["also"]] for word in entry.split("|")}
    missed = sum(not _names(entry, names) for entry in case["shows"])
    return Counts(len(names & true), len(names - true), missed)


def _names(entry: str, names: set[str]) -> bool:
    return any(word.strip() in names for word in entry.split("|"))
